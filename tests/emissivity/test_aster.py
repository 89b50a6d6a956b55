"""ASTER GED as emissivity of a Landsat band: published regressions, and the laws of mixing."""

from __future__ import annotations

import csv
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.emissivity import aster
from lstgeo.emissivity.ndvi import cover_at
from lstgeo.quality import Quality
from lstgeo.sensors import platforms
from tests.data import SHARED, needs_shared

LANDSAT8 = aster.regression(platforms.sensor("landsat8").band("B10"))
ROUNDING = 3e-7
"""Float32 keeps an emissivity to 6e-8; a handful of operations."""

emissivities = st.floats(0.9, 0.99)
indices = st.floats(-0.2, 0.98)


def _field(value: float) -> Any:
    return np.full((1, 1), value, np.float32)


def _of(
    e13: float, e14: float, index: float, cover: float, *,
    regression: aster.Regression = LANDSAT8, spread: float = 0.004, bits: int = 0,
) -> tuple[float, float]:  # fmt: skip
    layers = tuple(_field(value) for value in (e13, e14, spread, spread, index))
    value, sigma = regression(layers, _field(cover), np.full((1, 1), bits, np.uint16))
    assert value.dtype == sigma.dtype == np.float32
    return float(value[0, 0]), float(sigma[0, 0])


def _cover(index: float) -> float:
    return float(cover_at(_field(index))[0, 0])


@pytest.mark.parametrize(
    ("sensor", "expected"),
    [  # Malakar et al. 2018, by hand, for .95 in band 13 and .96 in band 14
        ("landsat4", 0.3222 * 0.95 + 0.6498 * 0.96 + 0.0272),
        ("landsat5", -0.0723 * 0.95 + 1.0521 * 0.96 + 0.0195),
        ("landsat7", 0.2147 * 0.95 + 0.7789 * 0.96 + 0.0058),
        ("landsat8", 0.6820 * 0.95 + 0.2578 * 0.96 + 0.0584),
        ("landsat9", 0.7689 * 0.95 + 0.1843 * 0.96 + 0.0457),
    ],
)
def test_emissivity_is_the_published_regression(sensor: str, expected: float) -> None:
    """At night, when there is no vegetation index to adjust by."""
    regression = aster.regression(platforms.sensor(sensor).band())
    value, _ = _of(0.95, 0.96, 0.4, np.nan, regression=regression)
    assert value == pytest.approx(expected, abs=ROUNDING)


@needs_shared
def test_the_table_that_ships_is_the_reference() -> None:
    text = (SHARED / "reference" / "aster_ged_to_landsat_emissivity.csv").read_text("utf-8")
    for row in csv.DictReader(line for line in text.splitlines() if line[:1] != "#"):
        found = aster.regression(platforms.sensor(row["sensor"]).band())
        stand_in = LANDSAT8 if row["sensor"] == "landsat9" else None
        assert [found.c13, found.c14, found.c0] == [float(row[n]) for n in ("c13", "c14", "c0")]
        for kind in ("snow", "vegetation"):
            expected = getattr(stand_in, kind) if stand_in else float(row[f"{kind}_emissivity"])
            assert getattr(found, kind) == expected


@given(emissivities, emissivities, indices)
def test_under_the_vegetation_that_aster_saw_it_is_what_aster_saw(
    e13: float, e14: float, index: float
) -> None:
    seen, _ = _of(e13, e14, index, np.nan)
    assert _of(e13, e14, index, _cover(index))[0] == pytest.approx(seen, abs=ROUNDING)


@given(emissivities, st.floats(-0.2, 0.6))
def test_full_vegetation_has_the_emissivity_of_vegetation(emissivity: float, index: float) -> None:
    """However the ground beneath is, as long as ASTER saw ground whose emissivity is possible."""
    value, sigma = _of(emissivity, emissivity, index, 1.0)
    assert value == pytest.approx(LANDSAT8.vegetation, abs=5e-6)
    assert sigma == pytest.approx(0.005, abs=1e-6)


@given(emissivities, emissivities, indices, st.floats(0, 1, width=32))
def test_a_mixture_lies_between_possible_ground_and_vegetation(
    e13: float, e14: float, index: float, cover: float
) -> None:
    seen, _ = _of(e13, e14, index, np.nan)
    value, sigma = _of(e13, e14, index, cover)
    assert min(seen, 0.8) - ROUNDING <= value <= 1
    assert 0.0045 <= sigma <= 0.03
    more, _ = _of(e13, e14, index, min(1.0, cover + 0.1))
    towards = LANDSAT8.vegetation - seen
    assert (more - value) * towards >= -1e-5 or abs(towards) < 0.02


def test_the_ground_beneath_is_that_which_made_the_mixture() -> None:
    """Ground of .94 under a cover of .25, mixed by hand, is found again where all is bare."""
    index = 0.2 + 0.66 * 0.5
    mixed = 0.25 * LANDSAT8.vegetation + 0.75 * 0.94
    band = (mixed - LANDSAT8.c0) / (LANDSAT8.c13 + LANDSAT8.c14)
    assert _of(band, band, index, 0.0)[0] == pytest.approx(0.94, abs=2e-6)


def test_where_aster_saw_no_ground_it_is_not_extrapolated() -> None:
    """At full cover the ground is undefined: it is any bare ground (.97), and less sure."""
    value, sigma = _of(0.98, 0.98, 0.9, 0.0)
    seen = _of(0.98, 0.98, 0.9, np.nan)[0]
    assert value == pytest.approx(seen - (LANDSAT8.vegetation - 0.97), abs=1e-6)
    assert sigma == pytest.approx(2 * _of(0.98, 0.98, 0.9, np.nan)[1], rel=1e-5)


@pytest.mark.parametrize("spread", [0.0, 0.004, 0.02])
def test_sigma_is_that_of_the_scenes_the_fit_and_the_data_set(spread: float) -> None:
    expected = np.sqrt(((0.6820 + 0.2578) * spread) ** 2 + 0.00094**2 + 0.01**2)
    assert _of(0.96, 0.96, 0.3, np.nan, spread=spread)[1] == pytest.approx(expected, rel=1e-5)


def test_another_band_borrows_the_regression_and_is_less_sure() -> None:
    other = aster.regression(platforms.sensor("landsat8").band("B11"))
    assert (other.c13, other.c14, other.c0) == (LANDSAT8.c13, LANDSAT8.c14, LANDSAT8.c0)
    own, borrowed = (_of(0.96, 0.96, 0.3, np.nan, regression=r)[1] for r in (LANDSAT8, other))
    assert borrowed**2 - own**2 == pytest.approx(0.01**2, rel=1e-3)


@pytest.mark.parametrize(("bits", "expected"), [(Quality.WATER, 0.991), (Quality.SNOW_ICE, 0.9904)])
def test_water_and_snow_of_the_day_come_first(bits: Quality, expected: float) -> None:
    assert _of(0.95, 0.95, 0.3, 0.1, bits=int(bits))[0] == pytest.approx(expected, abs=1e-6)
    assert np.isnan(_of(np.nan, 0.95, 0.3, 0.1, bits=int(bits))[0])


def test_without_an_index_of_aster_it_is_what_aster_saw() -> None:
    assert _of(0.95, 0.95, np.nan, 0.7)[0] == _of(0.95, 0.95, 0.3, np.nan)[0]
