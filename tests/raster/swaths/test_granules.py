"""Pixels of granules in house units: what their numbers mean, by the specifications."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lstgeo import vocabulary
from lstgeo.errors import InputError, RasterError, SceneError
from lstgeo.quality import Quality
from lstgeo.raster.swaths import ecostress, hdf4, hdf5, modis, names
from lstgeo.raster.swaths.granule import Granule
from lstgeo.raster.swaths.hdf4 import DataSet
from lstgeo.sensors import platforms
from lstgeo.simulation import granule, granule_modis
from lstgeo.simulation.granule import SyntheticGranule
from tests import granules, rasters

pytest.importorskip("pyhdf", reason="needs pyhdf (extra hdf4)")

RADIANCE = vocabulary.AT_SENSOR_RADIANCE.name


def _opened(path: Path) -> Granule:
    name = names.radiance(path)
    band = platforms.sensor(name.sensor).bands[0]
    if name.sensor == "ecostress":
        return ecostress.opened(path, name, band)
    return modis.opened(path, name, band)


def _pixels(made: SyntheticGranule) -> NDArray[Any]:
    """Pixels of a granule, (rows, columns)."""
    return _opened(made.radiance).pixels()[:-1].reshape(made.surface_temperature.shape)


@pytest.mark.parametrize("sensor", granules.SENSORS)
def test_radiance_is_that_which_the_granule_was_made_of(sensor: str) -> None:
    """To half a step of the stored number of MODIS, 4.2e-4 W m-2 sr-1 um-1, worth 3 mK."""
    made = granules.made(sensor)
    band = platforms.sensor(sensor).bands[0]
    table = band.planck_table
    leaving = made.emissivity * table.radiance(made.surface_temperature)
    leaving = leaving + (1 - made.emissivity) * made.downwelling_radiance
    true = made.transmittance * leaving + made.upwelling_radiance
    found = _pixels(made)[RADIANCE]
    np.testing.assert_allclose(found[1:], true[1:], rtol=0, atol=4.3e-4)


@pytest.mark.parametrize("sensor", granules.SENSORS)
def test_angles_positions_and_water_are_those_of_the_geolocation(sensor: str) -> None:
    made = granules.made(sensor)
    pixels, positions = _pixels(made), _opened(made.radiance).positions()
    np.testing.assert_allclose(pixels["view_zenith_angle"], made.scan.view_zenith, atol=0.0051)
    # float32 places a pixel to .4 m.
    np.testing.assert_allclose(positions.longitude, made.scan.longitude, rtol=0, atol=4e-6)
    np.testing.assert_allclose(positions.latitude, made.scan.latitude, rtol=0, atol=4e-6)
    water = (pixels["quality"] & Quality.WATER) != 0
    assert 0.02 < water[1:].mean() < 0.5


def test_numbers_of_modis_above_32767_are_no_values_and_a_saturated_detector_is_said() -> None:
    pixels = _pixels(granules.made())[0]
    assert np.isnan(pixels[RADIANCE][:4]).all()
    fill, saturated = int(Quality.FILL), int(Quality.SATURATED)
    assert [int(bits) for bits in pixels["quality"][:4]] == [fill, fill, fill | saturated, fill]
    assert np.isfinite(pixels[RADIANCE][4:]).all()


def test_pixels_of_ecostress_that_were_not_measured_are_no_values() -> None:
    """-9997 not seen, -9998 a stripe, -9999 bad or missing; data quality 1 is interpolated."""
    pixels = _pixels(granules.made("ecostress"))[0]
    assert np.isnan(pixels[RADIANCE][:3]).all()
    assert np.isfinite(pixels[RADIANCE][3:]).all()


def test_reflectance_is_divided_by_the_cosine_of_the_solar_zenith_angle() -> None:
    """Land is made with .12 and .32 at the top of the atmosphere, steps are 5e-5 / cos 30."""
    pixels = _pixels(granules.made())
    land = (pixels["quality"] & (Quality.WATER | Quality.FILL)) == 0
    np.testing.assert_allclose(pixels["red_reflectance"][land], 0.12, atol=3e-5)
    np.testing.assert_allclose(pixels["near_infrared_reflectance"][land], 0.32, atol=3e-5)


def test_bits_of_the_modis_cloud_mask(tmp_path: Path) -> None:
    """By the description of Cloud_Mask in MOD35_L2: byte, bits from the right, 0 is yes."""
    path = granules.copied(tmp_path, granules.made())
    (mask,) = tmp_path.glob("MOD35*")
    first = {
        0b11111111: 0,
        0b11111001: Quality.CLOUD,
        0b11111011: Quality.NEAR_CLOUD,
        0b11111101: 0,
        0b11011111: Quality.SNOW_ICE,
        0b00000000: 0,  # not determined
    }
    second = {0b11111101: Quality.NEAR_CLOUD, 0b11110111: Quality.NEAR_CLOUD, 0b11111011: 0}
    bits = np.full((6, 60, 1354), 0xFF, np.uint8)
    bits[0, 1, : len(first)] = list(first)
    bits[1, 1, len(first) : len(first) + len(second)] = list(second)
    hdf4.write(mask, {"Cloud_Mask": DataSet(bits.view(np.int8), ("a", "b", "c"))}, {})
    found = _opened(path).pixels()["quality"][:-1].reshape(60, 1354)[1, :9]
    wanted = [int(bit) for bit in (*first.values(), *second.values())]
    assert [int(bit) & ~int(Quality.WATER) for bit in found] == wanted


@pytest.mark.parametrize(
    ("name", "numbers", "cloudy"),
    [
        ("Cloud_final", [0, 1, 255], [0, 1, 0]),
        ("CloudMask", [1, 3, 2, 0, 255, 7], [0, 1, 0, 0, 0, 1]),
    ],
)
def test_cloud_masks_of_both_collections_of_ecostress(
    tmp_path: Path, name: str, numbers: list[int], cloudy: list[int]
) -> None:
    path = granules.copied(tmp_path, granules.made("ecostress"))
    (mask,) = tmp_path.glob("*CLOUD*")
    stored = np.zeros((384, 500), np.uint8)
    stored[1, : len(numbers)] = numbers
    hdf5.write(mask, {f"SDS/{name}": (stored, {})})
    bits = _opened(path).pixels()["quality"][:-1].reshape(384, 500)[1, : len(numbers)]
    assert [int(bit & Quality.CLOUD != 0) for bit in bits] == cloudy


def test_files_as_h5py_writes_them_are_read(tmp_path: Path) -> None:
    """The products are made with h5py, which knows no named dimensions."""
    h5py = pytest.importorskip("h5py")
    made = granules.made("ecostress")
    path = granules.copied(tmp_path, made)
    with h5py.File(made.radiance) as source, h5py.File(path, "w") as target:
        group = target.create_group("Radiance")
        for name in ("radiance_4", "data_quality_4"):
            group.create_dataset(name, data=source["Radiance"][name][...], compression="gzip")
        target.create_group("StandardMetadata")["RangeBeginningDate"] = "2024-07-15"
    assert _opened(path).pixels().tobytes() == _opened(made.radiance).pixels().tobytes()


@pytest.mark.parametrize(
    ("sensor", "product"), [("modis_terra", "35_L2"), ("ecostress", "L2_CLOUD")]
)
def test_without_a_cloud_mask_it_is_said_that_clouds_are_not_known(
    tmp_path: Path, sensor: str, product: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = granules.copied(tmp_path, granules.made(sensor))
    next(tmp_path.glob(f"*{product}*")).unlink()
    with caplog.at_level(logging.WARNING, "lstgeo"):
        bits = _opened(path).pixels()["quality"]
    assert product in caplog.text
    assert "clouds stay unflagged" in caplog.text
    assert not (bits & Quality.CLOUD).any()


@pytest.mark.parametrize("sensor", granules.SENSORS)
def test_without_geolocation_the_file_that_is_needed_is_named(tmp_path: Path, sensor: str) -> None:
    made = granules.made(sensor)
    path = granules.copied(tmp_path, made)
    (tmp_path / made.geolocation.name).unlink()
    with pytest.raises(SceneError, match="needs its geolocation beside it") as caught:
        _opened(path)
    example = {
        "modis_terra": "MOD03.A2024197.1020.*.hdf",
        "ecostress": "ECOv002_L1B_GEO_33001_005_20240715T102000_*.h5",
    }
    assert example[sensor] in str(caught.value)


def test_geolocation_of_another_shape_is_refused(tmp_path: Path) -> None:
    path = granules.copied(tmp_path, granules.made())
    other = np.zeros((30, 1354), np.float32)
    (geolocation,) = tmp_path.glob("MOD03*")
    hdf4.write(geolocation, {"Latitude": DataSet(other, ("a", "b"))}, {})
    with pytest.raises(SceneError, match=r"60 x 1354 pixels and .* has 30 x 1354: not one granule"):
        _opened(path)


def test_a_granule_without_the_band_says_what_it_has(tmp_path: Path) -> None:
    path = granules.copied(tmp_path, granules.made())
    numbers = np.zeros((1, 60, 1354), np.uint16)
    hdf4.write(
        path, {"EV_1KM_Emissive": DataSet(numbers, ("a", "b", "c"), {"band_names": "20"})}, {}
    )
    with pytest.raises(SceneError, match="lacks band 31; it has 20"):
        _opened(path)


@pytest.mark.parametrize("sensor", granules.SENSORS)
@pytest.mark.parametrize("keep", [0.001, 0.5, 0.99])
def test_a_truncated_granule_is_said_in_one_sentence(
    tmp_path: Path, sensor: str, keep: float
) -> None:
    path = granules.copied(tmp_path, granules.made(sensor))
    rasters.cut(path, keep)
    with pytest.raises(RasterError, match=f"{path.name} cannot be read as HDF., or ends too early"):
        _opened(path)


def test_without_pyhdf_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyhdf", None)
    with pytest.raises(InputError, match=r"needs pyhdf: pip install 'lstgeo\[hdf4\]'"):
        _opened(granules.made().radiance)


def test_a_night_granule_has_no_reflectance(tmp_path: Path) -> None:
    path = granules.copied(tmp_path, granules.made())
    with hdf4.opened(path) as file:
        numbers = hdf4.numbers(file, "EV_1KM_Emissive")
        about = hdf4.attributes(file, "EV_1KM_Emissive")
    kept = {name: about[name] for name in ("band_names",)} | {
        name: np.array(about[name], np.float32) for name in ("radiance_scales", "radiance_offsets")
    }
    emissive = {"EV_1KM_Emissive": DataSet(numbers, ("a", "b", "c"), kept)}
    hdf4.write(path, emissive, {"Number of Day mode scans": np.int32(0)})
    opened = _opened(path)
    assert opened.quantities == (vocabulary.AT_SENSOR_RADIANCE, vocabulary.VIEW_ZENITH_ANGLE)
    assert opened.pixels().dtype.names == (RADIANCE, "view_zenith_angle", "quality")


def test_collection_1_of_ecostress_is_less_sure(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Band 4 is 1.45 K too cold there (Wethey et al. 2024); hypot(.7, 1.45) = 1.61."""
    path = granules.copied(tmp_path, granules.made("ecostress"))
    for file in list(tmp_path.iterdir()):
        file.rename(tmp_path / file.name.replace("ECOv002", "ECOSTRESS"))
    with caplog.at_level(logging.WARNING, "lstgeo"):
        opened = _opened(tmp_path / path.name.replace("ECOv002", "ECOSTRESS"))
    assert opened.calibration_sigma == pytest.approx(1.61, abs=0.005)
    assert "uncertain by 1.61 K: collection 1" in caplog.text
    assert _opened(granules.made("ecostress").radiance).calibration_sigma is None


def test_a_low_sun_leaves_reflectance_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 86 degrees the cosine is .07, and so are the errors of dividing by it."""
    monkeypatch.setattr(granule_modis, "SOLAR_ZENITH", 86.0)
    made = granule.write(tmp_path, scans=1, columns=slice(600, 700))
    opened = _opened(made.radiance)
    assert opened.sun_elevation == pytest.approx(4.0, abs=1e-3)
    assert np.isnan(opened.pixels()["red_reflectance"]).all()
    assert np.isfinite(opened.pixels()[RADIANCE][4:-1]).all()
