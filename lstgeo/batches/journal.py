"""The journal of a batch: JSON lines, only ever added, on the disk before work goes on.

The first line of each run has the state `begun`; every other one is of a scene.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lstgeo.errors import OutputError

log = logging.getLogger(__name__)

NAME = "batch.jsonl"
"""Name of the journal in the folder of the outputs."""

BEGUN, STARTED = "begun", "started"
"""States beside those of an outcome."""

_TRIES, _PAUSE = 5, 0.2
"""A full disk may have room again when the scene that filled it has been given up."""

Line = Mapping[str, Any]


@dataclass(frozen=True)
class Journal:
    """An open journal."""

    path: Path
    handle: int

    def append(self, lines: Iterable[Line]) -> None:
        """Add `lines` in one write and wait until they are on the disk.

        Raises OutputError where that fails: nothing may then be done that needs to be known later.
        """
        text = "".join(json.dumps({"at": _now(), **line}) + "\n" for line in lines)
        if not text:
            return
        for last in [False] * (_TRIES - 1) + [True]:
            try:
                self._write(text.encode())
            except OSError as error:
                if last:
                    raise OutputError(
                        f"{self.path} cannot be written: {error.strerror}; "
                        "--resume goes on from here"
                    ) from error
                time.sleep(_PAUSE)
                text = "\n" + text.lstrip("\n")
            else:
                return

    def _write(self, content: bytes) -> None:
        if os.write(self.handle, content) < len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(self.handle)


@contextmanager
def opened(path: Path) -> Iterator[Journal]:
    """Open the journal at `path` for adding; what a killed process wrote half is ended first."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error
    try:
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":
            os.write(handle, b"\n")
        yield Journal(path, handle)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        os.close(handle)


def lines(path: Path, start: int = 0) -> Iterator[tuple[int, Line]]:
    """Byte at which each line begins, and the line, from the byte `start` on, one at a time.

    A line that was not written to its end is passed over.
    """
    with path.open("rb") as stream:
        stream.seek(start)
        while raw := stream.readline():
            found = _parsed(raw)
            if found is not None:
                yield start, found
            elif raw.strip():
                log.info("%s: the line at byte %d was not written to its end", path, start)
            start += len(raw)


def line_at(path: Path, start: int) -> Line | None:
    """The line that begins at the byte `start`, or None."""
    return next((line for _, line in lines(path, start)), None)


def _parsed(raw: bytes) -> Line | None:
    if not raw.endswith(b"\n"):
        return None
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _now() -> str:
    seconds = time.time()
    return (
        time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds % 1 * 1000):03}Z"
    )
