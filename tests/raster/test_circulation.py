"""Scenes as they are in circulation: converted, renamed, cut, packed, and older than today's."""

from __future__ import annotations

import json
import logging
import re
import shutil
import tarfile
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import rasterio
import xarray as xr
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import lstgeo
from lstgeo.errors import InputError, SceneError
from lstgeo.pipeline.scene import open_scene
from lstgeo.quality import Quality
from lstgeo.raster.scenes import mtl, radiometry
from lstgeo.sensors import calibration, platforms
from tests import commands, rasters, scenes

HUGE = -1.7976931348623157e308
"""Nodata of float64 rasters that R and ArcGIS write."""

CLEAR, CLOUD = 21824, 22280


def _numbers(folder: Path, band: str = "B10") -> NDArray[Any]:
    return rasters.read(next(folder.glob(f"*_{band}.TIF")))


def _open(folder: Path, band: str | None = None) -> xr.Dataset:
    return open_scene(folder, band).compute()


@pytest.mark.parametrize("missing", [HUGE, np.nan, -np.inf, 0.0, -9999.0])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_numbers_stored_as_reals_are_the_same_scene_and_gaps_are_fill(
    tmp_path: Path, dtype: str, missing: float
) -> None:
    expected = _open(scenes.write(tmp_path / "plain"))
    stored, bits = (
        _numbers(tmp_path / "plain" / scenes.name(), band) for band in ("B10", "QA_PIXEL")
    )
    with np.errstate(over="ignore"):
        real, flags = stored.astype(dtype), bits.astype(dtype)
        real[3, 4] = missing
        flags[7, 8] = missing
    found = _open(scenes.write(tmp_path / "real", numbers={"B10": real, "QA": flags}))
    gaps = np.zeros(scenes.SHAPE, bool)
    gaps[3, 4] = True
    gaps[7, 8] = missing != 0  # 0 is a number of a quality band, and says that nothing is known
    radiance, quality = found.at_sensor_radiance.to_numpy(), found.quality.to_numpy()
    np.testing.assert_array_equal(np.isnan(radiance), gaps)
    np.testing.assert_array_equal(quality == Quality.FILL, gaps)
    np.testing.assert_array_equal(radiance[~gaps], expected.at_sensor_radiance.to_numpy()[~gaps])


def test_a_gap_of_the_scan_line_corrector_stays_a_gap_and_does_not_spread(tmp_path: Path) -> None:
    """Landsat 7 from June 2003: in the gaps every band is 0, whatever the QA says."""
    plain = scenes.write(tmp_path / "plain", "landsat7")
    gaps = np.zeros(scenes.SHAPE, bool)
    gaps[10:13] = gaps[25:27, 9:] = True
    bands = {band: _numbers(plain, band) for band in ("B6_VCID_1", "B3", "B4")}
    gapped = {
        band: np.where(gaps, 0, values).astype(values.dtype) for band, values in bands.items()
    }
    folder = scenes.write(tmp_path / "gapped", "landsat7", numbers=gapped)
    whole, found = (
        lstgeo.retrieve(open_scene(scene), water_vapour=20).compute() for scene in (plain, folder)
    )
    np.testing.assert_array_equal(found.surface_temperature.isnull(), gaps)
    np.testing.assert_array_equal(found.quality.to_numpy() == Quality.FILL, gaps)
    # Beside a gap the emissivity is the mean over half the footprint: .02 in it is worth 1 K.
    difference = (found.surface_temperature - whole.surface_temperature).to_numpy()[~gaps]
    assert np.abs(difference).max() < 0.3


def test_a_scene_that_is_all_cloud_keeps_its_values_and_says_so(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path, numbers={"QA": np.full(scenes.SHAPE, CLOUD, np.uint16)})
    ended = commands.run("retrieve", folder, "--wv", "20", "-o", tmp_path / "lst.tif")
    assert ended.code == 0
    assert "0 % of the measured pixels clear" in ended.out
    assert np.isfinite(rasters.read(tmp_path / "lst.tif")).all()
    assert (rasters.read(tmp_path / "lst_qa.tif") & Quality.CLOUD).all()


