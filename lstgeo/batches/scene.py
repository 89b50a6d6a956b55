"""One scene of a batch, done where a worker runs."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import dask
import xarray as xr

from lstgeo.batches import claim, faults, proof
from lstgeo.batches.job import DONE, FAILED, KEPT, RETRY, TAKEN, Job, Outcome
from lstgeo.errors import OutputError
from lstgeo.pipeline import memory, settings, write
from lstgeo.pipeline.retrieve import retrieve
from lstgeo.pipeline.scene import open_scene
from lstgeo.pipeline.settings import Arguments
from lstgeo.raster import commit, stac


def outcome(job: Job) -> Outcome:
    """Do a job and say what became of it; no error leaves here.

    Arrays are computed in this very process: on a worker, dask would make tasks of them.
    """
    dask.config.set(scheduler="synchronous")
    began = time.perf_counter()
    with _warnings() as told:
        found = _outcome(job)
    return replace(
        found,
        seconds=round(time.perf_counter() - began, 3),
        worker=f"{socket.gethostname()}:{os.getpid()}",
        warnings=tuple(told),
    )


def _outcome(job: Job) -> Outcome:
    try:
        return _done(job)
    except claim.TakenError as error:
        return Outcome(job.key, TAKEN, error=str(error), kind="OutputError", taken_by=error.key)
    except Exception as error:
        state = RETRY if faults.is_passing(error) else FAILED
        return Outcome(job.key, state, error=faults.sentence(error), kind=type(error).__name__)


def _done(job: Job) -> Outcome:
    again = job.resumed or job.attempt > 1
    if again and job.complete and proof.is_complete(job.folder / job.complete, job.key):
        return _made(job, KEPT, job.folder / job.complete)
    arguments = settings.arguments(job.values)
    with memory.bounded(*arguments.bound):
        scene = open_scene(job.scene, **arguments.opening)
    target = _target(job, str(scene.attrs["scene"]))
    item = target.with_suffix(".json")
    with claim.held(job, target):
        if again and proof.is_complete(item, job.key):
            return _made(job, KEPT, item)
        _require_free(job, target, item)
        _write(job, scene, target, arguments)
    return _made(job, DONE, item)


def _write(job: Job, scene: xr.Dataset, target: Path, arguments: Arguments) -> None:
    with memory.bounded(*arguments.bound):
        result = retrieve(scene, **arguments.retrieving).assign_attrs({proof.KEY: job.key})
    written = write.write(result, target, **arguments.writing)
    if arguments.drawing:
        from lstgeo.pictures import quicklook  # noqa: PLC0415 - matplotlib only where asked for

        quicklook.draw(written.rasters["surface_temperature"])


def _target(job: Job, name: str) -> Path:
    """Path of the temperature raster; raises OutputError where it lies outside the folder."""
    wanted = job.folder / (job.output or "")
    _require_inside(job, wanted)
    if wanted.suffix.lower() in {".tif", ".tiff"}:
        wanted.parent.mkdir(parents=True, exist_ok=True)
    target = write.destination(wanted, name)
    _require_inside(job, target)
    return target


def _require_inside(job: Job, path: Path) -> None:
    if not path.resolve().is_relative_to(job.folder.resolve()):
        raise OutputError(f"output {path} is outside the folder {job.folder}")


def _require_free(job: Job, target: Path, item: Path) -> None:
    """Raise TakenError where the output is that of another scene."""
    document = proof.read(item)
    owner = proof.key(document)
    if owner not in {None, job.key, job.replacing}:
        raise claim.TakenError(target, proof.source(document), str(owner))


def _made(job: Job, state: str, item: Path) -> Outcome:
    sums = stac.checksums(proof.read(item) or {}) | {item.name: commit.sha256(item)}
    folder = Path(os.path.relpath(item.parent, job.folder))
    return Outcome(
        job.key,
        state,
        item=str(folder / item.name),
        sha256={str(folder / name): sha for name, sha in sums.items()},
    )


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What lstgeo warns of in this thread, in the order it does."""
    told: list[str] = []
    here = threading.get_ident()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == here:
                told.append(record.getMessage())

    logger, listener = logging.getLogger("lstgeo"), Listener(logging.WARNING)
    logger.addHandler(listener)
    try:
        yield told
    finally:
        logger.removeHandler(listener)
