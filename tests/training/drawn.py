"""Simulated samples of Landsat 8 B10 from the generator that ships, with a user's errors."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from lstgeo.physics.arrays import Array
from lstgeo.sensors import calibration
from lstgeo.simulation import samples, supply
from lstgeo.simulation.samples import Recipe
from lstgeo.training.classical import Samples

RECIPE = Recipe("landsat8", "B10", prior="uniform")
BAND = RECIPE.thermal_band


@lru_cache
def fields(first: int, last: int) -> dict[str, Array]:
    """Fields of the parts from `first` to before `last`, 5120 samples each; no columns shared."""
    columns = supply.of(None)
    parts = [samples.part(RECIPE, columns, index) for index in range(first, last)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


@lru_cache
def noisy(first: int, last: int) -> Samples:
    """Noise of the band, W 10 %, Ta 1.5 K, emissivity .01."""
    of = fields(first, last)
    sigma = calibration.radiance_sigma(BAND, BAND.nedt)
    noise = sigma * np.random.default_rng(first).standard_normal(len(of["emissivity"]))
    return _samples(of, of["at_sensor_radiance"] + noise, given="given_")


@lru_cache
def clean(first: int, last: int) -> Samples:
    """No errors at all."""
    of = fields(first, last)
    return _samples(of, of["at_sensor_radiance"], given="")


def _samples(of: dict[str, Array], radiance: Array, given: str) -> Samples:
    """Samples of fields, whose inputs are those with the prefix `given`."""
    return Samples(
        radiance=radiance,
        emissivity=of[f"{given}emissivity"],
        water_vapour=of[f"{given}total_column_water_vapour"],
        air_temperature=of[f"{given}air_temperature"],
        surface_temperature=of["surface_temperature"],
        transmittance=of["transmittance"],
        upwelling_radiance=of["upwelling_radiance"],
    )


def rmse(found: Array, of: Samples) -> float:
    """Root mean square error of temperatures [K]."""
    return float(np.sqrt(np.mean((found - of.surface_temperature) ** 2)))
