"""Least squares against problems whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.physics.arrays import Array
from lstgeo.training import least_squares

X = np.linspace(-1.0, 2.0, 4001)
TRUTH = np.array([3.0, -0.5, 0.25])


def _quadratic(values: Array) -> Array:
    return 7.0 + values[0] + values[1] * X + values[2] * X**2


def _decay(values: Array) -> Array:
    return np.asarray(values[0] * np.exp(-values[1] * X))


def test_an_affine_formula_is_found() -> None:
    found = least_squares.affine(_quadratic, 3, _quadratic(TRUTH))
    np.testing.assert_allclose(found, TRUTH, rtol=0, atol=1e-4)


def test_a_column_that_nothing_samples_stays_zero() -> None:
    found = least_squares.affine(lambda values: _quadratic(values[:3]), 4, _quadratic(TRUTH))
    assert found[3] == 0.0


def test_a_few_wild_values_count_for_little() -> None:
    """One in a hundred is 50 off: the mean moves by .5, the fit by a third of that."""
    wild = np.where(np.arange(X.size) % 100 == 0, 50.0, 0.0)
    noise = np.random.default_rng(0).standard_normal(X.size)
    found = least_squares.affine(_quadratic, 3, _quadratic(TRUTH) + noise + wild)
    assert found[0] == pytest.approx(TRUTH[0], abs=0.17)


def test_a_formula_that_is_not_linear_is_found() -> None:
    found = least_squares.curved(_decay, np.array([1.0, 0.3]), _decay(np.array([2.5, 1.4])))
    np.testing.assert_allclose(found, [2.5, 1.4], rtol=1e-4)


def test_it_finds_the_least_squares_under_noise() -> None:
    """The gradient of the loss is zero there."""
    noise = 0.1 * np.random.default_rng(1).standard_normal(X.size)
    target = _decay(np.array([2.5, 1.4])) + noise
    found = least_squares.curved(_decay, np.array([1.0, 0.3]), target)
    residual = target - _decay(found)
    shapes = np.stack([np.exp(-found[1] * X), -found[0] * X * np.exp(-found[1] * X)])
    slope = shapes @ residual / np.sqrt(np.sum(shapes**2, axis=1)) / np.sqrt(X.size)
    assert np.abs(slope).max() < 1e-4
