"""The coupled method on a scene: what it takes, in which units, and what the outputs say of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

import lstgeo
from lstgeo.errors import InputError, MethodError, ModelError
from lstgeo.model import onnx
from lstgeo.quality import Quality
from lstgeo.sensors import platforms
from tests import models, rasters, scenes
from tests.models import needs_model

pytestmark = needs_model

GIVEN: dict[str, Any] = {"water_vapour": 15, "emissivity": 0.97}
AIR, PRESSURE = 290.0, 97_000.0
BAND = platforms.sensor("landsat8").band("B10")


def _raster(folder: Path, value: float, units: str | None) -> Path:
    values = np.full(scenes.SHAPE, value, np.float32)
    return rasters.write(folder / "a.tif", values, transform=scenes.TRANSFORM, units=units)


def test_coupled_is_the_default_where_a_model_ships(tmp_path: Path) -> None:
    result = lstgeo.retrieve(scenes.write(tmp_path), **GIVEN).compute()
    assert result.attrs["method"] == "coupled"
    assert result.attrs["method_source"] == models.NAME
    assert result.surface_temperature.notnull().all()
    assert (result.surface_temperature_uncertainty > 0).all()


@pytest.mark.parametrize("units", ["K", "degC", "celsius", "C", "kelvin"])
def test_air_temperature_is_understood_in_its_units(tmp_path: Path, units: str) -> None:
    folder = scenes.write(tmp_path)
    value = AIR if units.lower().startswith("k") else AIR - 273.15
    path = _raster(tmp_path, value, units)
    found = lstgeo.retrieve(folder, air_temperature=path, **GIVEN)
    expected = lstgeo.retrieve(folder, air_temperature=AIR, **GIVEN)
    # A step of float32 at 290 K is 3e-5 K, and the air moves the surface by less than itself.
    np.testing.assert_allclose(
        found.surface_temperature, expected.surface_temperature, rtol=0, atol=2e-4
    )
    assert str(path) in found.attrs["inputs"]


@pytest.mark.parametrize(
    ("units", "factor"), [("Pa", 1.0), ("hPa", 0.01), ("mbar", 0.01), ("millibars", 0.01)]
)
def test_pressure_is_understood_in_its_units(tmp_path: Path, units: str, factor: float) -> None:
    folder = scenes.write(tmp_path)
    path = _raster(tmp_path, PRESSURE * factor, units)
    found = lstgeo.retrieve(folder, surface_pressure=path, **GIVEN)
    expected = lstgeo.retrieve(folder, surface_pressure=PRESSURE, **GIVEN)
    np.testing.assert_allclose(
        found.surface_temperature, expected.surface_temperature, rtol=0, atol=2e-4
    )


@pytest.mark.parametrize(
    ("name", "value", "units", "said"),
    [
        ("air_temperature", AIR, None, "states no units of air temperature near the surface"),
        ("air_temperature", AIR, "m", "cannot be in 'm'"),
        ("air_temperature", AIR, "degC", "is outside 180 to 340 K"),
        ("surface_pressure", PRESSURE, None, "states no units of air pressure at the surface"),
        ("surface_pressure", PRESSURE, "hPa", "is outside 30000 to 110000 Pa"),
    ],
)
def test_a_raster_whose_units_cannot_be_right_is_refused(
    tmp_path: Path, name: str, value: float, units: str | None, said: str
) -> None:
    path = _raster(tmp_path, value, units)
    with pytest.raises(InputError, match=said):
        lstgeo.retrieve(scenes.write(tmp_path), **GIVEN | {name: path})


@pytest.mark.parametrize(
    ("name", "value", "guess"),
    [("air_temperature", 17, "is it in degc?"), ("surface_pressure", 970, "is it in hpa?")],
)
def test_a_number_in_other_units_is_refused_with_a_guess(
    tmp_path: Path, name: str, value: float, guess: str
) -> None:
    with pytest.raises(InputError) as caught:
        lstgeo.retrieve(scenes.write(tmp_path), **GIVEN | {name: value})
    assert guess in str(caught.value)


def test_a_hole_in_the_air_temperature_is_done_without_and_flagged(tmp_path: Path) -> None:
    values = np.full(scenes.SHAPE, AIR, np.float32)
    values[4:9, 3:11] = np.nan
    path = rasters.write(
        tmp_path / "a.tif", values, transform=scenes.TRANSFORM, nodata=np.nan, units="K"
    )
    folder = scenes.write(tmp_path)
    found = lstgeo.retrieve(folder, air_temperature=path, **GIVEN).compute()
    without = lstgeo.retrieve(folder, **GIVEN).compute()
    whole = lstgeo.retrieve(folder, air_temperature=AIR, **GIVEN).compute()
    hole = np.isnan(values)
    np.testing.assert_array_equal((found.quality & Quality.ATMOSPHERE_FILLED) != 0, hole)
    for name in ("surface_temperature", "surface_temperature_uncertainty"):
        expected = np.where(hole, without[name], whole[name])
        np.testing.assert_array_equal(found[name], expected)


def test_missing_water_vapour_is_filled_flagged_and_less_certain(tmp_path: Path) -> None:
    values = np.full(scenes.SHAPE, 15.0, np.float32)
    values[4:9, 3:11] = np.nan
    path = rasters.write(
        tmp_path / "w.tif", values, transform=scenes.TRANSFORM, nodata=np.nan, units="kg m-2"
    )
    folder = scenes.write(tmp_path)
    found = lstgeo.retrieve(folder, water_vapour=path, emissivity=0.97).compute()
    guessed = lstgeo.retrieve(folder, **GIVEN, input_sigma={"water_vapour": 0.3}).compute()
    known = lstgeo.retrieve(folder, **GIVEN).compute()
    hole = np.isnan(values)
    np.testing.assert_array_equal((found.quality & Quality.ATMOSPHERE_FILLED) != 0, hole)
    for name in ("surface_temperature", "surface_temperature_uncertainty"):
        np.testing.assert_array_equal(found[name], np.where(hole, guessed[name], known[name]))


def test_a_view_zenith_angle_of_the_scene_is_seen_by_the_model(tmp_path: Path) -> None:
    scene = lstgeo.open_scene(scenes.write(tmp_path))
    nadir = lstgeo.retrieve(scene, **GIVEN).compute()
    radiance = scene.at_sensor_radiance
    rasters.same(lstgeo.retrieve(scene.assign(view_zenith_angle=0 * radiance), **GIVEN), nadir)
    aside = lstgeo.retrieve(scene.assign(view_zenith_angle=0 * radiance + 85), **GIVEN)
    assert ((aside.quality & Quality.INPUT_DOMAIN) != 0).all()


def test_a_view_zenith_angle_that_is_given_goes_before_that_of_the_scene(tmp_path: Path) -> None:
    scene = lstgeo.open_scene(scenes.write(tmp_path))
    seen = scene.assign(view_zenith_angle=0 * scene.at_sensor_radiance + 8)
    known = lstgeo.retrieve(seen, **GIVEN).compute()
    rasters.same(lstgeo.retrieve(scene, **GIVEN, view_zenith_angle=8).compute(), known)
    other = seen.assign(view_zenith_angle=0 * scene.at_sensor_radiance + 3)
    given = lstgeo.retrieve(other, **GIVEN, view_zenith_angle=8).compute()
    rasters.same(given, known)
    assert given.attrs["view_zenith_angle"] == "8"


def test_input_sigmas_reach_the_model(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    given = GIVEN | {"air_temperature": AIR}
    sigmas = {"air_temperature": 0.5, "water_vapour": 0.02, "emissivity": 0.02}
    result = lstgeo.retrieve(folder, **given, input_sigma=sigmas)
    assert sigmas.items() <= result.attrs["input_sigma"].items()
    default = lstgeo.retrieve(folder, **given)
    for name, value in sigmas.items():
        changed = lstgeo.retrieve(folder, **given, input_sigma={name: value})
        sigma = "surface_temperature_uncertainty"
        assert (changed[sigma] != default[sigma]).any(), name


def test_the_outputs_say_which_model_made_them(tmp_path: Path) -> None:
    result = lstgeo.retrieve(scenes.write(tmp_path / "in"), air_temperature=AIR, **GIVEN)
    written = lstgeo.write(result, tmp_path / "lst.tif")
    properties = json.loads(written.item.read_text("utf-8"))["properties"]
    assert properties["lstgeo:model"] == {
        "name": models.NAME, "sha256": onnx.checksum(models.PATH), "contract": 1,
    }  # fmt: skip
    assert properties["lstgeo:parameters"]["air_temperature"] == str(AIR)
    with rasterio.open(written.rasters["surface_temperature"]) as source:
        assert (source.tags()["method"], source.tags()["model"]) == ("coupled", models.NAME)


def test_a_model_may_be_named_or_given_as_a_file(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    expected = lstgeo.retrieve(folder, **GIVEN).compute()
    copy = tmp_path / "mine.onnx"
    copy.write_bytes(models.PATH.read_bytes())
    for model in (models.NAME, copy, str(copy)):
        rasters.same(lstgeo.retrieve(folder, model=model, **GIVEN), expected)


def test_a_model_of_another_sensor_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is of landsat8 B10, the scene of landsat9 B10"):
        lstgeo.retrieve(scenes.write(tmp_path, "landsat9"), model=models.NAME, **GIVEN)


def test_air_is_of_no_use_to_a_classical_method(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    given = GIVEN | {"air_temperature": AIR, "method": "practical"}
    lstgeo.retrieve(scenes.write(tmp_path), **given)
    assert [message for message in caplog.messages if "(--air-temperature) is not used" in message]


def _lone(folder: Path, units: str | None = "W m-2 sr-1 um-1") -> Path:
    radiance = BAND.planck_table.radiance(scenes.temperatures()).astype(np.float32)
    return rasters.write(folder / "l.tif", radiance, transform=scenes.TRANSFORM, units=units)


def test_a_model_file_is_all_that_is_needed_of_an_unknown_sensor(tmp_path: Path) -> None:
    """Landsat 8's own response and noise under another name: the same temperatures."""
    path = _lone(tmp_path)
    own = models.patched(tmp_path, '"sensor": "landsat8"', '"sensor": "somesat8"')
    for sensor in (None, "somesat8", "SomeSat8"):
        scene = lstgeo.open_scene(path, sensor=sensor, model=own)
        assert (scene.attrs["sensor"], scene.attrs["band"]) == ("somesat8", "B10")
    found = lstgeo.retrieve(scene, model=own, **GIVEN)
    expected = lstgeo.retrieve(lstgeo.open_scene(path, sensor="landsat8"), **GIVEN)
    rasters.same(found, expected)
    assert lstgeo.check(path, tmp_path / "lst.tif", model=own, **GIVEN).problems == ()
    item = json.loads(lstgeo.write(found, tmp_path / "lst.tif").item.read_text("utf-8"))
    assert item["properties"]["platform"] == "somesat8"
    band = item["assets"]["surface_temperature"]["raster:bands"][0]
    assert band["spatial_resolution"] == 100


def test_the_model_that_ships_says_of_which_sensor_a_lone_raster_is(tmp_path: Path) -> None:
    path = _lone(tmp_path)
    expected = lstgeo.retrieve(lstgeo.open_scene(path, sensor="landsat8"), **GIVEN)
    found = lstgeo.retrieve(lstgeo.open_scene(path, model=models.NAME), model=models.NAME, **GIVEN)
    rasters.same(found, expected)


def test_an_unknown_sensor_without_its_model_is_refused(tmp_path: Path) -> None:
    path = _lone(tmp_path)
    own = models.patched(tmp_path, '"sensor": "landsat8"', '"sensor": "somesat8"')
    with pytest.raises(MethodError, match="sensor 'somesat8' is not known"):
        lstgeo.open_scene(path, sensor="somesat8")
    with pytest.raises(MethodError, match="sensor 'othersat' is not known"):
        lstgeo.open_scene(path, sensor="othersat", model=own)
    scene = lstgeo.open_scene(path, model=own)
    for model in (None, models.NAME):
        with pytest.raises(MethodError, match="sensor 'somesat8' is not known"):
            lstgeo.retrieve(scene, model=model, **GIVEN)
