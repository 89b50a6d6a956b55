"""`lstgeo compare` prints what it found, writes it, and says in one sentence what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import commands
from tests.validation.comparison import made


def _pair(folder: Path) -> tuple[Path, Path]:
    first = made.result(folder / "a.tif", made.truth() + 0.25, sigma=0.5)
    return first, made.result(folder / "b.tif", made.truth(), sigma=0.5)


def test_the_figures_are_printed_and_the_page_is_named(tmp_path: Path) -> None:
    ended = commands.run("compare", *_pair(tmp_path), "-o", tmp_path / "out")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0] == "first minus second [K]"
    assert lines[2].split()[:4] == ["all", "12,000", "+.250", "+.250"]
    assert lines[-1] == str(tmp_path / "out" / "compare.md")


def test_json_is_printed_alone(tmp_path: Path) -> None:
    ended = commands.run("compare", *_pair(tmp_path), "--json")
    assert json.loads(ended.out)["scores"]["median"] == pytest.approx(0.25, abs=1e-4)
    assert not (tmp_path / "out").exists()


def test_a_station_is_compared_with_a_folder_of_results(tmp_path: Path) -> None:
    made.result(tmp_path / "results" / "a.tif", made.truth(), acquired="2016-07-01T10:00:00Z")
    station = tmp_path / "station.csv"
    rows = [f"2016-07-01T{9 + (55 + m) // 60:02}:{(55 + m) % 60:02}:00Z,290" for m in range(11)]
    station.write_text("\n".join(["# latitude: 45.14", "time,lst [K]", *rows]) + "\n")
    ended = commands.run(
        "compare", tmp_path / "results", station, "--position", "45.14,15.02", "-o",
        tmp_path / "out",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    assert ended.out.startswith("result minus station [K], 1 of 1 match-ups")
    document = json.loads((tmp_path / "out" / "compare.json").read_text())
    assert document["metrics"]["all"]["count"] == 1
    assert "result minus station" in (tmp_path / "out" / "compare.md").read_text()
    assert (tmp_path / "out" / "compare.png").is_file()


def test_an_option_of_a_station_is_not_one_of_rasters(tmp_path: Path) -> None:
    first, second = _pair(tmp_path)
    ended = commands.run("compare", first, second, "--emissivity", 0.97)
    assert ended.code == 1
    assert ended.sentence == f"lstgeo: emissivity is of a station, and {second} is none"
    assert commands.run("compare", first, second, "--position", "here").code == 2


def test_an_input_is_never_replaced(tmp_path: Path) -> None:
    _, second = _pair(tmp_path)
    first = made.result(tmp_path / "difference.tif", made.truth())
    ended = commands.run("compare", first, second, "-o", tmp_path)
    assert ended.code == 1
    assert ended.sentence == f"lstgeo: {first} is an input and is not overwritten"


def test_a_file_that_is_not_there_gets_one_sentence(tmp_path: Path) -> None:
    first, _ = _pair(tmp_path)
    ended = commands.run("compare", first, tmp_path / "no.hdf", "-o", tmp_path / "out")
    assert ended.code == 1
    assert ended.sentence == f"lstgeo: {tmp_path / 'no.hdf'} does not exist"
    assert not (tmp_path / "out").exists()
