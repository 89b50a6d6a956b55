"""`lstgeo evaluate` writes tables and figures, and sums up in a few lines, or in JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lstgeo.profiles import generator
from lstgeo.validation import sets
from tests import commands
from tests.pictures import retrievals


@pytest.fixture(autouse=True)
def _few_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundredth of the columns; the generator is the one that ships."""
    monkeypatch.setattr(sets, "GENERATED", 60)
    assert len(generator.generate(1)) == 1


def test_tables_and_figures_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "validation"
    said = commands.run("evaluate", "--samples", 600, "-o", folder)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("simulated test of Landsat 8 B10")
    assert "training statistics" in said.out
    names = {path.name for path in folder.iterdir()}
    assert {"results.json", "tables.md", "errors_by_water.png", "sensitivity.png"} <= names
    stored = json.loads((folder / "results.json").read_text("utf-8"))
    assert stored["about"]["independent"] is False
    assert "practical" in stored["about"]["predictors"]
    assert retrievals.pixels(folder / "errors_by_water.png").shape[1] == 1200


def test_json_is_all_that_is_printed() -> None:
    said = commands.run("evaluate", "--samples", 600, "--sensor", "L5", "--json")
    assert said.code == 0
    results = json.loads(said.out)
    assert results["about"]["band"] == "Landsat 5 B6"
    names = {
        row[results["scores"]["columns"].index("predictor")] for row in results["scores"]["rows"]
    }
    assert {"single-channel", "statistical", "exact atmosphere"} <= names


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--profiles", "absent"], "absent lacks gfs"),
        (["--models", "absent"], "no folder of models absent"),
        (["--sensor", "sentinel3"], "sentinel3"),
    ],
)
def test_what_is_wrong_costs_one_sentence(arguments: list[str], words: str) -> None:
    said = commands.run("evaluate", "--samples", 10, *arguments)
    assert said.code == 1
    assert words in said.sentence
