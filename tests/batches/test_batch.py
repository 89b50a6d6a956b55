"""Batches on the command line: what befalls one scene touches no other, and each has its reason."""

from __future__ import annotations

import io
import json
import os
import pty
import signal
import socket
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import lstgeo
from lstgeo.batches import course, journal, lock, machine, pool
from lstgeo.batches.report import Report
from lstgeo.errors import InputError, OutputError
from tests import commands, models, rasters, scenes
from tests.batches import made
from tests.models import needs_model

Broken = Callable[[Path], tuple[dict[str, Any], str]]
"""Prepares a folder; gives a row, and what its reason must say."""

BROKEN: dict[str, Broken] = {}


def broken(prepare: Broken) -> Broken:
    BROKEN[prepare.__name__.strip("_")] = prepare
    return prepare


@broken
def _truncated_tiff(folder: Path) -> tuple[dict[str, Any], str]:
    scene = made.scene(folder, 100)
    rasters.cut(next(scene.glob("*_B10.TIF")), 0.6)
    return {"scene": scene}, "_B10.TIF"


@broken
def _corrupt_tar(folder: Path) -> tuple[dict[str, Any], str]:
    path = folder / "corrupt.tar.gz"
    path.write_bytes(b"\x1f\x8b\x08\0" + bytes(range(256)))
    return {"scene": path}, "is not a readable tar archive"


@broken
def _garbage_metadata(folder: Path) -> tuple[dict[str, Any], str]:
    scene = made.scene(folder, 101)
    next(scene.glob("*_MTL.txt")).write_bytes(bytes(range(256)) * 40)
    return {"scene": scene}, "is not Landsat metadata"


@broken
def _nothing_there(folder: Path) -> tuple[dict[str, Any], str]:
    return {"scene": folder / "nothing"}, "does not exist"


@broken
def _member_outside_its_archive(folder: Path) -> tuple[dict[str, Any], str]:
    with tarfile.open(folder / "outside.tar", "w") as target:
        member = tarfile.TarInfo("../../outside.TIF")
        member.size = 4
        target.addfile(member, io.BytesIO(b"evil"))
    return {"scene": folder / "outside.tar"}, "../../outside.TIF is a path outside the archive"


@broken
def _link_in_an_archive(folder: Path) -> tuple[dict[str, Any], str]:
    with tarfile.open(folder / "link.tar", "w") as target:
        member = tarfile.TarInfo("a_MTL.txt")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        target.addfile(member)
    return {"scene": folder / "link.tar"}, "a_MTL.txt is a link or device"


@broken
def _entity_bomb(folder: Path) -> tuple[dict[str, Any], str]:
    levels = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">{levels}]><a>&e9;</a>'
    (folder / "bomb").mkdir()
    (folder / "bomb" / "x_MTL.xml").write_text(bomb, "utf-8")
    return {"scene": folder / "bomb"}, "x_MTL.xml is not readable Landsat metadata"


@broken
def _output_outside(folder: Path) -> tuple[dict[str, Any], str]:
    return {"scene": made.scene(folder, 103), "output": "../outside.tif"}, "is outside the folder"


@broken
def _absolute_output(folder: Path) -> tuple[dict[str, Any], str]:
    output = str(folder / "outside.tif")
    return {"scene": made.scene(folder, 104), "output": output}, "is outside the folder"


@broken
def _output_that_is_a_file(folder: Path) -> tuple[dict[str, Any], str]:
    return {"scene": made.scene(folder, 105), "output": "batch.jsonl/x.tif"}, "batch.jsonl"


@broken
def _value_that_is_none(folder: Path) -> tuple[dict[str, Any], str]:
    return {"scene": made.scene(folder, 106), "threads": "many"}, "--threads takes a whole number"


@broken
def _truncated_model(folder: Path) -> tuple[dict[str, Any], str]:
    (folder / "cut").mkdir()
    path = models.patched(folder / "cut", models.NAME, models.NAME)
    rasters.cut(path, 0.7)
    return {"scene": made.scene(folder, 107), "model": path}, "is not a whole ONNX model"


