"""Profiles become the atmosphere of every pixel: of its place, time and height."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from affine import Affine

import lstgeo
from lstgeo import vocabulary
from lstgeo.errors import InputError, LstgeoError
from lstgeo.pipeline import inputs, profile_files
from lstgeo.pipeline import profiles as pipeline
from lstgeo.profiles import cells, columns, gfs, parameters
from lstgeo.quality import Quality
from lstgeo.raster import align
from lstgeo.raster.grid import Grid
from lstgeo.sensors import platforms
from lstgeo.vocabulary import AT_SENSOR_RADIANCE
from tests import rasters, scenes
from tests.data import SHARED, needs_shared
from tests.pipeline import profiles

BAND = platforms.sensor("landsat8").band("B10")
TRIPLE = (
    vocabulary.TRANSMITTANCE,
    vocabulary.UPWELLING_RADIANCE,
    vocabulary.DOWNWELLING_RADIANCE,
)
DAYS = np.timedelta64(5, "D")
FLAT: dict[str, Any] = {"emissivity": 0.97}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> xr.Dataset:
    return lstgeo.open_scene(scenes.write(tmp_path_factory.mktemp("scene")))


@pytest.fixture(scope="module")
def era5(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return profiles.write(tmp_path_factory.mktemp("era5") / "era5.nc", profiles.dataset())


def _found(
    path: Path | str, scene: xr.Dataset, height: Path | float | None = None
) -> pipeline.Atmosphere:
    ground = None if height is None else inputs.ground(height, scene)
    return pipeline.prepared(path, scene, BAND, inputs.overpass(scene), ground)


def test_a_pixel_has_the_transfer_of_the_column_at_its_place_and_time(
    scene: xr.Dataset, era5: Path
) -> None:
    """Against the transfer of the interpolated column itself: .001 in tau, .01 K in LST."""
    found = _found(era5, scene)
    grid = align.grid_of(scene[AT_SENSOR_RADIANCE.name])
    share = _share(scene)
    for row, column in ((3, 5), (scenes.SHAPE[0] - 4, scenes.SHAPE[1] - 7)):
        x, y = _degrees(grid, row, column)
        level = profiles.LEVELS_HPA[::-1]
        warm, moist = profiles.air(level, x - 15.0 + 0.5 * share)
        batch = cells.laid(
            100 * level,
            {
                "temperature": warm[None],
                "specific_humidity": moist[None] * np.exp(0.1 * (y - 48.75)),
            },
            {"pressure": np.array([97_000.0])},
            np.array(["here"]),
            elevation=np.zeros(1),
        )
        true = parameters.of(batch, "landsat8", "B10")
        for quantity, value in zip(TRIPLE, true, strict=True):
            got = float(found.inputs[quantity].values[row, column])
            assert got == pytest.approx(float(value[0]), abs=2e-4 * max(1.0, float(value[0])))
        got = float(found.inputs[vocabulary.WATER_VAPOUR].values[row, column])
        assert got == pytest.approx(float(batch.total_column_water_vapour[0]), rel=2e-4)


def _share(scene: xr.Dataset) -> float:
    """How far the overpass is past the first of the two times [h]."""
    overpass = inputs.overpass(scene)
    assert overpass is not None
    return float((overpass - np.datetime64("2016-01-21T09:00", "s")) / np.timedelta64(1, "h"))


def _degrees(grid: Grid, row: int, column: int) -> tuple[float, float]:
    from pyproj import Transformer  # noqa: PLC0415

    x, y = grid.transform * (column + 0.5, row + 0.5)
    found = Transformer.from_crs(grid.crs.to_wkt(), "EPSG:4326", always_xy=True).transform(x, y)
    return float(found[0]), float(found[1])


def test_height_cuts_the_column_off(scene: xr.Dataset, era5: Path, tmp_path: Path) -> None:
    """Polynomials of the height against the transfer of moved columns: 3e-4 in tau, .003 of L."""
    rows, across = np.indices(scenes.SHAPE)
    hills = (600 + 500 * np.sin(rows / 9) * np.cos(across / 7)).astype(np.float32)
    model = rasters.write(tmp_path / "dem.tif", hills, transform=scenes.TRANSFORM)
    data = profiles.dataset()
    data["z"] = (("latitude", "longitude"), np.full(data.sp.shape[1:], 350 * 9.80665))
    data["z"].attrs["units"] = "m**2 s**-2"
    path = profiles.write(tmp_path / "with_z.nc", data)
    found = _found(path, scene, model)
    batch = found.profiles.columns
    middle = batch.take(slice(len(batch) // 2, len(batch) // 2 + 1))
    assert middle.elevation[0] == pytest.approx(350.0, abs=0.01)
    low, high = (
        np.unravel_index(hills.argmin(), hills.shape),
        np.unravel_index(hills.argmax(), hills.shape),
    )
    values = found.inputs[vocabulary.TRANSMITTANCE].values.compute()
    pressure = found.inputs[vocabulary.SURFACE_PRESSURE].values.compute()
    for place in (low, high):
        moved = cells.moved(middle, float(hills[place]))
        true = parameters.of(moved, "landsat8", "B10")
        assert float(values[place]) == pytest.approx(float(true.transmittance[0]), abs=4e-3)
        assert float(pressure[place]) == pytest.approx(float(moved.surface_pressure[0]), abs=15.0)
    assert values[high] > values[low] + 0.01


def test_ground_of_unknown_height_has_the_atmosphere_of_the_cells(
    scene: xr.Dataset, era5: Path, tmp_path: Path
) -> None:
    hills = np.full(scenes.SHAPE, 900, np.float32)
    hills[:, : scenes.SHAPE[1] // 2] = np.nan
    model = rasters.write(tmp_path / "dem.tif", hills, transform=scenes.TRANSFORM, nodata=np.nan)
    data = profiles.dataset().assign(orog=(("latitude", "longitude"), np.full((9, 9), 350.0)))
    data["orog"].attrs["units"] = "m"
    path = profiles.write(tmp_path / "orog.nc", data)
    flat = _found(path, scene).inputs[vocabulary.TRANSMITTANCE].values.compute()
    found = _found(path, scene, model).inputs[vocabulary.TRANSMITTANCE].values.compute()
    np.testing.assert_array_equal(found[:, 0], flat[:, 0])
    assert (found[:, -1] > flat[:, -1] + 0.01).all()


@pytest.mark.parametrize("strip", [64, 96])
def test_strips_do_not_matter(scene: xr.Dataset, era5: Path, strip: int) -> None:
    given = {"profiles": era5, "method": "rte", **FLAT}
    whole = lstgeo.retrieve(scene, **given).compute()
    cut = lstgeo.retrieve(scene.chunk({"y": strip, "x": -1}), **given).compute()
    xr.testing.assert_identical(whole, cut)
    assert whole.attrs["method"] == "rte"
    (origin,) = whole.attrs["origins"]
    assert (origin["quantity"], origin["files"]) == ("profiles", [str(era5)])


def test_the_plan_tells_of_profiles_once_and_of_what_is_given_besides(
    scene: xr.Dataset, era5: Path
) -> None:
    planned = lstgeo.check(scene, profiles=era5, **FLAT)
    (reading,) = planned.readings
    assert (reading.origin.quantity, reading.covered) == ("profiles", 1.0)
    both = lstgeo.check(scene, profiles=era5, water_vapour=20.0, method="coupled", **FLAT)
    assert [each.origin.quantity for each in both.readings] == [
        "total_column_water_vapour",
        "profiles",
    ]


def test_profiles_serve_the_other_methods_too(scene: xr.Dataset, era5: Path) -> None:
    found = lstgeo.retrieve(scene, profiles=era5, method="practical", **FLAT)
    column = float(_found(era5, scene).inputs[vocabulary.WATER_VAPOUR].values.mean())
    told = lstgeo.retrieve(scene, water_vapour=column, method="practical", **FLAT)
    difference = (found.surface_temperature - told.surface_temperature).compute()
    assert abs(float(difference.mean())) < 0.05  # .03 kg m-2 of .6 K per kg m-2


@pytest.mark.parametrize("method", ["rte", "coupled"])
def test_they_are_seen_along_the_angle_that_is_given(
    scene: xr.Dataset, era5: Path, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    known = scene.assign(view_zenith_angle=0 * scene.at_sensor_radiance + 9)
    given = {"profiles": era5, "method": method, **FLAT}
    told = lstgeo.retrieve(scene, **given, view_zenith_angle=9).compute()
    xr.testing.assert_equal(told, lstgeo.retrieve(known, **given).compute())
    nadir = lstgeo.retrieve(scene, **given).compute()
    assert float(abs(told.surface_temperature - nadir.surface_temperature).max()) > 0.01  # K
    assert "is not used" not in caplog.text


def test_one_pressure_stands_for_a_missing_field(
    scene: xr.Dataset, era5: Path, tmp_path: Path
) -> None:
    bare = profiles.write(tmp_path / "bare.nc", profiles.dataset().drop_vars("sp"))
    told = lstgeo.retrieve(scene, profiles=bare, surface_pressure=97_000.0, **FLAT)
    read = lstgeo.retrieve(scene, profiles=era5, **FLAT)
    xr.testing.assert_equal(told.compute(), read.compute())


def test_pressure_follows_from_geopotential_and_the_ground(
    scene: xr.Dataset, tmp_path: Path
) -> None:
    data = profiles.dataset().drop_vars("sp")
    height = profiles.SCALE * np.log(1013.25 / data.level)
    data["z"] = (height * 9.80665).broadcast_like(data.t)
    data["z"].attrs["units"] = "m**2 s**-2"
    path = profiles.write(tmp_path / "z.nc", data)
    with pytest.raises(InputError, match="--pressure, or geopotential"):
        _found(path, scene)
    found = _found(path, scene, 400.0).inputs[vocabulary.SURFACE_PRESSURE].values
    assert float(found[0, 0]) == pytest.approx(101_325 * np.exp(-400 / profiles.SCALE), abs=3.0)


def test_levels_may_run_either_way_and_lie_in_several_files(
    scene: xr.Dataset, era5: Path, tmp_path: Path
) -> None:
    data = profiles.dataset()
    turned = data.isel(level=slice(None, None, -1), latitude=slice(None, None, -1))
    turned = turned.assign_coords(level=turned.level * 100)
    turned.level.attrs["units"] = "Pa"
    first = profiles.write(tmp_path / "t.nc", turned[["t"]].isel(time=[0]))
    second = profiles.write(tmp_path / "t2.nc", turned[["t"]].isel(time=[1]))
    rest = profiles.write(tmp_path / "q.nc", turned[["q", "sp"]])
    found = pipeline.prepared([first, second, rest], scene, BAND, inputs.overpass(scene))
    whole = _found(era5, scene)
    for quantity in TRIPLE:
        np.testing.assert_allclose(
            found.inputs[quantity].values, whole.inputs[quantity].values, rtol=1e-6
        )


def test_a_cell_without_values_is_filled_and_flagged(scene: xr.Dataset, tmp_path: Path) -> None:
    data = profiles.dataset()
    data["t"][:, 5, 4, 4] = np.nan
    found = lstgeo.retrieve(scene, profiles=profiles.write(tmp_path / "hole.nc", data), **FLAT)
    bits = found.quality.values & Quality.ATMOSPHERE_FILLED
    measured = np.isfinite(found.surface_temperature.values)
    assert measured.any()
    assert (bits[measured] != 0).any()


def test_what_lies_under_the_ground_does_not_count(
    scene: xr.Dataset, era5: Path, tmp_path: Path
) -> None:
    """MERRA-2 leaves it empty, ERA5 makes it up; the lowest known level stands for the ground's."""
    data = profiles.dataset()
    buried = data.level > 970
    data["t"] = data.t.where(~buried)
    data["q"] = data.q.where(~buried)
    for name, units in (("t", "K"), ("q", "kg kg-1")):
        data[name].attrs["units"] = units
    found = _found(profiles.write(tmp_path / "merra.nc", data), scene)
    whole = _found(era5, scene)
    change = (
        found.inputs[vocabulary.TRANSMITTANCE].values
        - whole.inputs[vocabulary.TRANSMITTANCE].values
    )
    assert abs(change).max() < 2e-3


