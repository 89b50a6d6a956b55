"""Pixels that are told all of their columns, and whose emissivity of .97 is known."""

from __future__ import annotations

import numpy as np

from lstgeo.physics import surface
from lstgeo.physics.arrays import Array
from lstgeo.profiles import generator, parameters, tier
from lstgeo.profiles.columns import Columns
from lstgeo.retrieval import profile
from lstgeo.retrieval.estimate import Pixels
from lstgeo.sensors.platforms import ThermalBand

EMISSIVITY = 0.97


def over(count: int, band: ThermalBand) -> tuple[Columns, Array, Array]:
    """Generated columns, surfaces 10 K colder to 25 K warmer than their air, and the radiance."""
    batch = generator.generate(count, seed=21)
    true = parameters.of(batch, band.sensor, band.name)
    temperature = batch.air_temperature + np.random.default_rng(8).uniform(-10, 25, count)
    emissivity = np.full(count, EMISSIVITY)
    radiance = surface.at_sensor_radiance(temperature, emissivity, *true, band.planck_table)
    return batch, temperature, radiance


def pixels(batch: Columns, radiance: Array, band: ThermalBand) -> Pixels:
    """Pixels that measured `radiance` and are told of `batch`, a column each."""
    names = {feature: quantity.name for quantity, feature in profile.NAMES.items()}
    told = tier.of(batch, parameters.of(batch, band.sensor, band.name))
    air = {names.get(name, name): np.asarray(v, np.float32) for name, v in told.items()}
    one = np.ones(len(batch), np.float32)
    return Pixels(np.asarray(radiance, np.float32), EMISSIVITY * one, 0 * one, air, one < 0)
