"""Which columns are of a clear sky."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstgeo.profiles import saturation

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

CLEAR_RELATIVE_HUMIDITY = 0.99
"""A column is clear where it stays below this at every level (SeeBor: Borbas et al. 2005)."""

WHOLE_PERCENT = 1e-6
"""Room for rounding: GFS states whole percents, and many a column has just 99 % somewhere."""

HIGHEST_CLOUD = 15_000.0
"""Pressure [Pa] above whose level no cloud is looked for."""

SURFACE_LAYER = 0.95
"""Share of surface pressure under which dew, and ice in polar nights, saturate clear air."""


def relative_humidity(batch: Columns) -> Array:
    """Relative humidity [1] over water above 0 C, over ice below -20 C, as clouds form."""
    return batch.specific_humidity / saturation.ncep_humidity(batch.temperature, batch.pressure)


def clear(batch: Columns) -> Array:
    """Whether no level between the surface layer and 150 hPa is near saturation."""
    aloft = batch.pressure < SURFACE_LAYER * batch.surface_pressure[:, None]
    cloudy = aloft & (batch.pressure > HIGHEST_CLOUD)
    cloudy &= relative_humidity(batch) >= CLEAR_RELATIVE_HUMIDITY - WHOLE_PERCENT
    return ~cloudy.any(axis=1)