@pytest.mark.parametrize("suffix", [".tif", ".tiff", ".TIFF"])
def test_renamed_files_beside_their_metadata_are_the_same_scene(
    tmp_path: Path, suffix: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = scenes.write(tmp_path)
    expected = _open(folder)
    for path in folder.iterdir():
        short = path.name.removeprefix(f"{folder.name}_")
        path.rename(folder / short.replace(".TIF", suffix))
    with caplog.at_level(logging.WARNING):
        rasters.same(_open(folder), expected)
    assert f"B10{suffix} is read in its stead" in caplog.text


def test_names_of_collections_and_of_before_stand_for_each_other(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    expected = _open(folder)
    for path in folder.glob("*.TIF"):
        path.rename(
            folder / path.name.lower().replace(folder.name.lower(), "LC81910262016021LGN00")
        )
    rasters.same(_open(folder), expected)


def test_files_of_another_scene_are_not_taken_for_this_one(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    other = folder.name.replace("20160121", "20160206")
    for path in folder.glob("*.TIF"):
        path.rename(folder / path.name.replace(folder.name, other))
    (folder / f"{other}_ANG.txt").write_text("GROUP = FILE_HEADER", "utf-8")
    with pytest.raises(SceneError, match=r"lacks .*20160121.*_B10.TIF"):
        open_scene(folder)


def test_a_gap_mask_is_not_taken_for_its_band(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path, "landsat7")
    band = next(folder.glob("*_B6_VCID_1.TIF"))
    band.rename(folder / band.name.replace("_B6", "_GM_B6"))
    with pytest.raises(SceneError, match=r"lacks .*_B6_VCID_1"):
        open_scene(folder)


def test_metadata_of_two_scenes_in_two_formats_is_asked_for_one(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    path = folder / f"{folder.name}_MTL.txt"
    (folder / "LC08_L1TP_001001_20200101_20200101_02_T1_MTL.json").write_bytes(path.read_bytes())
    with pytest.raises(SceneError, match="holds 2 scenes"):
        open_scene(folder)
    assert open_scene(path).attrs["scene"] == folder.name


@pytest.mark.parametrize("suffix", ["txt", "json", "xml"])
@pytest.mark.parametrize("change", ["mark", "lines", "nul"])
def test_line_ends_marks_and_padding_of_metadata_mean_nothing(
    tmp_path: Path, suffix: str, change: str
) -> None:
    folder = scenes.write(tmp_path, formats=(suffix,))
    expected = _open(folder)
    path = folder / f"{folder.name}_MTL.{suffix}"
    content = path.read_bytes()
    changed = {
        "mark": b"\xef\xbb\xbf" + content,
        "lines": content.replace(b"\n", b"\r\n"),
        "nul": content + b"\0" * 1000,
    }
    path.write_bytes(changed[change])
    rasters.same(_open(folder), expected)


def test_lower_case_metadata_is_found(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    expected = _open(folder)
    path = folder / f"{folder.name}_MTL.txt"
    path.rename(folder / path.name.lower())
    rasters.same(_open(folder), expected)


@pytest.mark.parametrize("level", ["L1GT", "L1Gt", "L1GS"])
def test_a_less_exact_location_is_said_once_and_kept(
    tmp_path: Path, level: str, caplog: pytest.LogCaptureFixture
) -> None:
    changes = {"PROCESSING_LEVEL": level, "GEOMETRIC_RMSE_MODEL": "10.680"}
    with caplog.at_level(logging.WARNING):
        opened = open_scene(scenes.write(tmp_path, changes=changes))
    assert [f"is {level}, located by" in message for message in caplog.messages] == [True]
    assert opened.attrs["processing_level"] == level
    assert opened.attrs["geometric_rmse"] == 10.68
    lstgeo.write(lstgeo.retrieve(opened, water_vapour=20), tmp_path / "lst.tif")
    document = json.loads((tmp_path / "lst.json").read_text("utf-8"))
    assert document["properties"]["lstgeo:parameters"]["processing_level"] == level


@pytest.mark.parametrize(
    "crs",
    [
        "EPSG:3031",
        "+proj=aea +lat_1=45 +lat_2=55 +lat_0=0 +lon_0=15 +ellps=GRS80 +units=m",
    ],
)
def test_polar_and_albers_products_keep_their_projection(tmp_path: Path, crs: str) -> None:
    folder = scenes.write(tmp_path, crs=crs)
    lstgeo.write(lstgeo.retrieve(folder, water_vapour=20), tmp_path / "lst.tif")
    with (
        rasterio.open(tmp_path / "lst.tif") as found,
        rasterio.open(next(folder.glob("*_B10.TIF"))) as given_,
    ):
        assert found.crs == given_.crs
        assert np.isfinite(found.read(1)).all()


def test_tirs_alone_is_read_and_ndvi_is_refused(tmp_path: Path) -> None:
    changes = {"SENSOR_ID": "TIRS", "FILE_NAME_BAND_4": None, "FILE_NAME_BAND_5": None}
    folder = scenes.write(tmp_path, changes=changes, without=("B4", "B5"))
    opened = open_scene(folder)
    assert opened.attrs["sensor"] == "landsat8"
    with pytest.raises(InputError, match="lacks red or near infrared"):
        lstgeo.retrieve(opened, water_vapour=20, emissivity="ndvi")
    result = lstgeo.retrieve(opened, water_vapour=20, emissivity=0.97).compute()
    assert result.surface_temperature.notnull().all()


def test_without_the_height_of_the_sun_there_is_no_reflectance_and_it_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened = open_scene(scenes.write(tmp_path, changes={"SUN_ELEVATION": None}))
    assert set(opened) == {"at_sensor_radiance", "quality"}
    assert "lacks SUN_ELEVATION" in caplog.text


@pytest.mark.parametrize("code", ["LT08", "LC08", "L8", "LANDSAT_8", "landsat-8", "Landsat 8"])
def test_a_tirs_product_of_landsat_8_is_not_of_landsat_5(code: str) -> None:
    assert platforms.sensor(code).name == "landsat8"


def test_metadata_of_before_2012_gives_the_scene_of_today(tmp_path: Path) -> None:
    """Names as in the Landsat 7 metadata of 2010; reflectance from the sun's irradiance."""
    folder = scenes.write(tmp_path / "today", "landsat7", scenes.PRE)
    expected = _open(folder)
    old = shutil.copytree(folder, tmp_path / "old" / folder.name)
    path = old / f"{old.name}_MTL.txt"
    path.write_text(_before_2012(path.read_text("utf-8")), "utf-8")
    found = _open(old)
    np.testing.assert_allclose(
        found.at_sensor_radiance, expected.at_sensor_radiance, rtol=0, atol=2e-4
    )
    assert found.attrs["datetime"] == expected.attrs["datetime"]
    assert {"red_reflectance", "near_infrared_reflectance"} <= set(found)


def _before_2012(text: str) -> str:
    for number, old in (("6_VCID_1", "61"), ("6_VCID_2", "62"), ("3", "3"), ("4", "4")):
        text = text.replace(f"FILE_NAME_BAND_{number} ", f"BAND{old}_FILE_NAME ")
        text = text.replace(f"QUANTIZE_CAL_MAX_BAND_{number} ", f"QCALMAX_BAND{old} ")
        text = text.replace(f"QUANTIZE_CAL_MIN_BAND_{number} ", f"QCALMIN_BAND{old} ")
    text = text.replace("DATE_ACQUIRED", "ACQUISITION_DATE")
    text = text.replace("SCENE_CENTER_TIME", "SCENE_CENTER_SCAN_TIME")
    text = re.sub(r"\n *(RADIANCE|REFLECTANCE)_(MULT|ADD)_.*", "", text)
    ranges = {"61": (0.0, 17.040), "62": (3.200, 12.650), "3": (-5.0, 234.4), "4": (-5.1, 241.1)}
    lines = [f"LMAX_BAND{n} = {b}\nLMIN_BAND{n} = {a}" for n, (a, b) in ranges.items()]
    return text.replace("END\n", "\n".join([*lines, "END", ""]))


def test_a_gain_rounded_to_two_figures_is_not_believed() -> None:
    """A Landsat 5 scene of 2011: .055 is what was printed, .055375 what was meant."""
    text = b"""
    SPACECRAFT_ID = "LANDSAT_5"
    RADIANCE_MAXIMUM_BAND_6 = 15.303
    RADIANCE_MINIMUM_BAND_6 = 1.238
    QUANTIZE_CAL_MAX_BAND_6 = 255
    QUANTIZE_CAL_MIN_BAND_6 = 1
    RADIANCE_MULT_BAND_6 = 0.055
    RADIANCE_ADD_BAND_6 = 1.18243
    """
    found = radiometry.calibration_of(mtl.parse(text, "x_MTL.txt"), "6")
    band = platforms.sensor("landsat5").band()
    printed, meant, got = (
        float(band.planck_table.temperature(np.float64(gain * 140 + offset)))
        for gain, offset in ((0.055, 1.18243), (5.5375e-2, 1.18243), (found.gain, found.offset))
    )
    assert abs(got - meant) < 0.01  # K
    assert abs(printed - meant) > 0.3


@pytest.mark.parametrize(("sensor", "number"), [("landsat5", "3"), ("landsat7", "4")])
def test_reflectance_from_the_sun_is_that_of_the_factors_of_usgs(sensor: str, number: str) -> None:
    """Collection 1 of Landsat 5 and 7 states both; they differ by the solar spectrum taken."""
    stated = {"landsat5": ("1.0443E+00", -2.21398), "landsat7": ("6.3976E-01", -5.74)}[sensor]
    text = f"""
    SPACECRAFT_ID = "LANDSAT_{sensor[-1]}"
    DATE_ACQUIRED = 2001-07-30
    SUN_ELEVATION = 90
    QUANTIZE_CAL_MAX_BAND_{number} = 255
    QUANTIZE_CAL_MIN_BAND_{number} = 1
    RADIANCE_MULT_BAND_{number} = {stated[0]}
    RADIANCE_ADD_BAND_{number} = {stated[1]}
    """
    known = platforms.sensor(sensor)
    metadata = mtl.parse(text.encode(), "x_MTL.txt")
    gain, offset, lowest = radiometry.reflectance_of(metadata, known, number)
    # pi d2 / E: E of Chander et al. 2009 is within 1.1 % of that of USGS, d is 1.0151 on July 30.
    chander = {"3": 1536.0, "4": 1039.0}[number]
    expected = float(stated[0]) * np.pi * 1.0151**2 / chander
    assert gain == pytest.approx(expected, rel=0.012)
    assert offset / gain == pytest.approx(stated[1] / float(stated[0]), rel=1e-6)
    assert lowest == 1


@pytest.mark.parametrize(("day", "distance"), [(1, 0.98331), (91, 0.99926), (185, 1.01672)])
def test_distance_of_the_sun_is_that_of_the_almanac(day: int, distance: float) -> None:
    """Chander et al. 2009, table 6."""
    assert calibration.sun_distance(day) == pytest.approx(distance, abs=5e-4)


def test_a_packed_scene_of_landsat_5_is_its_folder(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path, "landsat5", scenes.FIRST)
    archive = tmp_path / f"{folder.name}.tar.gz"
    with tarfile.open(archive, "w:gz") as target:
        target.add(folder, f"./{folder.name}")
    rasters.same(_open(archive), _open(folder))


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(["txt", "json", "xml"]), st.randoms(use_true_random=False))
def test_metadata_of_any_format_and_order_says_the_same(suffix: str, random: Random) -> None:
    groups = scenes.metadata("landsat8", scenes.SECOND)
    plain = scenes.encoded(groups, scenes.SECOND, "txt")
    shuffled = {name: _shuffled(groups[name], random) for name in _shuffled(groups, random)}
    found = mtl.parse(scenes.encoded(shuffled, scenes.SECOND, suffix).encode(), f"a_MTL.{suffix}")
    assert found.values == mtl.parse(plain.encode(), "a_MTL.txt").values


def _shuffled(values: dict[str, Any], random: Random) -> dict[str, Any]:
    names = list(values)
    random.shuffle(names)
    return {name: values[name] for name in names}


def test_pixels_that_are_not_square_stay_so(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    wide = Affine(45.0, 0, 500_010.0, 0, -20.0, 5_400_030.0)
    for path in folder.glob("*.TIF"):
        stored = rasters.read(path)
        path.unlink()  # overwriting a band, GDAL takes its metadata file away with it
        rasters.write(path, stored, transform=wide)
    result = lstgeo.retrieve(folder, water_vapour=20).compute()
    assert result.rio.resolution(recalc=True) == (45.0, -20.0)
    assert result.surface_temperature.notnull().all()
