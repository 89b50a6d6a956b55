"""Coarse fields at the height of each pixel: by their orography, or the means of the model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from affine import Affine
from numpy.typing import NDArray

import lstgeo
from lstgeo import vocabulary
from lstgeo.errors import InputError
from lstgeo.pipeline import inputs
from lstgeo.quality import Quality
from tests import commands, fields, rasters, scenes

LONGITUDE, LATITUDE = np.arange(14.0, 16.1, 0.25), np.arange(49.75, 47.7, -0.25)
LEVEL = np.full((LATITUDE.size, LONGITUDE.size), 20.0)
GEOPOTENTIAL = np.full_like(LEVEL, 400 * 9.80665)
GRAVITY = {"units": "m**2 s**-2"}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> xr.Dataset:
    return lstgeo.open_scene(scenes.write(tmp_path_factory.mktemp("scene")))


@pytest.fixture(scope="module")
def hills() -> NDArray[np.float32]:
    rows, columns = np.indices(scenes.SHAPE)
    return (500 + 300 * np.sin(rows / 9) * np.cos(columns / 7)).astype(np.float32)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory, hills: NDArray[np.float32]) -> Path:
    folder = tmp_path_factory.mktemp("model")
    return rasters.write(folder / "dem.tif", hills, transform=scenes.TRANSFORM)


def _file(folder: Path, name: str, values: Any, units: str, orography: Any = GEOPOTENTIAL) -> Path:
    path = fields.netcdf(folder / f"{name}.nc", values, LONGITUDE, LATITUDE, name=name, units=units)
    if orography is not None:
        fields.netcdf(
            path, orography, LONGITUDE, LATITUDE, name="z", units="m**2 s**-2", append=True
        )
    return path


def test_water_vapour_falls_with_height_from_the_orography_in_its_file(
    scene: xr.Dataset, model: Path, hills: NDArray[np.float32], tmp_path: Path
) -> None:
    ground = inputs.ground(model, scene)
    path = _file(tmp_path, "tcwv", LEVEL, "kg m-2")
    found = inputs.prepared(vocabulary.WATER_VAPOUR, path, scene, ground=ground)
    np.testing.assert_allclose(found.values, 20 * np.exp(-(hills - 400) / 2200), rtol=2e-6)
    assert not found.missing.any()
    assert found.origin is not None
    assert (
        found.origin.note == f"corrected for elevation from the heights of its cells in {path} (z)"
    )


def test_temperature_and_pressure_fall_too(
    scene: xr.Dataset, model: Path, hills: NDArray[np.float32], tmp_path: Path
) -> None:
    ground = inputs.ground(model, scene)
    air = inputs.prepared(
        vocabulary.NEAR_SURFACE_AIR_TEMPERATURE,
        _file(tmp_path, "t2m", LEVEL, "degC"), scene, ground=ground,
    )  # fmt: skip
    np.testing.assert_allclose(air.values, 293.15 - 0.0055 * (hills - 400), rtol=0, atol=1e-4)
    pressure = inputs.prepared(
        vocabulary.SURFACE_PRESSURE,
        _file(tmp_path, "sp", LEVEL + 945, "hPa"), scene, ground=ground,
    )  # fmt: skip
    # The scale height of pressure is 8.3 km at 283 K, and 1 % less or more 300 m up or down.
    expected = 96_500 * np.exp(-(hills - 400) / 8290)
    np.testing.assert_allclose(pressure.values, expected, rtol=0, atol=60)


def test_without_orography_cells_lie_at_the_mean_of_the_model(
    scene: xr.Dataset, model: Path, hills: NDArray[np.float32], tmp_path: Path
) -> None:
    """The whole scene lies in one cell's surroundings, so the mean height is that of the model."""
    path = _file(tmp_path, "tcwv", LEVEL, "kg m-2", orography=None)
    found = inputs.prepared(
        vocabulary.WATER_VAPOUR, path, scene, ground=inputs.ground(model, scene)
    )
    expected = 20 * np.exp(-(hills - hills.mean()) / 2200)
    np.testing.assert_allclose(found.values, expected, rtol=2e-5)
    assert found.origin is not None
    assert "the means of" in str(found.origin.note)


