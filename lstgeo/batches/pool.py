"""Processes on this machine, each with one scene at a time; the death of one is news, no more."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import connection as connections
from multiprocessing.connection import Connection
from typing import IO

from lstgeo.batches.job import FAILED, RETRY, Job, Outcome

_WORDS = 2000

_CODE = """import sys; sys.path[:] = {path!r}
from lstgeo.batches import worker
worker.main({handle})"""


@dataclass
class Member:
    """A process, what it is told through, what it says of errors, and the scene it is at."""

    process: subprocess.Popen[bytes]
    connection: Connection
    errors: IO[bytes]
    job: Job | None = None
    began: float = 0.0


@dataclass
class Pool:
    """Up to `size` processes, which all hold the open file `lock`; a scene may take `timeout` s."""

    size: int
    timeout: float
    lock: int
    members: list[Member] = field(default_factory=list)

    def capacity(self) -> int:
        """Scenes that can be worked on at once."""
        return self.size

    def submit(self, job: Job) -> None:
        """Give a scene to a process that has none."""
        member = next((m for m in self.members if m.job is None), None)
        if member is None:
            member = _started(self.lock)
            self.members.append(member)
        member.job, member.began = job, time.monotonic()
        with suppress(OSError):  # it has died: `finished` will say so
            member.connection.send(job)

    def finished(self, patience: float) -> list[Outcome]:
        """What has become of scenes, as soon as there is something, or after `patience` seconds."""
        busy = [member for member in self.members if member.job is not None]
        last = min((member.began + self.timeout for member in busy), default=time.monotonic())
        wait = max(0.0, min(patience, last - time.monotonic()))
        ready = connections.wait([member.connection for member in busy], wait)
        told = [self._told(member) for member in busy if member.connection in ready]
        late = [
            self._stopped(member)
            for member in busy
            if member.job is not None and time.monotonic() - member.began >= self.timeout
        ]
        return told + late

    def close(self) -> None:
        """End every process."""
        for member in self.members:
            _end(member)
            member.errors.close()
        self.members.clear()

    def _told(self, member: Member) -> Outcome:
        job = _job(member)
        try:
            outcome: Outcome = member.connection.recv()
        except (EOFError, OSError):
            self.members.remove(member)
            reason = f"its process {_ending(_end(member))}{_last_words(member)}"
            member.errors.close()
            return Outcome(job.key, RETRY, error=reason, kind="ProcessError")
        member.job = None
        member.errors.truncate(0)
        return outcome

    def _stopped(self, member: Member) -> Outcome:
        job = _job(member)
        self.members.remove(member)
        _end(member)
        member.errors.close()
        reason = f"it took longer than {self.timeout:g} s and was stopped"
        return Outcome(job.key, FAILED, error=reason, kind="TimeoutError")


@contextmanager
def opened(size: int, timeout: float, lock: int) -> Iterator[Pool]:
    """Have a pool, whose processes are ended afterwards, whatever happens."""
    pool = Pool(size, timeout, lock)
    try:
        yield pool
    finally:
        pool.close()


def _job(member: Member) -> Job:
    if member.job is None:
        raise RuntimeError("a process without a scene was heard")
    return member.job


def _started(lock: int) -> Member:
    ours, theirs = socket.socketpair()
    errors = tempfile.TemporaryFile("a+b")  # noqa: SIM115 - it is the member's
    with theirs:
        code = _CODE.format(path=sys.path, handle=theirs.fileno())
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
            pass_fds=(theirs.fileno(), lock),
            env={"OMP_NUM_THREADS": "1"} | os.environ,
        )
    return Member(process, Connection(ours.detach()), errors)


def _end(member: Member) -> int:
    """Exit status of a process, which is killed where it has not ended by itself."""
    member.connection.close()
    with suppress(subprocess.TimeoutExpired):
        return member.process.wait(0.2)
    member.process.kill()
    return member.process.wait()


def _last_words(member: Member) -> str:
    """The last line that a process wrote, which tells why it could not even begin."""
    member.errors.seek(0)
    lines = member.errors.read()[-_WORDS:].decode(errors="replace").split("\n")
    said = " ".join(next((line for line in reversed(lines) if line.strip()), "").split())
    return f": {said}" if said else ""


def _ending(status: int) -> str:
    if status < 0:
        return f"was killed by {signal.Signals(-status).name}"
    return f"ended with status {status}"
