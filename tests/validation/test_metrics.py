"""Metrics of samples whose distribution is known."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.validation import metrics

DRAWS = np.random.default_rng(1).normal(0.4, 1.2, 100_000)
"""100,000 draws: the standard error of each figure is below .006 K, so 5 of them are .03 K."""


def test_scores_of_a_normal_sample_are_its_parameters() -> None:
    found = metrics.scores(DRAWS)
    assert found is not None
    assert found.bias == pytest.approx(0.4, abs=0.03)
    assert found.rmse == pytest.approx(np.hypot(0.4, 1.2), abs=0.03)
    assert found.robust_sigma == pytest.approx(1.2, abs=0.03)
    assert (found.missing, found.predicted_sigma, found.within_1_sigma) == (0.0, None, None)


def test_mean_absolute_error_of_a_normal_sample() -> None:
    """sqrt(2 / pi) of the standard deviation."""
    found = metrics.mean_absolute_error(DRAWS - 0.4)
    assert found == pytest.approx(1.2 * np.sqrt(2 / np.pi), abs=0.03)


def test_robust_sigma_does_not_see_an_outlier() -> None:
    spoiled = DRAWS.copy()
    spoiled[:500] = 80.0
    assert metrics.robust_sigma(spoiled) == pytest.approx(1.2, abs=0.05)


def test_a_true_sigma_covers_68_and_95_percent() -> None:
    """To five standard errors of a share of 100,000, .0073."""
    found = metrics.scores(DRAWS - 0.4, np.full(DRAWS.shape, 1.2))
    assert found is not None
    assert found.within_1_sigma == pytest.approx(0.6827, abs=0.0073)
    assert found.within_2_sigma == pytest.approx(0.9500, abs=0.0073)
    assert found.predicted_sigma == pytest.approx(1.2)


def test_samples_without_a_result_are_counted_and_left_out() -> None:
    found = metrics.scores(np.array([1.0, np.nan, -1.0, 1.0]), np.array([2.0, 9.0, 2.0, 0.5]))
    assert found is not None
    assert found.missing == 0.25
    assert found.rmse == 1.0
    assert found.within_1_sigma == pytest.approx(2 / 3)
    assert metrics.scores(np.array([np.nan])) is None


def test_a_margin_is_relative_to_the_other() -> None:
    assert metrics.margin(0.7, 1.0) == pytest.approx(-0.3)
