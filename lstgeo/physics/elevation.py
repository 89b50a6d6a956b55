"""How the state of the air near the ground, and the water above it, change with its height.

The scale height and the lapse rate are those of 2549 columns over warm land (above 280 K, between
70 S and 70 N) of two GFS analyses, cut 300 to 1000 m above their ground: `docs/design/fields.md`.
"""

from __future__ import annotations

from lstgeo.physics import arrays, constants
from lstgeo.physics.arrays import Array

WATER_SCALE_HEIGHT = 2200.0
"""Height over which the water above falls by a factor of e [m]; the columns have 1650 to 2900."""

LAPSE_RATE = 0.0055
"""Fall of the air temperature with the height of the ground [K m-1]; the columns have .0052."""

GAS_CONSTANT = 287.05287
"""Specific gas constant of dry air [J kg-1 K-1] (ICAO standard atmosphere, 1993)."""

_SEA_LEVEL_PRESSURE, _SEA_LEVEL_TEMPERATURE, _STANDARD_LAPSE = 101_325.0, 288.15, 0.0065
"""The ICAO standard atmosphere, 1993 [Pa, K, K m-1]."""


def water_vapour(column: Array, rise: Array) -> Array:
    """Total column water vapour above ground that lies `rise` [m] higher, in its own unit.

    >>> round(float(water_vapour(20.0, 500.0)), 2)
    15.93
    """
    xp = arrays.namespace(column, rise)
    return column * xp.exp(rise * (-1 / WATER_SCALE_HEIGHT))


def air_temperature(temperature: Array, rise: Array) -> Array:
    """Air temperature [K] near ground that lies `rise` [m] higher."""
    return temperature - LAPSE_RATE * rise


def pressure(pressure: Array, rise: Array) -> Array:
    """Surface pressure [Pa] of ground that lies `rise` [m] higher, in hydrostatic balance.

    The temperature between the two heights falls from that of the standard atmosphere at
    `pressure`, by its lapse rate: 4 % of the change of pressure is uncertain by that.

    >>> round(float(pressure(101325.0, 1000.0)))  # 1000 m in the standard atmosphere
    89875
    """
    xp = arrays.namespace(pressure, rise)
    exponent = GAS_CONSTANT * _STANDARD_LAPSE / constants.STANDARD_GRAVITY
    below = _SEA_LEVEL_TEMPERATURE * (pressure / _SEA_LEVEL_PRESSURE) ** exponent
    return pressure * xp.exp(xp.log(1 - _STANDARD_LAPSE * rise / below) / exponent)