@broken
def _model_of_another_contract(folder: Path) -> tuple[dict[str, Any], str]:
    (folder / "other").mkdir()
    path = models.patched(folder / "other", '"contract": 1', '"contract": 9')
    return {"scene": made.scene(folder, 108), "model": path}, "version 9 of the model contract"


@pytest.fixture(autouse=True)
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """One process is enough for most, and quicker to begin."""
    monkeypatch.setattr(machine, "shares", lambda _: (1, 1))


def _listed(folder: Path, rows: list[dict[str, Any]]) -> Path:
    lines = [json.dumps(row, default=str) for row in rows]
    return made.listed(folder, lines, "list.jsonl")


@needs_model
def test_what_is_broken_fails_with_its_reason_and_the_others_are_done(tmp_path: Path) -> None:
    cases = {name: prepare(tmp_path) for name, prepare in BROKEN.items()}
    good = [{"scene": made.scene(tmp_path, number)} for number in range(3)]
    rows = [good[0], *(row for row, _ in cases.values()), good[1], good[2]]
    scenes_list = _listed(tmp_path, rows)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    ended = commands.spawn(
        "batch", scenes_list, "-o", tmp_path / "out", "--wv", "15", "--retries", "0", "--json"
    )
    assert (ended.code, ended.err) == (1, "")
    report = json.loads(ended.out)
    assert report["scenes"] == {
        "total": len(rows), "done": 3, "kept": 0, "failed": len(cases), "repeated": 0,
    }  # fmt: skip
    reasons = {failed["scene"]: failed["reason"] for failed in report["failed"]}
    for name, (row, said) in cases.items():
        assert said in reasons[str(row["scene"])], name
        assert "\n" not in reasons[str(row["scene"])]
        assert "fault of lstgeo" not in reasons[str(row["scene"])]
    results = {f"S{number}_lst{suffix}" for number in range(3) for suffix in made.SUFFIXES}
    assert set(made.contents(tmp_path / "out")) == results
    assert made.hidden(tmp_path / "out") == []
    outside = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert all(path.is_relative_to(tmp_path / "out") for path in outside)


def test_results_are_those_of_retrieve_with_the_options_of_row_and_batch(tmp_path: Path) -> None:
    first, second = made.scene(tmp_path, 1), made.scene(tmp_path, 2)
    rows = ["scene,wv,output,emissivity", f"{first},,,0.97", f"{second},2.0,deep/x.tif,"]
    scenes_list = made.listed(tmp_path, rows, "list.csv")
    ended = commands.run(
        "batch", scenes_list, "-o", tmp_path / "out", "--wv", "1.5", "--wv-units", "g cm-2",
        "--method", "statistical", "--encoding", "usgs", "--quicklook",
    )  # fmt: skip
    assert ended.code == 0, ended.out + ended.err
    given: dict[str, Any] = {"method": "statistical", "water_vapour_units": "g cm-2"}
    cases: list[tuple[Path, dict[str, Any], str]] = [
        (first, {"water_vapour": 1.5, "emissivity": 0.97}, "S1_lst"),
        (second, {"water_vapour": 2.0}, "deep/x"),
    ]
    for scene, options, stem in cases:
        expected = lstgeo.write(
            lstgeo.retrieve(scene, **options, **given), tmp_path / "one.tif", encoding="usgs"
        )
        for path, suffix in zip(expected.rasters.values(), made.SUFFIXES, strict=False):
            assert (tmp_path / "out" / f"{stem}{suffix}").read_bytes() == path.read_bytes()
        assert (tmp_path / "out" / f"{stem}.png").is_file()


def test_a_scene_listed_twice_is_done_once_and_a_name_belongs_to_one(tmp_path: Path) -> None:
    made.scene(tmp_path, 1)
    name = f"s1/{scenes.name()}"
    rows = ["scene,wv", f"{name},15", f"./{name}/,15", f"{name},20"]
    ended = commands.run(
        "batch", made.listed(tmp_path, rows, "l.csv"), "-o", tmp_path / "out", "--json"
    )
    report = json.loads(ended.out)
    assert ended.code == 1
    assert report["scenes"] == {"total": 3, "done": 1, "kept": 0, "failed": 1, "repeated": 1}
    assert "line 3 says again what the list said before" in report["repeated"][0]["reason"]
    reason = report["failed"][0]["reason"]
    assert reason.startswith("its output S1_lst.tif is that of ")
    assert name in reason


