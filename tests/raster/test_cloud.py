"""Nearness to cloud, against every distance computed."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import xarray as xr
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from lstgeo.quality import Quality
from lstgeo.raster import cloud
from tests import rasters

SIZES = [(30.0, 30.0), (30.0, 50.0), (250.0, 100.0), (200.0, 200.0), (2000.0, 2000.0)]
"""Height and width of a pixel [m]."""

masks = hnp.arrays(
    np.uint16,
    hnp.array_shapes(min_dims=2, max_dims=2, max_side=14),
    elements=st.sampled_from(
        [0, 0, 0, 0, int(Quality.CLOUD), int(Quality.WATER), int(Quality.FILL)]
    ),
)


def _raster(
    bits: NDArray[np.uint16], size: tuple[float, float], rows: int | None = None
) -> xr.DataArray:
    height, width = size
    return _placed(bits, rasters.UTM, Affine(width, 0, 0, 0, -height, 0), rows)


def _placed(
    bits: NDArray[np.uint16], crs: str, transform: Affine, rows: int | None
) -> xr.DataArray:
    raster = xr.DataArray(bits, dims=("y", "x")).chunk({"y": rows or len(bits)})
    placed: xr.DataArray = raster.rio.write_crs(crs).rio.write_transform(transform)
    return placed


def _expected(
    bits: NDArray[np.uint16], size: tuple[float, float], distance: float
) -> NDArray[np.uint16]:
    expected = bits.copy()
    clouds = np.argwhere(bits & Quality.CLOUD)
    for pixel in np.ndindex(bits.shape):
        apart = np.hypot(*((clouds - pixel) * size).T)
        if (apart <= distance).any() and not bits[pixel] & Quality.FILL:
            expected[pixel] |= Quality.NEAR_CLOUD
    return expected


@settings(max_examples=80)
@given(masks, st.sampled_from(SIZES), st.sampled_from([100.0, 250.0, 1000.0]))
def test_near_cloud_is_within_the_distance_between_pixel_centres(
    bits: NDArray[np.uint16], size: tuple[float, float], distance: float
) -> None:
    found = cloud.with_proximity(_raster(bits, size), distance).to_numpy()
    beside = (bits & Quality.CLOUD) == 0
    np.testing.assert_array_equal(found[beside], _expected(bits, size, distance)[beside])
    np.testing.assert_array_equal(found | Quality.NEAR_CLOUD, bits | Quality.NEAR_CLOUD)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 199)), max_size=5),
    st.sampled_from([(30.0, 8.0), (500.0, 15.0), (30.0, 30.0), (1000.0, 5.0)]),
)
def test_near_cloud_reaches_over_hundreds_of_narrow_pixels(
    clouds: list[tuple[int, int]], size: tuple[float, float]
) -> None:
    bits = np.zeros((9, 200), np.uint16)
    for pixel in clouds:
        bits[pixel] = Quality.CLOUD
    found = cloud.with_proximity(_raster(bits, size), 1000.0).to_numpy()
    np.testing.assert_array_equal(found, _expected(bits, size, 1000.0))


@pytest.mark.parametrize("rows", [1, 5, 16, 64])
def test_the_height_of_strips_changes_no_bit(rows: int) -> None:
    bits = np.zeros((70, 40), np.uint16)
    bits[[3, 35, 36, 69], [4, 39, 0, 20]] = Quality.CLOUD
    whole = cloud.with_proximity(_raster(bits, (30, 30)))
    strips = cloud.with_proximity(_raster(bits, (30, 30), rows))
    np.testing.assert_array_equal(strips, whole)
    assert strips.chunks == _raster(bits, (30, 30), rows).chunks


def test_on_a_grid_in_degrees_distances_are_those_on_the_ground() -> None:
    bits = np.zeros((120, 160), np.uint16)
    bits[60, 80] = Quality.CLOUD
    step, west, north = 2.5e-4, 15.0, 60.0
    raster = _placed(bits, rasters.DEGREES, Affine(step, 0, west, 0, -step, north), 30)
    near = (cloud.with_proximity(raster).to_numpy() & Quality.NEAR_CLOUD) != 0
    rows, columns = np.indices(bits.shape)
    longitude, latitude = west + (columns + 0.5) * step, north - (rows + 0.5) * step
    middle = np.full_like(longitude, longitude[60, 80]), np.full_like(latitude, latitude[60, 80])
    *_, apart = pyproj.Geod(ellps="WGS84").inv(longitude, latitude, *middle)
    # The ellipsoid differs from a sphere by up to .5 %: 5 m of 1000.
    assert near[apart < 994].all()
    assert not near[apart > 1006].any()
