"""Line shapes, strengths and continua against laws, published values and brute force."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.atmosphere.spectroscopy import continuum, line_by_line, lines, minor_gases, voigt
from tests.data import SHARED, needs_shared

SPECTROSCOPY = SHARED / "spectroscopy"

FADDEEVA = {
    0.0 + 0.0j: 1.0 + 0.0j,
    1.0 + 1.0j: 0.30474420525691261 + 0.20821893820283163j,
    0.0 + 1.0j: 0.42758357615580700 + 0.0j,
    2.0 + 0.1j: 0.040201398161451296 + 0.3315826873345632j,
}
"""Abramowitz and Stegun, table 7.9 and its definition, to the digits of scipy.special.wofz."""


def water_line(position: float = 900.0) -> lines.Lines:
    values = [position, 1e-24, 500.0, 0.08, 0.4, 0.7, 0.0]
    return lines.Lines("h2o_161", 18.010565, True, *(np.array([value]) for value in values))


@pytest.mark.parametrize(("z", "expected"), FADDEEVA.items())
def test_faddeeva_function_has_its_published_values(z: complex, expected: complex) -> None:
    assert abs(complex(voigt.faddeeva(np.array([z]))[0]) - expected) < 1e-4 * abs(expected)


@given(doppler=st.floats(5e-4, 2e-3), lorentz=st.floats(1e-4, 0.1))
def test_voigt_profile_has_unit_area(doppler: float, lorentz: float) -> None:
    width = doppler + lorentz
    edge = np.concatenate(
        [np.linspace(0, 20, 20001) * width, np.geomspace(20.01, 1e5, 4000) * width]
    )
    curve = voigt.profile(edge, np.array(doppler), np.array(lorentz))
    area = 2 * np.sum((curve[1:] + curve[:-1]) / 2 * np.diff(edge))
    assert area == pytest.approx(1.0, abs=3e-4)


def test_voigt_profile_is_gauss_without_pressure_and_lorentz_far_out() -> None:
    doppler, lorentz = np.array(1e-3), np.array(1e-2)
    offset = np.linspace(0, 2e-3, 9)
    gauss = np.exp(-((offset / doppler) ** 2)) / (doppler * np.sqrt(np.pi))
    np.testing.assert_allclose(voigt.profile(offset, doppler, np.array(1e-12)), gauss, rtol=1e-6)
    far = np.array([0.5, 5.0])
    expected = lorentz / np.pi / (far**2 + lorentz**2)
    np.testing.assert_allclose(voigt.profile(far, doppler, lorentz), expected, rtol=1e-4)


def test_line_strength_at_296_kelvin_is_the_stated_one() -> None:
    assert water_line().strength_at(296.0)[0] == pytest.approx(1e-24, rel=1e-12)


def test_hot_line_weakens_by_boltzmann_and_partition_sum() -> None:
    line = replace(water_line(), lower_energy=np.array([2000.0]))
    inverse = 1 / 250.0 - 1 / 296.0
    emission = (1 - np.exp(-1.4387769 * 900 / 250)) / (1 - np.exp(-1.4387769 * 900 / 296))
    tips_2021 = 174.58135 / 135.7114  # interpolated by a cubic in HAPI 1.3
    expected = 1e-24 * np.exp(-1.4387769 * 2000 * inverse) * emission * tips_2021
    assert line.strength_at(250.0)[0] == pytest.approx(expected, rel=1e-3)


def test_splitting_lines_in_near_and_far_parts_changes_nothing() -> None:
    grid = line_by_line.Grid.between(880.0, 930.0, 0.005)
    positions = np.array([885.013, 900.2, 900.31, 951.0])
    line = water_line()
    many = lines.Lines(
        line.isotopologue,
        line.mass,
        True,
        positions,
        *(np.repeat(getattr(line, name), 4) for name in ("strength", "lower_energy")),
        *(np.repeat(getattr(line, name), 4) for name in ("air_width", "self_width")),
        *(np.repeat(getattr(line, name), 4) for name in ("width_exponent", "shift")),
    )
    for pressure, temperature in ((1013.25, 300.0), (50.0, 220.0)):
        split = line_by_line.cross_section(many, grid, pressure, temperature, 0.01)
        whole = np.zeros_like(split)
        width = many.lorentz_width(pressure, temperature, 0.01)[0]
        states = (positions, many.doppler_width(temperature), many.strength_at(temperature))
        for position, doppler, strength in zip(*states, strict=True):
            offset = grid.wavenumber - position
            curve = voigt.profile(offset, doppler, width) - width / np.pi / (625 + width**2)
            whole += np.where(np.abs(offset) <= 25, curve, 0) * strength
        np.testing.assert_allclose(split, whole, rtol=2e-4, atol=1e-5 * whole.mean())


def test_line_without_pedestal_ends_at_zero() -> None:
    grid = line_by_line.Grid.between(870.0, 930.0, 0.01)
    curve = line_by_line.cross_section(water_line(), grid, 1013.25, 296.0)
    near_end = np.abs(np.abs(grid.wavenumber - 900.0) - 24.9) < 0.05
    beyond = np.abs(grid.wavenumber - 900.0) > 25.1
    assert curve[near_end].max() < 0.01 * curve[np.abs(grid.wavenumber - 905.0) < 0.01].max()
    assert curve[beyond].max() == 0.0


def test_wider_lines_where_water_broadens_itself() -> None:
    line = water_line()
    dry, moist = (line.lorentz_width(1013.25, 296.0, x)[0] for x in (0.0, 0.05))
    assert dry == pytest.approx(0.08)
    assert moist == pytest.approx(0.95 * 0.08 + 0.05 * 0.4)


@needs_shared
def test_hitran_record_is_read_column_by_column() -> None:
    found = lines.water_hitran(SPECTROSCOPY / "h2o_hitran_862-926.par")
    first = [getattr(found, name)[0] for name in ("position", "strength", "lower_energy")]
    assert first == [862.482525, 4.780e-26, 1474.9808]
    rest = [
        getattr(found, name)[0] for name in ("air_width", "self_width", "width_exponent", "shift")
    ]
    assert rest == [0.0741, 0.315, 0.66, -0.00679]


@needs_shared
def test_carbon_dioxide_line_strengths_follow_from_einstein_coefficients() -> None:
    path = SPECTROSCOPY / "co2_bands" / "626 00 0001(1)-1000(1).dat"
    band = lines.carbon_dioxide_band(path)
    # 10001-00011: intensity 5.89e-22 cm molecule-1 (Rothman et al. 1992, table of 626 bands)
    assert band.strength.sum() == pytest.approx(5.89e-22, rel=0.03)
    strongest = np.argmax(band.strength)
    assert band.position[strongest] == pytest.approx(973.289)
    assert band.lower_energy[strongest] == pytest.approx(1388.1847 + 0.3901889 * 272, abs=0.02)


@needs_shared
def test_self_continuum_grows_in_the_cold_as_its_tables_say() -> None:
    found = continuum.read(SPECTROSCOPY / "h2o_continuum_mtckd3.nc", np.array([900.0]))
    radiation = 900 * np.tanh(1.4387769 * 900 / (2 * np.array([296.0, 260.0])))
    expected = np.array([3.100e-5, 6.565e-5]) * 1e-20 * radiation
    measured = [found.water_self(temperature)[0] for temperature in (296.0, 260.0)]
    np.testing.assert_allclose(measured, expected, rtol=1e-6)


@needs_shared
def test_cfc12_band_strength_is_that_of_its_file() -> None:
    wavenumber = np.arange(860.0, 940.0, 0.005)
    found = minor_gases.aer(sorted((SPECTROSCOPY / "cfc12").glob("F12AT*")), wavenumber)
    strength = found.at(293.0).sum() * 0.005
    # 4.0-4.6e-17 cm molecule-1 for 890-945 cm-1 (Varanasi and Nemtchinov 1994; HITRAN)
    assert strength == pytest.approx(4.4e-17, rel=0.15)
    np.testing.assert_allclose(found.at(150.0), found.at(203.0))
