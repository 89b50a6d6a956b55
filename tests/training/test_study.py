"""The study: its plan, its page, and that what is done is not done again."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch")

from lstgeo.training import study, study_page, study_plan
from lstgeo.training.study_plan import Experiment

pytestmark = pytest.mark.train


def _result(experiment: Experiment, rmse: float) -> dict[str, Any]:
    figures = {"rmse": rmse, "mae": rmse / 2, "bias": 0.0, "coverage_68": 0.7, "coverage_95": 0.95}
    if experiment.model == "profile":
        figures |= {"plain_rmse": 2.0, "plain_mae": 1.0}
    sets = dict.fromkeys(("GFS", "ERA5", "humid", "+4 K"), figures)
    return {"experiment": asdict(experiment), "sets": sets}


def _known() -> dict[str, Any]:
    made = {
        Experiment("50 columns", "profile", 0.2): 1.0,
        Experiment("50 columns", "surface", 0.0): 1.6,
        Experiment("50 columns", "surface", 0.0, 1): 2.4,
        Experiment("all", "profile", 0.05, without="closure"): 0.9,
    }
    return {each.name: _result(each, rmse) for each, rmse in made.items()}


def test_every_experiment_has_a_name_of_its_own() -> None:
    names = [each.name for each in study_plan.experiments()]
    assert len(names) == len(set(names))
    assert all(name == Path(name).name for name in names)


def test_everything_that_the_issue_asks_for_is_planned() -> None:
    columns = {each.columns for each in study_plan.experiments()}
    assert {"all", "dry", "50 columns", "100 columns", "300 columns"} <= columns
    assert {"without tropics", *map(study_plan.without, study_plan.CONTINENTS)} <= columns
    assert {each.seed for each in study_plan.experiments()} == {0, 1, 2}
    ablated = {each.without for each in study_plan.experiments()}
    assert {study_plan.FIRST_GUESS, *study_plan.ABLATIONS} <= ablated


def test_what_is_switched_off_weighs_nothing() -> None:
    losses = Experiment("all", "profile", 0.05, without="closure").losses
    assert losses.closure == 0.0
    assert losses.transmittance > 0


def test_changes_are_of_means_over_seeds() -> None:
    found = study_page.change(_known(), "rmse", "50 columns", "profile@0.2", "surface@0")
    assert found == pytest.approx(-50.0)


def test_the_page_shows_what_is_there_and_what_is_not() -> None:
    page = study_page.text(_known())
    assert "| RMSE, 50 profiles, against standalone, {W, Ta, ps}, not augmented |" in page
    assert "reached |" in page
    assert "not measured |" in page
    assert "2.00 / 1.00 (.400)" in page
    assert f"{len(study_plan.experiments()) - 4} of" in page
    assert "closure" in page


def test_what_is_done_is_not_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def result(experiment: Experiment, banks: object) -> dict[str, Any]:
        asked.append(experiment.name)
        return dict(_result(experiment, 1.0)["sets"])

    monkeypatch.setattr(study, "result", result)
    arguments = ["nowhere", "--output", str(tmp_path), "--work", str(tmp_path), "--most", "2"]
    study.main(arguments)
    study.main(arguments)
    assert asked == [each.name for each in study_plan.experiments()[:4]]
    assert list(json.loads((tmp_path / study.RESULTS).read_text("utf-8"))) == asked
    assert (tmp_path / study.PAGE).read_text("utf-8").startswith("# Simulated test")
