"""The lazy retrieval of a scene: its inputs, their units, and what is filled or warned about."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from affine import Affine

import lstgeo
from lstgeo.algorithms import methods
from lstgeo.errors import InputError
from lstgeo.quality import Quality
from lstgeo.sensors import platforms
from tests import rasters, scenes

ATMOSPHERE: dict[str, Any] = {
    "transmittance": 0.8,
    "upwelling_radiance": 1.4,
    "downwelling_radiance": 2.3,
}


def _vapour(folder: Path, values: np.ndarray | float = 1.5, units: str | None = "g cm-2") -> Path:
    grid = np.broadcast_to(np.asarray(values, np.float32), (20, 20)).copy()
    transform = Affine(0.25, 0, 12.5, 0, -0.25, 51.25)
    return rasters.write(
        folder / "w.tif", grid, crs=rasters.DEGREES, transform=transform, units=units
    )


def test_the_result_is_lazy_and_in_house_names(tmp_path: Path) -> None:
    result = lstgeo.retrieve(scenes.write(tmp_path), water_vapour=15)
    assert list(result) == ["surface_temperature", "surface_temperature_uncertainty", "quality"]
    assert all(array.chunks for array in result.values())
    assert [str(array.dtype) for array in result.values()] == ["float32", "float32", "uint16"]
    assert result.surface_temperature.attrs["units"] == "K"
    assert result.surface_temperature.attrs["standard_name"] == "surface_temperature"


@pytest.mark.parametrize("sensor", sorted(scenes.PLATFORMS))
def test_a_classical_retrieval_is_its_formula(tmp_path: Path, sensor: str) -> None:
    folder = scenes.write(tmp_path, sensor)
    opened = lstgeo.open_scene(folder)
    result = lstgeo.retrieve(opened, water_vapour=15, emissivity=0.97, method="statistical")
    band = platforms.sensor(sensor).band()
    method = methods.METHODS["statistical"]
    assert result.attrs["method"] == method.name
    radiance = opened.at_sensor_radiance.to_numpy().astype(float)
    expected = method.temperature(
        radiance, np.full_like(radiance, 0.97), np.full_like(radiance, 15.0), band=band
    )
    # float32 against float64: a step of 3e-5 K at 300 K, through a dozen operations.
    np.testing.assert_allclose(result.surface_temperature, expected, rtol=0, atol=1e-3)
    assert not result.quality.any()


def test_the_radiative_transfer_equation_needs_no_water_vapour(tmp_path: Path) -> None:
    """A transparent atmosphere over a black surface: the scene's own brightness temperature."""
    result = lstgeo.retrieve(
        scenes.write(tmp_path), emissivity=1, transmittance=1, upwelling_radiance=0,
        downwelling_radiance=0,
    )  # fmt: skip
    assert result.attrs["method"] == "rte"
    np.testing.assert_allclose(  # half a step of 2.3 mK
        result.surface_temperature, scenes.temperatures(), rtol=0, atol=1.5e-3
    )


@pytest.mark.parametrize(
    ("value", "units"), [(15.0, None), (15.0, "kg m-2"), (1.5, "g cm-2"), (15.0, "mm"), (1.5, "cm")]
)
def test_water_vapour_is_understood_in_the_units_of_the_field(
    tmp_path: Path, value: float, units: str | None
) -> None:
    folder = scenes.write(tmp_path)
    expected = lstgeo.retrieve(folder, water_vapour=15).compute()
    as_number = lstgeo.retrieve(folder, water_vapour=value, water_vapour_units=units).compute()
    rasters.same(as_number, expected)
    path = _vapour(tmp_path, value, units or "kg m-2")
    np.testing.assert_allclose(
        lstgeo.retrieve(folder, water_vapour=path).surface_temperature,
        expected.surface_temperature, rtol=0, atol=1e-4,
    )  # fmt: skip


