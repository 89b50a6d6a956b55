"""Locks that end with the process that holds them, however it ends."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PAUSE = 0.05
"""Between two looks at a lock [s]."""


@dataclass(frozen=True)
class Held:
    """A locked file: its descriptor, and what its last holder left in it when it was killed."""

    handle: int
    left: Mapping[str, Any]


class HeldElsewhereError(Exception):
    """The lock is held; `owner` is what its holder says of itself."""

    def __init__(self, owner: Mapping[str, Any]) -> None:
        super().__init__("lock is held elsewhere")
        self.owner = owner


@contextmanager
def held(path: Path, said: Mapping[str, Any], wait: float = 0.0) -> Iterator[Held]:
    """Hold the lock file at `path`, which says `said` and who holds it, and is gone afterwards.

    A process that is started with the descriptor holds it too. Raises HeldElsewhereError where it
    is not free within `wait` seconds, OSError where there can be no lock.
    """
    deadline = time.monotonic() + wait
    while (handle := _taken(path)) is None:
        if time.monotonic() >= deadline:
            raise HeldElsewhereError(owner(path))
        time.sleep(_PAUSE)
    try:
        left = owner(path)
        said = {"host": socket.gethostname(), "pid": os.getpid(), "since": _now(), **said}
        line = json.dumps(said).encode() + b"\n"
        os.pwrite(handle, line, 0)
        os.truncate(handle, len(line))
        yield Held(handle, left)
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def owner(path: Path) -> dict[str, Any]:
    """What the holder of a lock file says of itself; empty where there is none.

    That is the first line: what follows is the rest of an earlier holder, if this one was killed
    before it was cut off.
    """
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text("utf-8").partition("\n")[0])
        return found if isinstance(found, dict) else {}
    return {}


def is_alive(owner: Mapping[str, Any]) -> bool:
    """Whether the owner of a lock may live: it does not where its process is gone from here."""
    if owner.get("host") != socket.gethostname():
        return True
    try:
        os.kill(int(owner.get("pid", 0)), 0)
    except (ProcessLookupError, ValueError, TypeError):
        return False
    except OSError:
        return True
    return True


def _taken(path: Path) -> int | None:
    """Descriptor of the locked file at `path`, or None where it is held elsewhere."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(handle), os.stat(path)):  # noqa: PTH116
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
