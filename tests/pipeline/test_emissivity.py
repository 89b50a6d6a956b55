"""Where the emissivity of a scene comes from: each source, and the chain where one has holes."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import dask
import numpy as np
import pytest
import xarray as xr
from affine import Affine

import lstgeo
from lstgeo.errors import InputError, LstgeoError
from lstgeo.pipeline import emissivity
from lstgeo.quality import Quality
from lstgeo.raster import aster as ged
from lstgeo.raster import door
from lstgeo.sensors import platforms
from tests import aster, rasters, scenes
from tests.data import SHARED, needs_shared

ATMOSPHERE: dict[str, Any] = {
    "transmittance": 0.8,
    "upwelling_radiance": 1.4,
    "downwelling_radiance": 2.3,
}
UNKNOWN = ("ndvi", "unknown ground")


def _prepared(
    scene: Path | xr.Dataset, given: Any, table: Any = None
) -> emissivity.SurfaceEmissivity:
    opened = lstgeo.open_scene(scene) if isinstance(scene, Path) else scene
    band = platforms.sensor(opened.attrs["sensor"]).band(opened.attrs["band"])
    return emissivity.prepared(given, opened, band, table)


def _flagged(result: xr.Dataset) -> Any:
    return (result.quality.to_numpy() & Quality.EMISSIVITY_FALLBACK) != 0


def _holed_tile(folder: Path) -> Path:
    """Tile of ASTER GED without values over the lower half of the scene."""
    mean = np.full((1000, 1000), 0.95)
    mean[253:] = np.nan
    mean[249:251, 5] = np.nan
    return aster.write(folder, mean, cells=1000)


def test_where_aster_has_holes_the_map_has_none_and_says_so(tmp_path: Path) -> None:
    scene = scenes.write(tmp_path)
    tile = _holed_tile(tmp_path)
    result = lstgeo.retrieve(scene, emissivity=f"aster:{tile}", **ATMOSPHERE).compute()
    assert result.surface_temperature.notnull().all()
    holes = np.isnan(aster_layer(tile, scene))
    assert 0.2 < holes.mean() < 0.8
    np.testing.assert_array_equal(_flagged(result), holes)
    assert result.attrs["emissivity_sources"] == [f"aster:{tile}", *UNKNOWN]
    assert str(tile) in result.attrs["inputs"]
    first = lstgeo.retrieve(scene, emissivity="ndvi", **ATMOSPHERE).compute()
    more = result.surface_temperature_uncertainty - first.surface_temperature_uncertainty
    assert (more.to_numpy()[holes] > 0.1).all()
    inner = np.flatnonzero(holes.all(axis=1))[2:]
    assert holes[: inner[0] - 4].any()
    np.testing.assert_array_equal(
        result.surface_temperature.to_numpy()[inner], first.surface_temperature.to_numpy()[inner]
    )


def aster_layer(tile: Path, scene: Path) -> Any:
    return np.asarray(ged.onto(tile, lstgeo.open_scene(scene)["at_sensor_radiance"]).layers[0])


def test_aster_under_the_vegetation_of_the_scene(tmp_path: Path) -> None:
    """Bare ground of .95 seen by ASTER at NDVI .1, under cover from .2 to .6 on the day."""
    scene = scenes.write(tmp_path)
    opened = lstgeo.open_scene(scene)
    found = _prepared(opened, f"aster:{aster.write(tmp_path, 0.95, ndvi=0.1)}")
    red, infrared = (opened[name].to_numpy().astype(float) for name in emissivity._REFLECTANCES)
    index = (infrared - red) / (infrared + red)
    cover = np.clip((index - 0.2) / 0.66, 0, 1) ** 2
    ground = 0.6820 * 0.95 + 0.2578 * 0.95 + 0.0584
    mixed = ground + cover * (0.9885 - ground)
    weights = np.array([1 / 6, 1, 1, 1, 1 / 6]) / (100 / 30)
    for axis in (0, 1):
        mixed = np.apply_along_axis(np.convolve, axis, mixed, weights, "same")
    inner = (slice(2, -2), slice(2, -2))
    np.testing.assert_allclose(found.values.to_numpy()[inner], mixed[inner], rtol=0, atol=1e-6)
    assert np.ptp(cover) > 0.2


@pytest.mark.parametrize("sun", ["30.0", "-31.0"])
def test_nothing_given_leaves_no_hole_by_day_or_night(
    tmp_path: Path, sun: str, caplog: pytest.LogCaptureFixture
) -> None:
    scene = scenes.write(tmp_path, changes={"SUN_ELEVATION": sun})
    with caplog.at_level(logging.WARNING):
        result = lstgeo.retrieve(scene, **ATMOSPHERE).compute()
    assert result.surface_temperature.notnull().all()
    night = float(sun) < 0
    assert _flagged(result).all() == night
    assert _flagged(result).any() == night
    assert [("unknown ground (0.97)" in message) for message in caplog.messages] == [True] * night
    first = emissivity.FROM_QUALITY if night else "ndvi"
    assert result.attrs["emissivity_sources"] == [first, "unknown ground"]
    assert result.attrs["emissivity"] == first


def test_ndvi_that_is_asked_for_is_refused_at_night(tmp_path: Path) -> None:
    scene = scenes.write(tmp_path, changes={"SUN_ELEVATION": "-31.0"})
    with pytest.raises(InputError, match="cannot come from its NDVI, for the sun is below"):
        lstgeo.retrieve(scene, emissivity="ndvi", **ATMOSPHERE)


def test_water_and_snow_that_the_quality_band_shows_stand_in_at_night(tmp_path: Path) -> None:
    quality = np.full(scenes.SHAPE, 21824, np.uint16)
    quality[:10] = 21952  # water (bit 7)
    scene = scenes.write(tmp_path, numbers={"QA": quality}, changes={"SUN_ELEVATION": "-31.0"})
    found = _prepared(scene, None)
    assert float(found.values[0, 5]) == pytest.approx(0.991, abs=1e-6)
    assert not bool(found.fallback[:10].any())
    assert bool(found.fallback[10:].all())


def test_a_file_with_holes_is_completed_from_the_scene(tmp_path: Path) -> None:
    values = np.full(scenes.SHAPE, 0.93, np.float32)
    values[20:] = np.nan
    path = rasters.write(tmp_path / "e.tif", values, transform=scenes.TRANSFORM, nodata=np.nan)
    scene = scenes.write(tmp_path)
    found, own = _prepared(scene, path), _prepared(scene, "ndvi")
    np.testing.assert_array_equal(found.values[:20], np.float32(0.93))
    np.testing.assert_array_equal(found.sigma[:20], np.float32(0.01))
    np.testing.assert_array_equal(found.values[20:], own.values[20:])
    assert (found.sigma[20:] > own.sigma[20:]).all()
    np.testing.assert_array_equal(found.fallback, np.isnan(values))
    assert found.sources == (str(path), *UNKNOWN)


@pytest.mark.parametrize(("scale", "offset", "kind"), [(1e-4, 0.0, "int16"), (0.002, 0.49, "u1")])
def test_scaled_integers_are_decoded_and_keep_their_nodata(
    tmp_path: Path, scale: float, offset: float, kind: str
) -> None:
    """As Landsat's Level-2 and ECOSTRESS's emissivities are stored."""
    numbers = np.full(scenes.SHAPE, round((0.95 - offset) / scale)).astype(kind)
    numbers[:3] = 0
    path = rasters.write(
        tmp_path / "e.tif", numbers, transform=scenes.TRANSFORM, nodata=0, scale=scale,
        offset=offset,
    )  # fmt: skip
    found = _prepared(scenes.write(tmp_path), path)
    np.testing.assert_allclose(found.values[3:], 0.95, rtol=0, atol=1e-6)
    assert bool(found.fallback[:3].all())
    assert not bool(found.fallback[3:].any())


def test_level_2_emissivity_brings_its_standard_deviation(tmp_path: Path) -> None:
    stem = "LC08_L2SP_191026_20160121_20200907_02_T1_ST_"
    for band, number in (("EMIS", 9700), ("EMSD", 150)):
        numbers = np.full(scenes.SHAPE, number, np.int16)
        numbers[0] = -9999
        rasters.write(tmp_path / f"{stem}{band}.TIF", numbers, transform=scenes.TRANSFORM)
    found = _prepared(scenes.write(tmp_path), tmp_path / f"{stem}EMIS.TIF")
    np.testing.assert_allclose(found.values[1:], 0.97, atol=1e-6)
    np.testing.assert_allclose(found.sigma[1:], np.hypot(0.015, 0.01), atol=1e-6)
    assert bool(found.fallback[0].all())
    assert len(found.files) == 2


def test_a_class_map_is_averaged_to_the_footprint_and_its_gaps_are_flagged(tmp_path: Path) -> None:
    codes = np.full(scenes.SHAPE, 10, np.uint8)
    codes[:, 18:] = 60
    codes[30:] = 77
    path = rasters.write(tmp_path / "ESA_WorldCover_10m.tif", codes, transform=scenes.TRANSFORM)
    scene = scenes.write(tmp_path)
    found = _prepared(scene, f"classes:{path}")
    assert float(found.values[10, 5]) == pytest.approx(0.995, abs=1e-6)
    assert float(found.values[10, 30]) == pytest.approx(0.969, abs=1e-6)
    width = 100 / 30  # beside the border, 1 + (width - 3) / 2 of its width lie beyond
    share = (1 + (width - 3) / 2) / width
    assert float(found.values[10, 17]) == pytest.approx(0.995 - share * 0.026, abs=1e-6)
    np.testing.assert_array_equal(found.fallback, codes == 77)
    assert np.isfinite(found.values).all()
    assert found.sources == (f"classes:{path} (worldcover)", *UNKNOWN)


def test_a_table_of_ones_own_says_what_classes_are(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("class,emissivity,sigma\n3,.951,.02\n", "utf-8")
    codes = np.full(scenes.SHAPE, 3, np.uint8)
    path = rasters.write(tmp_path / "land.tif", codes, transform=scenes.TRANSFORM)
    found = _prepared(scenes.write(tmp_path), f"classes:{path}", table)
    np.testing.assert_allclose(found.values, 0.951, atol=1e-6)
    np.testing.assert_allclose(found.sigma, 0.02, atol=1e-6)
    assert found.files == (str(path), str(table))


def test_a_table_without_a_map_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="class table igbp needs a class map"):
        lstgeo.retrieve(scenes.write(tmp_path), emissivity="ndvi", class_table="igbp", **ATMOSPHERE)


@pytest.mark.parametrize("given", ["aster:nothing.h5", "classes:nlcd.nothing.tif", "nothing.tif"])
def test_a_file_that_is_not_there_is_said_so(tmp_path: Path, given: str) -> None:
    with pytest.raises(LstgeoError, match=r"nothing\.\w+ does not exist"):
        lstgeo.retrieve(scenes.write(tmp_path), emissivity=given, class_table=None, **ATMOSPHERE)


@pytest.mark.parametrize("kind", ["aster", "classes"])
def test_the_same_bits_for_any_strip_and_scheduler(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shape = (90, 70)
    random = np.random.default_rng(8)
    scene = scenes.write(tmp_path, shape=shape)
    if kind == "aster":
        mean = random.uniform(0.9, 0.98, (1000, 1000))
        mean[random.random(mean.shape) < 0.1] = np.nan
        given = f"aster:{aster.write(tmp_path, mean, cells=1000)}"
    else:
        codes = random.choice(np.array([10, 30, 60, 80, 77], np.uint8), (60, 60))
        place = Affine(0.0008, 0, 15.0, 0, -0.0008, 48.76)
        path = rasters.write(tmp_path / "WorldCover.tif", codes, crs="EPSG:4326", transform=place)
        given = f"classes:{path}"
    results = []
    for height in (7, 32, 512):
        defaults = door.open_raster.__kwdefaults__
        assert defaults is not None
        monkeypatch.setitem(defaults, "strip", height)
        results.append(lstgeo.retrieve(scene, emissivity=given, **ATMOSPHERE))
        monkeypatch.undo()
    whole = results[-1].compute(scheduler="synchronous")
    assert 0 < _flagged(whole).mean() < 0.9
    rasters.same(results[0].compute(scheduler="threads", num_workers=2), whole)
    with dask.config.set({"multiprocessing.context": "forkserver"}):
        rasters.same(results[1].compute(scheduler="processes", num_workers=2), whole)


@needs_shared
def test_holes_of_a_real_emissivity_band_come_out_flagged_not_empty() -> None:
    """Greenland, Level-2: 6590 measured pixels lack ST_EMIS; all of them are snow or ice here."""
    name = "LC08_L2SP_005009_20150710_20200908_02_T2"
    bands = {
        band: SHARED / "scenes" / name / f"{name}_ST_{band}.TIF"
        for band in ("TRAD", "EMIS", "ATRAN", "URAD", "DRAD")
    }
    result = lstgeo.retrieve(
        bands["TRAD"], emissivity=bands["EMIS"], transmittance=bands["ATRAN"],
        upwelling_radiance=bands["URAD"], downwelling_radiance=bands["DRAD"],
    ).compute()  # fmt: skip
    holes = rasters.read(bands["EMIS"]) == -9999
    measured = (result.quality.to_numpy() & Quality.FILL) == 0
    assert (holes & measured).sum() > 1000
    np.testing.assert_array_equal(_flagged(result), holes & measured)
    atmosphere = rasters.read(bands["ATRAN"]) != -9999
    kept = holes & measured & atmosphere
    assert np.isfinite(result.surface_temperature.to_numpy()[kept]).all()
