"""A batch that is killed at any moment goes on as if nothing had been."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests import commands
from tests.batches import made

SCENES = 10
PHASES = {"strip": 3, "cog": 3, "rename": 4, "journal": 5}
"""How often something happens in a scene, at least: a moment is drawn among them."""


def _moments() -> list[str]:
    """Three moments in each phase, and five at any time; who dies: all, batch or worker."""
    random = np.random.default_rng(6)
    moments = [
        f"{phase} {random.integers(1, often + 1)} {who}"
        for phase, often in PHASES.items()
        for who in ("all", "batch", "all" if phase == "journal" else "worker")
    ]
    moments += [f"time {seconds:.2f} all" for seconds in random.uniform(0.02, 0.45, 5)]
    return [str(moment) for moment in random.permutation(moments)]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A list, and the results of its batch that nobody disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    scenes = made.vapours(folder, SCENES)
    ended = commands.spawn("batch", scenes, "-o", folder / "out")
    assert ended.code == 0, ended.err
    return scenes, made.contents(folder / "out")


def test_twenty_kills_and_nothing_is_lost_or_half(
    tmp_path: Path, undisturbed: tuple[Path, dict[str, Any]]
) -> None:
    """Seventeen in processes that are born loaded, three in the command line itself."""
    scenes, whole = undisturbed
    folder = tmp_path / "out"
    deadly = 0
    with subprocess.Popen(
        [sys.executable, "-m", "tests.batches.nursery", str(scenes), str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=commands.environment(),
        cwd=Path(__file__).parents[2],
    ) as nursery:  # fmt: skip
        assert nursery.stdin
        assert nursery.stdout
        for moment in _moments():
            _forget(folder, 10 if moment.startswith("time") else 3)
            print(moment, file=nursery.stdin, flush=True)
            status = int(nursery.stdout.readline())
            survives = moment.endswith("worker")
            assert status == (0 if survives else -signal.SIGKILL), moment
            made.require_no_half(folder, whole)
            if survives:
                assert made.contents(folder) == whole, moment
            deadly += 1
    for seconds in (1.0, 1.6, 2.2):
        _forget(folder, SCENES)
        _killed_command(scenes, folder, seconds)
        made.require_no_half(folder, whole)
        deadly += 1
    assert deadly == 20
    ended = commands.spawn("batch", scenes, "-o", folder, "--resume")
    assert ended.code == 0, ended.err
    assert made.contents(folder) == whole
    assert made.hidden(folder) == []


def _forget(folder: Path, count: int) -> None:
    """Take so many results away, as if they had never been, so that there is work to be killed."""
    for number in range(count):
        for suffix in made.SUFFIXES:
            (folder / f"o{number}{suffix}").unlink(missing_ok=True)


def _killed_command(scenes: Path, folder: Path, seconds: float) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "lstgeo", "batch", str(scenes), "-o", str(folder), "--resume"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=commands.environment(),
        start_new_session=True,
    ) as process:  # fmt: skip
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)


def test_no_scene_is_done_twice(tmp_path: Path, undisturbed: tuple[Path, dict[str, Any]]) -> None:
    """Whatever the journal says to be done stays as it is: its files keep their inodes."""
    scenes, whole = undisturbed
    folder = tmp_path / "out"
    with subprocess.Popen(
        [sys.executable, "-m", "lstgeo", "batch", str(scenes), "-o", str(folder)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=commands.environment(),
    ) as process:  # fmt: skip
        while len(list(folder.glob("*.json"))) < 5 and process.poll() is None:
            time.sleep(0.01)
        process.kill()
    before = {line["key"] for line in made.states(folder, "done")}
    inodes = {path.name: path.stat().st_ino for path in folder.glob("*.tif")}
    proved = {path.name for path in folder.glob("*.json")}
    assert len(before) >= 3
    ended = commands.spawn("batch", scenes, "-o", folder, "--resume")
    assert ended.code == 0, ended.err
    done = Counter(line["key"] for line in made.states(folder, "done"))
    assert len(done) >= SCENES - 2  # what that was published and not yet recorded is kept
    assert set(done.values()) == {1}
    assert before <= {line["key"] for line in made.states(folder, "kept")}
    for name in proved:
        raster = name.replace(".json", ".tif")
        assert (folder / raster).stat().st_ino == inodes[raster]
    assert made.contents(folder) == whole
