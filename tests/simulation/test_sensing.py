"""Noise, steps, biases and errors of inputs have the statistics that they are said to have."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.sensors import calibration, platforms
from lstgeo.simulation import sensing
from tests.simulation import made

COUNT = 40_000
BANDS = [
    band for name in ("landsat5", "landsat7", "landsat8") for band in platforms.SENSORS[name].bands
]


@pytest.mark.parametrize("band", BANDS, ids=lambda band: band.title)
def test_noise_is_the_nedt_and_the_step_of_the_product(band: platforms.ThermalBand) -> None:
    truth = np.linspace(5.0, 11.0, COUNT)
    found = sensing.measured(truth, np.zeros(()), band, np.random.default_rng(1))
    error = (found.radiance - truth)[~found.saturated]
    expected = calibration.noise_radiance(band, sensing.digital_numbers(band).gain)
    assert error.std() == pytest.approx(expected, rel=0.02)
    assert abs(error.mean()) < 4 * expected / COUNT**0.5


def test_nedt_in_kelvin_at_300_kelvin() -> None:
    band = platforms.sensor("landsat8").band("B10")
    truth = np.full(COUNT, float(band.planck_table.radiance(np.array(300.0))))
    found = sensing.measured(truth, np.zeros(()), band, np.random.default_rng(2))
    assert band.planck_table.temperature(found.radiance).std() == pytest.approx(0.05, rel=0.02)


@pytest.mark.parametrize("sensor", ["modis_terra", "ecostress"])
def test_a_product_of_real_numbers_has_no_steps_and_no_end(sensor: str) -> None:
    band = platforms.sensor(sensor).band()
    truth = np.linspace(0.5, 40.0, COUNT)
    found = sensing.measured(truth, np.zeros(()), band, np.random.default_rng(5))
    expected = calibration.radiance_sigma(band, band.nedt)
    assert (found.radiance - truth).std() == pytest.approx(expected, rel=0.02)
    assert not found.saturated.any()


@pytest.mark.parametrize("band", BANDS, ids=lambda band: band.title)
def test_error_of_rounding_is_even_over_a_step(band: platforms.ThermalBand) -> None:
    scale = sensing.digital_numbers(band)
    quiet = platforms.ThermalBand(
        band.sensor, band.name, band.number, band.response, 30.0, nedt=0.0, calibration_sigma=0.0
    )
    truth = np.linspace(4.0, 12.0, COUNT + 1)
    found = sensing.measured(truth, np.zeros(()), quiet, np.random.default_rng(3))
    share = (found.radiance - truth)[~found.saturated] / scale.gain
    assert np.abs(share).max() <= 0.5 + 1e-9
    histogram, _ = np.histogram(share, bins=10, range=(-0.5, 0.5))
    assert histogram == pytest.approx(share.size / 10, rel=0.05)


def test_hot_ground_saturates_the_high_gain_of_landsat_7() -> None:
    low, high = platforms.SENSORS["landsat7"].bands
    # USGS: the high gain ends at 12.65 W m-2 sr-1 um-1, the low gain at 17.04.
    radiance = np.array([12.4, 13.0, 16.8])
    found = [
        sensing.measured(radiance, np.zeros(()), band, np.random.default_rng(4)).saturated
        for band in (low, high)
    ]
    assert list(found[0]) == [False, False, False]
    assert list(found[1]) == [False, True, True]


def test_biases_have_the_calibration_sigma_of_the_band() -> None:
    band = platforms.sensor("landsat8").band("B10")
    bias = sensing.calibration_biases(band, COUNT, np.random.default_rng(5))
    slope = float(band.planck_table.slope(np.array(300.0)))
    assert bias.std() / slope == pytest.approx(0.35, rel=0.02)
    assert abs(bias.mean() / slope) < 0.01


def test_measured_radiance_is_the_true_one_with_bias_and_noise() -> None:
    part = made.several()
    left = part["measured_at_sensor_radiance"] - part["at_sensor_radiance"]
    left = left - part["calibration_bias"]
    band = platforms.sensor("landsat8").band("B10")
    expected = calibration.noise_radiance(band, 3.342e-4)
    assert left.std() == pytest.approx(expected, rel=0.03)
    assert abs(np.corrcoef(left, part["at_sensor_radiance"])[0, 1]) < 0.03


@pytest.mark.parametrize(
    ("name", "sigma"),
    [("air_temperature", 1.5), ("surface_pressure", 200.0), ("total_column_water_vapour", 0.1)],
)
def test_given_inputs_of_the_air_have_their_errors(name: str, sigma: float) -> None:
    part = made.several()
    error = (part[f"given_{name}"] - part[name])[::10]
    if name == "total_column_water_vapour":
        error = error / part[name][::10]
    # Three standard errors of the spread of 1536 scenes: 5.4 %.
    assert error.std() == pytest.approx(sigma, rel=0.054)
    assert abs(error.mean()) < 3 * sigma / 1536**0.5


def test_given_emissivity_errs_by_a_hundredth_and_stays_below_1() -> None:
    part = made.several()
    assert part["given_emissivity"].max() <= 1
    grey = part["emissivity"] < 0.96
    error = (part["given_emissivity"] - part["emissivity"])[grey]
    assert error.std() == pytest.approx(0.01, rel=0.05)


def test_errors_of_inputs_and_of_the_sensor_are_independent() -> None:
    part = made.several()
    errors = [
        part["given_air_temperature"] - part["air_temperature"],
        part["given_total_column_water_vapour"] / part["total_column_water_vapour"],
        part["given_surface_pressure"] - part["surface_pressure"],
        part["calibration_bias"],
    ]
    correlation = np.corrcoef([values[::10] for values in errors]) - np.eye(4)
    assert np.abs(correlation).max() < 3 / 1536**0.5 * 1.3
