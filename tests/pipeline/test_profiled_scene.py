"""A synthetic scene retrieved with its own simulated reanalysis comes out as it was made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import lstgeo
from lstgeo import quality
from lstgeo.raster import door
from lstgeo.simulation import scene as synthetic
from lstgeo.simulation.scene import SyntheticScene


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SyntheticScene:
    return synthetic.write(tmp_path_factory.mktemp("made"), shape=(384, 384), seed=5)


def _error(made: SyntheticScene, profiles: Path) -> tuple[xr.DataArray, xr.DataArray]:
    """Error and sigma [K] over clear pixels, the emissivity being known."""
    found = lstgeo.retrieve(
        made.scene,
        profiles=profiles,
        emissivity=made.truth / "emissivity.tif",
        input_sigma={"emissivity": 0.0, "calibration": 0.0},
    )
    clear = quality.clear(found.quality.values)
    truth = door.open_raster(made.truth / "surface_temperature.tif", mask_and_scale=True)
    error = (found.surface_temperature - truth.values).where(clear)
    return error, found.surface_temperature_uncertainty.where(clear)


def test_perfect_profiles_give_the_truth_but_for_the_noise(made: SyntheticScene) -> None:
    """.05 K of noise over a transmittance of .7 to .85 and what columns between cells differ by."""
    error, _ = _error(made, made.reanalysis)
    assert float(np.sqrt((error**2).mean())) < 0.10
    assert abs(float(error.mean())) < 0.03


def test_wrong_profiles_are_covered_by_sigma(made: SyntheticScene, tmp_path: Path) -> None:
    """Air 1 K too warm and 11 % too moist, all of it: one sigma of each, 2.5 at most."""
    with xr.open_dataset(made.reanalysis, engine="netcdf4") as data:
        wrong = data.load().drop_vars(["t2m", "tcwv"])
    for name, changed in (("t", wrong.t + 1.0), ("q", wrong.q * np.exp(0.11))):
        wrong[name] = changed.assign_attrs(wrong[name].attrs)
    wrong.to_netcdf(tmp_path / "wrong.nc", engine="netcdf4")
    error, sigma = _error(made, tmp_path / "wrong.nc")
    assert float(np.abs(error).mean()) > 0.1
    assert float((np.abs(error) < 2.5 * sigma).sum() / error.notnull().sum()) > 0.98
