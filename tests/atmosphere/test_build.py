"""Non-negative least squares, columns and fits that the node tables are built with."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.atmosphere import layers, nodes
from lstgeo.atmosphere.build import __main__ as build
from lstgeo.atmosphere.build import fitting, nnls, training
from tests.data import SHARED, needs_shared


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
        assert column.temperature.min() > nodes.TEMPERATURE[0]
    assert min(water) < 1.0
    assert 70.0 < max(water) < 100.0


@given(pressure=st.floats(0.3, 1090.0))
def test_splines_of_pressure_add_up_to_one(pressure: float) -> None:
    values = nodes.splines(np, np.array([pressure]))
    assert np.all(values >= 0)
    np.testing.assert_allclose(values.sum(), 1.0, rtol=1e-12)


@needs_shared
def test_one_command_writes_a_table_that_tells_its_origin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "COLUMNS", 2)
    monkeypatch.setattr(build, "NODES", {"landsat8_b10": 5})
    monkeypatch.setattr(fitting, "PRESSURES_HPA", np.array([10.0, 300.0, 900.0]))
    monkeypatch.setattr(fitting, "TEMPERATURES", 3)
    folder = str(SHARED / "spectroscopy")
    arguments = [folder, "--output", str(tmp_path), "--bands", "landsat8_b10"]
    assert build.main(arguments) == 0
    assert json.loads(capsys.readouterr().out) == {"band": "landsat8_b10", "nodes": 5}
    with np.load(tmp_path / "landsat8_b10.npz") as stored:
        assert stored["weight"].sum() == pytest.approx(1.0)
        assert stored["absorption"].shape == (nodes.STATES, nodes.SPECIES * 5)
        provenance = json.loads(str(stored["provenance"]))
    assert "h2o_hitran_862-926.par" in provenance["inputs_sha256_16"]
    assert "HITRAN2020" in provenance["source"]
