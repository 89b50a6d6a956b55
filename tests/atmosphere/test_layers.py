"""Layers: what goes in comes out, and where the profile ends something stated begins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lstgeo.atmosphere import layers, standard
from lstgeo.atmosphere.layers import Profile
from lstgeo.physics import constants
from tests.atmosphere import afgl
from tests.data import needs_shared


def exponential(surface: float = 1000.0, scale_km: float = 2.0) -> Profile:
    """Humidity that falls as a power of pressure, so that its column is known in closed form."""
    pressure = np.geomspace(surface, 20.0, 60)
    height = 7.5 * np.log(surface / pressure)
    temperature = 290.0 - 6.0 * np.minimum(height, 12.0)
    return Profile(pressure, temperature, 0.012 * np.exp(-height / scale_km), np.asarray(surface))


def test_column_of_water_is_the_integral_of_humidity() -> None:
    profile, power = exponential(), 7.5 / 2.0
    # q = q0 (p/ps)^power, so that W = q0 ps / g / (power + 1) down to the standard top
    expected = 0.012 * 1000e2 / constants.STANDARD_GRAVITY / (power + 1)
    assert layers.total_column_water_vapour(profile) == pytest.approx(expected, rel=5e-4)


def test_mass_of_all_layers_is_surface_pressure_by_gravity() -> None:
    layered = layers.layers(exponential())
    mass = (
        layered.dry_air.sum() * constants.AIR_MOLAR_MASS
        + layered.water.sum() * constants.WATER_MOLAR_MASS
    )
    assert mass == pytest.approx(
        1000e2 / constants.STANDARD_GRAVITY, rel=1e-3
    )  # less the air above .3 hPa


def test_levels_under_the_ground_are_ignored() -> None:
    profile = exponential()
    hidden = replace(profile, surface_pressure_hpa=np.asarray(850.0))
    buried = hidden.pressure_hpa > 850.0
    nonsense = replace(
        hidden,
        temperature=np.where(buried, 400.0, hidden.temperature),
        specific_humidity=np.where(buried, 0.09, hidden.specific_humidity),
        surface_air_temperature=np.asarray(281.0),
        surface_specific_humidity=np.asarray(0.006),
    )
    clean = replace(
        hidden,
        surface_air_temperature=np.asarray(281.0),
        surface_specific_humidity=np.asarray(0.006),
    )
    for one, other in zip(layers.layers(nonsense), layers.layers(clean), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)


def test_ground_below_the_lowest_level_warms_by_the_standard_lapse() -> None:
    profile = replace(exponential(), surface_pressure_hpa=np.asarray(1040.0))
    warmth = layers.layers(profile).edge_temperature[0] - 290.0
    depth_km = 29.27e-3 * 290.0 * np.log(1040.0 / 1000.0)
    assert warmth == pytest.approx(6.5 * depth_km, rel=0.02)


def test_surface_air_replaces_the_interpolated_one() -> None:
    profile = replace(exponential(), surface_air_temperature=np.asarray(300.0))
    assert layers.layers(profile).edge_temperature[0] == 300.0


def test_above_the_top_stands_the_standard_atmosphere() -> None:
    profile = exponential()
    layered = layers.layers(profile)
    expected = np.interp(
        np.log(5.0), np.log(standard.PRESSURE_ABOVE_HPA)[::-1], standard.TEMPERATURE_ABOVE[::-1]
    )
    place = np.argmin(np.abs(layered.pressure_hpa - 5.0))
    assert layered.temperature[place] == pytest.approx(expected, abs=4.0)
    above = layered.pressure_hpa < 10.0
    moisture = layered.water[above].sum() * constants.WATER_MOLAR_MASS
    air = layered.dry_air[above].sum() * constants.AIR_MOLAR_MASS
    assert moisture / air == pytest.approx(standard.SPECIFIC_HUMIDITY_ABOVE, rel=0.05)


def test_ozone_that_is_not_known_is_the_standard_one() -> None:
    profile = exponential()
    unknown = replace(profile, ozone=np.full(profile.temperature.shape, np.nan))
    known = np.where(profile.pressure_hpa > 100.0, np.nan, 8e-6)
    plain, standing, mixed = (
        layers.layers(one).ozone for one in (profile, unknown, replace(profile, ozone=known))
    )
    # Standard ozone at the levels of the profile instead of at those of the layers.
    np.testing.assert_allclose(standing.sum(), plain.sum(), rtol=5e-3)
    low = layers.layers(profile).pressure_hpa > 150.0
    np.testing.assert_allclose(mixed[low], plain[low], rtol=0.02)
    assert mixed.sum() > 1.2 * plain.sum()


def test_batch_equals_its_columns() -> None:
    profile = exponential()
    batch = Profile(
        profile.pressure_hpa,
        np.stack([profile.temperature, profile.temperature + 5.0]),
        np.stack([profile.specific_humidity, profile.specific_humidity / 2]),
        np.array([1000.0, 930.0]),
    )
    second = Profile(
        profile.pressure_hpa,
        profile.temperature + 5.0,
        profile.specific_humidity / 2,
        np.asarray(930.0),
    )
    for together, alone in zip(layers.layers(batch), layers.layers(second), strict=True):
        np.testing.assert_allclose(together[1], alone, rtol=1e-12)


@needs_shared
@pytest.mark.parametrize(
    ("name", "grams"),
    [("tropical", 4.10), ("midlatitude_summer", 2.92), ("subarctic_winter", 0.42)],
)
def test_water_of_afgl_atmospheres_is_the_published_one(name: str, grams: float) -> None:
    column = layers.total_column_water_vapour(afgl.profile(name)) / 10
    assert column == pytest.approx(grams, abs=0.01)
