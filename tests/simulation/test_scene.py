"""A synthetic scene against the physics it claims, the layout it imitates and its own seed."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import rasterio

from lstgeo.atmosphere import model, nodes
from lstgeo.errors import InputError, MethodError
from lstgeo.physics import footprint, surface
from lstgeo.profiles import netcdf
from lstgeo.sensors import platforms
from lstgeo.simulation import atmosphere, scene
from tests.simulation.files import SHAPE, Files, at_overpass, read

KNOWN_PIXELS = {1, 21762, 21824, 21890, 21952, 22280, 23888, 24016}
"""QA_PIXEL without cirrus: fill, and dilated, clear, cloud, shadow over land or water."""

CIRRUS = 4 + (2 << 14)
"""What cirrus of high confidence adds to a QA_PIXEL value."""


def _radiance(files: Files, band: str) -> np.ndarray:
    gain = float(files.metadata[f"RADIANCE_MULT_BAND_{band}"])
    return gain * files.band(f"B{band}") + float(files.metadata[f"RADIANCE_ADD_BAND_{band}"])


def _retrieved(files: Files, sensor: str) -> np.ndarray:
    """Temperature [K] by inversion of the band with the true atmosphere and emissivity."""
    names = ("emissivity", "transmittance", "upwelling_radiance", "downwelling_radiance")
    emissivity, *air = (files.truth(name).astype(np.float64) for name in names)
    table = platforms.sensor(sensor).band("B10").planck_table
    retrieved: np.ndarray = surface.temperature(
        _radiance(files, "10"), emissivity, air[0], air[1], air[2], table
    )
    return retrieved


@pytest.mark.parametrize(("fixture", "sensor"), [("quiet", "landsat8"), ("landsat9", "landsat9")])
def test_inversion_with_the_true_atmosphere_finds_the_truth(
    fixture: str, sensor: str, request: pytest.FixtureRequest
) -> None:
    files: Files = request.getfixturevalue(fixture)
    error = (_retrieved(files, sensor) - files.truth("surface_temperature"))[files.clear]
    # Half a step of the DN is 1.2 mK at 300 K, 2 mK beneath a transmittance of .7, on Landsat 8;
    # float32 radiances near 9 W m-2 sr-1 um-1 add up to .02 mK.
    step = float(files.metadata["RADIANCE_MULT_BAND_10"]) / 3.342e-4
    assert error.size > 50_000
    assert np.abs(error).max() < 0.0022 * step
    assert abs(error.mean()) < 0.00005


def test_noise_of_the_sensor_is_what_the_band_states(noisy: Files) -> None:
    band = platforms.sensor("landsat8").band("B10")
    clear = noisy.clear
    truth = noisy.truth("surface_temperature").astype(np.float64)[clear]
    error = _retrieved(noisy, "landsat8")[clear] - truth
    seen = (noisy.truth("transmittance") * noisy.truth("emissivity"))[clear]
    kelvin = (
        error * seen * band.planck_table.slope(truth) / band.planck_table.slope(np.array(300.0))
    )
    assert kelvin.std() == pytest.approx(band.nedt, rel=0.02)  # 60,000 pixels: .3 %
    assert abs(kelvin.mean()) < 0.001


def test_noise_of_neighbours_is_independent(noisy: Files, quiet: Files) -> None:
    for band in ("B4", "B5", "B10", "B11"):
        difference = noisy.band(band).astype(float) - quiet.band(band)
        inner = difference[150:250, 150:250]
        neighbours = np.corrcoef(inner[:-1].ravel(), inner[1:].ravel())[0, 1]
        beside = np.corrcoef(inner[:, :-1].ravel(), inner[:, 1:].ravel())[0, 1]
        assert abs(neighbours) < 0.05  # 10,000 pairs: 1 sigma is .01
        assert abs(beside) < 0.05


def test_truth_is_that_of_the_thermal_footprint(quiet: Files) -> None:
    seen = np.isfinite(quiet.truth("emissivity"))
    inner = np.zeros_like(seen)
    inner[2:-2, 2:-2] = seen[2:-2, 2:-2]
    mean = footprint.average(read(quiet.paths.emissivity), 100 / 30)
    np.testing.assert_array_equal(mean[inner], quiet.truth("emissivity")[inner])


def _bilinear(path: Path, rows: np.ndarray, columns: np.ndarray, fine_path: Path) -> np.ndarray:
    """Values of a coarse raster at pixels of a fine one, which lie well within it."""
    with rasterio.open(path) as coarse, rasterio.open(fine_path) as fine:
        values, to_cell = coarse.read(1), ~coarse.transform
        x, y = rasterio.transform.xy(fine.transform, rows, columns)
        longitude, latitude = rasterio.warp.transform(fine.crs, coarse.crs, x, y)
    a, _, c, _, e, f = to_cell[:6]
    column = a * np.asarray(longitude) + c - 0.5
    row = e * np.asarray(latitude) + f - 0.5
    assert 1 < row.min() < row.max() < values.shape[0] - 2
    assert 1 < column.min() < column.max() < values.shape[1] - 2
    i, j = np.floor(row).astype(int), np.floor(column).astype(int)
    u, v = row - i, column - j
    bilinear: np.ndarray = (
        (1 - u) * ((1 - v) * values[i, j] + v * values[i, j + 1])
        + u * ((1 - v) * values[i + 1, j] + v * values[i + 1, j + 1])
    )  # fmt: skip
    return bilinear


def test_the_coarse_grid_of_water_vapour_gives_back_the_field(quiet: Files) -> None:
    with rasterio.open(quiet.paths.water_vapour) as coarse:
        assert coarse.crs.to_epsg() == 4326
        assert coarse.units == ("kg m-2",)
    truth = quiet.truth("total_column_water_vapour")
    rows, columns = (index[::97] for index in np.nonzero(np.isfinite(truth)))
    fine = quiet.paths.truth / "total_column_water_vapour.tif"
    coarse_values = _bilinear(quiet.paths.water_vapour, rows, columns, fine)
    # Curvature of the field between cells of .05 degree; a scene of 12 km is but two of them wide.
    assert np.abs(coarse_values - truth[rows, columns]).max() < 0.5
    assert 16.8 <= np.nanmin(truth) < 19
    assert 21 < np.nanmax(truth) <= 23.2


def test_surfaces_are_as_much_warmer_than_the_air_as_on_a_july_morning(quiet: Files) -> None:
    with rasterio.open(quiet.paths.air_temperature) as coarse:
        assert coarse.crs.to_epsg() == 4326
        assert coarse.units == ("K",)
    fine = quiet.paths.truth / "surface_temperature.tif"
    quality, truth = quiet.band("QA_PIXEL"), read(fine)
    red, infrared = (2e-5 * quiet.band(name).astype(float) - 0.1 for name in ("B4", "B5"))
    ndvi = (infrared - red) / (infrared + red)
    land = quality == 21824
    wooded = land & (red < np.percentile(red[land], 3)) & (ndvi > 0.75)
    open_ground = land & (ndvi < 0.3)
    median = {}
    for name, part in {"water": quality == 21952, "wood": wooded, "bare": open_ground}.items():
        rows, columns = (index[::7] for index in np.nonzero(part))
        assert rows.size > 20
        air = _bilinear(quiet.paths.air_temperature, rows, columns, fine)
        assert 293.5 < air.min() < air.max() < 297.5
        median[name] = np.median(truth[rows, columns] - air)
    assert -8 < median["water"] < -2
    assert 0 < median["wood"] < 3.5
    assert 5 < median["bare"] < 17


def test_the_reanalysis_gives_back_the_true_atmosphere(quiet: Files) -> None:
    batch = at_overpass(netcdf.read(quiet.paths.reanalysis), quiet.metadata)
    with rasterio.open(quiet.paths.truth / "transmittance.tif") as fine:
        x, y = rasterio.warp.transform("EPSG:4326", fine.crs, batch.longitude, batch.latitude)
        rows, columns = (
            np.array(index) for index in rasterio.transform.rowcol(fine.transform, x, y)
        )
    inside = (rows >= 0) & (rows < SHAPE[0]) & (columns >= 0) & (columns < SHAPE[1])
    seen = np.flatnonzero(inside)
    seen = seen[np.isfinite(quiet.truth("transmittance")[rows[seen], columns[seen]])]
    assert (rows.min() < 0) & (rows.max() > SHAPE[0]) & (columns.min() < 0) & (seen.size > 2)
    found = model.parameters(atmosphere.profile(batch.take(seen)), nodes.table("landsat8", "B10"))
    for values, name, tolerance in zip(found, found._fields, (0.001, 0.01, 0.01), strict=True):
        truth = quiet.truth(name)[rows[seen], columns[seen]]
        np.testing.assert_allclose(values, truth, rtol=0, atol=tolerance)


def test_the_frame_is_turned_like_a_descending_orbit(quiet: Files) -> None:
    fill = quiet.band("B10") == 0
    height, width = SHAPE
    angle = math.radians(12)
    across = (width * math.cos(angle) - height * math.sin(angle)) / math.cos(2 * angle)
    along = (height * math.cos(angle) - width * math.sin(angle)) / math.cos(2 * angle)
    assert 1 - fill.mean() == pytest.approx(across * along / (height * width), abs=0.003)
    # Top corner left, bottom corner right of the middle; every band has the same fill.
    assert 40 < np.flatnonzero(~fill[2]).mean() < width / 2 < np.flatnonzero(~fill[-3]).mean()
    for name in ("B4", "B5", "B11"):
        np.testing.assert_array_equal(quiet.band(name) == 0, fill)
    np.testing.assert_array_equal(quiet.band("QA_PIXEL") == 1, fill)
    np.testing.assert_array_equal(np.isnan(quiet.truth("surface_temperature")), fill)
    assert not np.isnan(read(quiet.paths.emissivity)).any()


def test_quality_holds_the_values_of_collection_2(noisy: Files) -> None:
    values = {int(value) for value in np.unique(noisy.band("QA_PIXEL"))}
    without = {value - CIRRUS if value & 4 else value for value in values}
    assert {1, 21762, 21824, 21952, 22280, 23888} <= values
    assert 21824 + CIRRUS == 54596  # the USGS value of cirrus over clear land
    assert without <= KNOWN_PIXELS
    assert not noisy.band("QA_RADSAT").any()


def test_clouds_are_cold_bright_and_as_many_as_the_metadata_says(quiet: Files) -> None:
    quality = quiet.band("QA_PIXEL")
    cloud, seen = (quality & 8) > 0, quality != 1
    table = platforms.sensor("landsat8").band("B10").planck_table
    brightness = table.temperature(_radiance(quiet, "10"))
    assert np.median(brightness[cloud]) < 275 < np.percentile(brightness[quiet.clear], 1)
    assert np.median(quiet.band("B4")[cloud]) > 2 * np.median(quiet.band("B4")[quiet.clear])
    assert 0.02 < cloud.sum() / seen.sum() < 0.2
    stated = float(quiet.metadata["CLOUD_COVER"])
    assert stated == pytest.approx(100 * cloud.sum() / seen.sum(), abs=0.006)


def test_shadows_lie_away_from_the_sun_and_are_cooler(quiet: Files) -> None:
    quality = quiet.band("QA_PIXEL")
    cloud, shadow = (quality & 8) > 0, (quality & 16) > 0
    throw = 1500 / 30 / math.tan(math.radians(float(quiet.metadata["SUN_ELEVATION"])))
    azimuth = math.radians(float(quiet.metadata["SUN_AZIMUTH"]))
    down, right = round(throw * math.cos(azimuth)), -round(throw * math.sin(azimuth))
    moved = np.roll(cloud, (down, right), (0, 1))
    assert down < 0 > right  # the sun of the morning stands in the south-east
    assert (moved & shadow).sum() > 0.9 * (
        moved & (quality != 1) & ~cloud & (quality & 2 == 0)
    ).sum()
    temperature = quiet.truth("surface_temperature")
    assert np.median(temperature[shadow]) < np.median(temperature[quiet.clear]) - 1.5


def test_water_is_cool_dark_in_the_infrared_and_flagged(quiet: Files) -> None:
    red, infrared = (2e-5 * quiet.band(name).astype(float) - 0.1 for name in ("B4", "B5"))
    ndvi = (infrared - red) / (infrared + red)
    quality, temperature = quiet.band("QA_PIXEL"), quiet.truth("surface_temperature")
    water, land = quality == 21952, quality == 21824
    assert 0.01 < water.sum() / (quality != 1).sum() < 0.15
    assert np.median(ndvi[water]) < 0 < np.percentile(ndvi[land], 1)
    assert 291 < np.median(temperature[water]) < 294
    assert np.median(quiet.truth("emissivity")[water]) == pytest.approx(0.9905, abs=0.001)
    assert 0.6 < np.percentile(ndvi[land], 90) < 0.9
    assert 293 < np.percentile(temperature[land], 2) < np.percentile(temperature[land], 98) < 318
    greener = np.corrcoef(ndvi[land], temperature[land])[0, 1]
    assert greener < -0.4  # vegetation cools


def test_emissivity_by_ndvi_is_near_the_truth_but_not_exact(quiet: Files) -> None:
    red, infrared = (2e-5 * quiet.band(name).astype(float) - 0.1 for name in ("B4", "B5"))
    cover = np.clip(((infrared - red) / (infrared + red) - 0.2) / 0.66, 0, 1) ** 2
    land = quiet.band("QA_PIXEL") == 21824
    error = (0.99 * cover + 0.97 * (1 - cover) - read(quiet.paths.emissivity))[land]
    assert 0.002 < error.std() < 0.012
    assert abs(error.mean()) < 0.004


def test_metadata_says_what_it_is_and_where(landsat9: Files) -> None:
    metadata = landsat9.metadata
    assert "lstgeo" in metadata["ORIGIN"]
    assert metadata["REQUEST_ID"] == "SIMULATED_BY_LSTGEO"
    assert metadata["SPACECRAFT_ID"] == "LANDSAT_9"
    # The constants of the real Landsat 9 files.
    assert float(metadata["RADIANCE_MULT_BAND_10"]) == 3.8e-4
    assert float(metadata["RADIANCE_MULT_BAND_11"]) == 3.49e-4
    assert float(metadata["K1_CONSTANT_BAND_10"]) == 799.0284
    with rasterio.open(landsat9.paths.scene / metadata["FILE_NAME_BAND_10"]) as band:
        assert band.crs.to_epsg() == 32600 + int(metadata["UTM_ZONE"])
        assert band.dtypes == ("uint16",)
        assert (band.nodata, band.shape) == (None, SHAPE)
        x, y = band.xy(0, band.width - 1)
        longitude, latitude = rasterio.warp.transform(band.crs, "EPSG:4326", [x], [y])
    assert x == float(metadata["CORNER_UR_PROJECTION_X_PRODUCT"])
    assert x % 30 == y % 30 == 0
    assert longitude[0] == pytest.approx(float(metadata["CORNER_UR_LON_PRODUCT"]), abs=1e-5)
    assert latitude[0] == pytest.approx(float(metadata["CORNER_UR_LAT_PRODUCT"]), abs=1e-5)


def test_sun_stands_where_astronomy_puts_it(quiet: Files, landsat9: Files) -> None:
    for metadata in (quiet.metadata, landsat9.metadata):
        elevation, azimuth, distance = _sun(metadata)
        assert float(metadata["SUN_ELEVATION"]) == pytest.approx(elevation, abs=0.05)  # degree
        assert float(metadata["SUN_AZIMUTH"]) == pytest.approx(azimuth, abs=0.05)
        assert float(metadata["EARTH_SUN_DISTANCE"]) == pytest.approx(distance, abs=0.0002)


def _sun(metadata: dict[str, str]) -> tuple[float, float, float]:
    """Elevation and azimuth [degree] and distance [au] of the sun from the middle of the scene.

    Source: low-precision formulas of the Astronomical Almanac (page C5), good to .01 degree.
    """
    moment = dt.datetime.fromisoformat(
        f"{metadata['DATE_ACQUIRED']}T{metadata['SCENE_CENTER_TIME'][:8]}+00:00"
    )
    days = (moment - dt.datetime(2000, 1, 1, 12, tzinfo=dt.UTC)).total_seconds() / 86400
    anomaly = math.radians(357.528 + 0.9856003 * days)
    bend = 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly)
    along, tilt = math.radians(280.460 + 0.9856474 * days + bend), math.radians(23.439)
    ascension = math.atan2(math.cos(tilt) * math.sin(along), math.cos(along))
    declination = math.asin(math.sin(tilt) * math.sin(along))
    latitude, longitude = (
        math.radians(
            (
                float(metadata[f"CORNER_UL_{axis}_PRODUCT"])
                + float(metadata[f"CORNER_LR_{axis}_PRODUCT"])
            )
            / 2
        )
        for axis in ("LAT", "LON")
    )
    hour = math.radians(280.46062 + 360.98564737 * days) + longitude - ascension
    up = math.sin(latitude) * math.sin(declination)
    up += math.cos(latitude) * math.cos(declination) * math.cos(hour)
    east = -math.cos(declination) * math.sin(hour)
    north = (math.sin(declination) - up * math.sin(latitude)) / math.cos(latitude)
    distance = 1.00014 - 0.01671 * math.cos(anomaly) - 0.00014 * math.cos(2 * anomaly)
    return math.degrees(math.asin(up)), math.degrees(math.atan2(east, north)), distance


def _hashes(files: scene.SyntheticScene) -> dict[str, str]:
    rasters = [files.water_vapour, files.air_temperature, files.emissivity]
    rasters += files.truth.iterdir()
    rasters += [path for path in files.scene.iterdir() if path.suffix == ".TIF"]
    texts = [*files.scene.glob("*_MTL.txt"), files.reanalysis]
    content = {path: read(path).tobytes() for path in rasters}
    content |= {path: path.read_bytes() for path in texts}
    return {
        str(path.relative_to(files.scene.parent)): hashlib.sha256(data).hexdigest()
        for path, data in content.items()
    }


def test_every_strip_height_gives_the_same_bits(tmp_path: Path) -> None:
    shape = (601, 150)  # more than one row of tiles
    whole = _hashes(scene.write(tmp_path / "whole", shape=shape, seed=5, strip_rows=1000))
    assert len(whole) == 17
    for rows in (37, 128):
        folder = tmp_path / str(rows)
        assert _hashes(scene.write(folder, shape=shape, seed=5, strip_rows=rows)) == whole


def test_another_seed_is_another_scene(tmp_path: Path) -> None:
    first = _hashes(scene.write(tmp_path / "1", shape=(64, 64), seed=1))
    second = _hashes(scene.write(tmp_path / "2", shape=(64, 64), seed=2))
    same = {name for name, value in first.items() if second[name] == value}
    assert {name.split("_")[-1] for name in same} <= {"RADSAT.TIF", "MTL.txt", "PIXEL.TIF"}


def test_memory_does_not_grow_with_the_strips(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        scene.write(tmp_path, shape=(1536, 96), strip_rows=64)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # The smooth fields take 1.4 MB, 512 rows of all rasters 2 MB; temporaries come on top.
    assert peak < 20e6


@pytest.mark.parametrize(
    ("options", "kind", "words"),
    [
        ({"sensor": "landsat7"}, MethodError, "Landsat 7.*landsat8, landsat9"),
        ({"sensor": "sentinel"}, MethodError, "not known"),
        ({"shape": (7801, 100)}, InputError, "7801 x 100"),
        ({"shape": (32, 100)}, InputError, "64"),
        ({"seed": -1}, InputError, "-1"),
        ({"water_vapour": (20.0, 10.0)}, InputError, "rise"),
        ({"water_vapour": (20.0, 60.0)}, InputError, "1-45"),
    ],
)
def test_what_cannot_be_simulated_is_refused_before_anything_is_written(
    tmp_path: Path, options: dict[str, object], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        scene.write(tmp_path / "scene", **({"shape": (64, 64)} | options))  # type: ignore[arg-type]
    assert not (tmp_path / "scene").exists()
