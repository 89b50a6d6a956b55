"""The demonstration tells the error that has been made, pixel by pixel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lstgeo.errors import InputError
from lstgeo.pictures import demonstration
from lstgeo.quality import Quality
from tests.pictures import retrievals


def test_errors_of_a_normal_sample_are_its_parameters() -> None:
    """100,000 draws: the standard error of each figure is below .006 K, so 5 of them are .03 K."""
    draws = np.random.default_rng(1).normal(0.4, 1.2, 100_000)
    found = demonstration.errors(draws, np.full(100_000, 1.5))
    assert found.bias == pytest.approx(0.4, abs=0.03)
    assert found.robust_sigma == pytest.approx(1.2, abs=0.03)
    assert found.rmse == pytest.approx(np.hypot(0.4, 1.2), abs=0.03)
    assert found.predicted_sigma == pytest.approx(1.5)
    assert found.count == 100_000


def test_robust_sigma_does_not_see_an_outlier() -> None:
    draws = np.random.default_rng(1).normal(0.0, 1.0, 10_000)
    draws[:100] = 80.0
    assert demonstration.errors(draws, None).robust_sigma == pytest.approx(1.0, abs=0.05)
    assert demonstration.errors(draws, None).rmse > 5


def test_the_picture_is_drawn_whole_and_of_the_asked_width(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    noise = np.random.default_rng(0).normal(0, 0.5, (120, 100)).astype(np.float32)
    truth = retrievals.write(tmp_path / "truth.tif", retrievals.wave(120, 100) + noise, units="K")
    picture = demonstration.draw(lst, truth, tmp_path / "demo.png", title="A title")
    assert retrievals.pixels(picture).shape[1] == 1600
    assert picture.stat().st_size < 1_500_000
    assert len(np.unique(retrievals.pixels(picture).reshape(-1, 3), axis=0)) > 1000


def test_a_retrieval_that_is_too_warm_is_red_on_its_map_of_errors(tmp_path: Path) -> None:
    lst = retrievals.write(tmp_path / "lst.tif", retrievals.wave(60, 60) + 2, units="K")
    truth = retrievals.write(tmp_path / "truth.tif", retrievals.wave(60, 60), units="K")
    picture = retrievals.pixels(demonstration.draw(lst, truth, tmp_path / "d.png", width=800))
    height, width, _ = picture.shape
    middle = picture[int(0.3 * height), int(0.78 * width)]
    assert middle[0] > middle[1] + 50
    assert middle[0] > middle[2] + 50


def test_another_grid_and_a_scene_without_a_clear_pixel_are_refused(tmp_path: Path) -> None:
    lst = retrievals.write(tmp_path / "lst.tif", retrievals.wave(40, 40), units="K")
    other = retrievals.write(tmp_path / "other.tif", retrievals.wave(30, 40), units="K")
    with pytest.raises(InputError, match="not on the same grid"):
        demonstration.draw(lst, other, tmp_path / "d.png")
    retrievals.write(tmp_path / "lst_qa.tif", np.full((40, 40), Quality.CLOUD, np.uint16))
    with pytest.raises(InputError, match="no clear pixel"):
        demonstration.draw(lst, lst, tmp_path / "d.png")
    assert not (tmp_path / "d.png").exists()
