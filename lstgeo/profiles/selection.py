"""A selection of columns spread over water vapour, air temperature and surface pressure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

WATER_EDGES = (2.5, 5, 7.5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60)
"""Edges of the bins of total column water vapour [kg m-2]."""

TEMPERATURE_EDGES = tuple(range(220, 325, 5))
"""Edges of the bins of near-surface air temperature [K]."""

PRESSURE_EDGES = (60_000, 70_000, 80_000, 87_500, 95_000)
"""Edges of the bins of surface pressure [Pa]."""


def strata(batch: Columns) -> Array:
    """Number of the bin of water vapour, air temperature and surface pressure of each column."""
    water = np.digitize(batch.total_column_water_vapour, WATER_EDGES)
    warmth = np.digitize(batch.air_temperature, TEMPERATURE_EDGES)
    height = np.digitize(batch.surface_pressure, PRESSURE_EDGES)
    return (water * (len(TEMPERATURE_EDGES) + 1) + warmth) * (len(PRESSURE_EDGES) + 1) + height


def stratified(batch: Columns, count: int, seed: int = 0) -> Array:
    """Indices of at least `count` columns, as equal in number from all strata as these allow.

    Within a stratum land comes before sea and less cloud before more, in steps of a tenth; the
    rest is drawn with `seed`. All columns are taken where there are no more than `count`.
    """
    random = np.random.default_rng(seed).random(len(batch))
    cloud = np.round(np.nan_to_num(batch.cloud_cover, nan=0.0), 1)
    sea = np.nan_to_num(batch.land, nan=1.0) < 0.5
    stratum = strata(batch)
    order = np.lexsort((random, cloud, sea, stratum))
    _, start, size = np.unique(stratum[order], return_index=True, return_counts=True)
    rank = np.arange(len(batch)) - np.repeat(start, size)
    share = _share(size, count)
    return np.sort(order[rank < share])


def _share(size: Array, count: int) -> int:
    """Most columns that a stratum may give so that all together give at least `count`."""
    shares = np.arange(1, size.max() + 1)
    given = np.minimum(size[None, :], shares[:, None]).sum(axis=1)
    enough = np.flatnonzero(given >= count)
    return int(shares[enough[0]] if enough.size else shares[-1])
