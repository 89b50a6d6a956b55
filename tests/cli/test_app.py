"""The command line: exit status, what goes where, and how quick its help is."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest

import lstgeo
from tests import commands, models, rasters, scenes

WV = ("--wv", "15")
HELP_LIMIT = 0.4
"""Seconds; the design's promise."""


def test_help_is_quick() -> None:
    best = min(_seconds("--help") for _ in range(5))
    assert best < HELP_LIMIT


def _seconds(*arguments: str) -> float:
    start = time.perf_counter()
    assert commands.spawn(*arguments).code == 0
    return time.perf_counter() - start


def test_the_version_is_that_of_the_package() -> None:
    assert commands.run("--version") == commands.Outcome(0, f"lstgeo {lstgeo.__version__}\n", "")


@pytest.mark.parametrize(
    "command", [(), ("retrieve",), ("check",), ("batch",), ("demo",), ("quicklook",), ("report",)]
)
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    ended = commands.run(*command, "--help")
    assert ended.code == 0
    assert ended.err == ""
    assert "Usage" in ended.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("retreive",),
        ("retrieve", "--no-such-option"),
        ("retrieve", ".", "another"),
        ("retrieve", "--threads", "0"),
        ("retrieve", "--threads", "many"),
        ("retrieve", "--input-sigma", "water_vapour"),
        ("retrieve", "--input-sigma", "water_vapour=much"),
    ],
)
def test_wrong_usage_ends_with_2_and_is_told_on_stderr(arguments: tuple[str, ...]) -> None:
    ended = commands.run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err


def test_a_retrieval_says_one_line_on_stdout_and_nothing_on_stderr(tmp_path: Path) -> None:
    scene = scenes.write(tmp_path)
    ended = commands.spawn("retrieve", scene, *WV, "-o", tmp_path / "lst.tif")
    assert (ended.code, ended.err) == (0, "")
    assert len(ended.out.splitlines()) == 1
    assert ended.out.startswith(f"{tmp_path / 'lst.tif'}: 100 % of the measured pixels clear")
    assert f"method {models.default()}, landsat8 B10" in ended.out


def test_json_names_what_was_written(tmp_path: Path) -> None:
    scene = scenes.write(tmp_path)
    ended = commands.run("retrieve", scene, *WV, "-o", tmp_path / "lst.tif", "--json")
    document = json.loads(ended.out)
    assert {key: Path(document[key]).name for key in document if key != "summary"} == {
        "item": "lst.json",
        "surface_temperature": "lst.tif",
        "surface_temperature_uncertainty": "lst_uncertainty.tif",
        "quality": "lst_qa.tif",
    }
    assert all(Path(document[key]).is_file() for key in document if key != "summary")
    assert document["summary"]["pixels"] == scenes.SHAPE[0] * scenes.SHAPE[1]


def test_warnings_go_to_stderr_unless_quiet(tmp_path: Path) -> None:
    scene = scenes.write(tmp_path, collection=scenes.PRE)
    arguments = ("retrieve", scene, *WV, "-o", tmp_path / "lst.tif")
    told = commands.spawn(*arguments)
    assert told.code == 0
    assert len(told.err.splitlines()) == 1
    assert told.err.startswith("lstgeo: warning: calibration of")
    quiet = commands.spawn("-q", *arguments)
    assert (quiet.code, quiet.err, quiet.out) == (0, "", told.out)


def test_an_error_is_one_sentence_and_debug_shows_where(tmp_path: Path) -> None:
    arguments = ("retrieve", tmp_path / "nothing", *WV)
    plain = commands.spawn(*arguments)
    assert (plain.code, plain.out) == (1, "")
    assert plain.sentence == f"lstgeo: scene {tmp_path / 'nothing'} does not exist"
    debug = commands.spawn("--debug", *arguments)
    assert debug.code == 1
    assert "Traceback" in debug.err
    assert "MissingFileError" in debug.err


def test_a_fault_of_lstgeo_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("lstgeo.pipeline.scene.open_scene", fail)
    ended = commands.run("retrieve", *WV)
    assert ended.code == 1
    assert "ZeroDivisionError: by nothing (this is a fault of lstgeo" in ended.sentence


def test_inside_its_folder_a_scene_needs_no_name(tmp_path: Path) -> None:
    scene = scenes.write(tmp_path / "in")
    ended = commands.spawn("retrieve", *WV, "-o", tmp_path / "lst.tif", folder=scene)
    assert ended.code == 0, ended.err
    expected = lstgeo.retrieve(scene, water_vapour=15).surface_temperature
    np.testing.assert_array_equal(rasters.read(tmp_path / "lst.tif"), expected)


def test_without_an_output_the_results_lie_in_the_current_folder(tmp_path: Path) -> None:
    scene = scenes.write(tmp_path / "in")
    (tmp_path / "out").mkdir()
    ended = commands.spawn("retrieve", scene, *WV, folder=tmp_path / "out")
    assert ended.code == 0, ended.err
    assert (tmp_path / "out" / f"{scenes.name()}_lst.tif").is_file()


def test_options_reach_the_retrieval(tmp_path: Path) -> None:
    quality = np.full(scenes.SHAPE, 21824, np.uint16)
    quality[7, 8] = 22280
    scene = scenes.write(tmp_path, "landsat7", numbers={"QA": quality})
    ended = commands.run(
        "retrieve", scene, "--band", "b6_vcid_2", "--wv", "1.5", "--wv-units", "g cm-2",
        "--emissivity", "0.96", "--method", "single-channel", "--mask-clouds", "--threads", "1",
        "--input-sigma", "water_vapour=0.05", "--input-sigma", "emissivity=0.02",
        "--encoding", "usgs", "-o", tmp_path / "lst.tif",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    expected = lstgeo.retrieve(
        lstgeo.open_scene(scene, "B6_VCID_2"), water_vapour=15, emissivity=0.96,
        method="single-channel", mask_clouds=True,
        input_sigma={"water_vapour": 0.05, "emissivity": 0.02},
    ).compute()  # fmt: skip
    stored = rasters.read(tmp_path / "lst.tif")
    found = np.where(stored == 0, np.nan, 0.00341802 * stored + 149)
    np.testing.assert_allclose(found, expected.surface_temperature, rtol=0, atol=0.0018)
    assert np.argwhere(stored == 0).tolist() == [[7, 8]]


def test_check_of_a_good_scene_ends_with_0(tmp_path: Path) -> None:
    scene = scenes.write(tmp_path)
    assert commands.run("-q", "check", scene, *WV) == commands.Outcome(
        0, f"{scene}: nothing found wrong\n", ""
    )


def test_a_list_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    ended = commands.run("check", "--list", tmp_path / "none.txt", *WV)
    assert ended.code == 1
    assert "none.txt cannot be read" in ended.sentence
