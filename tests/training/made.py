"""A small bank and samples that training is tested with, made of generated columns."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from lstgeo.atmosphere import nodes
from lstgeo.profiles import generator
from lstgeo.sensors import platforms
from lstgeo.training import bank
from lstgeo.training.bank import Bank, Variation
from lstgeo.training.batches import Inputs, Source

BAND = platforms.sensor("landsat8").band("B10")
TABLE = nodes.table("landsat8", "B10")
EXACT = Variation((0.0, 10.0), continuum_sigma=0.0, aerosol_share=0.0)


@lru_cache
def atmospheres(count: int = 300, augmented: int = 100, variation: Variation = EXACT) -> Bank:
    """Bank of generated columns in five groups."""
    columns = generator.generate(count, seed=5)
    group = np.arange(count) % 5
    return bank.of(columns, group, TABLE, variation, plain=count, augmented=augmented, seed=0)


def source(inputs: Inputs | None = None, augmented: float = 0.1) -> Source:
    """Samples under them."""
    return Source(atmospheres(), BAND, TABLE, augmented=augmented, inputs=inputs or Inputs())
