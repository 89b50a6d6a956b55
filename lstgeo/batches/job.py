"""One scene of a batch as a worker gets it, and what the worker says of it afterwards."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lstgeo.batches.rows import Row
from lstgeo.pipeline import settings

DONE, KEPT, FAILED, RETRY, TAKEN = "done", "kept", "failed", "retry", "taken"
"""What became of an attempt: made; found complete; given up; worth another try; its output is that
of another scene."""


@dataclass(frozen=True)
class Job:
    """A scene, the folder and the name of its output, and its settings by argument.

    `key` tells it from every other scene with other settings or another output. `attempt` counts
    from 1; `complete` is an item that may prove it done; `replacing` the key of a scene that is no
    longer in the list, whose output may be replaced.
    """

    key: str
    scene: str
    folder: Path
    output: str | None
    values: Mapping[str, Any]
    attempt: int = 1
    resumed: bool = False
    complete: str | None = None
    replacing: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a job: files and their SHA-256 by path in the folder, or the reason why not.

    `taken_by` is the key of the scene whose output stands where this one's should.
    """

    key: str
    state: str
    seconds: float = 0.0
    worker: str = ""
    item: str | None = None
    sha256: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    kind: str | None = None
    taken_by: str | None = None
    warnings: tuple[str, ...] = ()


def of_row(row: Row, folder: Path, defaults: Mapping[str, Any], *, resumed: bool) -> Job:
    """Job of a row, its settings before the `defaults`; paths become absolute."""
    values = {**defaults, **row.values}
    scene = os.path.abspath(row.scene)  # noqa: PTH100 - links keep their names
    return Job(_key(row, scene, values), scene, folder, row.output, values, resumed=resumed)


def with_share(job: Job, threads: int, complete: str | None) -> Job:
    """`job` with threads where it does not say so itself, and the item that may prove it done."""
    return replace(job, values={"threads": threads, **job.values}, complete=complete)


def _key(row: Row, scene: str, values: Mapping[str, Any]) -> str:
    """First 64 bits of the SHA-256 of all that may alter the result, and of where it is written."""
    altering = {
        argument: value
        for argument, value in values.items()
        if (known := settings.named(argument)) is not None and known.alters
    }
    stated = [scene, row.output, altering, row.fault]
    text = json.dumps(stated, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
