"""A lone thermal raster: its units, scale and sensor, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lstgeo.errors import InputError, LstgeoError, SceneError
from lstgeo.pipeline.scene import open_scene
from lstgeo.quality import Quality
from tests import rasters, scenes

RADIANCE = np.linspace(6.0, 12.0, 30, dtype=np.float32).reshape(5, 6)


def _written(
    folder: Path, values: np.ndarray = RADIANCE, name: str = "l.tif", **options: object
) -> Path:
    return rasters.write(folder / name, values, transform=scenes.TRANSFORM, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("units", "factor"),
    [
        ("W m-2 sr-1 um-1", 1.0),
        ("W/(m^2 sr μm)", 1.0),
        ("W m**-2 sr**-1 um**-1", 1.0),
        ("mW cm-2 sr-1 um-1", 10.0),
        ("W m-2 sr-1 nm-1", 1000.0),
    ],
)
@pytest.mark.parametrize("tagged", [True, False])
def test_radiance_is_read_in_the_units_it_states_or_is_given(
    tmp_path: Path, units: str, factor: float, tagged: bool
) -> None:
    path = _written(tmp_path, RADIANCE / np.float32(factor), units=units if tagged else None)
    opened = open_scene(path, sensor="landsat8", units=None if tagged else units)
    np.testing.assert_allclose(opened.at_sensor_radiance, RADIANCE, rtol=1e-6)
    assert (opened.attrs["sensor"], opened.attrs["band"]) == ("landsat8", "B10")


def test_numbers_with_scale_and_offset_are_radiance(tmp_path: Path) -> None:
    stored = np.rint((RADIANCE - 0.1) / 3.342e-4).astype(np.uint16)
    stored[0, 0] = 0
    path = _written(tmp_path, stored, scale=3.342e-4, offset=0.1, nodata=0, units="W m-2 sr-1 um-1")
    opened = open_scene(path, sensor="L8")
    assert opened.attrs["radiance_gain"] == pytest.approx(3.342e-4)
    quality = opened.quality.to_numpy()
    assert np.argwhere(quality == Quality.FILL).tolist() == [[0, 0]]
    known = quality == 0
    np.testing.assert_allclose(
        opened.at_sensor_radiance.to_numpy()[known], RADIANCE[known], rtol=0, atol=1.7e-4
    )  # half a step


def test_a_usgs_name_gives_sensor_encoding_and_quality(tmp_path: Path) -> None:
    name = "LC09_L2SP_191026_20220121_20220123_02_T1"
    stored = np.rint(RADIANCE * 1000).astype(np.int16)
    stored[4, 5] = -9999
    path = _written(tmp_path, stored, f"{name}_ST_TRAD.TIF", nodata=-9999)
    quality = np.full(stored.shape, 21824, np.uint16)
    quality[1, 2], quality[4, 5] = 21952, 1
    _written(tmp_path, quality, f"{name}_QA_PIXEL.TIF")
    opened = open_scene(path)
    assert opened.attrs["sensor"] == "landsat9"
    assert opened.attrs["datetime"].startswith("2022-01-21")
    expected = np.zeros(stored.shape, np.uint16)
    expected[1, 2], expected[4, 5] = Quality.WATER, Quality.FILL
    np.testing.assert_array_equal(opened.quality, expected)
    assert float(opened.at_sensor_radiance[0, 0]) == pytest.approx(6.0, abs=5e-4)
    assert np.isnan(opened.at_sensor_radiance[4, 5])


@pytest.mark.parametrize(
    ("options", "sensor", "units", "said"),
    [
        ({}, "landsat8", None, "states no units; --units is needed"),
        ({"units": "K"}, "landsat8", None, "cannot be in 'K'"),
        ({"units": "W m-2 sr-1 um-1"}, None, None, "--sensor is needed"),
        ({}, "landsat8", "furlong", "cannot be in 'furlong'"),
    ],
)
def test_what_cannot_be_told_is_asked_for(
    tmp_path: Path, options: dict[str, Any], sensor: str | None, units: str | None, said: str
) -> None:
    with pytest.raises(LstgeoError) as caught:
        open_scene(_written(tmp_path, **options), sensor=sensor, units=units)
    assert said in str(caught.value)


@pytest.mark.parametrize("band", ["ST_B10", "ST_B6"])
def test_surface_temperature_itself_is_refused_and_it_is_said_why(
    tmp_path: Path, band: str
) -> None:
    name = f"LC08_L2SP_191026_20160121_20200907_02_T1_{band}.TIF"
    with pytest.raises(SceneError, match="already is surface temperature"):
        open_scene(_written(tmp_path, name=name), sensor="landsat8")


def test_a_raster_of_no_known_place_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path, crs=None, units="W m-2 sr-1 um-1")
    with pytest.raises(SceneError, match="has no coordinate reference system"):
        open_scene(path, sensor="landsat8")


def test_numbers_that_are_no_radiance_are_refused(tmp_path: Path) -> None:
    """Stored numbers of a Landsat band whose scale nobody wrote into the file."""
    path = _written(tmp_path, np.full((5, 6), 27_000, np.uint16))
    with pytest.raises(InputError, match="27000 is outside"):
        open_scene(path, sensor="landsat8", units="W m-2 sr-1 um-1")


@pytest.mark.parametrize("band", ["URAD", "DRAD", "ATRAN", "EMIS", "EMSD", "CDIST", "QA"])
def test_an_intermediate_band_of_level_2_is_not_taken_for_radiance(
    tmp_path: Path, band: str
) -> None:
    name = f"LC08_L2SP_098084_20210503_20210508_02_T1_ST_{band}.TIF"
    path = _written(tmp_path, np.full((5, 6), 800, np.int16), name)
    with pytest.raises(SceneError, match="is no at-sensor radiance"):
        open_scene(path, units="W m-2 sr-1 um-1")


def test_real_numbers_with_the_nodata_of_r_are_gaps(tmp_path: Path) -> None:
    values = RADIANCE.astype(np.float64)
    values[1, 2] = lowest = -1.7976931348623157e308
    path = _written(tmp_path, values, nodata=lowest, units="W m-2 sr-1 um-1")
    opened = open_scene(path, sensor="landsat8")
    assert np.argwhere(opened.at_sensor_radiance.isnull().to_numpy()).tolist() == [[1, 2]]
    assert np.argwhere(opened.quality.to_numpy() == Quality.FILL).tolist() == [[1, 2]]
