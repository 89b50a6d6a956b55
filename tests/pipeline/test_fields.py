"""LST does not depend on how the same field is given; where a field ends, the pixels say so."""

from __future__ import annotations

import json
import logging
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

import lstgeo
from lstgeo.errors import InputError, MissingFileError, RasterError
from lstgeo.quality import Quality
from tests import commands, fields, rasters, scenes
from tests.data import SHARED, needs_shared
from tests.models import needs_model

Floats = NDArray[np.float64]

LONGITUDE = np.arange(14.985, 15.030, 0.005)
LATITUDE = np.arange(48.765, 48.730, -0.005)
"""Cells of .005 degrees, 12 by 19 pixels: the scene of 1.1 by 1.2 km lies over several of them."""

SENSITIVITY = 0.6
"""Greatest change of LST with water vapour in these scenes [K / (kg m-2)], see the first test."""

VAPOUR_ERROR = 1e-3
"""Greatest error of interpolation [share of the steepest step between cells]; see test_drape."""


def field(longitude: Any, latitude: Any) -> Floats:
    """Water vapour [kg m-2], which changes by up to 1 from cell to cell."""
    return np.asarray(18 + 2 * np.sin(80 * longitude) + 2 * np.cos(110 * latitude))


VALUES = field(*np.meshgrid(LONGITUDE, LATITUDE)).astype(np.float32).astype(np.float64)
STEEPEST = max(np.abs(np.diff(VALUES, axis=0)).max(), np.abs(np.diff(VALUES, axis=1)).max())


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scenes.write(tmp_path_factory.mktemp("scene"))


def _places(rows: Any, columns: Any) -> tuple[Any, Any]:
    """Coordinates of pixel centres in the CRS of the scene."""
    west, north = scenes.TRANSFORM.c, scenes.TRANSFORM.f
    return west + 30 * (columns + 0.5), north - 30 * (rows + 0.5)


def retrieved(scene: Any, vapour: Any, **options: Any) -> xr.Dataset:
    given: dict[str, Any] = {"method": "practical", "emissivity": 0.97, "water_vapour": vapour}
    return lstgeo.retrieve(scene, **given | options)


@pytest.fixture(scope="module")
def plain(scene: Path, tmp_path_factory: pytest.TempPathFactory) -> Floats:
    """LST with a raster of the scene's own grid, interpolated by hand."""
    rows, columns = np.indices(scenes.SHAPE)
    to_degrees = pyproj.Transformer.from_crs(rasters.UTM, rasters.DEGREES, always_xy=True)
    x, y = to_degrees.transform(*_places(rows, columns))
    u, v = (x - LONGITUDE[0]) / 0.005, (LATITUDE[0] - y) / 0.005
    i, j = np.floor(u).astype(int), np.floor(v).astype(int)
    right, down = u - i, v - j
    upper = VALUES[j, i] * (1 - right) + VALUES[j, i + 1] * right
    lower = VALUES[j + 1, i] * (1 - right) + VALUES[j + 1, i + 1] * right
    path = rasters.write(
        tmp_path_factory.mktemp("plain") / "w.tif",
        (upper * (1 - down) + lower * down).astype(np.float32),
        transform=scenes.TRANSFORM, units="kg m-2",
    )  # fmt: skip
    return np.asarray(retrieved(scene, path).surface_temperature, np.float64)


def same(found: xr.Dataset, plain: Floats, more: float = 0.0) -> None:
    """Within the error of interpolation, of `more` in the values [kg m-2], and float32 at 300 K."""
    error = SENSITIVITY * (VAPOUR_ERROR * STEEPEST + more) + 6e-5
    np.testing.assert_allclose(found.surface_temperature, plain, rtol=0, atol=error)
    assert not (found.quality & Quality.ATMOSPHERE_FILLED).any()


def test_the_sensitivity_to_water_vapour_is_as_said(scene: Path) -> None:
    low, high = (retrieved(scene, w).surface_temperature for w in (14.0, 22.0))
    assert 0.01 < float(abs(high - low).max()) / 8 < SENSITIVITY


