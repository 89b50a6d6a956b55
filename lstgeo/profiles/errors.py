"""What a reanalysis does not know of a column: errors that are correlated over height."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.physics import humidity

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

REACH = 0.2
"""Difference of ln p, some 1.5 km, over which the correlation of errors falls to 1/e.

With it an error of ln q of .175 is one of total column water vapour of 11 %, that of the users
who give water vapour alone.
"""


@dataclass(frozen=True)
class ProfileErrors:
    """Standard deviations (1 sigma) of a profile: temperature [K], ln q, surface pressure [Pa]."""

    temperature: float = 1.0
    log_humidity: float = 0.175
    surface_pressure: float = 200.0


USUAL, BETTER, NONE = ProfileErrors(), ProfileErrors(0.7, 0.10), ProfileErrors(0.0, 0.0, 0.0)
"""A reanalysis as such, one that is better, and one that is right."""


def given(
    batch: Columns,
    temperature: Array,
    log_humidity: Array,
    surface_pressure: Array,
    random: np.random.Generator,
) -> Columns:
    """Columns of `batch` with normal errors of these sigmas [K, 1, Pa], one a column.

    Levels move with the ground, in proportion. Relative humidity stays at or below 1 over liquid
    water, or where it was if that is above.
    """
    count = len(batch)
    warmth, moisture = (_correlated(batch.pressure, random) for _ in range(2))
    ground = surface_pressure * random.standard_normal(count) / batch.surface_pressure
    pressure = batch.pressure * (1 + ground)[:, None]
    air = batch.temperature + temperature[:, None] * warmth
    moist = batch.specific_humidity * np.exp(log_humidity[:, None] * moisture)
    most = np.maximum(batch.relative_humidity, 1.0)
    moist = np.minimum(moist, humidity.of_relative_humidity(most, air, pressure))
    exact = (temperature == 0) & (log_humidity == 0)
    moist = np.where(exact[:, None], batch.specific_humidity, moist)
    return batch.replaced(pressure=pressure, temperature=air, specific_humidity=moist)


def _correlated(pressure: Array, random: np.random.Generator) -> Array:
    """Normal numbers (columns, levels) of unit variance whose correlation falls with distance."""
    free = random.standard_normal(pressure.shape)
    share = np.exp(np.diff(np.log(pressure), axis=1) / REACH)
    found = np.empty_like(free)
    found[:, 0] = free[:, 0]
    for level in range(1, pressure.shape[1]):
        kept = share[:, level - 1]
        found[:, level] = kept * found[:, level - 1] + np.sqrt(1 - kept**2) * free[:, level]
    return found
