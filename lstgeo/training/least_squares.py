"""Least squares for formulas that are linear in their coefficients, and for those that are not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lstgeo.physics.arrays import Array

Formula = Callable[[Array], Array]
"""From coefficients (k,) to results (n,)."""

RIDGE = 1e-10
"""Penalty on a coefficient, relative to the length of its column: decides where samples do not."""

BOUND = 3.0
"""Residuals beyond this many standard deviations count with less weight (Huber)."""

ROUNDS = 8
STEPS = 60
LEAST_GAIN, LEAST_LOSS = 1e-6, 1e-20
"""Relative gain of a step below which the search ends, and the loss that counts as none."""


def affine(formula: Formula, size: int, target: Array, *, sigma: Array | float = 1.0) -> Array:
    """Coefficients (size,) of a `formula` linear in them that best meet `target` (n,).

    Residuals are measured in `sigma`. Outliers are weighed down.
    """
    origin = formula(np.zeros(size))
    design = np.stack([formula(unit) - origin for unit in np.eye(size)], axis=1)
    design = design / np.broadcast_to(sigma, target.shape)[:, None]
    return _robust(design, (target - origin) / sigma)


def curved(formula: Formula, start: Array, target: Array) -> Array:
    """Coefficients of any `formula` that best meet `target`, searched from `start`.

    Levenberg and Marquardt's method with numerical derivatives; every residual counts in full.
    """
    values, damping = np.asarray(start, float), 1e-3
    residual = target - formula(values)
    loss = _loss(residual)
    for _ in range(STEPS):
        design = _derivatives(formula, values, target - residual)
        step = _solved(design, residual, damping)
        moved = target - formula(values + step)
        gain = 1 - _loss(moved) / max(loss, LEAST_LOSS)
        if gain > 0:
            values, residual, loss, damping = values + step, moved, _loss(moved), damping / 5
        else:
            damping *= 5
        if abs(gain) < LEAST_GAIN:
            break
    return values


def _robust(design: Array, target: Array) -> Array:
    """Iteratively reweighted solution."""
    weight = np.ones(len(target))
    values = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        values = _solved(design * weight[:, None], target * weight, RIDGE)
        weight = np.sqrt(_weights(target - design @ values))
    return values


def _solved(design: Array, target: Array, ridge: float) -> Array:
    """Solution of normal equations of columns scaled to the same length, with a `ridge`."""
    length = np.sqrt(np.sum(design**2, axis=0))
    length = np.where(length > 0, length, 1.0)
    scaled = design / length
    padded = np.concatenate([scaled, np.sqrt(ridge) * np.eye(len(length))])
    found = np.linalg.lstsq(padded, np.concatenate([target, np.zeros(len(length))]), rcond=None)
    return found[0] / length


def _derivatives(formula: Formula, values: Array, origin: Array) -> Array:
    """Derivatives (n, k) by each coefficient, one-sided."""
    steps = 1e-5 * np.maximum(np.abs(values), 1e-2)
    moved = [formula(values + row) for row in np.diag(steps)]
    return np.stack([(one - origin) / step for one, step in zip(moved, steps, strict=True)], axis=1)


def _weights(residual: Array) -> Array:
    """Huber's weights about the scale of the residuals."""
    bound = BOUND * np.sqrt(np.mean(residual**2))
    return np.minimum(1.0, bound / np.maximum(np.abs(residual), 1e-12))


def _loss(residual: Array) -> float:
    return float(np.mean(residual**2)) if np.isfinite(residual).all() else np.inf
