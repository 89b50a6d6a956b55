"""Statistics of columns by climate: distributions on sigma levels, and how they go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lstgeo.profiles import levels, sky

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

BANDS = (20.0, 35.0, 55.0)
"""Absolute latitudes that part the tropics, subtropics, middle and high latitudes [degree]."""

BAND_NAMES = ("tropics", "subtropics", "middle latitudes", "high latitudes")

SEASON_NAMES = ("winter", "transition", "summer")

TERRAIN = (90_000.0, 70_000.0)
"""Surface pressures that part low land, plateaus and mountains [Pa]."""

TERRAIN_NAMES = ("low", "plateau", "mountain")

MOISTURE = (15.0, 30.0, 45.0)
"""Total column water vapour that parts dry, moderate, moist and wet columns [kg m-2]."""

MOISTURE_NAMES = ("dry", "moderate", "moist", "wet")

FEWEST = 12
"""Columns that a climate needs; those with fewer are left out."""

PROBABILITIES = (0, 0.01, 0.03, 0.07, 0.15, 0.25, 0.37, 0.5, 0.63, 0.75, 0.85, 0.93, 0.97, 0.99, 1)
"""Probabilities at which a distribution is tabulated."""

COMPONENTS = 40
"""Components that carry the correlation of a climate."""

POOLED = 60
"""Columns that the correlation over all climates counts for in that of one."""

MOIST_SIGMA = 0.14
"""Sigma above which (in height) humidity is not drawn: 150 hPa over low land."""


class Climate(NamedTuple):
    """Latitude band, local season, terrain and moisture, as numbers of their names."""

    band: int
    season: int
    terrain: int
    moisture: int

    @property
    def title(self) -> str:
        """Name for people."""
        lists = BAND_NAMES, SEASON_NAMES, TERRAIN_NAMES, MOISTURE_NAMES
        return ", ".join(names[number] for names, number in zip(lists, self, strict=True))


@dataclass(frozen=True, eq=False, slots=True)
class Statistics:
    """What a generator knows: arrays (climate, variable, ...), variables as :func:`state` has them.

    `weight` is the share of each climate. `quantiles` holds the value of each variable at
    `PROBABILITIES`; `loadings` maps independent normal numbers to normal scores of the variables,
    of which `1 - sum(loadings**2)` is left over.
    `temperature_range` (climate, 2, level) [K] and `water_range` (climate, 2) [kg m-2] bound what
    was seen.
    """

    climates: tuple[Climate, ...]
    weight: Array
    quantiles: Array
    loadings: Array
    temperature_range: Array
    water_range: Array


def fit(batch: Columns) -> Statistics:
    """Statistics of columns on the common levels, whose time and latitude are known."""
    values = state(batch)
    labels = np.stack(climate_numbers(batch), axis=1)
    found, member, size = np.unique(labels, axis=0, return_inverse=True, return_counts=True)
    kept = np.flatnonzero(size >= FEWEST)
    members = [np.flatnonzero(member == index) for index in kept]
    scores = [_normal_scores(values[rows]) for rows in members]
    pooled = np.corrcoef(np.concatenate(scores), rowvar=False)
    return Statistics(
        tuple(Climate(*(int(number) for number in found[index])) for index in kept),
        size[kept] / size[kept].sum(),
        np.stack([np.quantile(values[rows], PROBABILITIES, axis=0).T for rows in members]),
        np.stack([_loadings(score, pooled) for score in scores]),
        _ranges(batch.temperature, members),
        _ranges(batch.total_column_water_vapour, members),
    )


def _ranges(values: Array, members: list[Array]) -> Array:
    """Least and greatest of `values` in each climate."""
    ends = [(values[rows].min(axis=0), values[rows].max(axis=0)) for rows in members]
    return np.array(ends)


def state(batch: Columns) -> Array:
    """Variables (columns, variables) that describe a column on the common levels.

    In order: absolute latitude [degree], surface pressure [Pa], air temperature [K], the change of
    temperature from each level to the next [K], and the relative humidity that makes cloud, at
    levels of sigma above `MOIST_SIGMA` [1].
    """
    scalars = np.stack([np.abs(batch.latitude), batch.surface_pressure, batch.air_temperature], 1)
    moist = sky.relative_humidity(batch)[:, : moist_levels()]
    return np.concatenate([scalars, np.diff(batch.temperature, axis=1), moist], axis=1)


def moist_levels() -> int:
    """Number of the lowest levels whose humidity is drawn."""
    return int(np.sum(levels.common_sigma() > MOIST_SIGMA))


def climate_numbers(batch: Columns) -> tuple[Array, Array, Array, Array]:
    """Band, season, terrain and moisture of each column; the tropics are always in transition."""
    band = np.digitize(np.abs(batch.latitude), BANDS)
    month = batch.time.astype("datetime64[M]").astype(int) % 12
    northern = np.select([np.isin(month, (11, 0, 1)), np.isin(month, (5, 6, 7))], [0, 2], 1)
    season = np.where(batch.latitude < 0, 2 - northern, northern)
    terrain = np.digitize(-batch.surface_pressure, [-edge for edge in TERRAIN])
    moisture = np.digitize(batch.total_column_water_vapour, MOISTURE)
    return band, np.where(band == 0, 1, season), terrain, moisture


def _normal_scores(values: Array) -> Array:
    """Standard normal numbers of the same ranks, variable by variable."""
    rank = np.argsort(np.argsort(values, axis=0, kind="stable"), axis=0, kind="stable")
    return normal_quantile((rank + 0.5) / len(values))


def normal_quantile(probability: Array) -> Array:
    """Inverse of the standard normal distribution, to 4.5e-4.

    Source: Abramowitz and Stegun 1964, 26.2.23.
    """
    tail = np.minimum(probability, 1 - probability)
    t = np.sqrt(-2 * np.log(np.maximum(tail, 1e-300)))
    numerator = 2.515517 + t * (0.802853 + t * 0.010328)
    denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    return np.sign(probability - 0.5) * (t - numerator / denominator)


def _loadings(scores: Array, pooled: Array) -> Array:
    count = len(scores)
    own = np.nan_to_num(np.corrcoef(scores, rowvar=False))
    correlation = (count * own + POOLED * pooled) / (count + POOLED)
    value, vector = np.linalg.eigh(correlation)
    loadings = vector[:, -COMPONENTS:] * np.sqrt(np.maximum(value[-COMPONENTS:], 0.0))
    # Never more than all of the variance, whatever rounding does.
    norm = np.maximum(np.sqrt((loadings**2).sum(axis=1)), 1.0)
    return loadings / norm[:, None]
