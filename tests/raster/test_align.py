"""Ancillary rasters on the grid of a scene, against pyproj and bilinear interpolation by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyproj
import pytest
import xarray as xr
from affine import Affine
from numpy.typing import NDArray

from lstgeo.errors import InputError, RasterError
from lstgeo.raster import align, door
from lstgeo.raster.fields import source
from tests import rasters

SHAPE = (64, 70)
PIXEL = 300.0
GLOBE = Affine(1, 0, -180, 0, -1, 90)
STEP = 1.0
"""Degrees between the cells of the coarse grids here."""

STEEPEST = 0.7
"""Greatest change of `field` from one cell to the next, over 1 degree [kg m-2]."""
TOLERANCE = 0.02 * STEEPEST
"""GDAL may place a pixel .01 of a source cell off along each axis (align.py) [kg m-2]."""

# Longitude, latitude and UTM zone of the middle of a scene; its half-width is 10 km.
PLACES = {
    "europe": (15.2, 48.7, 33),
    "zero meridian": (0.03, 51.5, 31),
    "antimeridian": (-179.97, 51.5, 1),
    "antimeridian from the west": (179.98, 51.5, 60),
}


def field(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Water vapour that varies from cell to cell, the same after a full circle [kg m-2]."""
    turn = np.deg2rad(longitude)
    return np.asarray(25 + 5 * np.cos(7 * turn + 1) + 0.5 * np.sin(np.deg2rad(9 * latitude)))


def scene(folder: Path, place: str, strip: int = 32) -> xr.DataArray:
    longitude, latitude, zone = PLACES[place]
    crs = f"EPSG:326{zone:02d}"
    x, y = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(
        longitude, latitude
    )
    west, north = x - SHAPE[1] / 2 * PIXEL, y + SHAPE[0] / 2 * PIXEL
    transform = Affine(PIXEL, 0, west, 0, -PIXEL, north)
    path = rasters.write(
        folder / "scene.tif", np.ones(SHAPE, np.float32), crs=crs, transform=transform
    )
    return door.open_raster(path, mask_and_scale=True, strip=strip)


