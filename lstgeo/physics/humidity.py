"""Water vapour in air: its saturation, and the ways of saying how much there is."""

from __future__ import annotations

from lstgeo.physics import arrays, constants
from lstgeo.physics.arrays import Array

WATER_TO_DRY_AIR = 1 / (constants.AIR_MOLAR_MASS / constants.WATER_MOLAR_MASS)
"""Molar mass of water over that of dry air; divided twice for the last bit, on which hangs which
GFS columns of 99 % are clear, and so the generator's table (`profiles.sky`, `profiles.build`)."""


def saturation_pressure(temperature: Array) -> Array:
    """Saturation vapour pressure over liquid water [Pa], supercooled below 273 K.

    Source: Murphy and Koop 2005, doi:10.1256/qj.04.94, equation 10, for 123-332 K.

    >>> round(float(saturation_pressure(273.16)), 2)
    611.66
    """
    xp = arrays.namespace(temperature)
    t = arrays.array(temperature, xp)
    log = xp.log(t)
    plain = 54.842763 - 6763.22 / t - 4.210 * log + 0.000367 * t
    bent = 53.878 - 1331.22 / t - 9.44523 * log + 0.014025 * t
    return xp.exp(plain + xp.tanh(0.0415 * (t - 218.8)) * bent)


def specific_humidity(vapour_pressure: Array, pressure: Array) -> Array:
    """Specific humidity [kg kg-1] of air at `pressure` with `vapour_pressure`, both in one unit."""
    dry = pressure - vapour_pressure
    return WATER_TO_DRY_AIR * vapour_pressure / (dry + WATER_TO_DRY_AIR * vapour_pressure)


def vapour_pressure(humidity: Array, pressure: Array) -> Array:
    """Vapour pressure, in the unit of `pressure`, of air with specific `humidity` [kg kg-1]."""
    return humidity * pressure / (WATER_TO_DRY_AIR + (1 - WATER_TO_DRY_AIR) * humidity)


def of_dry_mole_fraction(mole_fraction: Array) -> Array:
    """Specific humidity [kg kg-1] where water has `mole_fraction` [mol per mol of dry air]."""
    ratio = WATER_TO_DRY_AIR * mole_fraction
    return ratio / (1 + ratio)


def dry_mole_fraction(humidity: Array) -> Array:
    """Water [mol per mol of dry air] where specific humidity is `humidity` [kg kg-1]."""
    return humidity / (1 - humidity) / WATER_TO_DRY_AIR


def of_relative_humidity(fraction: Array, temperature: Array, pressure: Array) -> Array:
    """Specific humidity [kg kg-1] at relative humidity `fraction` [1] over liquid water.

    Where water would boil (`pressure` [Pa] below saturation) the pressure itself stands for it.
    """
    xp = arrays.namespace(fraction, temperature, pressure)
    saturation = saturation_pressure(arrays.array(temperature, xp))
    boiling = arrays.array(pressure, xp)
    return specific_humidity(fraction * xp.minimum(saturation, boiling), boiling)


def relative_humidity(humidity: Array, temperature: Array, pressure: Array) -> Array:
    """Relative humidity over liquid water [1] at `temperature` [K] and `pressure` [Pa]."""
    return vapour_pressure(humidity, pressure) / saturation_pressure(temperature)
