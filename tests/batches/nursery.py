"""A process that has everything loaded and gives birth to batches that are killed at a moment.

    python -m tests.batches.nursery LIST FOLDER

reads a moment a line, `PHASE COUNT WHO`, runs the batch until then, and prints how it ended. The
batch and its workers are a process group of their own; WHO is killed: all of it, the worker, or the
batch that started it.
"""

from __future__ import annotations

import io
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import rasterio.shutil

from lstgeo.batches import course, journal, machine, pool, run, scene, worker
from lstgeo.pipeline import layers


def main() -> None:
    """Serve until the input ends."""
    scenes, folder = sys.argv[1:]
    assert scene, "loaded before the first fork"
    for line in sys.stdin:
        print(_life(Path(scenes), Path(folder), *line.split()), flush=True)


def _life(scenes: Path, folder: Path, phase: str, count: str, who: str) -> int:
    """Exit status of a batch, negative where it was killed."""
    born = os.fork()
    if born == 0:
        os.setsid()
        course.FIRST_WAIT = 0.05
        _arm(phase, float(count), who, folder.with_name(f"death-{os.getpid()}"))
        pool._started = _forked
        machine.shares = lambda scenes: (2, 1)  # noqa: ARG005
        try:
            report = run.batch(scenes, folder, resume=True)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(3)
        os._exit(int(report.counts.failed > 0))
    status = os.waitstatus_to_exitcode(os.waitpid(born, 0)[1])
    if who == "all":
        _kill_group(born)
    return status


def _forked(lock: int) -> pool.Member:
    ours, theirs = socket.socketpair()
    born = os.fork()
    if born == 0:
        ours.close()
        worker.main(theirs.detach())
    theirs.close()
    return pool.Member(Child(born), Connection(ours.detach()), io.BytesIO())  # type: ignore[arg-type]


class Child:
    """As much of a `Popen` as the pool needs."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        if timeout:
            self.kill()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def _arm(phase: str, count: float, who: str, death: Path) -> None:
    """Make the moment deadly: the `count`th time that something happens, or after some seconds."""
    mother = os.getpid()
    how = (count, who, mother, death)
    if phase == "time":
        threading.Thread(target=_after, args=(count, mother), daemon=True).start()
    elif phase == "strip":
        _deadly(layers.Layer, "stored", *how)
    elif phase == "cog":
        _deadly(rasterio.shutil, "copy", *how, _half_copied)
    elif phase == "rename":
        _deadly(Path, "replace", *how)
    elif phase == "journal":
        _deadly(journal.Journal, "_write", *how, _half_written)


def _deadly(
    owner: Any,
    name: str,
    count: float,
    who: str,
    mother: int,
    death: Path,
    half: Callable[..., None] | None = None,
) -> None:
    """Kill when `owner.name` is called for the `count`th time; a worker that follows lives on."""
    whole = getattr(owner, name)
    calls = 0

    def deadly(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == count and not death.exists():
            death.touch()
            if half is not None:
                half(whole, *arguments, **named)
            _kill(who, mother)
        return whole(*arguments, **named)

    setattr(owner, name, deadly)


def _half_copied(copy: Callable[..., None], source: Path, target: Path, **named: Any) -> None:
    copy(source, target, **named)
    os.truncate(target, target.stat().st_size // 2)


def _half_written(write: Callable[..., None], log: journal.Journal, content: bytes) -> None:
    del write
    os.write(log.handle, content[: len(content) // 2])


def _after(seconds: float, mother: int) -> None:
    time.sleep(seconds)
    _kill_group(mother)


def _kill(who: str, mother: int) -> None:
    if who == "all":
        _kill_group(mother)
    os.kill(mother if who == "batch" else os.getpid(), signal.SIGKILL)
    time.sleep(60)


def _kill_group(mother: int) -> None:
    try:
        os.killpg(mother, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    main()
