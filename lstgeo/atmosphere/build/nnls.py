"""Non-negative least squares that adds one column at a time: Lawson and Hanson 1974, chapter 23."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SMALLEST_GAIN = 1e-14
"""Gradient below which no column helps, relative to the squared target."""


def solve(
    matrix: NDArray[np.float64], target: NDArray[np.float64], most: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Columns (at most `most`) and positive weights that come nearest to `target`.

    The columns enter in the order in which they reduce the residual fastest, so stopping early
    gives a good sparse solution.
    """
    gram, right = matrix.T @ matrix, matrix.T @ target
    weights = np.zeros(matrix.shape[1])
    norm = np.sqrt(np.diag(gram)) + 1e-300
    refused = np.zeros(matrix.shape[1], dtype=bool)
    while np.count_nonzero(weights) < most:
        gradient = np.where((weights > 0) | refused, -np.inf, (right - gram @ weights) / norm)
        best = int(np.argmax(gradient))
        if gradient[best] <= SMALLEST_GAIN * np.linalg.norm(target):
            break
        before = weights
        weights = _step(gram, right, weights, best)
        refused = (weights[best] == 0) & (np.arange(weights.size) == best) | (
            refused & bool(np.array_equal(before > 0, weights > 0))
        )
    chosen = np.flatnonzero(weights)
    return chosen, weights[chosen]


def _step(
    gram: NDArray[np.float64],
    right: NDArray[np.float64],
    weights: NDArray[np.float64],
    entering: int,
) -> NDArray[np.float64]:
    """Weights after one column has entered and those that turned negative have left."""
    passive = np.append(np.flatnonzero(weights), entering)
    current = weights[passive]
    while True:
        wanted = np.linalg.lstsq(gram[np.ix_(passive, passive)], right[passive], rcond=1e-14)[0]
        if np.all(wanted > 0):
            break
        falling = wanted <= 0
        ratio = current[falling] / np.maximum(current[falling] - wanted[falling], 1e-300)
        current = current + ratio.min() * (wanted - current)
        keep = current > 1e-15
        passive, current = passive[keep], current[keep]
    result = np.zeros_like(weights)
    result[passive] = wanted
    return result
