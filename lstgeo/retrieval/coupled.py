"""The coupled model: a network for the atmosphere, the radiative transfer equation outside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo import vocabulary
from lstgeo.model import contract, domain
from lstgeo.model.onnx import OnnxAtmosphereModel
from lstgeo.physics import surface
from lstgeo.quality import Quality
from lstgeo.retrieval import budget, estimate
from lstgeo.retrieval.estimate import Array, Estimate, Flags, Pixels
from lstgeo.retrieval.uncertainty import InputSigmas
from lstgeo.sensors import calibration
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.vocabulary import Quantity

NAME = contract.COUPLED

LARGEST_CORRECTION = 3.0
"""Sigmas beyond which a correction means that the equation has no trustworthy solution."""

_AIR = vocabulary.NEAR_SURFACE_AIR_TEMPERATURE.name
_PRESSURE = vocabulary.SURFACE_PRESSURE.name
_VAPOUR = vocabulary.WATER_VAPOUR.name
_ANGLE = vocabulary.VIEW_ZENITH_ANGLE.name

Features = Mapping[str, Array]
Moved = tuple[str, list[Pixels]]


@dataclass(frozen=True)
class Coupled:
    """A coupled model for a band. Holds no session, so it pickles."""

    model: OnnxAtmosphereModel
    band: ThermalBand
    sigmas: InputSigmas

    @property
    def name(self) -> str:
        """Name of the method, whatever the model."""
        return NAME

    @property
    def source(self) -> str:
        """The model."""
        return self.model.contract.name

    @property
    def needs(self) -> tuple[Quantity, ...]:
        """Water vapour."""
        return (vocabulary.WATER_VAPOUR,)

    @property
    def takes(self) -> tuple[Quantity, ...]:
        """What narrows the uncertainty where it is known."""
        return (
            vocabulary.NEAR_SURFACE_AIR_TEMPERATURE,
            vocabulary.SURFACE_PRESSURE,
            vocabulary.VIEW_ZENITH_ANGLE,
        )

    @property
    def origin(self) -> Mapping[str, Any]:
        """Name, checksum and contract of the model."""
        named = {"name": self.model.contract.name, "sha256": self.model.sha256}
        return {"model": named | {"contract": contract.VERSION}}

    def estimate(self, pixels: Pixels) -> Estimate:
        """Temperature by the equation and the model's correction; bits 9 to 12 and 15."""
        features = self.features(pixels)
        output = self.model.outputs(features)
        temperature = self._temperature(pixels, features, output)
        sigma = self._sigma(pixels, output, temperature)
        return Estimate(temperature, sigma, self._flags(pixels, features, output, sigma))

    def changes(self, pixels: Pixels, temperature: Array) -> Mapping[str, Array]:
        """Changes through the network and the equation, the larger of those to either side."""
        found: dict[str, Array] = {}
        for source, pair in self._moved(pixels):
            for name, change in self._named(source, self._larger(pair, temperature)).items():
                found[name] = np.hypot(found.get(name, np.float32(0)), change)
        return found

    def _moved(self, pixels: Pixels) -> list[Moved]:
        """Pixels with one input moved by one sigma to either side, with the source of each."""
        return [
            (budget.CALIBRATION, _aside(pixels, "radiance", self._radiance_sigma)),
            (budget.EMISSIVITY, _aside(pixels, "emissivity", self._emissivity_sigma(pixels))),
            *self._moved_air(pixels),
        ]

    def _moved_air(self, pixels: Pixels) -> list[Moved]:
        vapour = pixels.atmosphere[_VAPOUR] * self._vapour_sigma(pixels)
        found = [(budget.WATER_VAPOUR, _aside(pixels, _VAPOUR, vapour))]
        if _AIR in pixels.atmosphere:
            warmth = self.sigmas.air_temperature
            found.append((budget.AIR_TEMPERATURE, _aside(pixels, _AIR, warmth)))
        return found

    def _larger(self, moved: list[Pixels], temperature: Array) -> Array:
        changes = []
        for pixels in moved:
            features = self.features(pixels)
            found = self._temperature(pixels, features, self.model.outputs(features))
            changes.append(np.abs(found - temperature))
        return np.asarray(np.fmax(*changes))

    def _named(self, source: str, change: Array) -> dict[str, Array]:
        if source != budget.CALIBRATION:
            return {source: change}
        return budget.of_radiance(change, self.sigmas.radiance_noise, self.sigmas.calibration)

    def _temperature(self, pixels: Pixels, features: Features, output: Features) -> Array:
        inverted = surface.temperature(
            pixels.radiance,
            pixels.emissivity,
            output[contract.TRANSMITTANCE],
            output[contract.UPWELLING_RADIANCE],
            output[contract.DOWNWELLING_RADIANCE],
            self.band.planck_table,
        )
        known = np.isfinite(features[_VAPOUR])
        return np.where(known, inverted + output[contract.CORRECTION], np.float32(np.nan))

    def features(self, pixels: Pixels) -> dict[str, Array]:
        """What the model is given, by name; where an optional input is absent it is 0."""
        air, has_air = _optional(pixels, _AIR)
        pressure, has_pressure = _optional(pixels, _PRESSURE)
        given = {
            vocabulary.BRIGHTNESS_TEMPERATURE.name: self.band.planck_table.temperature(
                pixels.radiance
            ),
            _VAPOUR: pixels.atmosphere[_VAPOUR],
            vocabulary.EMISSIVITY.name: pixels.emissivity,
            _AIR: air,
            _PRESSURE: pressure,
            contract.HAS_AIR_TEMPERATURE: has_air,
            contract.HAS_SURFACE_PRESSURE: has_pressure,
            _ANGLE: _optional(pixels, _ANGLE)[0],
            contract.RADIOMETRIC_SIGMA: self._radiometric_sigma,
            contract.WATER_VAPOUR_SIGMA: self._vapour_sigma(pixels),
            contract.AIR_TEMPERATURE_SIGMA: self.sigmas.air_temperature * has_air,
            contract.EMISSIVITY_SIGMA: self._emissivity_sigma(pixels),
        }
        shape = pixels.radiance.shape
        return {
            name: np.broadcast_to(np.asarray(values, np.float32), shape)
            for name, values in given.items()
        }

    @cached_property
    def _radiometric_sigma(self) -> float:
        """Noise and calibration together [K] at 300 K, both constant in radiance."""
        return calibration.brightness_sigma(self.band, self._radiance_sigma)

    @cached_property
    def _radiance_sigma(self) -> float:
        return float(np.hypot(self.sigmas.radiance_noise, self.sigmas.calibration))

    def _vapour_sigma(self, pixels: Pixels) -> Array | float:
        known, filled = self.sigmas.water_vapour, self.sigmas.filled_water_vapour
        return np.where(pixels.filled, filled, known) if pixels.filled.any() else known

    def _emissivity_sigma(self, pixels: Pixels) -> Array | float:
        given = self.sigmas.emissivity
        return pixels.emissivity_sigma if given is None else given

    def _sigma(self, pixels: Pixels, output: Features, temperature: Array) -> Array:
        """The model's sigma, and in quadrature what input sigmas exceed its training by [K].

        The model saw input sigmas up to the ends of their ranges and clips what is larger. From
        the equation, dT/deps = -(B(T) - down) / (eps B'(T)) and dT/dL = 1 / (tau eps B'(T)).
        Where nothing is added the bits are the same on either path: the root of a square is exact.
        """
        sigma: Array = np.exp(output[contract.LOG_SIGMA])
        spread = self._emissivity_sigma(pixels)
        largest = self.model.contract.range(contract.EMISSIVITY_SIGMA)
        kelvin = _excess(
            self._radiometric_sigma, self.model.contract.range(contract.RADIOMETRIC_SIGMA)
        )
        if not (np.any(spread > np.float32(largest[1])) or kelvin > 0):
            return sigma
        emissivity = _excess(spread, largest)
        table = self.band.planck_table
        slope = pixels.emissivity * table.slope(temperature)
        contrast = table.radiance(temperature) - output[contract.DOWNWELLING_RADIANCE]
        radiance = calibration.radiance_sigma(self.band, float(kelvin))
        added = (emissivity * contrast) ** 2 + (radiance / output[contract.TRANSMITTANCE]) ** 2
        return np.asarray(np.sqrt(sigma**2 + added / slope**2))

    def _flags(self, pixels: Pixels, features: Features, output: Features, sigma: Array) -> Flags:
        lacking = np.zeros(sigma.shape, np.bool_)
        for quantity in self.takes:
            if quantity.name in pixels.atmosphere:
                lacking |= ~np.isfinite(pixels.atmosphere[quantity.name])
        correction = np.abs(output[contract.CORRECTION])
        found = {
            Quality.ATMOSPHERE_FILLED: lacking,
            Quality.LOW_TRANSMITTANCE: output[contract.TRANSMITTANCE] < estimate.LOW_TRANSMITTANCE,
            Quality.NO_SOLUTION: correction > LARGEST_CORRECTION * sigma,
        }
        return estimate.flags(found, sigma.shape) | domain.flags(self.model.contract, features)


