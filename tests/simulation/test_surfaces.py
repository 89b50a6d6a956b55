"""Surfaces are as warm and as grey as their cover allows, and as the priors say."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.errors import InputError
from lstgeo.simulation import surfaces
from tests.data import SHARED, needs_shared

COUNT = 20_000


def _drawn(
    air: float, water: float, prior: str = "regimes", wavelength: float = 10.9
) -> surfaces.Surfaces:
    random = np.random.default_rng(11)
    column = np.full(COUNT // 10, air), np.full(COUNT // 10, water)
    return surfaces.draw(prior, *column, 10, wavelength, random)


@given(air=st.floats(205, 320), water=st.floats(0.1, 85))
def test_snow_does_not_melt_and_water_does_not_freeze(air: float, water: float) -> None:
    found = surfaces.draw(
        "regimes", np.full(20, air), np.full(20, water), 20, 10.9, np.random.default_rng(0)
    )
    cover = np.asarray(surfaces.COVER_NAMES)[found.cover]
    assert (found.temperature[cover == "snow"] <= 273.15).all()
    assert (found.temperature[cover == "water"] >= 271.35).all()


def test_deserts_reach_25_kelvin_above_hot_dry_air_and_no_more() -> None:
    found = _drawn(310.0, 12.0)
    difference = found.temperature - 310.0
    sand = found.cover == surfaces.COVER_NAMES.index("sand")
    assert 0.2 < sand.mean() < 0.3
    assert 23 < difference[sand].max() <= 25
    assert np.median(difference[sand & (found.hour == 1)]) == pytest.approx(12.3, abs=0.5)


def test_snow_falls_10_kelvin_below_cold_air_and_no_more() -> None:
    found = _drawn(250.0, 3.0)
    snow = found.cover == surfaces.COVER_NAMES.index("snow")
    difference = (found.temperature - 250.0)[snow]
    assert snow.mean() == pytest.approx(0.6, abs=0.02)
    assert -10 <= difference.min() < -9.5
    assert difference.max() < 3


def test_nights_are_a_quarter_and_cold() -> None:
    found = _drawn(300.0, 20.0)
    night = found.hour == surfaces.HOUR_NAMES.index("night")
    assert night.mean() == pytest.approx(surfaces.NIGHTS, abs=0.03)
    difference = found.temperature - 300.0
    assert np.median(difference[night]) < -1
    assert np.median(difference[~night]) > 5


@pytest.mark.parametrize(("air", "low", "high"), [(300.0, -10.0, 25.0), (270.0, -12.0, 12.0)])
def test_uniform_prior_is_that_of_the_notes(air: float, low: float, high: float) -> None:
    found = _drawn(air, 20.0, "uniform")
    difference = found.temperature - air
    # Three standard errors of the mean and of the spread of a uniform distribution.
    width = high - low
    assert difference.mean() == pytest.approx((low + high) / 2, abs=3 * width / 12**0.5 / 141)
    assert difference.std() == pytest.approx(width / 12**0.5, rel=0.02)
    assert low <= difference.min() < difference.max() <= high
    assert 0.91 <= found.emissivity.min() < found.emissivity.max() <= 0.995
    assert set(found.cover.ravel()) == {0}


def test_shares_of_cover_sum_to_one_and_ranges_rise() -> None:
    assert np.sum(surfaces.SHARES, axis=1) == pytest.approx(1.0)
    assert np.shape(surfaces.SHARES) == (5, len(surfaces.COVERS))
    for ranges in (surfaces.DAY, surfaces.NIGHT, *surfaces.EMISSIVITY.values()):
        assert np.shape(ranges) == (len(surfaces.COVERS), 3)
        assert (np.diff(ranges, axis=1) > 0).all()


def test_emissivities_of_a_wide_band_lie_between_those_of_its_ends() -> None:
    means = [
        _drawn(310.0, 12.0, wavelength=wavelength).emissivity.mean()
        for wavelength in (10.9, 11.45, 12.0)
    ]
    assert means[0] < means[1] < means[2]


def test_triangles_have_the_mean_of_theory() -> None:
    found = _drawn(285.0, 15.0)
    for code, limits in enumerate(surfaces.EMISSIVITY[10.9], start=1):
        chosen = found.emissivity[found.cover == code]
        if chosen.size > 500:
            # Mean of a triangular distribution; .0015 is three standard errors of the widest.
            assert chosen.mean() == pytest.approx(sum(limits) / 3, abs=0.0015)
            assert limits[0] <= chosen.min() < chosen.max() <= limits[2]


@needs_shared
@pytest.mark.parametrize(("column", "wavelength"), [("b10", 10.9), ("b11", 12.0)])
def test_published_emissivities_of_classes_lie_in_the_ranges(
    column: str, wavelength: float
) -> None:
    alike = {
        "cropland": ("vegetation", "dry_vegetation"),
        "grassland": ("vegetation", "dry_vegetation"),
        "shrubland": ("vegetation", "dry_vegetation"),
        "water": ("water",),
        "impervious": ("urban",),
        "barren": ("soil", "sand", "rock"),
        "snow_ice": ("snow",),
    }
    path = SHARED / "reference" / "class_emissivity_tirs.csv"
    with path.open(encoding="utf-8") as file:
        published = {row["land_cover"]: float(row[column]) for row in csv.DictReader(file)}
    for name, covers in alike.items():
        limits = np.array(
            [surfaces.EMISSIVITY[wavelength][surfaces.COVERS.index(cover)] for cover in covers]
        )
        # The published value of water in B11, .998, is above any of pure water at 12 um (.985).
        room = 0.007 if name == "water" else 0.0
        assert limits[:, 0].min() <= published[name] <= limits[:, 2].max() + room, name


def test_a_prior_that_is_not_known_is_refused() -> None:
    with pytest.raises(InputError, match="regimes, uniform"):
        _drawn(300.0, 20.0, "best")
