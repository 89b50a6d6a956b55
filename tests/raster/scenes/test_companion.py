"""Companion bands on other grids and of other types, and the view angle."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st

import lstgeo
from lstgeo.errors import SceneError
from lstgeo.pipeline.scene import open_scene
from lstgeo.quality import Quality
from lstgeo.raster.scenes import qa
from tests import rasters, scenes

CLEAR, CLOUD = 21824, 22280
T = scenes.TRANSFORM


def _replace(folder: Path, band: str, values: np.ndarray, transform: Affine, crs: str) -> None:
    path = next(folder.glob(f"*_{band}.TIF"))
    path.unlink()  # overwriting a band, GDAL takes its metadata file away with it
    rasters.write(path, values, transform=transform, crs=crs)


def test_a_quality_band_one_row_short_leaves_that_row_fill(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = scenes.write(tmp_path)
    bits = np.full((scenes.SHAPE[0] - 1, scenes.SHAPE[1]), CLEAR, np.uint16)
    _replace(folder, "QA_PIXEL", bits, T, rasters.UTM)
    with caplog.at_level(logging.WARNING):
        quality = open_scene(folder).quality.to_numpy()
    assert (quality[:-1] == 0).all()
    assert (quality[-1] == Quality.FILL).all()
    assert "brought onto the grid of the thermal band" in caplog.text


def test_bits_of_a_shifted_or_coarser_band_lie_where_they_belong(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    bits = np.full((12, 12), CLEAR, np.uint16)
    bits[2, 3] = CLOUD
    # 120 m pixels, from 60 m west and 60 m north of the scene
    coarse = Affine(120, 0, T.c - 60, 0, -120, T.f + 60)
    _replace(folder, "QA_PIXEL", bits, coarse, rasters.UTM)
    found = open_scene(folder).quality.to_numpy() & Quality.CLOUD
    assert np.argwhere(found).min(axis=0).tolist() == [6, 10]
    assert np.argwhere(found).max(axis=0).tolist() == [9, 13]


def test_a_band_that_lies_elsewhere_is_no_part_of_the_scene(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    bits = np.full(scenes.SHAPE, CLEAR, np.uint16)
    _replace(folder, "QA_PIXEL", bits, T @ Affine.translation(500, 0), rasters.UTM)
    with pytest.raises(SceneError, match="not one scene"):
        open_scene(folder)


def test_a_quality_band_of_another_projection_lies_on_the_scene(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    west, north, step = 14.99, 48.76, 0.0004
    bits = np.full((100, 100), CLEAR, np.uint16)
    _replace(folder, "QA_PIXEL", bits, Affine(step, 0, west, 0, -step, north), rasters.DEGREES)
    quality = open_scene(folder).quality.to_numpy()
    assert (quality & Quality.FILL == 0).mean() > 0.5


@pytest.mark.parametrize("size", [15.0, 60.0])
def test_red_and_near_infrared_come_onto_the_thermal_grid(tmp_path: Path, size: float) -> None:
    folder = scenes.write(tmp_path)
    plain = open_scene(folder)
    shape = (int(scenes.SHAPE[0] * 30 / size), int(scenes.SHAPE[1] * 30 / size))
    for band in ("B4", "B5"):
        values = np.full(shape, 10_000, np.uint16)
        _replace(folder, band, values, Affine(size, 0, T.c, 0, -size, T.f), rasters.UTM)
    found = open_scene(folder)
    assert found.sizes == plain.sizes
    np.testing.assert_array_equal(found.x, plain.x)
    np.testing.assert_allclose(found.red_reflectance, 0.2, rtol=1e-5)
    result = lstgeo.retrieve(found, water_vapour=20).compute()
    assert result.surface_temperature.notnull().all()


def test_the_view_angle_is_read_in_degrees_and_nodata_is_none(tmp_path: Path) -> None:
    folder = _with_angle(tmp_path)
    angle = open_scene(folder).view_zenith_angle
    assert angle.attrs["units"] == "degree"
    assert angle.dtype == np.float32
    np.testing.assert_allclose(angle[0, :3], [7.5, 0.0, np.nan], rtol=1e-6)
    result = lstgeo.retrieve(folder, water_vapour=20).compute()
    bits = result.quality.to_numpy()
    assert result.surface_temperature.notnull().all()
    assert np.argwhere(bits & Quality.ATMOSPHERE_FILLED).tolist() == [[0, 2]]
    assert str(next(folder.glob("*_VZA.TIF"))) in result.attrs["inputs"]


def test_a_longer_path_absorbs_more_and_the_surface_is_warmer(tmp_path: Path) -> None:
    nadir, aside = (
        lstgeo.retrieve(_with_angle(tmp_path / str(angle), angle), water_vapour=40).compute()
        for angle in (1, 750)
    )
    difference = (aside.surface_temperature - nadir.surface_temperature).to_numpy()[5:]
    # sec 7.5 degrees is 1.0086: less than 1 % of a correction of some 10 K
    assert -0.05 < np.median(difference) < 0.3


def _with_angle(folder: Path, number: int = 750) -> Path:
    angle = np.full(scenes.SHAPE, number, np.int16)
    angle[0, 1:3] = 0, -32768
    name = f"{scenes.name()}_VZA.TIF"
    changes = {"FILE_NAME_ANGLE_SENSOR_ZENITH_BAND_4": name}
    scene = scenes.write(folder, changes=changes)
    rasters.write(scene / name, angle, transform=T)
    return scene


@given(st.integers(0, (1 << 16) - 1), st.sampled_from(["u2", "i2", "i4", "u4", "i8", "f4", "f8"]))
def test_a_quality_number_of_any_type_means_its_bits(number: int, dtype: str) -> None:
    bits = np.array([number], np.uint16)
    stored = bits.view(np.int16) if dtype == "i2" else bits.astype(dtype)
    np.testing.assert_array_equal(qa.numbers(stored), bits)


@pytest.mark.parametrize("nothing", [np.nan, np.inf, -1.7976931348623157e308, -9999.0, 70000.0])
def test_what_is_no_number_of_a_quality_band_is_fill(nothing: float) -> None:
    assert qa.decode(np.array([nothing]), qa.COLLECTION_2)[0] == Quality.FILL


@given(st.integers(0, (1 << 16) - 1))
def test_bits_of_collection_2_mean_what_each_bit_means_alone(number: int) -> None:
    """LSDS-1619: bits of QA_PIXEL, 1 dilated, 2 cirrus, 3 cloud, 4 shadow, 5 snow, 7 water."""
    meaning = {
        1: Quality.NEAR_CLOUD, 2: Quality.NEAR_CLOUD, 3: Quality.CLOUD,
        4: Quality.CLOUD_SHADOW, 5: Quality.SNOW_ICE, 7: Quality.WATER,
    }  # fmt: skip
    expected = sum({bit for place, bit in meaning.items() if number >> place & 1})
    expected = Quality.FILL if number & 1 else expected
    assert qa.decode(np.array([number], np.uint16), qa.COLLECTION_2)[0] == expected


@given(st.integers(0, (1 << 16) - 1))
def test_fields_of_collection_1_mean_what_each_means_alone(number: int) -> None:
    """LSDS-1368: confidences in pairs of bits, 2 medium, 3 high; cloud itself in bit 4."""
    expected = Quality(0)
    if number >> 4 & 1:
        expected |= Quality.CLOUD
    if number >> 6 & 1 or number >> 11 & 3 == 3:  # medium or high cloud, high cirrus
        expected |= Quality.NEAR_CLOUD
    if number >> 7 & 3 == 3:
        expected |= Quality.CLOUD_SHADOW
    if number >> 9 & 3 == 3:
        expected |= Quality.SNOW_ICE
    expected = Quality.FILL if number & 1 else expected
    assert qa.decode(np.array([number], np.uint16), qa.COLLECTION_1)[0] == expected


def test_a_quality_band_of_8_bits_is_said_to_know_no_cloud(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    numbers = {"QA": np.zeros(scenes.SHAPE, np.uint8)}
    open_scene(scenes.write(tmp_path, collection=scenes.PRE, numbers=numbers))
    assert "has 8 bits" in caplog.text


def _item(folder: Path, address: str, **properties: str) -> Path:
    names = [path.name for path in folder.iterdir()]
    document: dict[str, Any] = {
        "type": "Feature", "stac_version": "1.0.0", "id": folder.name, "links": [],
        "geometry": None, "bbox": None,
        "properties": {"datetime": "2016-01-21T09:50:31Z"} | properties,
        "assets": {name: {"href": address + name} for name in names},
    }  # fmt: skip
    path = folder / f"{folder.name}_stac.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


ADDRESSES = ["", "./", "s3://usgs-landsat/collection02/", "https://landsatlook.usgs.gov/data/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_item_is_its_scene_wherever_its_addresses_point(tmp_path: Path, address: str) -> None:
    folder = scenes.write(tmp_path)
    rasters.same(open_scene(_item(folder, address)).compute(), open_scene(folder).compute())


def test_an_item_beside_a_folder_of_files_finds_them(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    item = _item(folder, f"./{folder.name}/")
    rasters.same(
        open_scene(item.rename(tmp_path / item.name)).compute(), open_scene(folder).compute()
    )


def test_an_item_whose_band_is_far_away_says_where(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    item = _item(folder, "s3://usgs-landsat/")
    band = next(folder.glob("*_B10.TIF"))
    band.unlink()
    with pytest.raises(SceneError, match=f"lies at s3://usgs-landsat/{band.name}"):
        open_scene(item)


def test_an_item_whose_metadata_is_far_away_says_where(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    item = _item(folder, "https://x.y/")
    next(folder.glob("*_MTL.txt")).unlink()
    with pytest.raises(SceneError, match=r"needs its metadata .* it lies at https://x.y/"):
        open_scene(item)


def test_an_item_of_level_2_and_what_is_no_item_are_refused(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    with pytest.raises(SceneError, match="Level-2 product"):
        open_scene(_item(folder, "", **{"landsat:correction": "L2SP"}))
    for text in ("{}", "[]", "not json", '{"type": "Feature"}'):
        path = tmp_path / "no.json"
        path.write_text(text, "utf-8")
        with pytest.raises(SceneError, match="is no STAC item") as caught:
            open_scene(path)
        assert "\n" not in str(caught.value)