def test_the_units_given_are_believed_before_those_of_the_file(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    path = _vapour(tmp_path, 15.0, "g cm-2")
    found = lstgeo.retrieve(folder, water_vapour=path, water_vapour_units="kg m-2").compute()
    rasters.same(found, lstgeo.retrieve(folder, water_vapour=15).compute())


def test_missing_water_vapour_is_filled_flagged_and_less_certain(tmp_path: Path) -> None:
    values = np.full(scenes.SHAPE, 15.0, np.float32)
    values[4:9, 3:11] = np.nan
    path = rasters.write(
        tmp_path / "w.tif", values, transform=scenes.TRANSFORM, nodata=np.nan, units="kg m-2"
    )
    folder = scenes.write(tmp_path)
    found = lstgeo.retrieve(folder, water_vapour=path, method="practical").compute()
    filled = np.isnan(values)
    np.testing.assert_array_equal((found.quality & Quality.ATMOSPHERE_FILLED) != 0, filled)
    whole = lstgeo.retrieve(folder, water_vapour=15, method="practical").compute()
    np.testing.assert_array_equal(found.surface_temperature, whole.surface_temperature)
    more = found.surface_temperature_uncertainty - whole.surface_temperature_uncertainty
    assert (more.to_numpy()[filled] > 0).all()
    assert (more.to_numpy()[~filled] == 0).all()


def test_ndvi_emissivity_is_averaged_over_the_native_footprint(tmp_path: Path) -> None:
    """A field of vegetation one pixel wide is seen by TIRS through a window of 100 m."""
    red, infrared = (np.full(scenes.SHAPE, value, np.uint16) for value in (12_500, 14_000))
    red[:, 18], infrared[:, 18] = 6_000, 30_000
    folder = scenes.write(tmp_path, numbers={"B4": red, "B5": infrared})
    given: dict[str, Any] = {"water_vapour": 15, "method": "practical"}
    found = lstgeo.retrieve(folder, **given).surface_temperature.to_numpy()
    row = np.full(scenes.SHAPE[1], 0.97)
    width = 100 / 30
    row[16:21] += 0.02 * np.array([(width - 3) / 2, 1, 1, 1, (width - 3) / 2]) / width
    emissivity = np.broadcast_to(row, scenes.SHAPE).astype(np.float32)
    path = rasters.write(tmp_path / "e.tif", emissivity, transform=scenes.TRANSFORM)
    expected = lstgeo.retrieve(folder, emissivity=path, **given).surface_temperature
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-3)


def test_masked_clouds_are_empty_and_the_rest_is_untouched(tmp_path: Path) -> None:
    quality = np.full(scenes.SHAPE, 21824, np.uint16)
    quality[5, 6], quality[20, 21] = 22280, 23888
    folder = scenes.write(tmp_path, numbers={"QA": quality})
    kept = lstgeo.retrieve(folder, water_vapour=15).compute()
    masked = lstgeo.retrieve(folder, water_vapour=15, mask_clouds=True).compute()
    assert kept.surface_temperature.notnull().all()
    assert np.argwhere(np.isnan(masked.surface_temperature.to_numpy())).tolist() == [
        [5, 6],
        [20, 21],
    ]
    np.testing.assert_array_equal(masked.quality, kept.quality)


def test_what_a_method_does_not_use_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lstgeo.retrieve(scenes.write(tmp_path), water_vapour=15, emissivity=0.97, **ATMOSPHERE)
    assert ["not used by method rte" in message for message in caplog.messages] == [True]


@pytest.mark.parametrize(("down", "warnings"), [(2.3, 0), (0.5, 1)])
def test_a_sky_darker_than_the_path_gives_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, down: float, warnings: int
) -> None:
    given = ATMOSPHERE | {"downwelling_radiance": down}
    with caplog.at_level(logging.WARNING):
        lstgeo.retrieve(scenes.write(tmp_path), emissivity=0.97, **given)
    assert sum("is below upwelling radiance" in message for message in caplog.messages) == warnings


def test_input_sigmas_are_taken_and_kept(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    given: dict[str, Any] = {"water_vapour": 15, "method": "practical"}
    default = lstgeo.retrieve(folder, **given)
    surer = lstgeo.retrieve(folder, **given, input_sigma={"water_vapour": 0.01})
    assert surer.attrs["input_sigma"]["water_vapour"] == 0.01
    sigma = "surface_temperature_uncertainty"
    assert (surer[sigma] < default[sigma]).all()


def test_a_missing_input_is_called_by_its_option(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"--up\) and .* \(--down\)"):
        lstgeo.retrieve(scenes.write(tmp_path), transmittance=0.9)


def test_both_gains_of_landsat_7_see_the_same_ground(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path, "landsat7")
    low, high = (
        lstgeo.retrieve(
            lstgeo.open_scene(folder, band), water_vapour=15, method="statistical"
        ).surface_temperature
        for band in ("B6_VCID_1", "B6_VCID_2")
    )
    # Steps of .49 and .27 K, halved, each stretched by up to 1.1 through the atmosphere.
    assert float(abs(low - high).max()) < 0.43
    assert abs(float((low - high).mean())) < 0.02