def _formats(folder: Path) -> dict[str, tuple[Any, float]]:
    """The one field in every way that users have it; with the error of its numbers [kg m-2]."""
    plain = VALUES, LONGITUDE, LATITUDE
    ascending = VALUES[::-1], LONGITUDE, LATITUDE[::-1]
    turned = VALUES, LONGITUDE + 360, LATITUDE
    in_cm = VALUES / 10
    modis = fields.netcdf(
        folder / "m.nc", in_cm, *plain[1:], name="Water_Vapor_Near_Infrared", units=None
    )
    split = folder / "a.nc", folder / "b.nc"
    for path, time, more in zip(split, ("06", "12"), (-1.0, 1.0), strict=True):
        share = (9 + 50 / 60 + 31 / 3600 - 6) / 6
        offset = more * (share if more < 0 else 1 - share)
        fields.netcdf(path, VALUES + offset, LONGITUDE, LATITUDE, times=[f"2016-01-21T{time}:00"])
    both = np.stack([VALUES - 1, VALUES + 1])
    middle = ["2016-01-21T08:50:31", "2016-01-21T10:50:31"]
    other = folder / "other.nc"
    fields.netcdf(other, VALUES, LONGITUDE, LATITUDE, name="tcw", units="mm")
    return {
        "geotiff": (fields.geotiff(folder / "w.tif", *plain, units="mm"), 0),
        "g cm-2": (fields.geotiff(folder / "cm.tif", in_cm, *plain[1:], units="g cm-2"), 0),
        "ascending": (fields.geotiff(folder / "up.tif", *ascending, units="mm"), 0),
        "0 to 360": (fields.geotiff(folder / "360.tif", *turned, units="mm"), 0),
        "classic": (fields.netcdf(folder / "c.nc", *plain, kind="NETCDF3_CLASSIC"), 0),
        "hdf5": (fields.netcdf(folder / "h.nc", *plain), 0),
        "hdf5 ascending": (fields.netcdf(folder / "u.nc", *ascending), 0),
        "packed": (fields.netcdf(folder / "p.nc", *plain, packed=True), 0.001),
        "by definition": (modis, 0),
        "grib": (fields.grib2(folder / "w.grib2", *plain), 5e-5),
        "two times": (fields.netcdf(folder / "t.nc", both, *plain[1:], times=middle), 1e-3),
        "two files": (f"{split[0]},{split[1]}", 1e-3),
        "a list": (list(split), 1e-3),
        "named": (f"{other}:tcw", 0),
    }  # fmt: skip


NAMES = [
    "geotiff", "g cm-2", "ascending", "0 to 360", "classic", "hdf5", "hdf5 ascending", "packed",
    "by definition", "grib", "two times", "two files", "a list", "named",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_way_of_giving_one_field_gives_the_same_lst(
    scene: Path, plain: Floats, tmp_path: Path, name: str
) -> None:
    given, error = _formats(tmp_path)[name]
    # The time of the scene is 9:50:31, half a second before the middle of the two times.
    same(retrieved(scene, given), plain, error)


def test_the_names_are_all_of_the_formats(tmp_path: Path) -> None:
    assert list(_formats(tmp_path)) == NAMES


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    crs=st.sampled_from(["EPSG:32633", "EPSG:32632", "EPSG:3035", "EPSG:4326", "EPSG:3857"]),
    pixels=st.floats(8.5, 60.0),
    dtype=st.sampled_from(["float32", "float64", "int16", "uint16"]),
    chunk=st.integers(1, 40),
    upwards=st.booleans(),
    block=st.sampled_from([None, 16]),
)
def test_lst_does_not_depend_on_the_grid_type_and_chunks_of_a_field(
    scene: Path, tmp_path: Path, crs: str, pixels: float, dtype: str, chunk: int, upwards: bool,
    block: int | None,
) -> None:  # fmt: skip
    """The field is a plane on the scene's grid, which another grid holds but for its own bend."""
    opened = lstgeo.open_scene(scene)
    reference, given = _plane(opened, tmp_path, crs, pixels, dtype, upwards, block)
    expected = retrieved(scene, reference)
    found = retrieved(opened.chunk({"y": chunk}), given)
    # A plane in x and y bends by less than 1e-4 kg m-2 in another projection over 10 km.
    same(found, np.asarray(expected.surface_temperature, np.float64), more=1.5e-3)