def test_a_name_that_leads_outside_ends_inside(tmp_path: Path) -> None:
    scene = made.scene(tmp_path, LANDSAT_PRODUCT_ID="../../outside")
    assert lstgeo.batch([scene], tmp_path / "a" / "out", water_vapour=15).counts.done == 1
    names = {f"outside_lst{suffix}" for suffix in made.SUFFIXES}
    assert set(made.contents(tmp_path / "a" / "out")) == names
    assert {path.name for path in tmp_path.iterdir()} == {"a", "s0"}


def test_the_table_says_how_many_and_why(tmp_path: Path) -> None:
    rows = [made.scene(tmp_path, 1), tmp_path / "nothing"]
    ended = commands.run("batch", made.listed(tmp_path, rows), "-o", tmp_path / "out", "--wv", "15")
    table = [line.split("\t") for line in ended.out.splitlines()]
    assert [line[:2] for line in table] == [
        ["done", "1"], ["kept", "0"], ["repeated", "0"], ["failed", "1"],
        ["failed", str(tmp_path / "nothing")],
    ]  # fmt: skip
    assert table[-1][2] == f"scene {tmp_path / 'nothing'} does not exist"


def test_resume_keeps_what_is_whole_and_does_the_rest(tmp_path: Path) -> None:
    rows = [made.scene(tmp_path, number) for number in range(4)]
    out = tmp_path / "out"
    first = lstgeo.batch(rows, out, water_vapour=15)
    whole = made.contents(out)
    assert first.counts.done == 4
    (out / "S1_lst.json").unlink()
    raster = out / "S2_lst.tif"
    content = bytearray(raster.read_bytes())
    content[-1] ^= 1
    raster.write_bytes(content)
    with pytest.raises(OutputError, match="holds the journal of a batch; --resume goes on"):
        lstgeo.batch(rows, out, water_vapour=15)
    again = lstgeo.batch(rows, out, water_vapour=15, resume=True)
    assert (again.counts.done, again.counts.kept) == (2, 2)
    assert made.contents(out) == whole
    other = lstgeo.batch(rows[:2], out, water_vapour=20, resume=True)
    assert (other.counts.done, other.counts.kept) == (2, 0)
    changed = {name for name, content in made.contents(out).items() if content != whole[name]}
    assert {name[:2] for name in changed} == {"S0", "S1"}


def test_resume_tries_again_what_failed(tmp_path: Path) -> None:
    rows = [made.scene(tmp_path, 1), tmp_path / "s2" / scenes.name()]
    report = lstgeo.batch(rows, tmp_path / "out", water_vapour=15)
    assert [(scene.scene, scene.reason) for scene in report.failed()] == [
        (str(rows[1]), f"scene {rows[1]} does not exist")
    ]
    made.scene(tmp_path, 2)
    again = lstgeo.batch(rows, tmp_path / "out", water_vapour=15, resume=True)
    assert (again.counts.done, again.counts.kept, list(again.failed())) == (1, 1, [])


def test_the_journal_says_what_was_made_by_whom_and_what_was_warned_of(tmp_path: Path) -> None:
    row = scenes.write(tmp_path, collection=scenes.PRE)
    lstgeo.batch([row], tmp_path / "out", water_vapour=15)
    begun, started, done = made.lines(tmp_path / "out")
    assert (begun["state"], begun["version"]) == ("begun", lstgeo.__version__)
    assert started["scene"] == done["scene"] == str(row)
    assert done["seconds"] > 0
    assert done["worker"]
    assert "calibration of" in done["warnings"][0]
    assert set(done["sha256"]) == set(made.contents(tmp_path / "out"))