def positions(like: xr.DataArray, crs: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coordinates of the pixel centres of a scene in another CRS."""
    x, y = np.meshgrid(like.x, like.y)
    transformer = pyproj.Transformer.from_crs(str(like.rio.crs), crs, always_xy=True)
    longitude, latitude = transformer.transform(x, y)
    return longitude, latitude


def interpolated(like: xr.DataArray) -> NDArray[np.float64]:
    """`field` known at the centres of 1-degree cells, bilinear in between."""
    longitude, latitude = positions(like, rasters.DEGREES)
    column, row = longitude - 0.5 * STEP, latitude - 0.5 * STEP
    west, south = np.floor(column), np.floor(row)
    right, up = column - west, row - south
    corners = [[field(west + 0.5 + i, south + 0.5 + j) for i in (0, 1)] for j in (0, 1)]
    lower, upper = (left * (1 - right) + east * right for left, east in corners)
    return lower * (1 - up) + upper * up


def globe(
    path: Path, west: float, *, ascending: bool = False, columns: int = 360, **options: object
) -> Path:
    """Field in 1-degree cells from longitude `west` on, from pole to pole."""
    longitude = west + 0.5 + np.arange(columns)
    latitude = np.arange(-89.5, 90.0) if ascending else np.arange(89.5, -90.0, -1.0)
    values = field(*np.meshgrid(longitude, latitude)).astype(np.float32)
    transform = Affine(1, 0, west, 0, 1, -90) if ascending else Affine(1, 0, west, 0, -1, 90)
    return rasters.write(path, values, crs=rasters.DEGREES, transform=transform, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("west", "ascending", "columns"),
    [
        (-180.0, False, 360),
        (0.0, False, 360),
        (-181.0, False, 360),
        (-180.0, True, 360),
        (0.0, True, 360),
        (0.0, False, 361),
    ],
    ids=["-180", "0-360", "-181", "ascending", "0-360 ascending", "0-360 closed"],
)
def test_a_globe_gives_the_same_values_however_it_is_cut(
    tmp_path: Path, place: str, west: float, ascending: bool, columns: int
) -> None:
    like = scene(tmp_path, place)
    path = globe(tmp_path / "w.tif", west, ascending=ascending, columns=columns)
    found = align.onto(path, like).values.to_numpy()
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, interpolated(like), rtol=0, atol=TOLERANCE)


@pytest.mark.parametrize("place", ["europe", "antimeridian", "antimeridian from the west"])
def test_a_regional_grid_may_count_its_longitudes_another_way(tmp_path: Path, place: str) -> None:
    like = scene(tmp_path, place)
    west = {"europe": 10.0}.get(place, 170.0)
    for turn in (0.0, -360.0, 360.0):
        path = globe(tmp_path / f"w{turn:.0f}.tif", west + turn, columns=20)
        np.testing.assert_allclose(
            align.onto(path, like).values, interpolated(like), rtol=0, atol=TOLERANCE
        )


def test_scaled_integers_are_physical_values(tmp_path: Path) -> None:
    like = scene(tmp_path, "europe")
    with_scale = globe(tmp_path / "plain.tif", -180.0)
    stored = np.rint((rasters.read(with_scale) - 10) / 1e-3).astype(np.int16)
    stored[0, 0] = -9999
    path = rasters.write(
        tmp_path / "scaled.tif", stored, crs=rasters.DEGREES, transform=GLOBE, nodata=-9999,
        scale=1e-3, offset=10.0, units="kg m-2",
    )  # fmt: skip
    found = align.onto(path, like)
    assert found.units == "kg m-2"
    np.testing.assert_allclose(found.values, interpolated(like), rtol=0, atol=TOLERANCE + 5e-4)


@pytest.mark.parametrize(("first", "share"), [(195, 0.0), (193, 0.0), (192, 1.0)])
def test_nodata_of_a_coarse_grid_is_missing_where_it_has_a_share_and_filled_from_beside_it(
    tmp_path: Path, first: int, share: float
) -> None:
    """The scene, at 15.06 to 15.34 degrees, lies in cell 195 and borrows from cell 194."""
    like = scene(tmp_path, "europe")
    values = rasters.read(globe(tmp_path / "w.tif", -180.0))
    values[:, first : first + 2] = -1.0
    path = rasters.write(
        tmp_path / "gap.tif", values, crs=rasters.DEGREES, transform=GLOBE, nodata=-1.0
    )
    found = align.onto(path, like)
    assert np.isfinite(found.values).mean() == share
    assert np.all((found.filled >= 19.5) & (found.filled <= 30.5))


def test_another_utm_zone_and_resolution(tmp_path: Path) -> None:
    like = scene(tmp_path, "europe")
    source = "EPSG:32632"
    x, y = positions(like, source)
    west, north, size = np.floor(x.min() / 1000) - 3, np.ceil(y.max() / 1000) + 3, 40
    columns, rows = np.meshgrid(np.arange(size) + 0.5, np.arange(size) + 0.5)
    plane = 280 + 0.5 * columns - 0.25 * rows  # bilinear interpolation of a plane is the plane
    path = rasters.write(
        tmp_path / "t.tif", plane, crs=source,
        transform=Affine(1000, 0, 1000 * west, 0, -1000, 1000 * north),
    )  # fmt: skip
    expected = 280 + 0.5 * (x / 1000 - west) - 0.25 * (north - y / 1000)
    # .01 source pixel along each axis is .0075 K; float32 adds .00003 K.
    np.testing.assert_allclose(align.onto(path, like).values, expected, rtol=0, atol=0.0076)


def test_finer_pixels_are_averaged(tmp_path: Path) -> None:
    like = scene(tmp_path, "europe")
    fine = np.random.default_rng(4).normal(0.97, 0.01, (3 * SHAPE[0], 3 * SHAPE[1]))
    transform = like.rio.transform() * Affine.scale(1 / 3)
    path = rasters.write(tmp_path / "e.tif", fine, crs="EPSG:32633", transform=transform)
    expected = fine.reshape(SHAPE[0], 3, SHAPE[1], 3).mean((1, 3))
    np.testing.assert_allclose(align.onto(path, like).values, expected, rtol=0, atol=1e-6)


def test_a_raster_of_the_same_grid_keeps_its_bits(tmp_path: Path) -> None:
    like = scene(tmp_path, "europe")
    values = np.random.default_rng(5).normal(0.97, 0.01, SHAPE).astype(np.float32)
    path = rasters.write(
        tmp_path / "e.tif", values, crs="EPSG:32633", transform=like.rio.transform()
    )
    np.testing.assert_array_equal(align.onto(path, like).values, values)


def test_the_height_of_strips_changes_no_bit(tmp_path: Path) -> None:
    path = globe(tmp_path / "w.tif", -180.0)
    found = [align.onto(path, scene(tmp_path, "europe", strip)).values for strip in (7, 16, 64)]
    assert [align.strip_of(values) for values in found] == [7, 16, 64]
    np.testing.assert_array_equal(found[0], found[2])
    np.testing.assert_array_equal(found[1], found[2])


@pytest.mark.parametrize(
    ("west", "columns"), [(-60.0, 20), (20.0, 20), (-170.0, 340)], ids=["far", "east", "all but"]
)
def test_a_grid_elsewhere_is_refused(tmp_path: Path, west: float, columns: int) -> None:
    path = globe(tmp_path / "w.tif", west, columns=columns)
    with pytest.raises(InputError, match="does not overlap the scene"):
        align.onto(path, scene(tmp_path, "europe" if columns == 20 else "antimeridian"))


def test_a_grid_of_no_known_place_is_refused(tmp_path: Path) -> None:
    path = rasters.write(tmp_path / "w.tif", np.ones((4, 4), np.float32), crs=None)
    with pytest.raises(InputError, match="has no coordinate reference system"):
        align.onto(path, scene(tmp_path, "europe"))


def test_what_is_no_raster_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.tif"
    path.write_text("no raster", "utf-8")
    with pytest.raises(RasterError, match=r"w\.tif cannot be read as a raster"):
        align.onto(path, scene(tmp_path, "europe"))


@pytest.mark.parametrize("pixels", [1 / 3, 3.3], ids=["finer", "coarser"])
@pytest.mark.parametrize("bad", [0.0, -9999.0, np.nan])
@pytest.mark.parametrize("nodata", [None, -1.0, -1.7976931348623157e308, np.nan])
def test_impossible_numbers_do_not_leak_into_their_neighbours(
    tmp_path: Path, pixels: float, bad: float, nodata: float | None
) -> None:
    """One void among pixels of .97 leaves .97 or nothing, and more than half of all pixels."""
    like = scene(tmp_path, "europe")
    size = 2 + int(max(SHAPE) / pixels)
    values = np.full((size, size), 0.97)
    values[size // 4 :: size // 4, size // 3] = bad
    values[-size // 3, 1] = 0.97 if nodata is None else nodata
    path = rasters.write(
        tmp_path / "e.tif", values, crs="EPSG:32633", nodata=nodata,
        transform=like.rio.transform() * Affine.scale(pixels),
    )  # fmt: skip
    found = align.field_onto([source.only(path)], like, limits=(1e-6, 1.05)).values.to_numpy()
    known = np.isfinite(found)
    assert known.mean() > 0.5
    np.testing.assert_allclose(found[known], 0.97, rtol=0, atol=1e-6)
