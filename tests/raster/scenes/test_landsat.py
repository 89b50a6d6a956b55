"""A Level-1 scene in house units: gains of its own metadata, borders, saturation, calibration."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from lstgeo.errors import LstgeoError, MetadataError, SceneError
from lstgeo.pipeline.scene import open_scene
from lstgeo.quality import Quality
from lstgeo.sensors import platforms
from tests import rasters, scenes

SENSORS = sorted(scenes.PLATFORMS)


@pytest.mark.parametrize("sensor", SENSORS)
@pytest.mark.parametrize("collection", [scenes.PRE, scenes.FIRST, scenes.SECOND])
def test_radiance_is_that_of_the_scene_within_half_a_step(
    tmp_path: Path, sensor: str, collection: str
) -> None:
    opened = open_scene(scenes.write(tmp_path, sensor, collection))
    band = platforms.sensor(sensor).band()
    expected = band.planck_table.radiance(scenes.temperatures())
    gain = scenes.PLATFORMS[sensor].thermal[band.number][0]
    found = opened.at_sensor_radiance.to_numpy()
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=0, atol=gain / 2 + 2e-6)
    assert not opened.quality.any()


def test_gain_and_offset_come_from_the_scene_and_not_from_a_table(tmp_path: Path) -> None:
    numbers = {"B10": np.full(scenes.SHAPE, 20_000, np.uint16)}
    changes = {"RADIANCE_MULT_BAND_10": "4.0000E-04", "RADIANCE_ADD_BAND_10": "0.25"}
    opened = open_scene(scenes.write(tmp_path, numbers=numbers, changes=changes))
    np.testing.assert_allclose(opened.at_sensor_radiance, 8.25, rtol=1e-6)


def test_reflectance_is_corrected_for_the_height_of_the_sun(tmp_path: Path) -> None:
    numbers = {"B4": np.full(scenes.SHAPE, 10_000, np.uint16)}
    opened = open_scene(scenes.write(tmp_path, numbers=numbers))
    # (2e-5 x 10000 - .1) / sin 30 degrees
    np.testing.assert_allclose(opened.red_reflectance, 0.2, rtol=1e-5)


@pytest.mark.parametrize("elevation", ["-12.5", "0.0"])
def test_at_night_there_is_no_reflectance(tmp_path: Path, elevation: str) -> None:
    opened = open_scene(scenes.write(tmp_path, changes={"SUN_ELEVATION": elevation}))
    assert set(opened) == {"at_sensor_radiance", "quality"}


def test_border_and_saturation_are_told_from_the_numbers(tmp_path: Path) -> None:
    thermal = np.full(scenes.SHAPE, 25_000, np.uint16)
    thermal[0, :4] = 0, 1, 65535, 2
    opened = open_scene(scenes.write(tmp_path, numbers={"B10": thermal}))
    quality = opened.quality.to_numpy()[0, :4]
    np.testing.assert_array_equal(quality, [Quality.FILL, Quality.SATURATED, Quality.SATURATED, 0])
    assert np.isnan(opened.at_sensor_radiance.to_numpy()[0, :4]).tolist() == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(("band", "bit"), [("B6_VCID_1", 5), ("B6_VCID_2", 8)])
def test_saturation_of_landsat_7_is_told_gain_by_gain(tmp_path: Path, band: str, bit: int) -> None:
    saturated = np.zeros(scenes.SHAPE, np.uint16)
    saturated[3, 5] = 1 << bit
    folder = scenes.write(tmp_path, "landsat7", numbers={"RADSAT": saturated})
    quality = open_scene(folder, band).quality.to_numpy()
    assert np.argwhere(quality & Quality.SATURATED).tolist() == [[3, 5]]
    other = {"B6_VCID_1": "B6_VCID_2", "B6_VCID_2": "B6_VCID_1"}[band]
    assert not open_scene(folder, other).quality.any()


def test_the_state_of_calibration_is_kept(tmp_path: Path) -> None:
    attributes = open_scene(scenes.write(tmp_path)).attrs
    kept = {name: value for name, value in attributes.items() if name.startswith("calibration_")}
    assert kept == {
        "calibration_collection": "2 T1",
        "calibration_processing_level": "L1TP",
        "calibration_stray_light_correction": "TIRS",
        "calibration_scene_select_mirror_model": "FINAL",
        "calibration_scene_select_mirror_position": "ESTIMATED",
        "calibration_pointing": "NADIR",
        "calibration_roll_angle": -0.001,
        "calibration_uncertainty": platforms.sensor("landsat8").band().calibration_sigma,
    }  # fmt: skip
    assert attributes["datetime"] == "2016-01-21T09:50:31.123456+00:00"


@pytest.mark.parametrize(
    ("collection", "changes", "reason"),
    [
        (scenes.PRE, {}, "pre-collection processing, no stray-light correction"),
        (scenes.SECOND, {"DATA_SOURCE_TIRS_STRAY_LIGHT_CORRECTION": "NONE"}, "no stray-light"),
        (scenes.SECOND, {"TIRS_SSM_MODEL": "PRELIMINARY"}, "preliminary position"),
        (scenes.SECOND, {"COLLECTION_CATEGORY": "RT"}, "real-time"),
    ],
)
def test_poor_calibration_gives_one_warning_and_a_larger_sigma(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    collection: str,
    changes: dict[str, str | None],
    reason: str,
) -> None:
    best = open_scene(scenes.write(tmp_path / "best")).attrs["calibration_uncertainty"]
    with caplog.at_level(logging.WARNING):
        opened = open_scene(scenes.write(tmp_path, collection=collection, changes=changes))
    assert [reason in message for message in caplog.messages] == [True]
    assert opened.attrs["calibration_uncertainty"] > best


def test_absent_thermal_constants_are_no_error(tmp_path: Path) -> None:
    constants = ("K1_CONSTANT_BAND_10", "K2_CONSTANT_BAND_10")
    folder = scenes.write(tmp_path / "without", changes=dict.fromkeys(constants))
    rasters.same(open_scene(folder).compute(), open_scene(scenes.write(tmp_path)).compute())


def test_nul_padding_of_the_metadata_is_no_error(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    expected = open_scene(folder).compute()
    path = folder / f"{folder.name}_MTL.txt"
    path.write_bytes(path.read_bytes() + b"\0" * 65536)
    rasters.same(open_scene(folder).compute(), expected)


def test_without_a_quality_band_clouds_stay_unflagged_and_it_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened = open_scene(scenes.write(tmp_path, without=("QA",)))
    assert not opened.quality.any()
    assert "has no quality band" in caplog.text


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SPACECRAFT_ID": "LANDSAT_6"}, "LANDSAT_6"),
        ({"RADIANCE_MULT_BAND_10": None}, "RADIANCE_MULT_BAND_10"),
        ({"RADIANCE_ADD_BAND_10": "plenty"}, "plenty"),
        ({"DATE_ACQUIRED": "2016-13-45"}, "2016-13-45"),
        ({"SUN_ELEVATION": "noon"}, "noon"),
        ({"COLLECTION_NUMBER": "two"}, "two"),
        ({"ROLL_ANGLE": "steep"}, "steep"),
        ({"FILE_NAME_BAND_10": "elsewhere.TIF", "WRS_PATH": "1", "WRS_ROW": "2"}, "elsewhere.TIF"),
        ({"SPACECRAFT_ID": "LANDSAT_3"}, "without the thermal band"),
        ({"SENSOR_ID": "OLI"}, "OLI alone, without the thermal band"),
        ({"SENSOR_ID": "MSS", "SPACECRAFT_ID": "LANDSAT_5"}, "without the thermal band"),
        ({"PROCESSING_LEVEL": "L2SP"}, "Level-2"),
    ],
)
def test_a_contradictory_scene_is_answered_with_what_is_wrong(
    tmp_path: Path, changes: dict[str, str | None], named: str
) -> None:
    with pytest.raises(LstgeoError) as caught:
        open_scene(scenes.write(tmp_path, changes=changes))
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_scene_cannot_write_beside_where_it_is_told_to(tmp_path: Path) -> None:
    """The name of the output comes from the metadata, which may be anybody's."""
    folder = scenes.write(tmp_path, changes={"LANDSAT_PRODUCT_ID": "../../outside"})
    assert "/" not in open_scene(folder).attrs["scene"]


@pytest.mark.parametrize("name", ["elsewhere.TIF", "../../elsewhere.TIF", None])
def test_a_band_that_is_not_there_is_named(tmp_path: Path, name: str | None) -> None:
    folder = scenes.write(tmp_path, changes={"FILE_NAME_BAND_10": name}, without=("B10",))
    with pytest.raises(SceneError, match="elsewhere.TIF" if name else "has no B10"):
        open_scene(folder)


def test_metadata_errors_are_also_value_errors() -> None:
    assert issubclass(MetadataError, ValueError)
