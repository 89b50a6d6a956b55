"""The radiative transfer equation at the surface: both ways, and in an isothermal enclosure."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.physics import surface
from tests import bands

responses = st.sampled_from(bands.RESPONSES)
temperatures = st.floats(190.0, 350.0)
emissivities = st.floats(0.8, 1.0)
transmittances = st.floats(0.1, 1.0)


@given(responses, temperatures, emissivities, transmittances, st.floats(0, 8), st.floats(0, 10))
def test_the_retrieval_undoes_the_simulation(
    response: str, t: float, eps: float, tau: float, up: float, down: float
) -> None:
    table = bands.band(response).planck_table
    radiance = surface.at_sensor_radiance(t, eps, tau, up, down, table)
    found = surface.temperature(radiance, eps, tau, up, down, table)
    np.testing.assert_allclose(found, t, rtol=0, atol=1e-3)  # 1 mK


@given(responses, temperatures, emissivities, transmittances)
def test_in_an_isothermal_enclosure_no_surface_can_be_told(
    response: str, t: float, eps: float, tau: float
) -> None:
    """Kirchhoff's law: everything at one temperature looks black, whatever its emissivity."""
    table = bands.band(response).planck_table
    black = float(table.radiance(t))
    seen = surface.at_sensor_radiance(t, eps, tau, (1 - tau) * black, black, table)
    assert float(seen) == pytest.approx(black, rel=1e-12)


@given(responses, temperatures)
def test_a_black_surface_under_no_atmosphere_shows_its_own_temperature(
    response: str, t: float
) -> None:
    table = bands.band(response).planck_table
    radiance = surface.at_sensor_radiance(t, 1.0, 1.0, 0.0, 5.0, table)
    np.testing.assert_allclose(table.temperature(radiance), t, rtol=0, atol=1e-4)


def test_an_opaque_atmosphere_leaves_only_its_own_radiance() -> None:
    table = bands.band("landsat8_b10").planck_table
    assert float(surface.at_sensor_radiance(300.0, 0.95, 0.0, 7.5, 6.0, table)) == 7.5


def test_less_radiance_than_the_path_alone_has_no_solution() -> None:
    table = bands.band("landsat8_b10").planck_table
    assert np.isnan(surface.temperature(2.0, 0.97, 0.5, 3.0, 4.0, table))


def test_scalars_and_arrays_broadcast() -> None:
    table = bands.band("landsat8_b10").planck_table
    t = np.full((3, 1), 300.0)
    radiance = surface.at_sensor_radiance(t, np.array([0.9, 1.0]), 0.8, 1.0, 2.0, table)
    assert radiance.shape == (3, 2)
