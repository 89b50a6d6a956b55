"""The work folder keeps what fits the configuration, and the spectra in any case."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from lstgeo.errors import OutputError
from lstgeo.training import work
from lstgeo.training.config import Config

CONFIG = Config(sensor="landsat8", band="B10")


def _filled(output: Path) -> Path:
    folder = work.folder(CONFIG, output)
    for name in ("teacher-0.pt", "spectra-abc/000.npy", "bank/part.npz"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    return folder


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()} - {"config.json"}


def test_the_same_training_goes_on(tmp_path: Path) -> None:
    folder = _filled(tmp_path)
    assert folder.parent == tmp_path
    assert folder.name.startswith(".")
    assert work.folder(dataclasses.replace(CONFIG, threads=1), tmp_path) == folder
    assert _names(folder) == {"teacher-0.pt", "000.npy", "part.npz"}


def test_another_training_begins_anew_but_for_the_spectra(tmp_path: Path) -> None:
    folder = _filled(tmp_path)
    assert work.folder(dataclasses.replace(CONFIG, steps=9), tmp_path) == folder
    assert _names(folder) == {"000.npy"}


def test_a_folder_without_its_note_is_not_trusted(tmp_path: Path) -> None:
    folder = _filled(tmp_path)
    (folder / "config.json").write_text("{", "utf-8")
    work.folder(CONFIG, tmp_path)
    assert _names(folder) == {"000.npy"}


def test_a_finished_work_folder_goes_away(tmp_path: Path) -> None:
    work.remove(_filled(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OutputError, match="cannot be written to"):
        work.folder(CONFIG, tmp_path / "file")
