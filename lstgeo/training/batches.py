"""Batches without end: surfaces under atmospheres, noise of the sensor, errors of the inputs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lstgeo.atmosphere import model
from lstgeo.model import contract, guess, quantities
from lstgeo.sensors import calibration
from lstgeo.simulation import sensing, surfaces
from lstgeo.training import features, reanalysis

if TYPE_CHECKING:
    from lstgeo.atmosphere.nodes import NodeTable
    from lstgeo.physics.arrays import Array
    from lstgeo.sensors.platforms import ThermalBand
    from lstgeo.training.bank import Bank

RADIOMETRIC_SIGMA = (0.02, 1.5)
"""Range of noise and calibration together [K at 300 K], even in its logarithm."""

LARGEST_SIGMA = {"water_vapour": 0.3, "air_temperature": 4.0, "emissivity": 0.03}
"""Input sigmas are drawn evenly from 0 to these [1, K, 1]."""

USUAL_SIGMA = asdict(sensing.USUAL_ERRORS)
"""What users have, as samples are written with."""

CLEAN_NOISE = 0.03
"""Noise [K at 300 K] of samples with exact inputs."""


@dataclass(frozen=True)
class Inputs:
    """Which inputs samples have, and how wrong they are, as shares of the samples.

    `clean` have exact inputs and `usual` the usual errors; the rest has errors of random sigmas.
    `air_temperature` and `surface_pressure` are the shares that give these, in the coupled tier.
    """

    clean: float = 0.1
    usual: float = 0.4
    air_temperature: float = 0.67
    surface_pressure: float = 0.5


class Batch(NamedTuple):
    """Samples: `features` (n, k) of a tier in the order of its files, the rest (n,), float32.

    `radiance` is measured and `clean_radiance` without noise [W m-2 sr-1 um-1]; `emissivity` and
    the three of the atmosphere are true, `temperature` is that of the surface [K].
    """

    features: Array
    radiance: Array
    clean_radiance: Array
    temperature: Array
    emissivity: Array
    transmittance: Array
    upwelling_radiance: Array
    downwelling_radiance: Array


@dataclass(frozen=True, eq=False)
class Source:
    """What batches are drawn from, with the features of a `tier`.

    `augmented` is the share of perturbed atmospheres.
    """

    bank: Bank
    band: ThermalBand
    table: NodeTable
    prior: str = "uniform"
    augmented: float = 0.1
    inputs: Inputs = Inputs()
    tier: str = contract.COUPLED

    @cached_property
    def _plain(self) -> Array:
        return np.flatnonzero(~self.bank.augmented)

    @cached_property
    def _perturbed(self) -> Array:
        return np.flatnonzero(self.bank.augmented)

    def batch(self, count: int, random: np.random.Generator) -> Batch:
        """`count` samples, each of an atmosphere and a surface of its own."""
        return self.batch_of(self._atmospheres(count, random), random)

    def batch_of(self, index: Array, random: np.random.Generator) -> Batch:
        """Samples under the atmospheres at `index`."""
        bank = self.bank
        air, water = bank.air_temperature[index], bank.total_column_water_vapour[index]
        centre = self.band.planck_table.response.centre
        drawn = surfaces.draw(self.prior, air, water, 1, centre, random)
        temperature, emissivity = (
            values[:, 0].astype(np.float32) for values in (drawn.temperature, drawn.emissivity)
        )
        channels = bank.channels(index)
        radiance = model.at_sensor_radiance(channels, self.table, temperature, emissivity)
        kind = random.random(len(index))
        sigmas = self._sigmas(kind, random)
        noise = calibration.radiance_sigma(self.band, 1.0) * sigmas["radiometric"]
        measured = (radiance + noise * random.standard_normal(len(index))).astype(np.float32)
        if self.tier == contract.PROFILE:
            known = self._profile(index, kind, measured, emissivity, sigmas, random)
        else:
            known = self._features(index, measured, emissivity, sigmas, random)
        return Batch(
            known,
            measured,
            radiance,
            temperature,
            emissivity,
            bank.transmittance[index],
            bank.upwelling_radiance[index],
            bank.downwelling_radiance[index],
        )

    def _atmospheres(self, count: int, random: np.random.Generator) -> Array:
        plain, perturbed = self._plain, self._perturbed
        chosen = plain[random.integers(0, plain.size, count)]
        if not perturbed.size or not self.augmented:
            return chosen
        other = perturbed[random.integers(0, perturbed.size, count)]
        return np.where(random.random(count) < self.augmented, other, chosen)

    def _kinds(self, kind: Array) -> tuple[Array, Array]:
        """Where a number drawn from 0 to 1 makes a sample clean, and where usual or clean."""
        return kind < self.inputs.clean, kind < self.inputs.clean + self.inputs.usual

    def _sigmas(self, kind: Array, random: np.random.Generator) -> dict[str, Array]:
        """Standard deviation of each error, for each sample."""
        count = len(kind)
        clean, usual = self._kinds(kind)
        low, high = np.log(RADIOMETRIC_SIGMA)
        anything = np.exp(random.uniform(low, high, count))
        noise = np.where(usual, self.band.nedt, anything)
        sigmas = {"radiometric": np.where(clean, CLEAN_NOISE, noise)}
        for name, largest in LARGEST_SIGMA.items():
            drawn = np.where(usual, USUAL_SIGMA[name], random.uniform(0.0, largest, count))
            sigmas[name] = np.where(clean, 0.0, drawn)
        sigmas["surface_pressure"] = np.where(clean, 0.0, USUAL_SIGMA["surface_pressure"])
        return sigmas

    def _features(
        self,
        index: Array,
        radiance: Array,
        emissivity: Array,
        sigmas: dict[str, Array],
        random: np.random.Generator,
    ) -> Array:
        bank, count = self.bank, len(index)
        moisture, warmth, pressure, grey = random.standard_normal((4, count))
        has_air = random.random(count) < self.inputs.air_temperature
        has_pressure = random.random(count) < self.inputs.surface_pressure
        factor = np.maximum(1 + sigmas["water_vapour"] * moisture, 0.01)
        air = bank.air_temperature[index] + sigmas["air_temperature"] * warmth
        surface_pressure = bank.surface_pressure[index] + sigmas["surface_pressure"] * pressure
        values = (
            self.band.planck_table.temperature(radiance.astype(float)),
            bank.total_column_water_vapour[index] * factor,
            np.minimum(emissivity + sigmas["emissivity"] * grey, 1.0),
            np.where(has_air, air, 0.0),
            np.where(has_pressure, surface_pressure, 0.0),
            has_air,
            has_pressure,
            bank.view_zenith_angle[index],
            sigmas["radiometric"],
            sigmas["water_vapour"],
            np.where(has_air, sigmas["air_temperature"], 0.0),
            sigmas["emissivity"],
        )
        return np.stack([np.asarray(value, np.float32) for value in values], axis=1)

    def _profile(
        self,
        index: Array,
        kind: Array,
        radiance: Array,
        emissivity: Array,
        sigmas: dict[str, Array],
        random: np.random.Generator,
    ) -> Array:
        """Features of the profile tier: one of the reanalyses of each atmosphere, a first guess."""
        told = dict(
            zip(reanalysis.FIELDS, self.bank.given[index, self._which(kind, random)].T, strict=True)
        )
        grey = np.minimum(emissivity + sigmas["emissivity"] * random.standard_normal(len(kind)), 1)
        table = self.band.planck_table
        exact = radiance.astype(float)
        first = guess.temperature(
            exact,
            grey,
            told[quantities.PROFILE_TRANSMITTANCE],
            told[quantities.PROFILE_UPWELLING_RADIANCE],
            told[quantities.PROFILE_DOWNWELLING_RADIANCE],
            table,
        )
        known = told | {
            "brightness_temperature": table.temperature(exact),
            "emissivity": grey,
            "view_zenith_angle": self.bank.view_zenith_angle[index],
            contract.RADIOMETRIC_SIGMA: sigmas["radiometric"],
            contract.EMISSIVITY_SIGMA: sigmas["emissivity"],
            quantities.FIRST_GUESS: first,
        }
        return np.stack([np.asarray(known[n], np.float32) for n in features.PROFILE], axis=1)

    def _which(self, kind: Array, random: np.random.Generator) -> Array:
        """Which reanalysis each sample is told."""
        clean, usual = self._kinds(kind)
        drawn = [
            random.integers(*place, len(kind))
            for place in (reanalysis.EXACT, reanalysis.USUAL, reanalysis.ANY)
        ]
        return np.where(clean, drawn[0], np.where(usual, drawn[1], drawn[2]))
