"""Emissivity from the vegetation index: the published formula, and water and snow before it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.emissivity import ndvi
from lstgeo.quality import Quality

reflectances = st.floats(0.0, 1.0, width=32)


def _of(red: float, near_infrared: float, bits: int = 0) -> tuple[float, float, bool]:
    value, sigma, fallback = ndvi.emissivity(
        np.array([[red]], np.float32),
        np.array([[near_infrared]], np.float32),
        np.array([[bits]], np.uint16),
    )
    return float(value[0, 0]), float(sigma[0, 0]), bool(fallback[0, 0])


@pytest.mark.parametrize(
    ("red", "near_infrared", "expected"),
    [
        (0.20, 0.25, 0.97),  # NDVI .11: bare
        (0.20, 0.30, 0.97),  # NDVI .2
        (0.03, 0.50, 0.99),  # NDVI .89: full
        (0.10, 0.33, 0.97 + 0.02 * ((0.23 / 0.43 - 0.2) / 0.66) ** 2),
        (0.05, 0.30, 0.97 + 0.02 * ((0.25 / 0.35 - 0.2) / 0.66) ** 2),
    ],
)
def test_emissivity_is_that_of_ermida(red: float, near_infrared: float, expected: float) -> None:
    """Ermida et al. 2020: cover = ((NDVI - .2) / .66)2, emissivity .99 cover + .97 (1 - cover)."""
    value, _, fallback = _of(red, near_infrared)
    assert value == pytest.approx(expected, abs=1e-6)
    assert not fallback


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        (Quality.WATER, 0.991),
        (Quality.SNOW_ICE, 0.989),
        (Quality.WATER | Quality.SNOW_ICE, 0.989),  # ice on water is ice
        (Quality.WATER | Quality.CLOUD, 0.991),
    ],
)
def test_water_and_snow_come_before_the_index(bits: Quality, expected: float) -> None:
    for red, near_infrared in ((0.03, 0.5), (np.nan, 0.5), (0.0, 0.0)):
        value, _, fallback = _of(red, near_infrared, bits)
        assert value == pytest.approx(expected, abs=1e-6)
        assert not fallback


@pytest.mark.parametrize(
    ("red", "near_infrared"), [(np.nan, 0.3), (0.1, np.nan), (0.0, 0.0), (-0.05, 0.02)]
)
def test_where_no_index_can_be_formed_a_fallback_stands_in_and_is_less_sure(
    red: float, near_infrared: float
) -> None:
    value, sigma, fallback = _of(red, near_infrared)
    assert fallback
    assert value == pytest.approx(0.97, abs=1e-6)
    assert sigma > max(_of(0.2, 0.25)[1], _of(0.03, 0.5)[1])


def test_fill_has_no_emissivity() -> None:
    value, sigma, fallback = _of(0.1, 0.3, Quality.FILL)
    assert np.isnan(value)
    assert np.isnan(sigma)
    assert not fallback


@given(reflectances, reflectances, st.integers(0, 63))
def test_emissivity_of_anything_lies_between_bare_ground_and_water(
    red: float, near_infrared: float, bits: int
) -> None:
    value, sigma, _ = _of(red, near_infrared, bits & ~Quality.FILL)
    assert 0.97 - 1e-6 <= value <= 0.991 + 1e-6
    assert 0.003 - 1e-6 <= sigma <= 0.02 + 1e-6


@given(reflectances, reflectances, reflectances)
def test_more_near_infrared_is_never_less_vegetation(red: float, low: float, high: float) -> None:
    low, high = sorted((low, high))
    covers = ndvi.vegetation_cover(
        np.array([red, red], np.float32), np.array([low, high], np.float32)
    )
    assert np.isnan(covers).any() or covers[1] >= covers[0] - 1e-6