def _optional(pixels: Pixels, name: str) -> tuple[Array | np.float32, NDArray[np.bool_] | np.bool_]:
    """An input that may be missing, 0 where it is, and where it is there."""
    given = pixels.atmosphere.get(name)
    if given is None:
        return np.float32(0), np.bool_(False)
    there = np.isfinite(given)
    return np.where(there, given, np.float32(0)), there


def _aside(pixels: Pixels, name: str, step: Array | float) -> list[Pixels]:
    """Pixels with one input moved by `step` to either side."""
    return [_with(pixels, name, sign * np.asarray(step, np.float32)) for sign in (1, -1)]


def _with(pixels: Pixels, name: str, step: Array | float) -> Pixels:
    """Pixels with one input moved by `step`, radiance and emissivity or one of the atmosphere."""
    if name in pixels.atmosphere:
        moved = np.asarray(pixels.atmosphere[name] + step, np.float32)
        return replace(pixels, atmosphere={**pixels.atmosphere, name: moved})
    moved = np.asarray(getattr(pixels, name) + step, np.float32)
    if name == "emissivity":
        return replace(pixels, emissivity=moved)
    return replace(pixels, radiance=moved)


def _excess(sigma: Array | float, trained: tuple[float, float]) -> Array:
    """What must be added in quadrature to the largest sigma of the training to give `sigma`."""
    largest = np.float32(trained[1])
    return np.sqrt(np.maximum(np.square(np.asarray(sigma, np.float32)) - largest**2, 0))
