"""Files as MERRA-2 and ERA5's GRIB lay them out give the air that they hold, or are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

import lstgeo
from lstgeo import vocabulary
from lstgeo.errors import LstgeoError
from lstgeo.pipeline import inputs
from lstgeo.pipeline import profiles as pipeline
from lstgeo.sensors import platforms
from tests import scenes
from tests.pipeline import grib1, merra2, profiles

BAND = platforms.sensor("landsat8").band("B10")
AIR = (vocabulary.TRANSMITTANCE, vocabulary.UPWELLING_RADIANCE, vocabulary.WATER_VAPOUR)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> xr.Dataset:
    return lstgeo.open_scene(scenes.write(tmp_path_factory.mktemp("scene")))


@pytest.fixture(scope="module")
def known(scene: xr.Dataset, tmp_path_factory: pytest.TempPathFactory) -> pipeline.Atmosphere:
    """The same air in a plain file."""
    path = tmp_path_factory.mktemp("plain") / "era5.nc"
    return _found(profiles.write(path, profiles.dataset()), scene)


def _found(given: Path | list[Path], scene: xr.Dataset) -> pipeline.Atmosphere:
    return pipeline.prepared(given, scene, BAND, inputs.overpass(scene))


def _require_alike(found: pipeline.Atmosphere, known: pipeline.Atmosphere, largest: float) -> None:
    for quantity in AIR:
        mine, theirs = (each.inputs[quantity].values for each in (found, known))
        np.testing.assert_allclose(mine, theirs, rtol=largest)


def test_merra_2_gives_the_air_above_its_ground(scene: xr.Dataset, tmp_path: Path) -> None:
    """As a plain file on other levels that ends at the same ground does, to .1 %."""
    data = profiles.dataset()
    above = data.where(100 * data.level < merra2.GROUND_PA)
    for name in ("t", "q"):
        data[name] = above[name].transpose(*data[name].dims).assign_attrs(data[name].attrs)
    known = _found(profiles.write(tmp_path / "plain.nc", data), scene)
    found = _found(merra2.write(tmp_path / "MERRA2_400.inst3_3d_asm_Np.20160121.nc4"), scene)
    _require_alike(found, known, 1e-3)
    assert found.profiles.humidity == "QV"
    np.testing.assert_allclose(found.profiles.columns.surface_pressure, merra2.GROUND_PA)
    np.testing.assert_allclose(found.profiles.columns.elevation, merra2.GROUND_M, atol=0.01)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"levels": merra2.LEVELS_HPA[merra2.LEVELS_HPA >= 350]}, "has to reach up to 300 hPa"),
        (
            {"levels": np.delete(merra2.LEVELS_HPA, slice(13, 17))},
            "levels of temperature are missing between 700 and 450 hPa",
        ),
        ({"levels": merra2.LEVELS_HPA[merra2.LEVELS_HPA <= 700]}, "lowest level of temperature"),
        ({"units": "degC"}, "above 400 K"),
        ({"units": "K m"}, "cannot be in 'K m'"),
        ({"day": "2016-01-23"}, "outside it"),
        ({"east": 30.0}, "does not overlap"),
    ],
)
def test_merra_2_that_does_not_do_is_refused(
    changes: dict[str, Any], said: str, scene: xr.Dataset, tmp_path: Path
) -> None:
    path = merra2.write(tmp_path / "merra2.nc4", **changes)
    with pytest.raises(LstgeoError, match=said):
        _found(path, scene)


def test_grib_of_era5_gives_the_same_air(
    scene: xr.Dataset, known: pipeline.Atmosphere, tmp_path: Path
) -> None:
    """Its levels are in hPa, those of GRIB 2 in Pa. 16 bits of a field leave 1e-4 of it."""
    data = profiles.dataset()
    levels = grib1.write(tmp_path / "levels.grib", data[["t", "q"]])
    plane = grib1.write(tmp_path / "plane.grib", data[["sp"]])
    found = _found([levels, plane], scene)
    _require_alike(found, known, 2e-4)
    assert found.profiles.levels == profiles.LEVELS_HPA.size


@pytest.mark.parametrize(
    ("keep", "said"),
    [
        (lambda data: data.sel(level=data.level >= 400), "has to reach up to 300 hPa"),
        (lambda data: data.isel(level=[0, 10, 20, 33]), "levels of temperature are missing"),
        (lambda data: data.drop_vars("sp"), "has no surface pressure"),
        (lambda data: data.assign_coords(latitude=data.latitude - 20), "does not overlap"),
        (lambda data: data.isel(time=[0]), None),
        (lambda data: data.assign_coords(time=data.time + np.timedelta64(9, "h")), "outside it"),
    ],
)  # fmt: skip
def test_grib_of_era5_that_does_not_do_is_refused(
    keep: Any, said: str | None, scene: xr.Dataset, tmp_path: Path
) -> None:
    path = grib1.write(tmp_path / "era5.grib", keep(profiles.dataset()))
    if said is None:  # a lone time within 12 h does
        _found(path, scene)
        return
    with pytest.raises(LstgeoError, match=said):
        _found(path, scene)
