"""From the ways in which profiles state humidity to specific humidity [kg kg-1]."""

from __future__ import annotations

from lstgeo.atmosphere.standard import AIR_MOLAR_MASS, WATER_MOLAR_MASS
from lstgeo.physics import arrays
from lstgeo.physics.arrays import Array

RATIO = WATER_MOLAR_MASS / AIR_MOLAR_MASS
"""Molar mass of water by that of dry air."""


def saturation_pressure_hpa(temperature: Array) -> Array:
    """Saturation vapour pressure over liquid water [hPa], 123-332 K.

    Source: Murphy and Koop 2005, doi:10.1256/qj.04.94, eq. 10.

    >>> round(float(saturation_pressure_hpa(273.16)), 4)
    6.1166
    """
    xp = arrays.namespace(temperature)
    t = xp.asarray(temperature)
    log = xp.log(t)
    plain = 54.842763 - 6763.22 / t - 4.210 * log + 0.000367 * t
    bent = 53.878 - 1331.22 / t - 9.44523 * log + 0.014025 * t
    return xp.exp(plain + xp.tanh(0.0415 * (t - 218.8)) * bent) / 100


def from_relative(relative_humidity: Array, pressure_hpa: Array, temperature: Array) -> Array:
    """Specific humidity of a relative humidity over liquid water (0-1)."""
    vapour = relative_humidity * saturation_pressure_hpa(temperature)
    return from_vapour_pressure(vapour, pressure_hpa)


def from_vapour_pressure(vapour_hpa: Array, pressure_hpa: Array) -> Array:
    """Specific humidity of a partial pressure of vapour."""
    return RATIO * vapour_hpa / (pressure_hpa - (1 - RATIO) * vapour_hpa)


def from_mole_fraction(fraction: Array) -> Array:
    """Specific humidity of a dry-air mole fraction (mol of vapour per mol of dry air)."""
    return RATIO * fraction / (1 + RATIO * fraction)


def relative(specific_humidity: Array, pressure_hpa: Array, temperature: Array) -> Array:
    """Relative humidity (0-1) over liquid water; undoes :func:`from_relative`."""
    vapour = specific_humidity * pressure_hpa / (RATIO + (1 - RATIO) * specific_humidity)
    return vapour / saturation_pressure_hpa(temperature)
