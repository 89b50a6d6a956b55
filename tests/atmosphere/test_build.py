"""Non-negative least squares, columns and fits that the node tables are built with."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.atmosphere import checks, layers, nodes
from lstgeo.atmosphere.build import nnls, training


def residual(matrix: np.ndarray, target: np.ndarray, chosen: np.ndarray) -> float:
    weights = np.linalg.lstsq(matrix[:, chosen], target, rcond=None)[0]
    return float(
        np.inf if np.any(weights < 0) else np.linalg.norm(matrix[:, chosen] @ weights - target)
    )


@given(seed=st.integers(0, 10_000))
def test_non_negative_least_squares_finds_the_best_subset(seed: int) -> None:
    generator = np.random.default_rng(seed)
    matrix, target = generator.standard_normal((8, 4)), generator.standard_normal(8)
    chosen, weights = nnls.solve(matrix, target, 4)
    found = np.linalg.norm(matrix[:, chosen] @ weights - target)
    subsets = (
        np.array(subset, dtype=int)
        for size in range(5)
        for subset in itertools.combinations(range(4), size)
    )
    best = min(residual(matrix, target, subset) for subset in subsets)
    assert np.all(weights > 0)
    assert found <= best + 1e-9


def test_training_columns_are_atmospheres_and_reach_the_extremes() -> None:
    columns = training.columns(150, 1)
    water = [float(layers.total_column_water_vapour(column)) for column in columns]
    for column in columns:
        assert np.all(np.diff(column.pressure_hpa) < 0)
        assert column.temperature.min() > checks.COLDEST
    assert min(water) < 1.0
    assert 70.0 < max(water) < 100.0


@given(pressure=st.floats(0.3, 1090.0))
def test_splines_of_pressure_add_up_to_one(pressure: float) -> None:
    values = nodes.splines(np, np.array([pressure]))
    assert np.all(values >= 0)
    np.testing.assert_allclose(values.sum(), 1.0, rtol=1e-12)
