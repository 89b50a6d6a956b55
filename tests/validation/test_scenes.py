"""Simulated scenes are the same each time, and cases are as wrong as they say."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from lstgeo.sensors import calibration, platforms
from lstgeo.simulation.sensing import InputErrors
from lstgeo.validation import predictors, scenes
from lstgeo.validation.scenes import Case, Noise, Truth
from tests.validation import fakes


@pytest.fixture(scope="module")
def true() -> Truth:
    return scenes.truth(fakes.columns(), fakes.band(), "uniform", 24_000)


def _exact_error(case: Case) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    exact = next(
        each
        for each in predictors.of(case.band, fakes.network().path)
        if each.name == predictors.EXACT
    )
    error: np.ndarray[tuple[int], np.dtype[np.float64]] = (
        exact.prediction(case).temperature - case.truth.surface_temperature
    )
    return error


def test_samples_are_the_same_each_time(true: Truth) -> None:
    again = scenes.truth(fakes.columns(), fakes.band(), "uniform", 24_000)
    first, second = (scenes.given(each, scenes.NOISY) for each in (true, again))
    for field in dataclasses.fields(Truth):
        if field.name not in ("set", "band"):
            np.testing.assert_array_equal(getattr(true, field.name), getattr(again, field.name))
    np.testing.assert_array_equal(first.at_sensor_radiance, second.at_sensor_radiance)


def test_another_band_sees_the_same_surfaces(true: Truth) -> None:
    other = platforms.sensor("landsat5").band("B6")
    seen = scenes.truth(fakes.columns(), other, "uniform", 24_000)
    np.testing.assert_array_equal(seen.surface_temperature, true.surface_temperature)
    assert np.abs(seen.at_sensor_radiance - true.at_sensor_radiance).max() > 0.1


def test_inputs_are_as_wrong_as_said(true: Truth) -> None:
    """24,000 draws: a standard deviation is known to .5 %, so 2 % is four standard errors."""
    case = scenes.given(true, scenes.NOISY)
    water = case.total_column_water_vapour / true.total_column_water_vapour - 1
    assert np.std(water) == pytest.approx(0.1, rel=0.02)
    assert np.std(case.air_temperature - true.air_temperature) == pytest.approx(1.5, rel=0.02)
    assert np.std(case.surface_pressure - true.surface_pressure) == pytest.approx(200, rel=0.02)
    dark = true.emissivity < 0.95
    assert np.std((case.emissivity - true.emissivity)[dark]) == pytest.approx(0.01, rel=0.03)
    noise = case.at_sensor_radiance - true.at_sensor_radiance
    kelvin = np.std(noise) / calibration.radiance_sigma(true.band, 1.0)
    assert kelvin == pytest.approx(true.band.nedt, rel=0.02)
    assert case.radiometric_sigma == true.band.nedt


def test_clean_inputs_are_exact(true: Truth) -> None:
    case = scenes.given(true, scenes.CLEAN)
    np.testing.assert_array_equal(case.total_column_water_vapour, true.total_column_water_vapour)
    np.testing.assert_array_equal(case.emissivity, true.emissivity)
    assert case.radiometric_sigma == 0.03
    assert case.errors == InputErrors(0.0, 0.0, 0.0, 0.0)


def test_a_column_has_one_calibration_bias_that_sigma_is_told_of(true: Truth) -> None:
    biased = scenes.given(true, scenes.BIASED)
    offset = biased.at_sensor_radiance - scenes.given(true, scenes.NOISY).at_sensor_radiance
    by_column = [offset[true.column == index] for index in range(12)]
    assert max(float(np.ptp(values)) for values in by_column) < 1e-9
    assert len({round(float(values[0]), 9) for values in by_column}) == 12
    assert biased.radiometric_sigma == pytest.approx(np.hypot(0.05, 0.35))


def test_a_tier_gives_what_it_names(true: Truth) -> None:
    case = scenes.given(true, scenes.NOISY)
    assert case.of_tier("W").air_temperature is None
    assert case.of_tier("W, Ta").surface_pressure is None
    assert case.of_tier("W, Ta").air_temperature is not None
    assert case.of_tier(scenes.FULL).surface_pressure is not None


def test_the_exact_atmosphere_leaves_the_noise_and_the_band(true: Truth) -> None:
    """The band equation errs by .18 K at most, and .05 rms (docs/theory/samples.md)."""
    error = _exact_error(scenes.given(true, Noise("none", scenes.CLEAN.errors, 0.0)))
    assert np.abs(error).max() < 0.18
    assert np.sqrt(np.mean(error**2)) < 0.06


def test_an_error_of_emissivity_costs_what_the_equation_says(true: Truth) -> None:
    """By -(B - Ldown) / (eps B') for each unit of emissivity, to 3 % of its size."""
    wrong = Noise("emissivity", InputErrors(0.0, 0.0, 0.01, 0.0), 0.0)
    table = true.band.planck_table
    low = true.emissivity < 0.95
    case = scenes.given(true, wrong)
    emitted = table.radiance(true.surface_temperature)
    slope = table.slope(true.surface_temperature)
    change = case.emissivity - true.emissivity
    expected = -(emitted - true.downwelling_radiance) / (true.emissivity * slope) * change
    floor = _exact_error(scenes.given(true, Noise("none", scenes.CLEAN.errors, 0.0)))
    found = (_exact_error(case) - floor)[low]
    assert np.std(found) == pytest.approx(np.std(expected[low]), rel=0.03)
    assert np.corrcoef(found, expected[low])[0, 1] > 0.999
