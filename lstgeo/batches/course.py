"""The course of a batch: hands out scenes, takes back outcomes, writes the journal, tries again."""

from __future__ import annotations

import heapq
import itertools
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Protocol

from lstgeo.batches import journal
from lstgeo.batches.job import DONE, FAILED, KEPT, RETRY, TAKEN, Job, Outcome
from lstgeo.batches.journal import Journal, Line
from lstgeo.batches.roll import Roll

FIRST_WAIT, LONGEST_WAIT, FACTOR = 1.0, 60.0, 4.0
"""Seconds before the second attempt and before any, and how much longer each wait is."""

REPEATED = "repeated"
"""State of a row that says what an earlier one said."""

_MOST_WAITING = 1000
"""With so many scenes waiting for another try, no new one is begun."""

_MOST_LINES = 1000
_LOOK = 5.0


class Workers(Protocol):
    """Where scenes are worked on."""

    def capacity(self) -> int:
        """Scenes that can be worked on at once."""

    def submit(self, job: Job) -> None:
        """Begin with a scene."""

    def finished(self, patience: float) -> list[Outcome]:
        """Outcomes, as soon as there are some, or none after `patience` seconds."""


@dataclass(frozen=True)
class Counts:
    """Rows of a list: all, done now, found complete, failed, and said before in the same list."""

    total: int
    done: int = 0
    kept: int = 0
    failed: int = 0
    repeated: int = 0

    @property
    def settled(self) -> int:
        """Rows that nothing more will be done about."""
        return self.done + self.kept + self.failed + self.repeated


Progress = Callable[[Counts], None]
"""Called whenever a row is settled."""


@dataclass(frozen=True)
class Entry:
    """A row of the list: its job, or the line that says why there is none."""

    job: Job | None
    line: Line


@dataclass
class Course:
    """A batch under way."""

    entries: Iterator[Entry]
    workers: Workers
    log: Journal
    roll: Roll
    retries: int
    progress: Progress | None = None
    counts: Counts = field(default_factory=lambda: Counts(0))
    _running: dict[str, Job] = field(default_factory=dict)
    _later: list[tuple[float, int, Job]] = field(default_factory=list)
    _lines: list[Line] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=itertools.count)

    def run(self) -> Counts:
        """Work until every row is settled."""
        while True:
            begun = self._begin()
            if not self._running and not begun and not self._later:
                return self.counts
            for outcome in self._news():
                self._settle(self._running.pop(outcome.key), outcome)

    def _begin(self) -> list[Job]:
        """Fill the workers up; what is written of it is on the disk before it happens."""
        jobs = []
        while len(self._running) < self.workers.capacity():
            job = self._next()
            if job is None:
                break
            self._running[job.key] = job
            self._lines.append(
                {
                    "state": journal.STARTED,
                    "key": job.key,
                    "scene": job.scene,
                    "attempt": job.attempt,
                }
            )
            jobs.append(job)
        self._flush()
        for job in jobs:
            self.workers.submit(job)
        return jobs

    def _next(self) -> Job | None:
        if self._later and self._later[0][0] <= time.monotonic():
            return heapq.heappop(self._later)[2]
        if len(self._later) >= _MOST_WAITING:
            return None
        for entry in self.entries:
            if entry.job is not None:
                return entry.job
            self._note(entry.line)
            if len(self._lines) >= _MOST_LINES:
                self._flush()
        return None

    def _news(self) -> list[Outcome]:
        due = self._later[0][0] - time.monotonic() if self._later else _LOOK
        patience = max(0.0, min(due, _LOOK))
        if self._running:
            return self.workers.finished(patience)
        time.sleep(patience)
        return []

    def _settle(self, job: Job, outcome: Outcome) -> None:
        if outcome.state == TAKEN and self._may_replace(job, outcome):
            self._try(replace(job, replacing=outcome.taken_by), 0.0)
            return
        line: dict[str, Any] = {"scene": job.scene, "attempt": job.attempt, **_stated(outcome)}
        if outcome.state == RETRY and job.attempt <= self.retries:
            wait = _wait(job.attempt)
            self._try(replace(job, attempt=job.attempt + 1), wait)
            self._lines.append({**line, "wait": wait})
        else:
            state = outcome.state if outcome.state in {DONE, KEPT} else FAILED
            self._note({**line, "state": state})

    def _may_replace(self, job: Job, outcome: Outcome) -> bool:
        """Whether the output that is in the way is of a scene that is no longer on the list."""
        return job.replacing is None and not self.roll.knows(str(outcome.taken_by))

    def _try(self, job: Job, wait: float) -> None:
        heapq.heappush(self._later, (time.monotonic() + wait, next(self._order), job))

    def _note(self, line: Line) -> None:
        """Settle a row."""
        self._lines.append(line)
        state = str(line["state"])
        self.counts = replace(self.counts, **{state: getattr(self.counts, state) + 1})
        if self.progress:
            self.progress(self.counts)

    def _flush(self) -> None:
        self.log.append(self._lines)
        self._lines = []


def _wait(attempt: int) -> float:
    """Seconds before the next attempt: longer each time, and never the same for two scenes."""
    longest = min(LONGEST_WAIT, FIRST_WAIT * FACTOR ** (attempt - 1))
    return round(longest * random.uniform(1.0, 1.5), 3)


def _stated(outcome: Outcome) -> dict[str, Any]:
    """What an outcome says, without what it does not."""
    return {name: value for name, value in asdict(outcome).items() if value}
