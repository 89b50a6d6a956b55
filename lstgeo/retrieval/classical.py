"""A published formula with propagated uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstgeo.algorithms import methods
from lstgeo.algorithms.methods import Method
from lstgeo.quality import Quality
from lstgeo.retrieval import budget, estimate, profile_errors, uncertainty
from lstgeo.retrieval.estimate import Array, Estimate, Flags, Pixels
from lstgeo.retrieval.uncertainty import InputSigmas
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.vocabulary import Quantity


@dataclass(frozen=True)
class Classical:
    """A classical method for a band, by its name so that it pickles.

    `profiled` says that profiles give what the equation needs.
    """

    name: str
    band: ThermalBand
    sigmas: InputSigmas
    profiled: bool = False

    @property
    def method(self) -> Method:
        """The method by its name."""
        return methods.METHODS[self.name]

    @property
    def source(self) -> str:
        """The paper."""
        return self.method.source

    @property
    def needs(self) -> tuple[Quantity, ...]:
        """All of the atmosphere that the formula has in it."""
        return self.method.atmosphere

    @property
    def takes(self) -> tuple[Quantity, ...]:
        """A formula has no place for anything else."""
        return ()

    @property
    def origin(self) -> Mapping[str, Any]:
        """The paper says it all."""
        return {}

    def estimate(self, pixels: Pixels) -> Estimate:
        """The formula's temperature, the propagated sigma, bits 10 or 11, and 12."""
        _, _, *air = inputs = self._inputs(pixels)
        temperature = np.asarray(self.method.temperature(*inputs, band=self.band))
        sigma = uncertainty.total(self.method, self._moved(pixels, temperature), air)
        return Estimate(temperature, sigma, self._flags(tuple(air)))

    def changes(self, pixels: Pixels, temperature: Array) -> Mapping[str, Array]:
        """The very moves that the sigma is made of."""
        radiance, emissivity, *air = self._moved(pixels, temperature)
        named = budget.of_radiance(radiance, self.sigmas.radiance_noise, self.sigmas.calibration)
        if self.profiled:
            air = [*profile_errors.by_source(air[0], air[1], self.sigmas)]
        sources = (budget.WATER_VAPOUR, budget.AIR_TEMPERATURE)
        return named | {budget.EMISSIVITY: emissivity} | dict(zip(sources, air, strict=False))

    def _inputs(self, pixels: Pixels) -> tuple[Array, ...]:
        """Radiance, emissivity and the formula's atmosphere."""
        air = (pixels.atmosphere[quantity.name] for quantity in self.needs)
        return (pixels.radiance, pixels.emissivity, *air)

    def _moved(self, pixels: Pixels, temperature: Array) -> list[Array]:
        return uncertainty.changes(
            self.method,
            self.band,
            self.sigmas,
            temperature,
            self._inputs(pixels),
            pixels.emissivity_sigma,
            pixels.filled,
            profiled=self.profiled,
        )

    def _flags(self, air: tuple[Array, ...]) -> Flags:
        method = self.method
        if method.domain is not None:
            found = {Quality.WATER_VAPOUR_DOMAIN: estimate.outside(air[0], method.domain)}
        else:
            beyond = [
                estimate.outside(given, quantity.plausible)
                for given, quantity in zip(air, method.atmosphere, strict=True)
            ]
            found = {Quality.INPUT_DOMAIN: np.any(beyond, axis=0)}
        if method.transmittance is not None:
            transmittance = method.transmittance(*air, band=self.band)
            found[Quality.LOW_TRANSMITTANCE] = transmittance < estimate.LOW_TRANSMITTANCE
        return estimate.flags(found, air[0].shape)
