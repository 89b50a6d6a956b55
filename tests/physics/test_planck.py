"""Planck's law against the laws that follow from it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.physics import constants, planck

STEFAN_BOLTZMANN = 5.670374419e-8
"""W m-2 K-4; CODATA 2018, exact but for rounding."""
WIEN_DISPLACEMENT = 2897.771955
"""um K; CODATA 2018, exact but for rounding."""

TEMPERATURES = (150.0, 220.0, 300.0, 400.0)
temperatures = st.floats(150.0, 400.0)
wavelengths = st.floats(8.0, 14.0)


@pytest.mark.parametrize("temperature", TEMPERATURES)
def test_integral_over_wavelength_is_stefan_boltzmann(temperature: float) -> None:
    logarithm = np.linspace(np.log(0.5), np.log(1e6), 40_001)
    wavelength = np.exp(logarithm)
    spectrum = planck.radiance(wavelength, temperature) * wavelength
    exitance = np.pi * np.trapezoid(spectrum, logarithm)
    assert exitance == pytest.approx(STEFAN_BOLTZMANN * temperature**4, rel=1e-6)


@pytest.mark.parametrize("temperature", TEMPERATURES)
def test_the_peak_lies_where_wien_puts_it(temperature: float) -> None:
    peak = WIEN_DISPLACEMENT / temperature
    wavelength = peak * (1 + np.linspace(-1e-3, 1e-3, 4001))
    a, b, _ = np.polyfit(wavelength - peak, planck.radiance(wavelength, temperature), 2)
    # The spectrum is not a parabola: its skewness moves the vertex by parts in a million.
    assert -b / (2 * a) == pytest.approx(0.0, abs=3e-6 * peak)


def test_long_waves_follow_rayleigh_and_jeans() -> None:
    wavelength, temperature = 1e6, 300.0
    per_metre = 2 * constants.LIGHT_SPEED * constants.BOLTZMANN * temperature
    classical = per_metre / (wavelength * 1e-6) ** 4 * 1e-6
    first_correction = constants.SECOND_RADIATION / (2 * wavelength * temperature)
    assert planck.radiance(wavelength, temperature) == pytest.approx(
        classical * (1 - first_correction), rel=1e-9
    )


@given(wavelengths, temperatures)
def test_inverse_undoes_planck(wavelength: float, temperature: float) -> None:
    found = planck.temperature(wavelength, planck.radiance(wavelength, temperature))
    assert found == pytest.approx(temperature, abs=1e-9)  # 1 nK: rounding of float64


@given(wavelengths, temperatures, st.floats(0.01, 50.0))
def test_a_warmer_body_sends_more_at_every_wavelength(
    wavelength: float, temperature: float, warmer: float
) -> None:
    colder = planck.radiance(wavelength, temperature)
    assert planck.radiance(wavelength, temperature + warmer) > colder
