"""`lstgeo train`: reads a configuration, calls the training, says where the model is."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import lstgeo.training
from lstgeo.training import config
from tests import commands

Calls = list[tuple[Any, Path, Any]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """What the training was called with; it gives the path of the model at once."""
    made: Calls = []

    def train(chosen: config.Config, folder: Path, progress: Callable[..., None] | None) -> Path:
        made.append((chosen, folder, progress))
        if progress is not None:
            progress("spectra", 1, 150)
            progress("teacher 1", 500, 8000)
        return folder / f"{chosen.model}.onnx"

    fake = types.SimpleNamespace(train=train)
    monkeypatch.setitem(sys.modules, "lstgeo.training.run", fake)
    monkeypatch.setattr(lstgeo.training, "run", fake, raising=False)
    monkeypatch.setattr("lstgeo.cli.train._NEEDED", ())
    return made


def _config(folder: Path, text: str = "sensor: landsat8\nband: B10\noutput: made\n") -> Path:
    path = folder / "mine.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_example_is_printed_and_can_be_read_again(tmp_path: Path) -> None:
    ended = commands.run("train", "--example")
    assert (ended.code, ended.err) == (0, "")
    assert config.read(_config(tmp_path, ended.out)).model == "landsat8-b10-coupled-v1"


def test_a_training_says_where_the_model_is(tmp_path: Path, calls: Calls) -> None:
    ended = commands.run("train", _config(tmp_path))
    model = tmp_path / "made" / "landsat8-b10-coupled-v1.onnx"
    assert ended == commands.Outcome(0, f"{model} (card landsat8-b10-coupled-v1.md)\n", "")
    assert calls == [(config.read(tmp_path / "mine.yaml"), tmp_path / "made", None)]


def test_a_folder_may_be_named(tmp_path: Path, calls: Calls) -> None:
    assert commands.run("train", _config(tmp_path), "-o", tmp_path / "there").code == 0
    assert calls[0][1] == tmp_path / "there"


def test_progress_goes_to_a_terminal(
    tmp_path: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    ended = commands.run("train", _config(tmp_path))
    assert "spectra" in ended.err
    assert "teacher 1" in ended.err
    assert "spectra" not in ended.out


def test_without_torch_one_sentence_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    ended = commands.run("train", _config(tmp_path))
    assert ended.code == 1
    assert "torch" in ended.sentence
    assert "pip install 'lstgeo[train]'" in ended.sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sensor: landsat8\nband: B10\ncolour: 1\n", "knows no colour"),
        ("sensor: sentinel9\nband: S8\n", "'sentinel9' is not known"),
        ("sensor: [", "is not YAML"),
    ],
)
def test_a_bad_configuration_costs_one_sentence(text: str, words: str, tmp_path: Path) -> None:
    ended = commands.run("train", _config(tmp_path, text))
    assert (ended.code, ended.out) == (1, "")
    assert words in ended.sentence


def test_a_configuration_is_needed() -> None:
    ended = commands.run("train")
    assert (ended.code, ended.out) == (2, "")
    assert "--example" in ended.err


def test_help_is_there() -> None:
    ended = commands.run("train", "--help")
    assert ended.code == 0
    assert "CONFIG" in ended.out
