"""A disk that is full, or that cannot be written to."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import lstgeo
from lstgeo.batches import machine
from tests import commands, rasters, scenes
from tests.batches import made


def _mount(folder: Path, options: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"a small disk cannot be mounted here: {error}")
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Disk of 768 KB of its own."""
    folder = tmp_path / "disk"
    _mount(folder, "size=768k")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_fails_one_scene_in_one_sentence_and_loses_no_other(
    tmp_path: Path, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The large scene does not fit, the small ones do, before and after it."""
    large = scenes.write(
        tmp_path / "large", shape=(600, 500), changes={"LANDSAT_PRODUCT_ID": "LARGE"}
    )
    rows = [made.scene(tmp_path, 1), large, made.scene(tmp_path, 2)]
    monkeypatch.setattr(machine, "shares", lambda _: (1, 1))
    report = lstgeo.batch(rows, disk / "out", water_vapour=15, retries=0)
    assert (report.counts.done, report.counts.failed) == (2, 1)
    (failed,) = report.failed()
    assert failed.scene == str(large)
    assert "cannot be written" in failed.reason
    names = {f"S{number}_lst{suffix}" for number in (1, 2) for suffix in made.SUFFIXES}
    assert set(made.contents(disk / "out")) == names
    assert made.hidden(disk / "out") == []
    lstgeo.write(lstgeo.retrieve(rows[0], water_vapour=15), tmp_path / "one.tif")
    found = rasters.read(disk / "out" / "S1_lst.tif")
    assert (found == rasters.read(tmp_path / "one.tif")).all()


def test_a_disk_too_full_for_the_journal_stops_the_batch_in_one_sentence(
    tmp_path: Path, disk: Path
) -> None:
    rows = [made.scene(tmp_path, number) for number in range(2)]
    scenes_list = made.listed(tmp_path, rows)
    out = disk / "out"
    out.mkdir()
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as target:
        try:
            while True:
                target.write(bytes(4096))
        except OSError:
            pass
    ended = commands.spawn("batch", scenes_list, "-o", out, "--wv", "15")
    assert ended.code == 1
    assert "No space left on device" in ended.sentence
    assert made.contents(out) == {}
    filler.unlink()
    ended = commands.spawn("batch", scenes_list, "-o", out, "--wv", "15", "--resume")
    assert ended.code == 0, ended.err
    assert len(made.contents(out)) == 2 * len(made.SUFFIXES)


def test_a_disk_that_is_read_only_is_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    _mount(folder, "size=64k,ro")
    try:
        _require_refusal(tmp_path, folder / "out", "Read-only file system")
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("name", ["file/out", "file"])
def test_a_folder_that_cannot_be_is_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    _require_refusal(tmp_path, tmp_path / name, "Not a directory")


def _require_refusal(tmp_path: Path, out: Path, said: str) -> None:
    rows = made.listed(tmp_path, [made.scene(tmp_path, 1)])
    with commands.unchanged(tmp_path):
        ended = commands.run("batch", rows, "-o", out, "--wv", "15")
    assert (ended.code, ended.out) == (1, "")
    assert f"{out} cannot be written to" in ended.sentence
    assert said in ended.sentence


def test_one_output_that_cannot_be_written_fails_one_scene(tmp_path: Path) -> None:
    rows = [made.scene(tmp_path, number) for number in range(2)]
    (tmp_path / "out" / "S0_lst.tif").mkdir(parents=True)
    report = lstgeo.batch(rows, tmp_path / "out", water_vapour=15, retries=0)
    assert (report.counts.done, report.counts.failed) == (1, 1)
    (failed,) = report.failed()
    assert "S0_lst.tif" in failed.reason
    names = set(made.contents(tmp_path / "out"))
    assert names == {f"S1_lst{suffix}" for suffix in made.SUFFIXES}
