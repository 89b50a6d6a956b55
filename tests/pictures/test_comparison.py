"""The picture of a comparison shows the differences, whatever their shape and number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from affine import Affine

from lstgeo.pictures import comparison
from tests import rasters
from tests.pictures import retrievals


def _document(count: int, *, residuals: bool = True, classes: int = 0) -> dict[str, Any]:
    scores = {
        "count": count, "bias": 0.5, "median": 0.5, "rmse": 0.6, "robust_sigma": 0.3,
        "percentiles": {"p1": -1.0, "p5": -0.5, "p25": 0.2, "p75": 0.8, "p95": 1.0, "p99": 1.2},
    }  # fmt: skip
    subject = {"product": "made", "time": "2021-05-03 10:00 UTC", "resampled": None}
    return {
        "lstgeo": "9.9",
        "first": subject,
        "second": subject | {"resampled": "averaged"},
        "scores": scores,
        "classes": {"by": "class", "scores": {f"class {n}": scores for n in range(classes)}},
        "residuals": {"sigma": 1.0, "within_1_sigma": 0.7, "within_2_sigma": 0.9}
        if residuals
        else None,
    }


@pytest.mark.parametrize("shape", [(1, 1), (40, 300), (300, 40), (60, 60)])
@pytest.mark.parametrize("residuals", [True, False])
def test_differences_of_any_shape_are_drawn(
    tmp_path: Path, shape: tuple[int, int], residuals: bool
) -> None:
    difference = np.random.default_rng(3).normal(0.5, 0.3, shape).astype(np.float32)
    raster = rasters.write(
        tmp_path / "d.tif", difference, transform=Affine(30, 0, 5e5, 0, -30, 5e6), nodata=np.nan
    )
    flat = difference.ravel()
    pixels = comparison.Pixels(300 + flat, flat, flat if residuals else None)
    document = _document(flat.size, residuals=residuals, classes=20)
    made = comparison.draw(document, raster, pixels, tmp_path / "d.png")
    found = retrievals.pixels(made)
    assert found.shape[1] == comparison.WIDTH
    assert np.std(found) > 5


def test_warmer_is_red_and_colder_is_blue(tmp_path: Path) -> None:
    difference = np.full((60, 60), 1.0, np.float32)
    difference[30:] = -1.0
    raster = rasters.write(
        tmp_path / "d.tif", difference, transform=Affine(30, 0, 5e5, 0, -30, 5e6), nodata=np.nan
    )
    pixels = comparison.Pixels(300 + difference.ravel(), difference.ravel(), None)
    found = retrievals.pixels(
        comparison.draw(_document(3600), raster, pixels, tmp_path / "d.png")
    ).astype(float)
    height, width = found.shape[:2]
    upper = found[int(0.15 * height), int(0.3 * width)]
    lower = found[int(0.5 * height), int(0.3 * width)]
    assert upper[0] > 1.5 * upper[2]
    assert lower[2] > 1.5 * lower[0]
