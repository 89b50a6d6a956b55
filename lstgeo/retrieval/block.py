"""The retrieval of one block: formula, uncertainty, checks and flags."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstgeo.algorithms import methods
from lstgeo.algorithms.methods import Method
from lstgeo.quality import Quality
from lstgeo.retrieval import uncertainty
from lstgeo.retrieval.uncertainty import InputSigmas
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.vocabulary import SURFACE_TEMPERATURE

EMISSIVITY_RANGE = (0.8, 1.0)
PLAUSIBLE_RANGE = (190.0, 350.0)
LOW_TRANSMITTANCE = 0.3
HIGH_UNCERTAINTY = 3.0

BATCH = 1 << 14
"""Pixels worked on at once, so that intermediate arrays stay in the cache."""

MASKED = Quality.CLOUD | Quality.CLOUD_SHADOW
"""Pixels that `mask_clouds` empties."""

Array = NDArray[np.float32]
Flags = NDArray[np.uint16]


@dataclass(frozen=True)
class Retrieval:
    """All that is the same for every pixel of a scene. Pickles to workers."""

    method_name: str
    band: ThermalBand
    sigmas: InputSigmas
    mask_clouds: bool = False

    @property
    def method(self) -> Method:
        """The method by its name."""
        return methods.METHODS[self.method_name]


def retrieve_block(
    radiance: Array,
    quality: Flags,
    emissivity: Array,
    emissivity_sigma: Array,
    *atmosphere: Array,
    retrieval: Retrieval,
) -> tuple[Array, Array, Flags]:
    """Surface temperature [K], its uncertainty (1 sigma) [K] and quality bits of a block.

    `radiance` [W m-2 sr-1 um-1] and `quality` are arrays of one shape, the rest broadcast to it;
    `atmosphere` holds what the method needs, in its order and in house units. A pixel without a
    measurement is NaN and has the fill bit alone; one that cannot be retrieved is NaN and says so.
    """
    temperature, sigma = (np.full(radiance.shape, np.nan, np.float32) for _ in range(2))
    flags = np.where(np.isnan(radiance), np.uint16(Quality.FILL), quality)
    measured = np.flatnonzero((flags & Quality.FILL) == 0)
    inputs = [
        np.broadcast_to(np.asarray(given, np.float32), radiance.shape).reshape(-1)
        for given in (radiance, emissivity, *atmosphere, emissivity_sigma)
    ]
    for start in range(0, measured.size, BATCH):
        batch = measured[start : start + BATCH]
        *values, spread = (given[batch] for given in inputs)
        temperature.flat[batch], sigma.flat[batch], flags.flat[batch] = _retrieved(
            retrieval, tuple(values), spread, flags.flat[batch]
        )
    return temperature, sigma, flags


def _retrieved(
    retrieval: Retrieval, inputs: tuple[Array, ...], emissivity_sigma: Array, flags: Flags
) -> tuple[Array, Array, Flags]:
    method, band = retrieval.method, retrieval.band
    filled = (flags & Quality.ATMOSPHERE_FILLED) != 0
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        temperature = method.temperature(*inputs, band=band)
        low, high = SURFACE_TEMPERATURE.plausible
        temperature = np.where((temperature >= low) & (temperature <= high), temperature, np.nan)
        sigma = uncertainty.total(
            method, band, retrieval.sigmas, temperature, inputs, emissivity_sigma, filled
        )
        raised = _raised(retrieval, inputs, temperature, sigma)
    flags = flags | raised
    if retrieval.mask_clouds:
        masked = (flags & MASKED) != 0
        temperature, sigma = (np.where(masked, np.nan, value) for value in (temperature, sigma))
    return temperature, sigma, flags


def _raised(
    retrieval: Retrieval, inputs: tuple[Array, ...], temperature: Array, sigma: Array
) -> Flags:
    """Bits 8 and 10 to 15, which the retrieval itself finds out."""
    _, emissivity, *atmosphere = inputs
    method = retrieval.method
    found = {
        Quality.EMISSIVITY_RANGE: _outside(emissivity, EMISSIVITY_RANGE),
        Quality.TEMPERATURE_RANGE: _outside(temperature, PLAUSIBLE_RANGE),
        Quality.HIGH_UNCERTAINTY: sigma > HIGH_UNCERTAINTY,
        Quality.NO_SOLUTION: np.isnan(temperature),
    }
    if method.domain is not None:
        found[Quality.WATER_VAPOUR_DOMAIN] = _outside(atmosphere[0], method.domain)
    else:
        found[Quality.INPUT_DOMAIN] = np.any(
            [
                _outside(given, quantity.plausible)
                for given, quantity in zip(atmosphere, method.atmosphere, strict=True)
            ],
            axis=0,
        )
    if method.transmittance is not None:
        transmittance = method.transmittance(*atmosphere, band=retrieval.band)
        found[Quality.LOW_TRANSMITTANCE] = transmittance < LOW_TRANSMITTANCE
    flags = np.zeros(temperature.shape, np.uint16)
    for bit, here in found.items():
        flags[here] |= np.uint16(bit)
    return flags


def _outside(value: Array, bounds: tuple[float, float]) -> NDArray[np.bool_]:
    return np.asarray((value < bounds[0]) | (value > bounds[1]))
