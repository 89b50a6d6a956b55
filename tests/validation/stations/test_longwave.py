"""Surface temperature from longwave irradiances, against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.validation.stations import longwave


def test_the_constant_is_that_of_codata() -> None:
    assert pytest.approx(5.670374419e-8, rel=1e-10) == longwave.STEFAN_BOLTZMANN


def test_a_surface_of_300_kelvin_sends_out_what_the_law_says() -> None:
    """5.670374e-8 x 300^4 = 459.3003 W m-2; .97 of it and .03 of 300 W m-2 are 454.5213."""
    assert longwave.upwelling(300.0, 300.0, 0.97) == pytest.approx(454.5213, abs=1e-4)
    assert longwave.temperature(454.5213, 300.0, 0.97) == pytest.approx(300.0, abs=1e-4)


def test_a_sky_as_warm_as_the_ground_hides_its_emissivity() -> None:
    """In a cavity every surface is black."""
    assert longwave.temperature(400.0, 400.0, 0.9) == pytest.approx(
        float(longwave.temperature(400.0, 0.0, 1.0)), abs=1e-9
    )


def test_what_no_surface_sends_out_has_no_temperature() -> None:
    assert np.isnan(longwave.temperature(10.0, 600.0, 0.9))


def test_sigma_is_that_worked_out_by_hand() -> None:
    """4 sigma T^3 is 6.1240 W m-2 K-1, so 5 W m-2 upwards are .8417 K, and downwards .0253 K.

    Emissivity: 154.5213 x .015 / (.97^2 x 6.1240) = .4023 K; in quadrature .9332 K.
    """
    found = longwave.sigma(454.5213, 300.0, 0.97, 0.015, 5.0)
    assert found == pytest.approx(0.9332, abs=2e-4)


@given(
    temperature=st.floats(210, 340),
    sky=st.floats(60, 450),
    emissivity=st.floats(0.85, 1.0),
)
def test_the_inverse_finds_the_temperature_again(
    temperature: float, sky: float, emissivity: float
) -> None:
    up = longwave.upwelling(temperature, sky, emissivity)
    assert longwave.temperature(up, sky, emissivity) == pytest.approx(temperature, abs=1e-6)


@given(up=st.floats(250, 700), sky=st.floats(100, 240), emissivity=st.floats(0.9, 0.99))
def test_sigma_is_the_spread_of_temperatures_of_wrong_inputs(
    up: float, sky: float, emissivity: float
) -> None:
    """Central differences over one sigma of each input; curvature moves them by 1 % at most."""
    moved = [
        (longwave.temperature(*right) - longwave.temperature(*left)) / 2
        for left, right in (
            ((up - 5, sky, emissivity), (up + 5, sky, emissivity)),
            ((up, sky - 5, emissivity), (up, sky + 5, emissivity)),
            ((up, sky, emissivity - 0.01), (up, sky, emissivity + 0.01)),
        )
    ]
    expected = float(np.sqrt(np.sum(np.square(moved))))
    assert longwave.sigma(up, sky, emissivity, 0.01, 5.0) == pytest.approx(expected, rel=0.01)
