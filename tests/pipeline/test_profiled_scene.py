"""A synthetic scene retrieved with its own simulated reanalysis comes out as it was made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import lstgeo
from lstgeo import quality
from lstgeo.model import shipped
from lstgeo.raster import door
from lstgeo.simulation import scene as synthetic
from lstgeo.simulation.scene import SyntheticScene

NAME = "landsat8-b10-profile-v1"
METHODS = [
    "rte",
    pytest.param(
        "profile",
        marks=pytest.mark.skipif(
            NAME not in {model.name for model in shipped.models()}, reason=f"needs the model {NAME}"
        ),
    ),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SyntheticScene:
    return synthetic.write(tmp_path_factory.mktemp("made"), shape=(384, 384), seed=5)


EXACT = {"profile_temperature": 0.0, "profile_log_humidity": 0.0}
"""Sigmas of profiles that are known."""


def _error(
    made: SyntheticScene, profiles: Path, method: str, **sigmas: float
) -> tuple[xr.DataArray, xr.DataArray]:
    """Error and sigma [K] over clear pixels, the emissivity being known."""
    found = lstgeo.retrieve(
        made.scene,
        profiles=profiles,
        emissivity=made.truth / "emissivity.tif",
        method=method,
        input_sigma={"emissivity": 0.0, "calibration": 0.0, **sigmas},
    )
    clear = quality.clear(found.quality.values)
    truth = door.open_raster(made.truth / "surface_temperature.tif", mask_and_scale=True)
    error = (found.surface_temperature - truth.values).where(clear)
    return error, found.surface_temperature_uncertainty.where(clear)


@pytest.mark.parametrize("method", METHODS)
def test_perfect_profiles_give_the_truth_but_for_the_noise(
    made: SyntheticScene, method: str
) -> None:
    """.05 K of noise over a transmittance of .7 to .85 and what columns between cells differ by.

    The network adds an error of its own: .03 K on the columns of the simulated test, .15 K (rms)
    in all on this scene, where the equation alone has .07 K.
    """
    error, _ = _error(made, made.reanalysis, method, **EXACT)
    rms, bias = {"rte": (0.10, 0.03), "profile": (0.20, 0.15)}[method]
    assert float(np.sqrt((error**2).mean())) < rms
    assert abs(float(error.mean())) < bias


@pytest.mark.parametrize("method", METHODS)
def test_wrong_profiles_are_covered_by_sigma(
    made: SyntheticScene, tmp_path: Path, method: str
) -> None:
    """Air 1 K too warm and 11 % too moist, all of it: one sigma of each, 2.5 at most."""
    with xr.open_dataset(made.reanalysis, engine="netcdf4") as data:
        wrong = data.load().drop_vars(["t2m", "tcwv"])
    for name, changed in (("t", wrong.t + 1.0), ("q", wrong.q * np.exp(0.11))):
        wrong[name] = changed.assign_attrs(wrong[name].attrs)
    wrong.to_netcdf(tmp_path / "wrong.nc", engine="netcdf4")
    error, sigma = _error(made, tmp_path / "wrong.nc", method)
    assert float(np.abs(error).mean()) > 0.1
    assert float((np.abs(error) < 2.5 * sigma).sum() / error.notnull().sum()) > 0.98
