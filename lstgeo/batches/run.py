"""A batch: many scenes, each by itself, recorded, and never lost."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import lstgeo
from lstgeo.batches import claim, cluster, course, job, journal, lock, machine, pool, roll, rows
from lstgeo.batches.course import Counts, Course, Entry, Progress, Workers
from lstgeo.batches.job import DONE, FAILED, KEPT, Job
from lstgeo.batches.report import Report
from lstgeo.batches.roll import Roll
from lstgeo.batches.rows import Row, Scenes
from lstgeo.errors import InputError, OutputError
from lstgeo.pipeline import values

_ENDING = 10.0
"""How long the processes of a killed batch may take to end [s]."""


def batch(
    scenes: Scenes,
    output: str | Path,
    *,
    resume: bool = False,
    workers: int | None = None,
    scheduler: str | None = None,
    retries: int = 2,
    timeout: float = 3600.0,
    progress: Progress | None = None,
    **options: Any,
) -> Report:
    """Retrieve many scenes, each by itself: what befalls one touches no other.

    Parameters
    ----------
    scenes
        A list file, text (a scene a line), CSV (a column per option) or JSON lines, whose relative
        paths are beside it; or scenes: paths, or mappings with `scene`, `output` and options.
    output
        Folder of the results, and of the journal `batch.jsonl`. A row's `output` is in it.
    resume
        Go on with the batch of the folder: what is proved to be complete is kept, all else is done.
    workers
        So many workers of dask.distributed on this machine; without it, and without `scheduler`,
        processes for all of its processors.
    scheduler
        Address of a scheduler of dask.distributed, such as `tcp://host:8786`, whose workers see
        scenes and output under the same paths.
    retries
        How often a scene is tried again after an error of the disk or the death of its process;
        the waits grow fourfold from about 1 s to a minute.
    timeout
        Seconds after which the process of a scene is stopped; without dask.distributed.
    progress
        Called with the counts whenever a row is settled.
    options
        Those of `open_scene`, `retrieve` and `write`, for all scenes that do not say otherwise.

    Returns
    -------
    Report
        Counts of scenes done, kept and failed; `failed()` gives the reasons.

    Raises
    ------
    MissingFileError, InputError
        Where the list cannot be read or names no scene, or an option does not exist.
    OutputError
        Where the folder cannot be written to, is being written to by another batch, or holds the
        journal of an earlier one without `resume`; or where there is no scheduler.

    """
    began = time.perf_counter()
    folder = Path(output).absolute()
    defaults = _defaults(options)
    rows_of = rows.of(scenes)
    jobs_of = partial(_jobs, rows_of, folder, defaults, resume)
    listed = roll.of(made.key for _, made in jobs_of())
    if not listed.total:
        raise InputError("the list names no scene")
    with _locked(folder) as held:
        path = folder / journal.NAME
        _recall(path, listed, resume)
        claim.sweep(folder)
        with (
            journal.opened(path) as log,
            _workers(workers, scheduler, listed.total, timeout, held) as (crew, threads),
        ):
            start = path.stat().st_size
            log.append([_beginning()])
            entries = _entries(jobs_of(), listed, path, threads)
            counts = Counts(listed.total)
            found = Course(entries, crew, log, listed, retries, progress, counts).run()
    return Report(path, start, found, time.perf_counter() - began)


def _defaults(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options for all scenes, with paths that hold on every machine."""
    read = values.read(options)
    here = {
        argument: str(Path(value).absolute())
        for argument, value in values.resolved(read, Path()).items()
        if isinstance(value, str) and value and values.may_be_file(argument, value)
        and Path(value).exists()
    }  # fmt: skip
    return values.resolved(read, Path.cwd()) | here


def _jobs(
    rows_of: Callable[[], Iterator[Row]], folder: Path, defaults: Mapping[str, Any], resume: bool
) -> Iterator[tuple[Row, Job]]:
    for row in rows_of():
        yield row, job.of_row(row, folder, defaults, resumed=resume)


def _entries(
    jobs: Iterator[tuple[Row, Job]], listed: Roll, path: Path, threads: int
) -> Iterator[Entry]:
    """What is to be done about each row, one at a time."""
    for number, (row, made) in enumerate(jobs):
        line = {"key": made.key, "scene": made.scene}
        first = listed.is_first(number, made.key)
        if first is None:
            raise InputError("the list has changed since the batch began; --resume begins with it")
        if not first:
            reason = f"{row.place} says again what the list said before"
            yield Entry(None, {**line, "state": course.REPEATED, "error": reason})
        elif row.fault is not None:
            yield Entry(None, {**line, "state": FAILED, "error": row.fault, "kind": "InputError"})
        else:
            yield Entry(_prepared(made, listed, path, threads), line)


def _prepared(made: Job, listed: Roll, path: Path, threads: int) -> Job:
    """Job with the threads it may use, and with what the journal says to be its output."""
    start = listed.line(made.key)
    line = None if start is None else journal.line_at(path, start)
    known = line.get("item") if line else None
    return job.with_share(made, threads, known if isinstance(known, str) else None)


def _recall(path: Path, listed: Roll, resume: bool) -> None:
    """Note what the journal of the folder says to be done; refuse it where it is not to go on."""
    if not path.exists() or path.stat().st_size == 0:
        return
    if not resume:
        raise OutputError(
            f"{path.parent} holds the journal of a batch; --resume goes on with it, "
            f"another folder or its removal ({path.name}) begins anew"
        )
    for start, line in journal.lines(path):
        if isinstance(line.get("key"), str):
            listed.note(line["key"], start if line.get("state") in {DONE, KEPT} else None)


@contextmanager
def _locked(folder: Path) -> Iterator[int]:
    """Hold the folder against other batches; yields the open file that says so."""
    path = folder / claim.HIDDEN / "lock"
    try:
        claim.prepare(folder)
        with _held(path) as held:
            yield held.handle
    except lock.HeldElsewhereError as error:
        owner = error.owner
        raise OutputError(
            f"{folder} is being written to by another batch: process {owner.get('pid')} on "
            f"{owner.get('host')}, since {owner.get('since')}"
        ) from None
    except OSError as error:
        if isinstance(error, OutputError) or error.errno is None:
            raise
        raise OutputError(f"{folder} cannot be written to: {error.strerror}") from error


def _held(path: Path) -> AbstractContextManager[lock.Held]:
    """Lock of the folder; the processes of a batch that was killed are given time to end."""
    owner = lock.owner(path)
    return lock.held(path, {}, _ENDING if owner and not lock.is_alive(owner) else 0.0)


@contextmanager
def _workers(
    workers: int | None, scheduler: str | None, scenes: int, timeout: float, held: int
) -> Iterator[tuple[Workers, int]]:
    """Where the scenes are worked on, and the threads that each may use."""
    if scheduler is None and workers is None:
        processes, threads = machine.shares(scenes)
        with pool.opened(processes, timeout, held) as crew:
            yield crew, threads
        return
    with cluster.opened(workers, scheduler) as tasks:
        yield tasks, 1 if workers is None else max(1, machine.processors() // workers)


def _beginning() -> dict[str, Any]:
    return {
        "state": journal.BEGUN,
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "version": lstgeo.__version__,
    }
