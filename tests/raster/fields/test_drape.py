"""Coarse fields on the pixels of a scene, against pyproj and bilinear interpolation by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import xarray as xr
from affine import Affine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lstgeo.errors import InputError
from lstgeo.raster import align, door
from lstgeo.raster.fields import heights, netcdf, source
from lstgeo.vocabulary import ELEVATION, WATER_VAPOUR
from tests import fields, rasters
from tests.data import SHARED, needs_shared

Floats = NDArray[np.float64]

SHAPE = (90, 110)
ERROR = 1e-3
"""Greatest error of interpolation, as a share of the steepest step from cell to cell; measured is
3e-5 for cells of 10 to 9000 pixels of 30 m (docs/design/fields.md)."""


def scene(
    folder: Path, place: tuple[float, float, str] = (15.2, 48.7, "EPSG:32633"),
    pixel: float = 300.0, shape: tuple[int, int] = SHAPE, strip: int = 32,
) -> xr.DataArray:  # fmt: skip
    longitude, latitude, crs = place
    to_scene = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    x, y = to_scene.transform(longitude, latitude)
    west, north = x - shape[1] / 2 * pixel, y + shape[0] / 2 * pixel
    path = rasters.write(
        folder / "scene.tif", np.ones(shape, np.float32), crs=crs,
        transform=Affine(pixel, 0, west, 0, -pixel, north),
    )  # fmt: skip
    return door.open_raster(path, mask_and_scale=True, strip=strip)


def positions(like: xr.DataArray) -> tuple[Floats, Floats]:
    x, y = np.meshgrid(like.x, like.y)
    transformer = pyproj.Transformer.from_crs(str(like.rio.crs), "EPSG:4326", always_xy=True)
    longitude, latitude = transformer.transform(x, y)
    return longitude, latitude


def field(longitude: Any, latitude: Any) -> Floats:
    """Water vapour that varies from cell to cell [kg m-2]."""
    return np.asarray(25 + 5 * np.cos(np.deg2rad(40 * longitude)) + 3 * np.sin(latitude))


def by_hand(like: xr.DataArray, longitude: Floats, latitude: Floats, values: Floats) -> Floats:
    """Bilinear interpolation of `values`, whose axes ascend, at the pixels of a scene."""
    x, y = positions(like)
    return at(longitude[0] + (x - longitude[0]) % 360, y, longitude, latitude, values)


def at(x: Floats, y: Floats, longitude: Floats, latitude: Floats, values: Floats) -> Floats:
    """Bilinear interpolation of `values` at `x` and `y`."""
    column = np.clip(np.searchsorted(longitude, x) - 1, 0, longitude.size - 2)
    row = np.clip(np.searchsorted(latitude, y) - 1, 0, latitude.size - 2)
    right = (x - longitude[column]) / (longitude[column + 1] - longitude[column])
    up = (y - latitude[row]) / (latitude[row + 1] - latitude[row])
    lower = values[row, column] * (1 - right) + values[row, column + 1] * right
    upper = values[row + 1, column] * (1 - right) + values[row + 1, column + 1] * right
    return np.asarray(lower * (1 - up) + upper * up)


def steepest(values: Floats) -> float:
    return float(max(np.abs(np.diff(values, axis=0)).max(), np.abs(np.diff(values, axis=1)).max()))


def close(found: Any, expected: Floats, values: Floats, more: float = 0.0) -> None:
    np.testing.assert_allclose(found, expected, rtol=0, atol=ERROR * steepest(values) + 4e-6 + more)


PLACES = [
    (15.2, 48.7, "EPSG:32633"),
    (0.03, 51.5, "EPSG:32631"),
    (-179.97, 51.5, "EPSG:32601"),
    (179.98, -16.5, "EPSG:32760"),
    (-45.0, 82.2, "EPSG:32623"),
    (100.0, 75.0, "EPSG:3413"),
    (-70.0, -75.0, "EPSG:3031"),
]


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("start", [-180.0, 0.0, -181.25, 7.3])
@pytest.mark.parametrize("descending", [False, True])
def test_a_gaussian_globe_is_the_same_however_it_is_rolled(
    tmp_path: Path, place: tuple[float, float, str], start: float, descending: bool
) -> None:
    like = scene(tmp_path, place)
    latitude = np.rad2deg(np.arcsin(np.polynomial.legendre.leggauss(160)[0]))
    longitude = start + np.arange(0, 360, 1.25)
    values = field(*np.meshgrid(longitude, latitude))
    order = slice(None, None, -1) if descending else slice(None)
    path = fields.netcdf(tmp_path / "w.nc", values[order], longitude, latitude[order])
    ring = np.append(longitude, longitude[0] + 360)
    expected = by_hand(like, ring, latitude, np.hstack([values, values[:, :1]]))
    close(align.onto(path, like).values, expected, values)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    crs=st.sampled_from(["EPSG:32633", "EPSG:32631", "EPSG:3035", "EPSG:4326", "ESRI:54008"]),
    pixels=st.floats(8.5, 400.0),
    strip=st.integers(1, 100),
    dtype=st.sampled_from(["float32", "float64", "int16"]),
    upwards=st.booleans(),
)
def test_any_grid_type_and_strip_gives_the_plane_that_it_holds(
    tmp_path: Path, crs: str, pixels: float, strip: int, dtype: str, upwards: bool
) -> None:
    """A plane in a grid's own coordinates is bilinear interpolation's fixed point."""
    like = scene(tmp_path, strip=strip)
    size = pixels * 300.0 / (72_000.0 if crs == "EPSG:4326" else 1.0)
    x, y = pyproj.Transformer.from_crs(like.rio.crs, crs, always_xy=True).transform(
        *np.meshgrid(like.x, like.y)
    )
    west, south = x.min() - 3.3 * size, y.min() - 2.7 * size
    width, height = (int((axis.max() - axis.min()) / size) + 8 for axis in (x, y))
    column, row = np.meshgrid(np.arange(width), np.arange(height))
    values = 10 + 4 * column / width + 7 * row / height
    step = 0.001 if dtype == "int16" else None
    stored = np.rint(values / step).astype(dtype) if step else values.astype(dtype)
    transform = Affine(size, 0, west, 0, size, south)
    if not upwards:
        stored, transform = stored[::-1], Affine(size, 0, west, 0, -size, south + height * size)
    path = rasters.write(tmp_path / "w.tif", stored, crs=crs, transform=transform, scale=step)
    expected = 10 + 4 * ((x - west) / size - 0.5) / width + 7 * ((y - south) / size - 0.5) / height
    close(align.onto(path, like).values, expected, values, more=0.0005 if step else 0.0)


def test_the_height_of_strips_changes_no_bit(tmp_path: Path) -> None:
    longitude, latitude = np.arange(14.0, 16.5, 0.03), np.arange(47.5, 50.0, 0.03)
    values = field(*np.meshgrid(longitude, latitude))
    values[30:34, 36:40] = np.nan
    path = fields.netcdf(tmp_path / "w.nc", values, longitude, latitude)
    whole = align.onto(path, scene(tmp_path, strip=512))
    for strip in (1, 7, 32, 50):
        cut = align.onto(path, scene(tmp_path, strip=strip))
        assert align.strip_of(cut.values) == strip
        np.testing.assert_array_equal(cut.values, whole.values)
        np.testing.assert_array_equal(cut.filled, whole.filled)


def test_missing_cells_are_missing_where_they_have_a_share_and_filled_from_beside(
    tmp_path: Path,
) -> None:
    like = scene(tmp_path)
    longitude, latitude = np.arange(14.0, 16.5, 0.05), np.arange(47.5, 50.0, 0.05)
    values = field(*np.meshgrid(longitude, latitude))
    holes = np.random.default_rng(1).random(values.shape) < 0.02
    holes[26, 26] = True
    path = fields.netcdf(tmp_path / "w.nc", np.where(holes, np.nan, values), longitude, latitude)
    found = align.onto(path, like)
    share = by_hand(like, longitude, latitude, holes.astype(float))
    missing = np.isnan(found.values.to_numpy())
    assert 0.05 < missing.mean() < 0.6
    sure = (share == 0) | (share > 1e-4)
    np.testing.assert_array_equal(missing[sure], (share > 0)[sure])
    close(
        found.values.to_numpy()[~missing],
        by_hand(like, longitude, latitude, values)[~missing],
        values,
    )
    assert np.abs(found.filled - by_hand(like, longitude, latitude, values)).max() < 3 * steepest(
        values
    )


@pytest.mark.parametrize("side", ["west", "east", "north", "south"])
def test_a_grid_that_ends_inside_the_scene_is_missing_beyond_its_cells(
    tmp_path: Path, side: str
) -> None:
    like = scene(tmp_path)
    step = 0.05
    longitude, latitude = np.arange(14.0, 16.5, step), np.arange(47.5, 50.0, step)
    keep = {
        "west": longitude > 15.2, "east": longitude < 15.2,
        "north": latitude < 48.7, "south": latitude > 48.7,
    }[side]  # fmt: skip
    if side in {"west", "east"}:
        longitude = longitude[keep]
    else:
        latitude = latitude[keep]
    values = field(*np.meshgrid(longitude, latitude))
    found = align.onto(fields.netcdf(tmp_path / "w.nc", values, longitude, latitude), like)
    x, y = positions(like)
    inside = (
        (x > longitude[0] - step / 2) & (x < longitude[-1] + step / 2)
        & (y > latitude[0] - step / 2) & (y < latitude[-1] + step / 2)
    )  # fmt: skip
    assert 0.2 < inside.mean() < 0.8
    np.testing.assert_array_equal(np.isfinite(found.values), inside)
    # The last cells go on for half a cell past their centres, with their own values.
    x, y = np.clip(x, longitude[0], longitude[-1]), np.clip(y, latitude[0], latitude[-1])
    close(found.filled, at(x, y, longitude, latitude, values), values)


@pytest.mark.parametrize(
    "kind", ["NETCDF4", "NETCDF4_CLASSIC", "NETCDF3_CLASSIC", "NETCDF3_64BIT_DATA"]
)
def test_every_format_of_one_field_gives_the_same(tmp_path: Path, kind: str) -> None:
    like = scene(tmp_path)
    longitude, latitude = np.arange(14.0, 16.5, 0.25), np.arange(50.0, 47.5, -0.25)
    values = field(*np.meshgrid(longitude, latitude)).astype(np.float32).astype(float)
    tiff = fields.geotiff(tmp_path / "w.tif", values, longitude, latitude)
    plain = align.onto(tiff, like).values.to_numpy().astype(float)
    classic = fields.netcdf(tmp_path / "w.nc", values, longitude, latitude, kind=kind)
    packed = fields.netcdf(tmp_path / "p.nc", values, longitude, latitude, kind=kind, packed=True)
    grib = fields.grib2(tmp_path / "w.grib2", values, longitude, latitude)
    close(align.onto(classic, like).values, plain, values)
    close(align.onto(packed, like).values, plain, values, more=0.001)
    close(align.onto(grib, like).values, plain, values, more=0.00005)


@needs_shared
@pytest.mark.parametrize(
    "name", ["gfs_2011-01-15T12_2p5deg.grib2", "gfs_2011-10-11T00_2p5deg.grib1"]
)
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_real_grib_gives_the_same_as_its_netcdf(
    tmp_path: Path, name: str, place: tuple[float, float, str]
) -> None:
    import rasterio  # noqa: PLC0415

    like = scene(tmp_path, place)
    found = source.find(SHARED / "profiles" / name, WATER_VAPOUR)
    assert (found.name, found.units) == ("PWAT 0-EATM", "[kg/(m^2)]")
    with rasterio.open(SHARED / "profiles" / name) as stored:
        values = stored.read(found.bands[0]).astype(float)
    longitude, latitude = -180 + 2.5 * np.arange(144.0), 90 - 2.5 * np.arange(73.0)
    ring, rolled = np.append(longitude, 180.0), np.hstack([values, values[:, :1]])
    expected = by_hand(like, ring, latitude[::-1], rolled[::-1])
    close(align.field_onto([found], like).values, expected, values)
    turned = np.roll(values, 72, axis=1)
    path = fields.netcdf(tmp_path / "w.nc", turned, longitude + 180, latitude)
    close(align.onto(path, like).values, expected, values)


def test_a_projected_netcdf_is_placed_by_its_grid_mapping(tmp_path: Path) -> None:
    like = scene(tmp_path)
    crs = pyproj.CRS.from_dict({"proj": "lcc", "lat_1": 45, "lat_2": 50, "lon_0": 10, "R": 6371229})
    to_grid = pyproj.Transformer.from_crs(like.rio.crs, crs, always_xy=True)
    x, y = to_grid.transform(*np.meshgrid(like.x, like.y))
    across, down = (np.arange(axis.min() / 1e3 - 20, axis.max() / 1e3 + 20, 5.0) for axis in (x, y))
    values = 10 + 0.01 * np.add.outer(2 * down, across)
    data = xr.Dataset(
        {
            "tcwv": (("y", "x"), values, {"units": "mm", "grid_mapping": "lcc"}),
            "lcc": ((), 0, crs.to_cf()),
        },
        {"x": ("x", across, {"units": "km"}), "y": ("y", down, {"units": "km"})},
    )
    data.to_netcdf(tmp_path / "w.nc", engine="netcdf4")
    expected = 10 + 0.01 * (x + 2 * y) / 1e3
    close(align.onto(tmp_path / "w.nc", like).values, expected, values)


def test_a_field_of_several_fine_layers_is_held_in_memory(tmp_path: Path) -> None:
    like = scene(tmp_path)
    longitude, latitude = np.arange(14.9, 15.5, 0.005), np.arange(48.4, 49.0, 0.005)
    values = np.stack([field(*np.meshgrid(longitude, latitude)) + more for more in (0.0, 6.0)])
    times = ["2016-01-21T06:00", "2016-01-21T12:00"]
    path = fields.netcdf(tmp_path / "w.nc", values, longitude, latitude, times=times)
    found = align.field_onto([source.only(path)], like, np.datetime64("2016-01-21T08:00", "s"))
    assert found.times == ("2016-01-21T06:00:00Z", "2016-01-21T12:00:00Z")
    close(found.values, by_hand(like, longitude, latitude, values[0] + 2.0), values[0])


def test_files_of_different_grids_are_refused(tmp_path: Path) -> None:
    latitude = np.arange(48.0, 49.5, 0.25)
    found = [
        source.only(
            fields.netcdf(tmp_path / f"{n}.nc", np.ones((6, 8)), n + np.arange(8.0), latitude)
        )
        for n in (11, 12)
    ]
    with pytest.raises(InputError, match="have different grids"):
        align.field_onto(found, scene(tmp_path))


@pytest.mark.parametrize("turn", [0.0, 360.0])
def test_heights_of_cells_are_the_means_of_an_elevation_model(tmp_path: Path, turn: float) -> None:
    """Of a plane, the mean over a cell is the value in its middle, and the drape is the plane."""
    like = scene(tmp_path)
    longitude, latitude = np.arange(14.0, 16.5, 0.1), np.arange(47.5, 50.0, 0.1)
    path = fields.netcdf(
        tmp_path / "w.nc", field(*np.meshgrid(longitude, latitude)), longitude, latitude
    )
    fine, up = np.arange(14.0, 16.5, 0.002), np.arange(50.0, 47.5, -0.002)
    plane = 300 + 200 * np.add.outer(up - 48.7, fine - 15.2)
    model = fields.geotiff(tmp_path / "z.tif", plane, fine + turn, up)
    coarse = align.onto(path, like).coarse
    assert coarse is not None
    found = heights.of_model(coarse, source.find(model, ELEVATION), 1.0, align.grid_of(like))
    x, y = positions(like)
    # A cell may have a sample more or less, .4 m higher, along each axis.
    np.testing.assert_allclose(
        found.lazily(like), 300 + 200 * (x - 15.2 + y - 48.7), rtol=0, atol=0.8
    )


def test_reading_a_window_reads_the_rows_of_the_file(tmp_path: Path) -> None:
    longitude, latitude = np.arange(10.0, 20.0), np.arange(54.0, 44.0, -1.0)
    values = np.arange(100.0).reshape(10, 10)
    found = source.only(fields.netcdf(tmp_path / "w.nc", values, longitude, latitude))
    window = netcdf.read(found, 0, slice(2, 4), slice(5, 8))
    np.testing.assert_array_equal(window, values[2:4, 5:8])
