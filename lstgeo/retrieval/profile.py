"""The profile tier: a network that is told the pixel's column, and what transfer makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from lstgeo import vocabulary
from lstgeo.model import contract, guess, quantities
from lstgeo.retrieval import budget, profile_errors
from lstgeo.retrieval.coupled import Coupled, Moved
from lstgeo.retrieval.estimate import Array, Pixels
from lstgeo.retrieval.profile_errors import Step
from lstgeo.vocabulary import Quantity

NAME = "profile"
"""Name of the method, and of the tier of its models."""

TEMPERATURES = tuple(
    Quantity(name, "K", name.replace("_", " ")) for name in quantities.TEMPERATURES
)
LOG_HUMIDITIES = tuple(
    Quantity(name, "1", name.replace("_", " ")) for name in quantities.LOG_HUMIDITIES
)
"""Air temperature and ln of specific humidity at shares of the surface pressure."""

NAMES = {
    vocabulary.TRANSMITTANCE: quantities.PROFILE_TRANSMITTANCE,
    vocabulary.UPWELLING_RADIANCE: quantities.PROFILE_UPWELLING_RADIANCE,
    vocabulary.DOWNWELLING_RADIANCE: quantities.PROFILE_DOWNWELLING_RADIANCE,
}
"""Names of the features that are what the transfer makes of a profile."""

QUANTITIES = (
    *NAMES,
    vocabulary.WATER_VAPOUR,
    vocabulary.NEAR_SURFACE_AIR_TEMPERATURE,
    vocabulary.SURFACE_PRESSURE,
    *TEMPERATURES,
    *LOG_HUMIDITIES,
)
"""All that is known of a column that profiles describe."""


@dataclass(frozen=True)
class Profiled(Coupled):
    """A model of the profile tier for a band: as the coupled one, but for what it is told."""

    @property
    def name(self) -> str:
        """Name of the method, whatever the model."""
        return NAME

    @property
    def needs(self) -> tuple[Quantity, ...]:
        """Everything that profiles say of a pixel's column."""
        return QUANTITIES

    @property
    def takes(self) -> tuple[Quantity, ...]:
        """The angle, which transmittance and upwelling radiance are for already."""
        return (vocabulary.VIEW_ZENITH_ANGLE,)

    def _moved_air(self, pixels: Pixels) -> list[Moved]:
        """The column moved by its independent errors: one of temperature, two of humidity.

        Temperature is moved at all heights alike. Of humidity, only what the transfer makes of it:
        its errors at several heights mostly cancel, and all of them moved alike would overstate
        what they change by half.
        """
        warmer = profile_errors.of_temperature(self.sigmas)
        moister = profile_errors.of_humidity(self.sigmas)
        return [
            (budget.AIR_TEMPERATURE, self._aside(_warmed(pixels, warmer.warmth), warmer)),
            *((budget.WATER_VAPOUR, self._aside([pixels, pixels], step)) for step in moister),
        ]

    def _aside(self, pair: list[Pixels], step: Step) -> list[Pixels]:
        """Pixels to either side, with what the transfer makes of their column moved by a step."""
        table, found = self.band.planck_table, []
        for sign, pixels in zip((1, -1), pair, strict=True):
            told = [pixels.atmosphere[quantity.name] for quantity in NAMES]
            changed = profile_errors.changed(told, table, step, sign)
            found.append(_told(pixels, {q.name: v for q, v in zip(NAMES, changed, strict=True)}))
        return found

    def features(self, pixels: Pixels) -> dict[str, Array]:
        """What the model is given, by name."""
        table = self.band.planck_table
        transmittance, upwelling, downwelling = (
            pixels.atmosphere[quantity.name] for quantity in NAMES
        )
        angle = pixels.atmosphere.get(vocabulary.VIEW_ZENITH_ANGLE.name, np.float32(0))
        given = {
            NAMES.get(quantity, quantity.name): pixels.atmosphere[quantity.name]
            for quantity in QUANTITIES
        } | {
            vocabulary.BRIGHTNESS_TEMPERATURE.name: table.temperature(pixels.radiance),
            vocabulary.EMISSIVITY.name: pixels.emissivity,
            vocabulary.VIEW_ZENITH_ANGLE.name: np.nan_to_num(angle),
            contract.RADIOMETRIC_SIGMA: self._radiometric_sigma,
            contract.EMISSIVITY_SIGMA: self._emissivity_sigma(pixels),
            quantities.FIRST_GUESS: guess.temperature(
                pixels.radiance,
                pixels.emissivity,
                transmittance,
                upwelling,
                downwelling,
                table,
            ),
            quantities.PROFILE_TEMPERATURE_SIGMA: self.sigmas.profile_temperature,
            quantities.PROFILE_HUMIDITY_SIGMA: self.sigmas.profile_log_humidity,
        }
        shape = pixels.radiance.shape
        return {
            name: np.broadcast_to(np.asarray(values, np.float32), shape)
            for name, values in given.items()
        }


def _warmed(pixels: Pixels, kelvin: float) -> list[Pixels]:
    """Pixels to either side, with air of another temperature at all heights."""
    names = [q.name for q in (vocabulary.NEAR_SURFACE_AIR_TEMPERATURE, *TEMPERATURES)]
    return [
        _told(pixels, {name: pixels.atmosphere[name] + sign * kelvin for name in names})
        for sign in (1, -1)
    ]


def _told(pixels: Pixels, changed: Mapping[str, Array]) -> Pixels:
    """Pixels that are told something else of their column."""
    found = {name: np.asarray(values, np.float32) for name, values in changed.items()}
    return replace(pixels, atmosphere={**pixels.atmosphere, **found})
