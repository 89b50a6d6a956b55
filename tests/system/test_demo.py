"""The demonstration leaves what it promises, and errs as the README says."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstgeo import demo
from tests import models

FIGURES = {"practical": (0.62, -0.27), "coupled": (0.86, 0.81)}
"""RMSE and bias [K] that the README states, by the method that is the default."""


def test_the_demonstration_errs_as_the_readme_says(tmp_path: Path) -> None:
    made = demo.run(tmp_path / "demo")
    assert made.method == models.default()
    rmse, bias = FIGURES[made.method]
    # The third digit is left to the machine.
    assert made.errors.rmse == pytest.approx(rmse, abs=0.01)
    assert made.errors.bias == pytest.approx(bias, abs=0.01)
    assert made.errors.predicted_sigma is not None
    assert made.errors.rmse < made.errors.predicted_sigma
    for path in (made.scene, made.temperature, made.picture):
        assert path.exists()


def test_another_seed_is_another_landscape(tmp_path: Path) -> None:
    first, second = (
        demo.run(tmp_path / str(seed), seed=seed, shape=(128, 128)).errors for seed in (1, 2)
    )
    assert first != second