def _plane(
    scene: xr.Dataset,
    folder: Path,
    crs: str,
    pixels: float,
    dtype: str,
    upwards: bool,
    block: int | None,
) -> tuple[Path, Path]:
    like = scene.at_sensor_radiance
    middle = float(like.x.mean()), float(like.y.mean())

    def vapour(x: Any, y: Any) -> Floats:
        return np.asarray(18 + 0.5 * (x - middle[0]) / 1e3 - 0.8 * (y - middle[1]) / 1e3)

    reference = rasters.write(
        folder / "plane.tif", vapour(*np.meshgrid(like.x, like.y)).astype(np.float32),
        transform=scenes.TRANSFORM, units="kg m-2",
    )  # fmt: skip
    size = 30.0 * pixels / (72_000.0 if crs == "EPSG:4326" else 1.0)
    to_grid = pyproj.Transformer.from_crs(rasters.UTM, crs, always_xy=True)
    x, y = to_grid.transform(*np.meshgrid(like.x, like.y))
    west, south = x.min() - 4.3 * size, y.min() - 3.7 * size
    width, height = (int((axis.max() - axis.min()) / size) + 12 for axis in (x, y))
    centres = np.meshgrid(
        west + (np.arange(width) + 0.5) * size, south + (np.arange(height) + 0.5) * size
    )
    values = vapour(*to_grid.transform(centres[0], centres[1], direction="INVERSE"))
    scale = None if dtype.startswith("float") else 0.001
    stored = (np.rint(values / scale) if scale else values).astype(dtype)
    transform = Affine(size, 0, west, 0, size, south)
    if not upwards:
        stored, transform = stored[::-1], Affine(size, 0, west, 0, -size, south + height * size)
    tiles = {"tiled": True, "blockxsize": block, "blockysize": block} if block else {}
    path = rasters.write(
        folder / "given.tif",
        stored,
        crs=crs,
        transform=transform,
        units="kg m-2",
        scale=scale,
        **tiles,
    )
    return reference, path


@pytest.mark.parametrize("side", ["west", "east", "north", "south"])
def test_where_a_grid_ends_inside_the_scene_its_pixels_are_flagged_and_less_certain(
    scene: Path, plain: Floats, tmp_path: Path, side: str
) -> None:
    rows, columns = np.indices(scenes.SHAPE)
    to_degrees = pyproj.Transformer.from_crs(rasters.UTM, rasters.DEGREES, always_xy=True)
    x, y = to_degrees.transform(*_places(rows, columns))
    keep = {"west": LONGITUDE > 15.006, "east": LONGITUDE < 15.006,
            "north": LATITUDE < 48.747, "south": LATITUDE > 48.747}[side]  # fmt: skip
    across = side in {"west", "east"}
    longitude = LONGITUDE[keep] if across else LONGITUDE
    latitude = LATITUDE if across else LATITUDE[keep]
    values = VALUES[:, keep] if across else VALUES[keep]
    found = retrieved(
        scene, fields.netcdf(tmp_path / "w.nc", values, longitude, latitude)
    ).compute()
    inside = (abs(x - longitude.mean()) < np.ptp(longitude) / 2 + 0.0025) & (
        abs(y - latitude.mean()) < np.ptp(latitude) / 2 + 0.0025
    )
    flagged = (found.quality & Quality.ATMOSPHERE_FILLED).to_numpy() != 0
    assert 0.1 < inside.mean() < 0.9
    np.testing.assert_array_equal(flagged, ~inside)
    assert np.isfinite(found.surface_temperature).all()
    whole = fields.netcdf(tmp_path / "whole.nc", VALUES, LONGITUDE, LATITUDE)
    certain = retrieved(scene, whole).surface_temperature_uncertainty
    wider = (found.surface_temperature_uncertainty / certain).to_numpy()
    # Filled pixels also have another amount of water vapour, by which some are more certain.
    assert np.median(wider[flagged]) > 1.04
    centres = (abs(x - longitude.mean()) < np.ptp(longitude) / 2) & (
        abs(y - latitude.mean()) < np.ptp(latitude) / 2
    )
    np.testing.assert_allclose(
        found.surface_temperature.to_numpy()[centres], plain[centres], rtol=0, atol=1e-3
    )


