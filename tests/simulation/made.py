"""Samples made once for all tests, and small supplies of columns."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from lstgeo.physics.arrays import Array
from lstgeo.profiles.columns import Columns
from lstgeo.simulation import samples, supply
from tests.profiles import examples

Samples = dict[str, Array]


@lru_cache
def part(
    index: int = 0,
    prior: str = "regimes",
    *,
    sensor: str = "landsat8",
    band: str = "B10",
    steepest: float = 8.3,
) -> Samples:
    """A part of samples of generated columns."""
    recipe = samples.Recipe(sensor, band, prior=prior, view_zenith_angle=(0.0, steepest))
    return samples.part(recipe, supply.Generated(), index)


@lru_cache
def several(count: int = 3) -> Samples:
    """Some parts one after the other."""
    parts = [part(index) for index in range(count)]
    return {name: np.concatenate([one[name] for one in parts]) for name in parts[0]}


def collected(count: int, source: str = "GFS of a test", seed: int = 0) -> supply.Collected:
    """A supply of `count` example columns, told apart by their warmth."""
    batch: Columns = examples.standard(count)
    batch = batch.replaced(source=np.full(count, source))
    return supply.Collected(batch, {"profiles": "example"}, seed)
