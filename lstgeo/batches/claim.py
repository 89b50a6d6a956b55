"""Claims: who writes an output says so before, so that never two do, on whatever machine."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from lstgeo.batches import lock
from lstgeo.batches.job import Job
from lstgeo.raster import commit

HIDDEN = ".lstgeo-batch"
"""Folder in that of the outputs where locks lie."""

_PATIENCE = 300.0
"""How long to wait for a process that was given up but still makes the same output [s]."""


class TakenError(Exception):
    """An output is that of another scene, whose key is `key`."""

    def __init__(self, target: Path, scene: str, key: str) -> None:
        super().__init__(f"its output {target.name} is that of {scene}; give it another (output)")
        self.key = key


@contextmanager
def held(job: Job, target: Path) -> Iterator[None]:
    """Hold the claim to `target`; what a killed process left beside it is removed first.

    Raises TakenError where another scene has it.
    """
    path = _path(job.folder, target)
    said = {"key": job.key, "scene": job.scene, "target": str(target)}
    with ExitStack() as stack:
        try:
            claim = stack.enter_context(lock.held(path, said))
        except lock.HeldElsewhereError as error:
            claim = stack.enter_context(_after(error.owner, job, target, path, said))
        if claim.left:
            commit.sweep(target)
        yield


@contextmanager
def _after(
    owner: Mapping[str, Any], job: Job, target: Path, path: Path, said: Mapping[str, Any]
) -> Iterator[lock.Held]:
    """Hold a claim after its owner, who makes the same; who makes something else keeps it."""
    if owner.get("key", job.key) != job.key:
        raise TakenError(target, str(owner.get("scene")), str(owner["key"]))
    try:
        with lock.held(path, said, _PATIENCE) as claim:
            yield claim
    except lock.HeldElsewhereError as error:
        reason = f"process {error.owner.get('pid')} on {error.owner.get('host')} still makes it"
        raise BlockingIOError(errno.EAGAIN, reason) from None


def sweep(folder: Path) -> None:
    """Remove what killed processes left in the folder of a batch; what is at work is let alone.

    A claim goes on saying what it is to while it is swept: who is killed then leaves it to others.
    """
    for path in _folder(folder).glob("*.json"):
        stated = lock.owner(path)
        said = {"target": stated["target"]} if "target" in stated else {}
        try:
            with lock.held(path, said) as claim:
                left = Path(str(claim.left.get("target", folder / "none")))
                if left.resolve().is_relative_to(folder.resolve()):
                    commit.sweep(left)
        except lock.HeldElsewhereError:
            continue


def prepare(folder: Path) -> None:
    """Make the folder of the claims."""
    _folder(folder).mkdir(parents=True, exist_ok=True)


def _folder(folder: Path) -> Path:
    return folder / HIDDEN / "claims"


def _path(folder: Path, target: Path) -> Path:
    name = hashlib.sha256(str(target.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    return _folder(folder) / f"{name[:16]}.json"
