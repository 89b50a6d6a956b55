"""Metrics of errors [K], and of the uncertainties written beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array

TWO_SIGMA = 1.96
"""Sigmas within which 95 % of normal errors lie."""

NORMAL = 1.4826
"""Standard deviation of a normal distribution over its median absolute deviation."""


class Scores(NamedTuple):
    """What is said of a predictor on samples; errors in K, shares of 1.

    Errors are those of the samples that have a result, `missing` the share of those that have none.
    `predicted_sigma` is the root mean square of the written sigmas, `within_1_sigma` and
    `within_2_sigma` the shares of errors up to 1 and 1.96 of them; None where none is written.
    """

    rmse: float
    mae: float
    bias: float
    robust_sigma: float
    missing: float
    predicted_sigma: float | None = None
    within_1_sigma: float | None = None
    within_2_sigma: float | None = None


def scores(error: Array, sigma: Array | None = None) -> Scores | None:
    """Scores of `error` [K], NaN where there is no result; None where there is no result at all."""
    there = np.isfinite(error)
    if not there.any():
        return None
    found = error[there]
    plain = Scores(
        root_mean_square_error(found),
        mean_absolute_error(found),
        bias(found),
        robust_sigma(found),
        float(np.mean(~there)),
    )
    if sigma is None:
        return plain
    written = sigma[there]
    return plain._replace(
        predicted_sigma=root_mean_square_error(written),
        within_1_sigma=coverage(found, written),
        within_2_sigma=coverage(found, written, TWO_SIGMA),
    )


def root_mean_square_error(error: Array) -> float:
    """Root of the mean of the squares of `error`."""
    return float(np.sqrt(np.mean(np.square(error, dtype=np.float64))))


def mean_absolute_error(error: Array) -> float:
    """Mean of the sizes of `error`."""
    return float(np.mean(np.abs(error), dtype=np.float64))


def bias(error: Array) -> float:
    """Mean of `error`."""
    return float(np.mean(error, dtype=np.float64))


def robust_sigma(error: Array) -> float:
    """Spread of `error` that outliers do not move; its standard deviation where it is normal."""
    return float(NORMAL * np.median(np.abs(error - np.median(error))))


def coverage(error: Array, sigma: Array, reach: float = 1.0) -> float:
    """Share of `error` whose size is up to `reach` times its `sigma`."""
    return float(np.mean(np.abs(error) <= reach * sigma))


def margin(ours: float, theirs: float) -> float:
    """Relative change from `theirs` to `ours`: -0.3 where ours is 30 % smaller."""
    return ours / theirs - 1
