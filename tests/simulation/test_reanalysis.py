"""The reanalysis around a scene looks as a download of ERA5 and reads back as what was written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from lstgeo.errors import OutputError
from lstgeo.profiles import netcdf
from lstgeo.sensors import platforms
from lstgeo.simulation import atmosphere, observation, reanalysis
from tests.simulation.files import Files, at_overpass

SHAPE = (1024, 900)
OVERPASS = np.datetime64("2023-07-15T10:40:57.12")
METADATA = {"DATE_ACQUIRED": "2023-07-15", "SCENE_CENTER_TIME": "10:40:57.12"}


def _points() -> reanalysis.Points:
    rows, columns = np.meshgrid(
        np.linspace(-500, 1500, 9), np.linspace(-400, 1300, 11), indexing="ij"
    )
    return reanalysis.Points(np.linspace(49.2, 48.4, 9), np.linspace(2.0, 3.0, 11), rows, columns)


@pytest.mark.parametrize(("seed", "span"), [(0, (12.0, 28.0)), (8, (2.0, 4.0)), (21, (38.0, 45.0))])
def test_columns_read_back_are_those_of_the_scene(
    tmp_path: Path, seed: int, span: tuple[float, float]
) -> None:
    setting = observation.setting("landsat8", SHAPE, seed, span, noisy=False)
    points = _points()
    reanalysis.write(tmp_path / "reanalysis.nc", setting.weather, points, OVERPASS)
    batch = at_overpass(netcdf.read(tmp_path / "reanalysis.nc"), METADATA)
    expected = setting.weather.air(points.rows.ravel(), points.columns.ravel()).columns
    np.testing.assert_allclose(batch.latitude, np.repeat(points.latitude, 11))
    np.testing.assert_allclose(batch.longitude, np.tile(points.longitude, 9))
    # Rounding to float32 at 300 K is .00002 K.
    np.testing.assert_allclose(batch.air_temperature, expected.air_temperature, atol=1e-4)
    np.testing.assert_allclose(
        batch.total_column_water_vapour, expected.total_column_water_vapour, rtol=1e-5
    )
    for band in platforms.sensor("landsat8").bands:
        found, true = (atmosphere.parameters(columns, band) for columns in (batch, expected))
        for values, others, tolerance in zip(found, true, (1e-5, 1e-4, 1e-4), strict=True):
            np.testing.assert_allclose(values, others, rtol=0, atol=tolerance)


def test_the_file_looks_as_era5_does(noisy: Files) -> None:
    with xr.open_dataset(noisy.paths.reanalysis, engine="netcdf4") as data:
        assert data["t"].dims == ("time", "level", "latitude", "longitude")
        assert data["q"].dims == data["t"].dims
        assert data["sp"].dims == data["t2m"].dims == data["tcwv"].dims == (
            "time", "latitude", "longitude",
        )  # fmt: skip
        units = {name: data[name].units for name in ("t", "q", "sp", "t2m", "tcwv", "level")}
        assert units == {
            "t": "K", "q": "kg kg**-1", "sp": "Pa", "t2m": "K", "tcwv": "kg m**-2", "level": "hPa",
        }  # fmt: skip
        assert data["level"].to_numpy().tolist()[:3] == [1, 2, 3]
        assert data["level"].to_numpy().tolist()[-3:] == [950, 975, 1000]
        assert data.sizes["level"] == 37
        assert (np.diff(data["latitude"]) < 0).all()
        assert (np.diff(data["longitude"]) > 0).all()
        hours = [np.datetime64("2023-07-15T10"), np.datetime64("2023-07-15T11")]
        np.testing.assert_array_equal(data["time"], hours)
        assert "not a measurement" in data.attrs["source"]
        assert np.isfinite(data["t"]).all()
        assert 0 < data["q"].min() < data["q"].max() < 0.025
        # Mass of vapour over the ground by the trapezoidal rule, which takes the level under the
        # ground for the air at it: 3.3 % off at most where the ground lies between two levels. That
        # the file gives back the true column to 1e-5 is tested above.
        level = 100.0 * data["level"].to_numpy()[None, :, None, None]
        pressure = np.minimum(level, data["sp"].to_numpy()[:, None])
        rule = np.trapezoid(data["q"], pressure, axis=1) / 9.80665
        np.testing.assert_allclose(rule, data["tcwv"], rtol=0.04)


def test_grids_and_reanalysis_know_the_same_air(noisy: Files) -> None:
    with xr.open_dataset(noisy.paths.reanalysis, engine="netcdf4") as data:
        water, warmth = data["tcwv"].to_numpy(), data["t2m"].to_numpy()
        later = 40.952 / 60
    np.testing.assert_allclose(water[0], noisy.coarse("water_vapour"), rtol=1e-5)
    between = (1 - later) * warmth[0] + later * warmth[1]
    np.testing.assert_allclose(between, noisy.coarse("air_temperature"), atol=1e-3)


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    setting = observation.setting("landsat8", (64, 64), 0, (12.0, 28.0), noisy=False)
    with pytest.raises(OutputError, match="nowhere"):
        reanalysis.write(tmp_path / "nowhere" / "x.nc", setting.weather, _points(), OVERPASS)