def test_two_batches_cannot_have_one_folder(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    (folder / ".lstgeo-batch").mkdir(parents=True)
    rows = made.listed(tmp_path, [made.scene(tmp_path, 1)])
    with lock.held(folder / ".lstgeo-batch" / "lock", {}), commands.unchanged(tmp_path / "s1"):
        ended = commands.spawn("batch", rows, "-o", folder, "--wv", "15")
    assert ended.code == 1
    owner = r"process {} on {}, since 20".format(*_me())
    assert f"{folder} is being written to by another batch: {owner}" in ended.sentence
    assert not (folder / journal.NAME).exists()


def _me() -> tuple[int, str]:

    return os.getpid(), socket.gethostname()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.txt",), "none.txt cannot be read"),
        (("empty.txt",), "the list names no scene"),
        (("bad.csv",), "has a column 'vw'"),
    ],
)
def test_a_bad_list_is_one_sentence_and_makes_no_folder(
    tmp_path: Path, arguments: tuple[str], said: str
) -> None:
    made.listed(tmp_path, ["# nothing"], "empty.txt")
    made.listed(tmp_path, ["scene,vw", "a,1"], "bad.csv")
    with commands.unchanged(tmp_path):
        ended = commands.run("batch", tmp_path / arguments[0], "-o", tmp_path / "out")
    assert (ended.code, ended.out) == (1, "")
    assert said in ended.sentence


def test_wrong_usage_ends_with_2(tmp_path: Path) -> None:
    for arguments in (("--workers", "0"), ("--workers", "1", "--scheduler", "tcp://x:1")):
        ended = commands.run("batch", "l.txt", "-o", tmp_path, *arguments)
        assert (ended.code, ended.out) == (2, "")
    with pytest.raises(InputError, match="'vw' is no option of a retrieval"):
        lstgeo.batch(["a"], tmp_path, vw=15)


MISCHIEF = """
import os, signal, time
from lstgeo.batches import scene
whole = scene._done
def _done(job):
    if job.output == "killed.tif" or (job.output == "once.tif" and job.attempt == 1):
        os.kill(os.getpid(), signal.SIGSEGV)
    if job.output == "hangs.tif":
        time.sleep(600)
    if job.output == "io.tif" and job.attempt < 3:
        raise OSError(5, "Input/output error")
    if job.output == "memory.tif":
        raise MemoryError
    return whole(job)
scene._done = _done
"""


