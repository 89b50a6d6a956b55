"""The chain of sources: no holes, a flag wherever the first is not the one, and a larger sigma."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lstgeo.emissivity import chain, ndvi
from lstgeo.quality import Quality

SHAPE = (7, 9)
WIDTH = 100 / 30
reflectances = arrays.arrays(np.float32, SHAPE, elements=st.floats(-0.0625, 1, width=32))
known = arrays.arrays(
    np.float32, SHAPE, elements=st.one_of(st.just(np.nan), st.floats(0.75, 1, width=32))
)
bits = arrays.arrays(np.uint16, SHAPE, elements=st.sampled_from([0, 1, 2, 16, 32, 48]))


def _first(layers: Any, cover: Any, quality: Any) -> Any:
    return layers[0], np.where(np.isnan(layers[0]), np.nan, 0.01).astype(np.float32)


def _surface(
    quality: Any, red: Any, infrared: Any, first: Any, *, average: bool = True, width: float = WIDTH
) -> Any:
    if not average:
        behind = chain.surface(quality, red, infrared, reflective=True, source=None, width=width)
        return chain.given_first(behind, quality, *_first((first,), None, None))
    return chain.surface(quality, red, infrared, first, reflective=True, source=_first, width=width)


@given(bits, reflectances, reflectances, known, st.booleans())
def test_no_measured_pixel_is_a_hole_and_the_flag_is_where_the_first_has_none(
    quality: Any, red: Any, infrared: Any, first: Any, average: bool
) -> None:
    found = _surface(quality, red, infrared, first, average=average)
    measured = (quality & Quality.FILL) == 0
    assert np.isfinite(found["emissivity"][measured]).all()
    assert np.isfinite(found["sigma"][measured]).all()
    np.testing.assert_array_equal(found["fallback"], np.isnan(first) & measured)
    low, high = np.nanmin([np.nanmin(first, initial=1), 0.97]), 1.0
    assert (found["emissivity"][measured] >= low - 1e-6).all()
    assert (found["emissivity"][measured] <= high + 1e-6).all()


@given(bits, reflectances, reflectances, known)
def test_a_stand_in_is_less_sure_than_it_is_as_first_choice(
    quality: Any, red: Any, infrared: Any, first: Any
) -> None:
    found = _surface(quality, red, infrared, first, width=1.0)
    own = ndvi.emissivity(red, infrared, quality)
    stands_in = found["fallback"]
    np.testing.assert_array_equal(found["emissivity"][stands_in], own[0][stands_in])
    assert (found["sigma"][stands_in] > own[1][stands_in] + 0.002).all()
    assert (found["sigma"][~stands_in & ((quality & 1) == 0)] == np.float32(0.01)).all()


@given(bits, reflectances, reflectances, known, st.integers(1, 6))
def test_a_pixel_is_the_same_in_every_block_that_holds_its_footprint(
    quality: Any, red: Any, infrared: Any, first: Any, cut: int
) -> None:
    whole = _surface(quality, red, infrared, first)
    halo = 2
    upper = slice(0, cut + halo)
    part = _surface(*(values[upper] for values in (quality, red, infrared, first)))
    for name in chain.SURFACE.names or ():
        np.testing.assert_array_equal(part[name][:cut], whole[name][:cut])


def test_a_source_at_the_footprint_is_not_averaged_again() -> None:
    first = np.random.default_rng(1).uniform(0.9, 0.99, SHAPE).astype(np.float32)
    first[3, 4] = np.nan
    red, infrared = np.full(SHAPE, 0.1, np.float32), np.full(SHAPE, 0.2, np.float32)
    found = _surface(np.zeros(SHAPE, np.uint16), red, infrared, first, average=False)
    keep = ~np.isnan(first)
    np.testing.assert_array_equal(found["emissivity"][keep], first[keep])
    assert np.isclose(found["emissivity"][3, 4], 0.97 + 0.02 * ((1 / 3 - 0.2) / 0.66) ** 2)


def test_without_reflectances_water_snow_and_unknown_ground_remain() -> None:
    quality = np.array([[0, Quality.WATER, Quality.SNOW_ICE, Quality.FILL]], np.uint16)
    found = chain.surface(quality, reflective=False, source=None, width=1.0)
    np.testing.assert_allclose(found["emissivity"], [[0.97, 0.991, 0.989, np.nan]], atol=1e-7)
    assert found["fallback"].tolist() == [[True, False, False, False]]
