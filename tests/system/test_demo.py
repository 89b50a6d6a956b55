"""The demonstration leaves what it promises, and errs as the README says."""

from __future__ import annotations

from pathlib import Path

import pytest

import lstgeo
from lstgeo import demo
from lstgeo.demo import Demonstration
from lstgeo.pictures.demonstration import Errors
from tests import models

FIGURES = {"coupled": (0.86, 0.81), "practical": (0.62, -0.27)}
"""RMSE and bias [K] that the README states, by method; the first is the default."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    return demo.run(tmp_path_factory.mktemp("demo") / "demo")


def test_the_demonstration_errs_as_the_readme_says(made: Demonstration) -> None:
    assert made.method == models.default() == next(iter(FIGURES))
    _require(made.errors, made.method)
    assert made.errors.predicted_sigma is not None
    assert made.errors.rmse < made.errors.predicted_sigma
    for path in (made.scene, made.temperature, made.picture):
        assert path.exists()


def test_practical_errs_there_as_the_readme_says(made: Demonstration, tmp_path: Path) -> None:
    folder = made.temperature.parent
    scene = lstgeo.open_scene(made.scene)
    result = lstgeo.retrieve(scene, water_vapour=folder / "water_vapour.tif", method="practical")
    written = lstgeo.write(result, tmp_path / "practical.tif")
    truth = folder / "truth" / "surface_temperature.tif"
    _require(demo.compare(written.rasters, truth), "practical")


def _require(errors: Errors, method: str) -> None:
    """The figures of a method; the third digit is left to the machine."""
    rmse, bias = FIGURES[method]
    assert errors.rmse == pytest.approx(rmse, abs=0.01)
    assert errors.bias == pytest.approx(bias, abs=0.01)


def test_another_seed_is_another_landscape(tmp_path: Path) -> None:
    first, second = (
        demo.run(tmp_path / str(seed), seed=seed, shape=(128, 128)).errors for seed in (1, 2)
    )
    assert first != second
