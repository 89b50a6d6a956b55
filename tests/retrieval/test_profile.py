"""What a model of the profile tier is told of a pixel, and how it is chosen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lstgeo.errors import MethodError
from lstgeo.model import quantities, shipped
from lstgeo.retrieval import choice, profile
from lstgeo.retrieval.classical import Classical
from lstgeo.retrieval.estimate import Pixels
from lstgeo.retrieval.profile import Profiled
from lstgeo.retrieval.uncertainty import InputSigmas
from lstgeo.sensors import platforms
from lstgeo.sensors.platforms import ThermalBand
from tests.retrieval import told

BAND = platforms.sensor("landsat8").band("B10")
SIGMAS = InputSigmas(0.01, 0.05, profile_temperature=0.7)
OF_THE_TIER = [
    band
    for sensor in platforms.SENSORS.values()
    for band in sensor.bands
    if shipped.of_band(band, profile.NAME)
]
CONTRACT = {
    "brightness_temperature",
    "emissivity",
    "view_zenith_angle",
    "radiometric_sigma",
    "emissivity_sigma",
    quantities.FIRST_GUESS,
    *quantities.OF_COLUMN,
}
"""Features of the tier: `docs/design/profile-tier.md`."""


def _pixels(radiance: float) -> Pixels:
    value = np.ones(2, np.float32)
    air = {quantity.name: 0.7 * value for quantity in profile.QUANTITIES}
    air |= {"upwelling_radiance": 1.8 * value, "downwelling_radiance": 2.8 * value}
    return Pixels(radiance * value, 0.97 * value, 0.01 * value, air, np.zeros(2, np.bool_))


def test_features_are_those_of_the_contract() -> None:
    model: Any = None
    found = Profiled(model, BAND, SIGMAS).features(_pixels(9.5))
    assert set(found) == CONTRACT
    assert all(values.shape == (2,) and values.dtype == np.float32 for values in found.values())
    assert found["profile_transmittance"][0] == np.float32(0.7)
    assert found[quantities.PROFILE_TEMPERATURE_SIGMA][0] == np.float32(0.7)


def test_first_guess_is_the_equation_undone_and_always_a_number() -> None:
    model: Any = None
    estimator = Profiled(model, BAND, SIGMAS)
    emitted = ((9.5 - 1.8) / 0.7 - 0.03 * 2.8) / 0.97
    known = float(BAND.planck_table.temperature(np.array([emitted]))[0])
    found = estimator.features(_pixels(9.5))[quantities.FIRST_GUESS]
    assert float(found[0]) == pytest.approx(known, abs=1e-3)
    assert float(estimator.features(_pixels(0.5))[quantities.FIRST_GUESS][0]) == 170.0


def test_profiles_mean_the_equation_where_no_model_of_their_tier_ships() -> None:
    found = choice.estimator(BAND, SIGMAS, profiled=True)
    assert found == Classical("rte", BAND, SIGMAS, profiled=True) or isinstance(found, Profiled)
    known = platforms.sensor("landsat8").band("B11")
    assert choice.estimator(known, SIGMAS, profiled=True) == Classical(
        "rte", known, SIGMAS, profiled=True
    )


@pytest.mark.parametrize("band", OF_THE_TIER, ids=lambda band: f"{band.sensor} {band.name}")
def test_every_model_of_the_tier_gives_the_truth_where_nothing_errs(band: ThermalBand) -> None:
    """.10 K (rms) on 300 generated columns, surfaces 10 K colder to 25 K warmer than the air."""
    batch, temperature, radiance = told.over(300, band)
    sigmas = InputSigmas(
        0.0, 0.0, emissivity=0.0, profile_temperature=0.0, profile_log_humidity=0.0
    )
    estimator = choice.estimator(band, sigmas, profiled=True)
    error = estimator.estimate(told.pixels(batch, radiance, band)).temperature - temperature
    assert float(np.sqrt(np.mean(error**2))) < 0.10


def test_the_tier_cannot_be_used_where_no_model_ships() -> None:
    with pytest.raises(MethodError):
        choice.estimator(platforms.sensor("landsat8").band("B11"), SIGMAS, "profile")
