"""Sigma of the equation with profiles, against the errors that wrong profiles make."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.physics import surface
from lstgeo.profiles import errors, generator, parameters
from lstgeo.retrieval.classical import Classical
from lstgeo.retrieval.estimate import Pixels
from lstgeo.retrieval.uncertainty import InputSigmas
from lstgeo.sensors import platforms

NAMES = ("transmittance", "upwelling_radiance", "downwelling_radiance")


@pytest.mark.parametrize("stated", [errors.USUAL, errors.BETTER])
@pytest.mark.parametrize("sensor", ["landsat8", "landsat5"])
def test_sigma_covers_the_error_of_wrong_profiles(
    sensor: str, stated: errors.ProfileErrors
) -> None:
    """2000 generated columns, surfaces 10 K colder to 25 K warmer than the air: 68 +- 4, 95 +- 3 %.

    A share of 68 % is known to 1 % from as many; the rest allows for what is not normal.
    """
    band = platforms.sensor(sensor).band(None)
    random = np.random.default_rng(8)
    batch = generator.generate(2000, seed=21)
    size = len(batch)
    true = parameters.of(batch, band.sensor, band.name)
    each = np.ones(size)
    told = errors.given(
        batch, stated.temperature * each, stated.log_humidity * each,
        stated.surface_pressure * each, random,
    )  # fmt: skip
    given = parameters.of(told, band.sensor, band.name)
    temperature = batch.air_temperature + random.uniform(-10, 25, size)
    emissivity = np.full(size, 0.97)
    known = emissivity + random.normal(0, 0.01, size)
    radiance = surface.at_sensor_radiance(temperature, emissivity, *true, band.planck_table)
    sigmas = InputSigmas(
        0.0, 0.0, emissivity=0.01,
        profile_temperature=stated.temperature, profile_log_humidity=stated.log_humidity,
    )  # fmt: skip
    air = {name: np.asarray(values, np.float32) for name, values in zip(NAMES, given, strict=True)}
    nothing = np.zeros(size, np.float32)
    seen, grey = (np.asarray(values, np.float32) for values in (radiance, known))
    pixels = Pixels(seen, grey, nothing, air, nothing > 0)
    with np.errstate(invalid="ignore"):
        found = Classical("rte", band, sigmas, profiled=True).estimate(pixels)
    error = np.abs(found.temperature - temperature)
    assert np.mean(error < found.sigma) == pytest.approx(0.68, abs=0.04)
    assert np.mean(error < 2 * found.sigma) == pytest.approx(0.95, abs=0.03)


def test_better_profiles_are_surer() -> None:
    band = platforms.sensor("landsat8").band("B10")
    value = np.full(3, np.float32(1))
    air = dict(zip(NAMES, (0.6 * value, 3.0 * value, 4.5 * value), strict=True))
    pixels = Pixels(9.5 * value, 0.97 * value, 0 * value, air, np.zeros(3, np.bool_))
    found = [
        Classical(
            "rte", band,
            InputSigmas(0.0, 0.0, profile_temperature=warm, profile_log_humidity=moist),
            profiled=True,
        ).estimate(pixels).sigma[0]
        for warm, moist in ((0.0, 0.0), (0.7, 0.1), (1.0, 0.175))
    ]  # fmt: skip
    assert found[0] == pytest.approx(0.1, abs=0.01)  # the equation's own error
    assert found[0] < found[1] < found[2]