def test_a_crash_a_hang_and_an_io_error_touch_no_other_scene(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        pool, "_CODE", pool._CODE.replace("worker.main", f"{MISCHIEF}\nworker.main")
    )
    monkeypatch.setattr(course, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(machine, "shares", lambda _: (2, 1))
    scene = made.scene(tmp_path)
    outputs = ["a.tif", "killed.tif", "hangs.tif", "once.tif", "io.tif", "memory.tif", "b.tif"]
    rows = [{"scene": scene, "output": output} for output in outputs]
    began = time.monotonic()
    report = lstgeo.batch(rows, tmp_path / "out", water_vapour=15, retries=2, timeout=20)
    assert time.monotonic() - began < 60
    assert (report.counts.done, report.counts.failed) == (4, 3)
    assert {name for name in made.contents(tmp_path / "out") if name.endswith(".json")} == {
        "a.json", "once.json", "io.json", "b.json",
    }  # fmt: skip
    assert sorted(scene.reason for scene in report.failed()) == [
        "MemoryError",
        "it took longer than 20 s and was stopped",
        "its process was killed by SIGSEGV",
    ]
    retries = made.states(tmp_path / "out", "retry")
    assert sorted(line["error"] for line in retries) == sorted(
        ["its process was killed by SIGSEGV"] * 3
        + ["OSError: [Errno 5] Input/output error"] * 2 + ["MemoryError"] * 2
    )  # fmt: skip


@needs_model
def test_a_process_opens_a_model_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = f"""
from lstgeo.batches import scene
from lstgeo.model import onnx
whole = scene._done
def _done(job):
    made = whole(job)
    with open({str(tmp_path / "opened")!r}, "a") as file:
        print(__import__("os").getpid(), onnx._session.cache_info().misses, file=file)
    return made
scene._done = _done
"""
    monkeypatch.setattr(pool, "_CODE", pool._CODE.replace("worker.main", f"{report}\nworker.main"))
    scene = made.scene(tmp_path)
    rows = [{"scene": scene, "output": f"{n}.tif", "model": models.NAME} for n in range(6)]
    assert lstgeo.batch(rows, tmp_path / "out", water_vapour=15).counts.done == 6
    lines = (tmp_path / "opened").read_text("utf-8").splitlines()
    assert len(lines) == 6
    assert {line.split()[1] for line in lines} == {"1"}
    assert len({line.split()[0] for line in lines}) <= 2


def test_a_model_that_is_not_as_shipped_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models").mkdir()
    models.patched(tmp_path / "models", models.NAME, models.NAME)
    models.manifest(tmp_path / "models", sha256="0" * 64)
    patch = f"""
from pathlib import Path
from lstgeo.model import shipped
shipped.FOLDER = Path({str(tmp_path / "models")!r})
"""
    monkeypatch.setattr(pool, "_CODE", pool._CODE.replace("worker.main", f"{patch}\nworker.main"))
    rows = [{"scene": made.scene(tmp_path, n), "method": method}
            for n, method in enumerate(["coupled", "practical"])]  # fmt: skip
    report = lstgeo.batch(rows, tmp_path / "out", water_vapour=15)
    assert report.counts.done == 1
    (failed,) = report.failed()
    assert "is not the model it should be: its SHA-256 is" in failed.reason


def test_progress_counts_up_to_the_total(tmp_path: Path) -> None:
    seen: list[course.Counts] = []
    report: Report = lstgeo.batch(
        [made.scene(tmp_path, 1), tmp_path / "no"], tmp_path / "out", progress=seen.append,
        water_vapour=15,
    )  # fmt: skip
    assert [counts.settled for counts in seen] == [1, 2]
    assert seen[-1] == report.counts


def test_live_progress_only_on_a_terminal(tmp_path: Path) -> None:
    """On a pseudo-terminal a bar is drawn; stdout stays the table."""
    rows = made.listed(tmp_path, [made.scene(tmp_path, 1)])
    ours, theirs = pty.openpty()
    with (tmp_path / "stdout").open("w") as out, subprocess.Popen(
        [sys.executable, "-m", "lstgeo", "batch", str(rows), "-o", str(tmp_path / "out"),
         "--wv", "15"],
        stdout=out, stderr=theirs, env=commands.environment(),
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    assert process.returncode == 0
    assert b"scenes" in shown
    assert (tmp_path / "stdout").read_text("utf-8").startswith("done\t1\t")


def _read(terminal: int) -> bytes:
    """What was written to a terminal; nothing once its other end is closed."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Processes heed interrupts, also where a shell runs the tests with `&`, which ignores them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_batch_ends_its_processes_and_can_go_on(tmp_path: Path) -> None:
    rows = made.vapours(tmp_path, 12)
    folder = tmp_path / "out"
    with subprocess.Popen(
        [sys.executable, "-m", "lstgeo", "batch", str(rows), "-o", str(folder)],
        stderr=subprocess.PIPE, text=True, env=commands.environment(),
    ) as process:  # fmt: skip
        while not list(folder.glob("*.json")):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert process.stderr
        said = process.stderr.read()
    assert (process.returncode, said) == (130, "")
    report = lstgeo.batch(rows, folder, resume=True)
    assert report.counts.done + report.counts.kept == 12
    assert report.counts.kept >= 1
    np.testing.assert_equal(len(made.contents(folder)), 12 * len(made.SUFFIXES))


def test_check_reads_the_same_lists(tmp_path: Path) -> None:
    good, bad = made.scene(tmp_path, 1), made.scene(tmp_path, 2)
    rows = ["scene,wv,threads", f"{good},15,", f"{bad},150000,", f"{good},15,many"]
    ended = commands.run("-q", "check", "--list", made.listed(tmp_path, rows, "l.csv"))
    assert ended.code == 1
    first, second, third = ended.out.splitlines()
    assert first == f"{good}: nothing found wrong"
    assert "total column water vapour 150000 is outside" in second
    assert "line 4: --threads takes a whole number" in third