Broken = Callable[[xr.Dataset], xr.Dataset]


def _units(name: str, units: str) -> Broken:
    def broken(data: xr.Dataset) -> xr.Dataset:
        data[name].attrs["units"] = units
        return data

    return broken


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda data: data.drop_vars("q"), "needs specific or relative humidity on pressure"),
        (lambda data: data.drop_vars("t"), "needs temperature on pressure levels"),
        (lambda data: data.drop_vars("sp"), "has no surface pressure"),
        (lambda data: data.sel(level=data.level >= 400), "has to reach up to 300 hPa"),
        (lambda data: data.sel(level=data.level <= 700), "the lowest level of temperature is 700"),
        (
            lambda data: data.sel(level=(data.level <= 450) | (data.level >= 850)),
            "levels of temperature are missing between 850 and 450 hPa",
        ),
        (lambda data: data.assign_coords(longitude=data.longitude + 40), "does not overlap"),
        (lambda data: data.isel(time=[0]).assign_coords(time=data.time[:1] + DAYS), "12 h from"),
        (lambda data: data.assign_coords(time=data.time + np.timedelta64(9, "h")), "outside it"),
        (_units("t", "degC"), "above 400 K"),
        (_units("t", "m"), "cannot be in 'm'"),
        (_units("q", "g kg-1"), None),
        (lambda data: data.assign(q=(1000 * data.q).assign_attrs(data.q.attrs)), "its unit right"),
        (lambda data: data.assign(q=(3 * data.q).assign_attrs(data.q.attrs)), "disagree"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_right_are_refused(
    broken: Broken, said: str | None, scene: xr.Dataset, tmp_path: Path
) -> None:
    path = profiles.write(tmp_path / "broken.nc", broken(profiles.dataset()))
    if said is None:  # dry air is possible: nobody can tell
        _found(path, scene)
        return
    with pytest.raises(LstgeoError, match=said):
        _found(path, scene)


def test_relative_humidity_is_undone_as_its_model_means_it(
    scene: xr.Dataset, era5: Path, tmp_path: Path
) -> None:
    data = profiles.dataset()
    pressure = 100 * data.level
    t = data.t
    liquid = ((t - 250.16) / 23).clip(0, 1) ** 2
    water = 611.21 * np.exp(17.502 * (t - 273.16) / (t - 32.19))
    ice = 611.21 * np.exp(22.587 * (t - 273.16) / (t + 0.7))
    vapour = liquid * water + (1 - liquid) * ice
    vapour = np.minimum(vapour, pressure)
    saturated = 0.6219807 * vapour / (pressure - (1 - 0.6219807) * vapour)
    data["r"] = (100 * data.q / saturated).transpose(*t.dims)
    data["r"].attrs["units"] = "%"
    found = _found(profiles.write(tmp_path / "r.nc", data.drop_vars("q")), scene)
    whole = _found(era5, scene)
    got, true = (each.inputs[vocabulary.WATER_VAPOUR].values for each in (found, whole))
    np.testing.assert_allclose(got, true, rtol=2e-3)


@needs_shared
@pytest.mark.parametrize(
    "file", ["gfs_2011-01-15T12_2p5deg.grib2", "gfs_2011-10-11T00_2p5deg.grib1"]
)
def test_gfs_columns_are_those_of_the_reader_of_gfs(file: str) -> None:
    """The other reader of the project, on whose columns the models are trained."""
    path = SHARED / "profiles" / file
    wide = Grid(_utm(33), Affine(30.0, 0, 4e5, 0, -30.0, 5.3e6), 6000, 6000)
    found = profile_files.read(path, wide, None).columns
    known = gfs.read(path)
    places = [
        int(np.argmin(abs(known.latitude - y) + abs(known.longitude - x)))
        for y, x in _places(found)
    ]
    same = known.take(np.array(places)).replaced()
    np.testing.assert_allclose(found.surface_pressure, same.surface_pressure, rtol=1e-9)
    np.testing.assert_allclose(
        found.total_column_water_vapour, same.total_column_water_vapour, rtol=2e-3
    )
    mine, theirs = (parameters.of(batch, "landsat8", "B10") for batch in (found, same))
    np.testing.assert_allclose(mine.transmittance, theirs.transmittance, rtol=0, atol=5e-4)
    np.testing.assert_allclose(mine.upwelling_radiance, theirs.upwelling_radiance, atol=0.01)


def _places(batch: columns.Columns) -> list[tuple[float, float]]:
    """Latitude and longitude as the columns' names have them."""
    words = [str(name).split() for name in batch.source]
    return [(float(each[-2]), float(each[-1])) for each in words]


def _utm(zone: int) -> object:
    from rasterio.crs import CRS  # noqa: PLC0415

    return CRS.from_epsg(32600 + zone)


@needs_shared
def test_a_field_of_era5_without_surface_takes_a_pressure_or_heights(scene: xr.Dataset) -> None:
    path = SHARED / "profiles" / "era5_tl31_1959-01-02.nc"
    grid = align.grid_of(scene[AT_SENSOR_RADIANCE.name])
    with pytest.raises(InputError, match="has no surface pressure"):
        profile_files.read(path, grid, None)
    told = profile_files.read(path, grid, None, surface_pressure=96_000.0)
    assert np.all(told.columns.surface_pressure == 96_000.0)
    assert told.placed
    raised = profile_files.read(path, grid, None, inputs.ground(500.0, scene))
    # The standard atmosphere has 95 460 Pa at 500 m, and weather 30 hPa more or less.
    np.testing.assert_allclose(raised.columns.surface_pressure, 95_460, rtol=0, atol=4_000)
