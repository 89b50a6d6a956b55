"""Humidity in the units that files use, and the saturation that relates them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array

WATER_TO_DRY_AIR = 18.01528 / 28.9647
"""Molar mass of water over that of dry air (CIPM-2007 dry air)."""

OZONE_TO_DRY_AIR = 47.9982 / 28.9647
"""Molar mass of ozone over that of dry air."""


def saturation_pressure(temperature: Array) -> Array:
    """Saturation vapour pressure over liquid water [Pa], supercooled below 273 K.

    Source: Murphy and Koop 2005, doi:10.1256/qj.04.94, equation 10, for 123-332 K.
    """
    t = np.asarray(temperature, dtype=float)
    blend = np.tanh(0.0415 * (t - 218.8))
    return np.exp(
        54.842763
        - 6763.22 / t
        - 4.210 * np.log(t)
        + 0.000367 * t
        + blend * (53.878 - 1331.22 / t - 9.44523 * np.log(t) + 0.014025 * t)
    )


def ncep_saturation_pressure(temperature: Array) -> Array:
    """Saturation vapour pressure of NCEP's models [Pa]: liquid above 0 C, ice below -20 C.

    Between them the two are mixed linearly. Source: function `fpvsx` of NCEP's `funcphys`.
    """
    t = np.asarray(temperature, dtype=float)
    liquid = np.clip((t - 253.16) / 20.0, 0.0, 1.0)
    return liquid * _ncep_branch(t, 4.1855e3, 2.5e6) + (1 - liquid) * _ncep_branch(
        t, 2.106e3, 2.5e6 + 3.3358e5
    )


def _ncep_branch(temperature: Array, heat: float, latent: float) -> Array:
    triple, vapour_heat, vapour_gas = 273.16, 1.846e3, 461.5
    slope = (heat - vapour_heat) / vapour_gas
    ratio = triple / temperature
    growth = slope + latent / (vapour_gas * triple)
    return np.asarray(610.78 * ratio**slope * np.exp(growth * (1 - ratio)))


def specific_humidity(vapour_pressure: Array, pressure: Array) -> Array:
    """Specific humidity [kg kg-1] of air at `pressure` with `vapour_pressure`, both in one unit."""
    dry = pressure - vapour_pressure
    return np.asarray(
        WATER_TO_DRY_AIR * vapour_pressure / (dry + WATER_TO_DRY_AIR * vapour_pressure)
    )


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
    saturation = np.minimum(saturation_pressure(temperature), pressure)
    return specific_humidity(fraction * saturation, pressure)


def not_above_saturation(humidity: Array, temperature: Array, pressure: Array) -> Array:
    """Specific `humidity` [kg kg-1], or that of saturation over liquid water where it is less."""
    return np.minimum(humidity, of_relative_humidity(np.ones(()), temperature, pressure))


def relative_humidity(humidity: Array, temperature: Array, pressure: Array) -> Array:
    """Relative humidity over liquid water [1] at `temperature` [K] and `pressure` [Pa]."""
    return vapour_pressure(humidity, pressure) / saturation_pressure(temperature)
