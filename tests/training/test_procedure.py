"""Whole trainings, small ones: teachers, student, file, and that a killed one goes on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

import onnxruntime
import torch

from lstgeo.algorithms import refit
from lstgeo.model import contract
from lstgeo.physics import surface
from lstgeo.training import (
    bank,
    baselines,
    classical,
    columns,
    domain,
    export,
    fit,
    starting,
    testing,
)
from lstgeo.training.batches import Inputs, Source
from lstgeo.training.config import Config, Losses
from lstgeo.training.domain import Domain
from lstgeo.training.network import Coupled
from lstgeo.training.objectives import Truth
from lstgeo.training.procedure import Procedure
from tests.training import made

pytestmark = pytest.mark.train

SMALL = Config(
    sensor="landsat8",
    band="B10",
    teachers=2,
    steps=30,
    distillation_steps=30,
    batch=256,
    width=16,
    threads=1,
)


def _procedure(work: Path, family: str = "coupled", config: Config = SMALL) -> Procedure:
    work.mkdir(exist_ok=True)
    return Procedure(config, made.atmospheres(), made.BAND, made.TABLE, work, family=family)


@pytest.mark.parametrize("family", ["coupled", "standalone"])
def test_a_file_says_what_its_network_says(tmp_path: Path, family: str) -> None:
    """To a tenth of a millikelvin for each output, and within 1 mK of surface temperature."""
    procedure = _procedure(tmp_path / "work", family)
    student = procedure.trained().student
    examples = np.ascontiguousarray(procedure.examples(500))
    path = tmp_path / "model.onnx"
    export.export(student, path, {"contract": 1}, examples)
    assert export.parity(student, path, examples) <= export.PARITY
    session = onnxruntime.InferenceSession(path.read_bytes())
    stated = session.get_modelmeta().custom_metadata_map
    assert json.loads(stated[contract.PROPERTY]) == {"contract": 1}
    assert [each.name for each in session.get_outputs()] == list(export.outputs(student))
    assert path.stat().st_size < 60_000
    if family == "coupled":
        _require_equal_temperatures(student, session)


def _require_equal_temperatures(
    student: torch.nn.Module, session: onnxruntime.InferenceSession
) -> None:
    batch = made.source().batch(2000, np.random.default_rng(0))
    assert isinstance(student, Coupled)
    with torch.no_grad():
        wanted, _ = fit.result(student, fit.tensors(batch), made.BAND.planck_table)
    given = (batch.radiance.astype(float), batch.features[:, 2].astype(float))
    tau, up, down, correction, _ = session.run(None, {"features": batch.features})
    found = surface.temperature(*given, tau, up, down, made.BAND.planck_table) + correction
    solved = np.isfinite(found)
    assert solved.mean() > 0.99
    # The inversion in single precision, as torch does it, is itself within .3 mK of the double.
    np.testing.assert_allclose(found[solved], wanted.numpy()[solved], rtol=0, atol=1e-3)


def test_a_file_that_differs_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    student = _procedure(tmp_path / "work").trained().student
    monkeypatch.setattr(export, "parity", lambda *_: 1.0)
    with pytest.raises(OSError, match="differs from its network"):
        export.export(student, tmp_path / "m.onnx", {}, np.zeros((3, 12), np.float32))
    assert [path.name for path in tmp_path.iterdir()] == ["work"]


def test_a_training_that_was_killed_goes_on_as_if_it_had_not(tmp_path: Path) -> None:
    whole = _procedure(tmp_path / "whole").trained().student

    def kill(stage: str, done: int, total: int) -> None:
        if stage == "teacher 2":
            raise KeyboardInterrupt

    stopped = replace(_procedure(tmp_path / "killed"), progress=kill)
    with pytest.raises(KeyboardInterrupt):
        stopped.trained()
    again = _procedure(tmp_path / "killed").trained().student
    for name, values in whole.state_dict().items():
        torch.testing.assert_close(again.state_dict()[name], values, rtol=0, atol=0)


def test_teachers_and_student_start_from_the_weights_of_a_model(tmp_path: Path) -> None:
    weights = starting.weights("landsat8-b10-coupled-v1")
    assert weights is not None
    wide = replace(SMALL, width=64)
    procedure = replace(_procedure(tmp_path / "work", config=wide), start=weights)
    assert procedure._teacher_width == 64
    begun = procedure._network(_domain(), wide.width, 9)
    kept = {name: value for name, value in begun.state_dict().items() if "preparation" not in name}
    for name, value in kept.items():
        torch.testing.assert_close(value, weights[name], rtol=0, atol=0)
    # The domain is that of the new training.
    assert begun.state_dict()["preparation.high"].tolist() != weights["preparation.high"].tolist()


def _domain() -> Domain:
    return domain.of(made.source(), SMALL.view_zenith_angle)


def test_a_short_training_beats_refit_practical_on_columns_held_back() -> None:
    """Two minutes, {W, Ta} noisy, against the formula refit to the same noise and columns."""
    material = columns.of(None, seed=3)
    training = material.training
    varied = bank.Variation(SMALL.view_zenith_angle, SMALL.continuum_sigma, SMALL.aerosol_share)
    some = bank.of(
        training.batch, training.fold, made.TABLE, varied, plain=8000, augmented=2000, seed=0
    )
    held = material.test
    exact = bank.Variation(SMALL.view_zenith_angle, 0.0, 0.0)
    other = bank.of(held.batch, held.fold, made.TABLE, exact, plain=2000, augmented=0, seed=1)
    stops = some.group == 0
    table = made.BAND.planck_table
    source = Source(some.take(~stops), made.BAND, made.TABLE)
    where = domain.of(source, SMALL.view_zenith_angle)
    torch.manual_seed(0)
    network = fit.fit(
        Coupled(where.bounds, 48),
        source,
        Source(some.take(stops & ~some.augmented), made.BAND, made.TABLE),
        fit.Effort(steps=1500, batch=2048),
        Truth(table, Losses()),
    )
    usual = testing.CASES[testing.USUAL]
    batch = Source(other, made.BAND, made.TABLE, inputs=usual).batch(
        20_000, np.random.default_rng(0)
    )
    ours = fit.rmse(network, fit.tensors(batch), table)
    fitted = classical.fitted(
        baselines.samples(replace(source, inputs=usual, augmented=0.0), 60_000), made.BAND
    )
    given = batch.features.astype(float)
    theirs = refit.temperature(
        "practical",
        fitted["practical"],
        *(batch.radiance.astype(float), given[:, 2], given[:, 1]),
        band=made.BAND,
    )
    error = np.sqrt(np.mean((theirs - batch.temperature) ** 2))
    assert ours < 0.95 * error


def test_cases_give_what_they_say() -> None:
    for name, inputs in testing.CASES.items():
        features = made.source(inputs).batch(50, np.random.default_rng(0)).features
        assert (features[:, 5] == float("Ta" in name)).all()
        assert (features[:, 6] == float("ps" in name)).all()
    assert isinstance(testing.CASES[testing.USUAL], Inputs)
