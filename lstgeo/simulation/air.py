"""Air on the pressure levels of a reanalysis, and the columns that it makes over its ground."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.atmosphere import standard
from lstgeo.physics import humidity
from lstgeo.profiles import columns, levels
from lstgeo.profiles.columns import Columns

Values = NDArray[np.floating[Any]]

LEVELS_HPA = (
    *(1000, 975, 950, 925, 900, 875, 850, 825, 800, 775, 750, 700, 650, 600, 550, 500, 450, 400),
    *(350, 300, 250, 225, 200, 175, 150, 125, 100, 70, 50, 30, 20, 10, 7, 5, 3, 2, 1),
)
"""The 37 pressure levels of ERA5 [hPa]; between them the air is as :class:`Columns` says."""

PRESSURE = 100.0 * np.array(LEVELS_HPA)
"""The same [Pa]."""

MOST_HUMID = 0.97
"""Relative humidity over water that no level is above; between levels it may be 1 to 2 % more."""

UNDERGROUND_EXPONENT = 0.19
"""T ~ p^.19 is 6.5 K km-1."""

_FADING = (20_000.0, 10_000.0)
_STEPS, _CLOSE = 40, 1e-7


@dataclass(frozen=True, eq=False)
class Air:
    """Air at positions, on :data:`LEVELS_HPA`, filled under the ground as reanalyses do.

    `temperature` [K] and `specific_humidity` [kg kg-1] are (positions, levels); `surface_pressure`
    [Pa] and `elevation` [m] of the ground (positions,).
    """

    temperature: Values
    specific_humidity: Values
    surface_pressure: Values
    elevation: Values

    @property
    def columns(self) -> Columns:
        """The air above the ground."""
        fields = levels.above_ground(
            {
                "pressure": np.broadcast_to(PRESSURE, self.temperature.shape),
                "temperature": self.temperature,
                "specific_humidity": self.specific_humidity,
            },
            self.surface_pressure,
        )
        return columns.of(**fields, source="synthetic", elevation=self.elevation)


def on_levels(column: Columns, surface: float) -> tuple[Values, Values]:
    """Temperature [K] and specific humidity at the levels of a column moved to `surface` [Pa].

    Under the ground T ~ p^.19 (the standard lapse) and humidity is that of the ground air; above
    the column's top the air is the standard one that the transfer takes there.
    """
    top = column.pressure[:, -1:]
    share = (column.pressure - top) / (column.surface_pressure[:, None] - top)
    known = {
        "pressure": top + share * (surface - top),
        "temperature": column.temperature,
        "specific_humidity": column.specific_humidity,
    }
    found = levels.interpolated(known, PRESSURE[None, :])
    lapse = np.maximum(PRESSURE / surface, 1.0) ** UNDERGROUND_EXPONENT
    high = np.interp(
        -np.log(PRESSURE / 100), -np.log(standard.PRESSURE_ABOVE_HPA), standard.TEMPERATURE_ABOVE
    )
    above = top[0] > PRESSURE
    return (
        np.where(above, high, found["temperature"][0] * lapse),
        np.where(above, standard.SPECIFIC_HUMIDITY_ABOVE, found["specific_humidity"][0]),
    )


def troposphere(pressure: Values) -> Values:
    """1 in the troposphere, 0 in the stratosphere, by `pressure` [Pa]."""
    full, none = _FADING
    return np.asarray(np.clip(np.log(pressure / none) / math.log(full / none), 0.0, 1.0))


def most_humid(pressure: Values, temperature: Values) -> Values:
    """Specific humidity at :data:`MOST_HUMID`."""
    return np.asarray(humidity.of_relative_humidity(np.array(MOST_HUMID), temperature, pressure))


def moistened(dry: Air, water: Values) -> Air:
    """Air whose humidity is multiplied by one factor a column, such that it holds `water` [kg m-2].

    No level gets above :data:`MOST_HUMID`: the factor is corrected until the others make up for it.
    """
    limit, aloft = most_humid(PRESSURE, dry.temperature), troposphere(PRESSURE)
    power, moist = np.zeros(water.shape), dry
    for _ in range(_STEPS):
        scaled = dry.specific_humidity * np.exp(aloft * power[:, None])
        kept = np.where(aloft > 0, np.minimum(scaled, limit), scaled)
        moist = replace(dry, specific_humidity=kept)
        ratio = water / moist.columns.total_column_water_vapour
        if np.all(np.abs(ratio - 1) < _CLOSE):
            break
        power = power + np.log(ratio)
    return moist