def test_the_origin_is_told_and_written(scene: Path, tmp_path: Path) -> None:
    path = fields.netcdf(
        tmp_path / "w.nc", np.stack([VALUES, VALUES]), LONGITUDE, LATITUDE,
        times=["2016-01-21T09:00", "2016-01-21T12:00"],
    )  # fmt: skip
    result = retrieved(scene, path)
    told = {
        "quantity": "total_column_water_vapour", "given": str(path), "files": [str(path)],
        "variable": "tcwv", "units": "kg m**-2", "units_from": "the file",
        "times": ["2016-01-21T09:00:00Z", "2016-01-21T12:00:00Z"], "note": None,
    }  # fmt: skip
    assert result.attrs["origins"] == [told]
    assert str(path) in result.attrs["inputs"]
    written = lstgeo.write(result, tmp_path / "lst.tif")
    item = json.loads(written.item.read_text("utf-8"))
    assert item["properties"]["lstgeo:parameters"]["origins"] == [told]
    assert str(path) in [entry["path"] for entry in item["properties"]["lstgeo:inputs"]]


@pytest.mark.parametrize(
    ("given", "units", "told"),
    [
        (1.8, "g cm-2", ("g cm-2", "--wv-units")),
        (18, None, ("kg m-2", "a number in house units")),
    ],
)
def test_the_origin_of_a_number(
    scene: Path, given: float, units: str | None, told: tuple[str, str]
) -> None:
    (origin,) = retrieved(scene, given, water_vapour_units=units).attrs["origins"]
    assert (origin["units"], origin["units_from"]) == told
    assert origin["files"] == []


def test_units_that_a_name_stands_for_are_told_as_such(scene: Path, tmp_path: Path) -> None:
    path = fields.netcdf(tmp_path / "w.nc", VALUES, LONGITUDE, LATITUDE, name="TQV", units=None)
    (origin,) = retrieved(scene, path).attrs["origins"]
    assert (origin["units"], origin["units_from"]) == ("kg m-2", "the definition of TQV")
    told = retrieved(scene, path, water_vapour_units="mm").attrs["origins"][0]
    assert (told["units"], told["units_from"]) == ("mm", "--wv-units")