def test_where_the_model_has_no_elevation_the_field_stays_and_the_pixel_is_flagged(
    scene: xr.Dataset, hills: NDArray[np.float32], tmp_path: Path
) -> None:
    holes = np.zeros(scenes.SHAPE, bool)
    holes[10:20, 5:9] = True
    model = rasters.write(
        tmp_path / "dem.tif", np.where(holes, -9999, hills).astype(np.int16),
        transform=scenes.TRANSFORM, nodata=-9999,
    )  # fmt: skip
    path = _file(tmp_path, "tcwv", LEVEL, "kg m-2")
    result = lstgeo.retrieve(
        scene, water_vapour=path, elevation=model, emissivity=0.97, method="practical"
    ).compute()
    flagged = (result.quality & Quality.ATMOSPHERE_FILLED).to_numpy() != 0
    np.testing.assert_array_equal(flagged, holes)
    plain = lstgeo.retrieve(scene, water_vapour=path, emissivity=0.97, method="practical")
    np.testing.assert_array_equal(
        result.surface_temperature.to_numpy()[holes], plain.surface_temperature.to_numpy()[holes]
    )


def test_an_elevation_in_feet_and_one_number(
    scene: xr.Dataset, hills: NDArray[np.float32], tmp_path: Path
) -> None:
    feet = rasters.write(
        tmp_path / "ft.tif", hills / np.float32(0.3048), transform=scenes.TRANSFORM, units="ft"
    )
    np.testing.assert_allclose(inputs.ground(feet, scene).values, hills, rtol=1e-6)
    path = _file(tmp_path, "tcwv", LEVEL, "kg m-2")
    found = inputs.prepared(vocabulary.WATER_VAPOUR, path, scene, ground=inputs.ground(1000, scene))
    np.testing.assert_allclose(found.values, 20 * np.exp(-600 / 2200), rtol=2e-6)


def test_a_number_and_a_fine_field_stay_as_they_are(
    scene: xr.Dataset, model: Path, tmp_path: Path
) -> None:
    fine = rasters.write(
        tmp_path / "w.tif", np.full(scenes.SHAPE, 20.0, np.float32),
        transform=scenes.TRANSFORM, units="mm",
    )  # fmt: skip
    for given in (20, fine):
        found = inputs.prepared(
            vocabulary.WATER_VAPOUR, given, scene, ground=inputs.ground(model, scene)
        )
        np.testing.assert_array_equal(found.values, np.float32(20))


@pytest.mark.parametrize("height", [1, 7, 512])
def test_strips_change_no_bit(scene: xr.Dataset, model: Path, tmp_path: Path, height: int) -> None:
    path = _file(tmp_path, "tcwv", LEVEL + np.arange(LONGITUDE.size), "kg m-2")
    whole, cut = (
        lstgeo.retrieve(
            given, water_vapour=path, elevation=model, emissivity=0.97, method="practical"
        ).compute()
        for given in (scene, scene.chunk({"y": height}))
    )
    rasters.same(whole, cut)


def test_the_model_is_an_input_and_has_an_origin(
    scene: xr.Dataset, model: Path, tmp_path: Path
) -> None:
    path = _file(tmp_path, "tcwv", LEVEL, "kg m-2")
    result = lstgeo.retrieve(
        scene, water_vapour=path, elevation=model, emissivity=0.97, method="practical"
    )
    assert str(model) in result.attrs["inputs"]
    assert [origin["quantity"] for origin in result.attrs["origins"]] == [
        "total_column_water_vapour", "elevation",
    ]  # fmt: skip
    assert result.attrs["origins"][1]["units_from"] == "metres, since the file states none"


def test_an_elevation_elsewhere_or_beyond_the_earth_is_refused(
    scene: xr.Dataset, tmp_path: Path
) -> None:
    away = rasters.write(
        tmp_path / "away.tif", np.ones((9, 9), np.float32), crs=rasters.DEGREES,
        transform=Affine(0.1, 0, -60, 0, -0.1, 10),
    )  # fmt: skip
    with pytest.raises(InputError, match="does not overlap the scene"):
        inputs.ground(away, scene)
    with pytest.raises(InputError, match="is outside -1000 to 9000 m"):
        inputs.ground(20_000, scene)


def test_the_command_line_takes_a_model(tmp_path: Path, model: Path) -> None:
    folder = scenes.write(tmp_path)
    path = _file(tmp_path, "tcwv", LEVEL, "kg m-2")
    given = ["--wv", path, "--dem", model, "--emissivity", "0.97", "-o", tmp_path / "lst.tif"]
    assert commands.run("check", folder, *given).code == 0
    assert commands.run("-q", "retrieve", folder, *given).code == 0
