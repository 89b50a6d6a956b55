"""Saturation as sources of columns mean it, and the columns kept below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.physics import humidity

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array


def limited(specific_humidity: Array, temperature: Array, pressure: Array) -> Array:
    """Specific humidity [kg kg-1], or that of saturation over liquid water where it is less."""
    return np.minimum(specific_humidity, humidity.of_relative_humidity(1.0, temperature, pressure))


def ncep_humidity(temperature: Array, pressure: Array) -> Array:
    """Specific humidity [kg kg-1] of saturation in NCEP's models at `pressure` [Pa].

    Where water would boil the pressure itself stands for that of saturation.
    """
    vapour = np.minimum(ncep_pressure(temperature), pressure)
    return humidity.specific_humidity(vapour, pressure)


def ifs_humidity(temperature: Array, pressure: Array) -> Array:
    """Specific humidity [kg kg-1] of saturation in ECMWF's model at `pressure` [Pa]."""
    return humidity.specific_humidity(np.minimum(ifs_pressure(temperature), pressure), pressure)


def ifs_pressure(temperature: Array) -> Array:
    """Saturation vapour pressure of ECMWF's model [Pa]: liquid above 0 C, ice below -23 C.

    Between them the share of liquid is the square of the distance. Source: IFS documentation
    CY41R2, part IV (physical processes): Buck 1981 over water, Alduchov and Eskridge 1996 over ice.
    """
    t = np.asarray(temperature, dtype=float)
    liquid = np.clip((t - 250.16) / (273.16 - 250.16), 0.0, 1.0) ** 2
    water = 611.21 * np.exp(17.502 * (t - 273.16) / (t - 32.19))
    ice = 611.21 * np.exp(22.587 * (t - 273.16) / (t + 0.7))
    return np.asarray(liquid * water + (1 - liquid) * ice)


def ncep_pressure(temperature: Array) -> Array:
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