def test_a_far_time_is_used_with_a_warning(
    scene: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    times = ["2016-01-21T03:00"]
    path = fields.netcdf(tmp_path / "w.nc", VALUES, LONGITUDE, LATITUDE, times=times)
    with caplog.at_level(logging.WARNING, logger="lstgeo"):
        (origin,) = retrieved(scene, path).attrs["origins"]
    assert "is 6.8 h from the overpass" in origin["note"]
    assert "is 6.8 h from the overpass" in caplog.text


@pytest.mark.parametrize(
    ("values", "name", "units", "said"),
    [
        (VALUES, "pwat", None, "states no units of total column water vapour"),
        (VALUES, "tcwv", "K", "cannot be in 'K'"),
        (VALUES, "tcwv", "%", "cannot be in '%'"),
        (VALUES * 10, "tcwv", "kg m-2", "is outside 0 to 100 kg m-2"),
        (VALUES * np.nan, "tcwv", "kg m-2", "has no value of total column water vapour"),
        (VALUES, "tcw", "kg m-2", "there is tcw; name one as FILE:NAME"),
    ],
    ids=["no units", "kelvin", "percent", "too much", "nothing", "cloud water too"],
)
def test_a_field_that_cannot_be_right_is_refused(
    scene: Path, tmp_path: Path, values: Floats, name: str, units: str | None, said: str
) -> None:
    path = fields.netcdf(tmp_path / "w.nc", values, LONGITUDE, LATITUDE, name=name, units=units)
    with pytest.raises(InputError, match=said):
        retrieved(scene, path)
    ended = commands.run("-q", "retrieve", scene, "--wv", path, "-o", tmp_path / "lst.tif")
    assert ended.code == 1
    assert "Traceback" not in ended.err


def test_a_celsius_field_that_says_kelvin_is_refused(scene: Path, tmp_path: Path) -> None:
    path = fields.netcdf(
        tmp_path / "t.nc", np.full_like(VALUES, 17), LONGITUDE, LATITUDE, name="t2m", units="K"
    )
    with pytest.raises(InputError, match="is it in degc"):
        lstgeo.retrieve(
            scene, method="mono-window", emissivity=0.97, water_vapour=15, air_temperature=path
        )


def test_files_that_are_not_there_or_torn_are_refused(scene: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="does not exist"):
        retrieved(scene, f"{tmp_path / 'none.nc'}:tcwv")
    with pytest.raises(InputError, match="empty list"):
        retrieved(scene, [])
    path = fields.netcdf(tmp_path / "w.nc", VALUES, LONGITUDE, LATITUDE, kind="NETCDF3_CLASSIC")
    rasters.cut(path, 0.9)
    with pytest.raises(RasterError, match="is truncated"):
        retrieved(scene, path)


def test_a_path_with_signs_of_its_own_wins(scene: Path, plain: Floats, tmp_path: Path) -> None:
    for name in ("a:tcwv", "one,two.nc", "C:w.nc"):
        path = fields.netcdf(tmp_path / name, VALUES, LONGITUDE, LATITUDE)
        same(retrieved(scene, str(path)), plain)
        same(retrieved(scene, f"{path}:tcwv"), plain)


@needs_model
def test_a_hole_in_a_coarse_air_temperature_is_done_without_and_flagged(
    scene: Path, tmp_path: Path
) -> None:
    values = np.full_like(VALUES, 290.0)
    values[4, 4] = np.nan
    path = fields.netcdf(tmp_path / "t.nc", values, LONGITUDE, LATITUDE, name="t2m", units="K")
    given: dict[str, Any] = {"water_vapour": 15, "emissivity": 0.97}
    found = lstgeo.retrieve(scene, air_temperature=path, **given).compute()
    without = lstgeo.retrieve(scene, **given).compute()
    whole = lstgeo.retrieve(scene, air_temperature=290.0, **given).compute()
    hole = (found.quality & Quality.ATMOSPHERE_FILLED).to_numpy() != 0
    assert 0.1 < hole.mean() < 0.9
    expected = np.where(hole, without.surface_temperature, whole.surface_temperature)
    np.testing.assert_allclose(found.surface_temperature, expected, rtol=0, atol=2e-4)


@needs_shared
@needs_model
@pytest.mark.parametrize(
    "name", ["gfs_2011-01-15T12_2p5deg.grib2", "gfs_2011-10-11T00_2p5deg.grib1"]
)
def test_one_real_grib_gives_all_three_fields(scene: Path, name: str) -> None:
    path = SHARED / "profiles" / name
    result = lstgeo.retrieve(
        scene, water_vapour=path, air_temperature=path, surface_pressure=path, emissivity=0.97
    ).compute()
    assert [origin["variable"] for origin in result.attrs["origins"]] == [
        "PWAT 0-EATM", "TMP 2-HTGL", "PRES 0-SFC",
    ]  # fmt: skip
    assert result.attrs["inputs"].count(str(path)) == 1
    assert np.isfinite(result.surface_temperature).all()
