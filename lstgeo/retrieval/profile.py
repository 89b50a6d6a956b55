"""The profile tier: a network that is told the pixel's column, and what transfer makes of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lstgeo import vocabulary
from lstgeo.model import contract, guess, quantities
from lstgeo.retrieval.coupled import Coupled
from lstgeo.retrieval.estimate import Array, Pixels
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
