"""What a sensor makes of radiance, and how wrong the inputs of a user are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lstgeo.sensors import calibration
from lstgeo.sensors.calibration import Calibration
from lstgeo.simulation import acquisition, metadata

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.sensors.platforms import ThermalBand

_TM = Calibration(0.055375, 1.18243, 1, 255)
_OLDER = {
    ("landsat4", "6"): _TM,
    ("landsat5", "6"): _TM,
    ("landsat7", "6_VCID_1"): Calibration(0.067087, -0.06709, 1, 255),
    ("landsat7", "6_VCID_2"): Calibration(0.037205, 3.16280, 1, 255),
}
"""Digital numbers of Level-1 products of TM and ETM+ (RADIANCE_MULT and RADIANCE_ADD of MTLs)."""


@dataclass(frozen=True)
class InputErrors:
    """Standard deviations (1 sigma) of what a user gives.

    Water vapour (a part of itself), air temperature [K], emissivity, surface pressure [Pa]. The
    defaults are those of a reanalysis and of an emissivity product, as in the project's notes.
    """

    water_vapour: float = 0.1
    air_temperature: float = 1.5
    emissivity: float = 0.01
    surface_pressure: float = 200.0


USUAL_ERRORS = InputErrors()


class Measurement(NamedTuple):
    """Radiance as the product holds it, and whether the sensor was saturated."""

    radiance: Array
    saturated: Array


class Inputs(NamedTuple):
    """Inputs of a retrieval: those of the air (scenes,), emissivity (scenes, surfaces)."""

    water_vapour: Array
    air_temperature: Array
    surface_pressure: Array
    emissivity: Array


_REAL = Calibration(1e-6, 0.0, -math.inf, math.inf)
"""Radiance as float32: the step of such numbers near 10, and no end."""


def digital_numbers(band: ThermalBand) -> Calibration:
    """Step, offset and range of the digital numbers of a band's Level-1 product.

    Products of other sensors than Landsat are taken to hold real numbers, as ECOSTRESS's do; the
    step of MODIS (.00084) is an eighth of its noise.
    """
    if (band.sensor, band.number) in _OLDER:
        return _OLDER[band.sensor, band.number]
    if band.sensor not in acquisition.ACQUISITIONS:
        return _REAL
    acquired = acquisition.ACQUISITIONS[band.sensor]
    return Calibration(
        acquired.gain[band.number],
        acquired.offset[band.number],
        metadata.LOWEST_DN,
        metadata.HIGHEST_DN,
    )


def calibration_biases(band: ThermalBand, count: int, random: np.random.Generator) -> Array:
    """Additive bias of each of `count` scenes [W m-2 sr-1 um-1], normal, of the band's sigma."""
    sigma = calibration.radiance_sigma(band, band.calibration_sigma)
    return sigma * random.standard_normal(count)


def measured(
    radiance: Array, bias: Array, band: ThermalBand, random: np.random.Generator
) -> Measurement:
    """Radiance with its bias and the band's noise, in steps of the product's digital numbers.

    The noise is constant in radiance, that of the NEdT at 300 K. The lowest and the highest number
    mean saturation.
    """
    sigma = calibration.radiance_sigma(band, band.nedt)
    noisy = radiance + bias + sigma * random.standard_normal(np.shape(radiance))
    scale = digital_numbers(band)
    number = np.clip(np.rint((noisy - scale.offset) / scale.gain), scale.lowest, scale.highest)
    saturated = (number == scale.lowest) | (number == scale.highest)
    return Measurement(scale.gain * number + scale.offset, saturated)


def given(truth: Inputs, errors: InputErrors, random: np.random.Generator) -> Inputs:
    """Inputs with normal errors: one of each kind for the air of a scene, one for each surface.

    No water vapour is below a hundredth of the truth, no emissivity above 1.
    """
    size = np.shape(truth.water_vapour)
    moisture, warmth, pressure = (random.standard_normal(size) for _ in range(3))
    grey = random.standard_normal(np.shape(truth.emissivity))
    return Inputs(
        truth.water_vapour * np.maximum(1 + errors.water_vapour * moisture, 0.01),
        truth.air_temperature + errors.air_temperature * warmth,
        truth.surface_pressure + errors.surface_pressure * pressure,
        np.minimum(truth.emissivity + errors.emissivity * grey, 1.0),
    )
