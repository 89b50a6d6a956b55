"""The benchmark of the profile tier says on small scenes what it says on a whole one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from benchmarks import profiles
from lstgeo.profiles import errors
from lstgeo.simulation import scene
from tests.models import needs_profile_model

SHAPE = (512, 512)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("scene")
    scene.write(made, shape=SHAPE, seed=8)
    return made


@needs_profile_model
@pytest.mark.parametrize("method", profiles.METHODS)
def test_right_profiles_give_the_truth(folder: Path, method: str) -> None:
    """.15 K (rms), of which noise of .05 K over a transmittance of .75 makes .07."""
    found = profiles.scores(folder, folder / "reanalysis.nc", method, profiles.RIGHT, 1)
    assert found["rmse"] < 0.15
    assert found["within_2_sigma"] > 0.95
    assert found["pixels"] > 10_000


@needs_profile_model
def test_sigma_covers_the_errors_of_wrong_profiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over six scenes with air and errors of their own: one of six may be beyond 1.96 sigma.

    Of a share of .68 that six independent errors show, one standard deviation is .19.
    """
    monkeypatch.setattr(profiles, "SMALL", (128, 128))
    monkeypatch.setattr(profiles, "METHODS", ("profile",))
    rows = [row for row in profiles.small_scenes(tmp_path, 6) if row["profiles"] != "right"]
    for name in profiles.SHARED:
        drawn = [row for row in rows if row["profiles"] == name]
        near, far = (
            np.mean([row[key] for row in drawn]) for key in ("within_1_sigma", "within_2_sigma")
        )
        assert 0.3 < near < 0.97
        assert far > 0.8


def test_errors_of_a_reanalysis_are_the_usual_ones(folder: Path, tmp_path: Path) -> None:
    """Fifty columns of thirty-seven levels, correlated over some five: 10 % of a deviation."""
    right = xr.load_dataset(folder / "reanalysis.nc", engine="netcdf4")
    own, one = (
        xr.load_dataset(
            profiles.perturbed(folder / "reanalysis.nc", tmp_path / name, 3, shared=shared),
            engine="netcdf4",
        )
        for name, shared in (("own.nc", False), ("one.nc", True))
    )
    warmth = own.t - right.t
    assert float(warmth.std()) == pytest.approx(errors.USUAL.temperature, rel=0.1)
    np.testing.assert_allclose(warmth.isel(time=0), warmth.isel(time=1), atol=1e-4)
    shared = (one.t - right.t).isel(time=0)
    assert float(abs(shared - shared.isel(latitude=0, longitude=0)).max()) < 1e-4
    assert float(abs(one.sp - right.sp).max()) < 4 * errors.USUAL.surface_pressure
