"""The course of a batch with workers that do nothing: what is tried again, and what is not."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lstgeo.batches import course, faults, journal, roll
from lstgeo.batches.course import Counts, Course, Entry
from lstgeo.batches.job import DONE, FAILED, RETRY, TAKEN, Job, Outcome
from lstgeo.errors import InputError, OutputError, RasterError

Answer = Callable[[Job], Outcome]


class Idle:
    """Workers that have an answer at once; they keep what they were asked, and how many at once."""

    def __init__(self, answer: Answer, size: int = 4) -> None:
        self.answer, self.size = answer, size
        self.asked: list[tuple[float, Job]] = []
        self.waiting: list[Job] = []
        self.most = 0

    def capacity(self) -> int:
        return self.size

    def submit(self, job: Job) -> None:
        self.asked.append((time.monotonic(), job))
        self.waiting.append(job)
        self.most = max(self.most, len(self.waiting))

    def finished(self, patience: float) -> list[Outcome]:  # noqa: ARG002
        done, self.waiting = self.waiting[:3], self.waiting[3:]
        return [self.answer(job) for job in done]


def _job(number: int) -> Job:
    return Job(f"{number:016x}", f"/s{number}", Path("/out"), None, {})


def _run(
    folder: Path, workers: Idle, count: int = 1, retries: int = 2
) -> tuple[Counts, list[journal.Line]]:
    jobs = [_job(number) for number in range(count)]
    entries = iter([Entry(job, {}) for job in jobs])
    listed = roll.of(job.key for job in jobs)
    with journal.opened(folder / "j") as log:
        counts = Course(entries, workers, log, listed, retries, counts=Counts(count)).run()
    return counts, [line for _, line in journal.lines(folder / "j")]


def _answer(job: Job, state: str, **said: str) -> Outcome:
    return Outcome(job.key, state, **said)  # type: ignore[arg-type]


def test_an_error_that_passes_is_tried_again_with_growing_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "FIRST_WAIT", 0.02)
    workers = Idle(lambda job: _answer(job, DONE if job.attempt == 3 else RETRY, error="gone"))
    counts, lines = _run(tmp_path, workers)
    assert (counts.done, counts.failed) == (1, 0)
    states = [line["state"] for line in lines]
    assert states == ["started", "retry", "started", "retry", "started", "done"]
    times = [moment for moment, _ in workers.asked]
    assert times[1] - times[0] >= 0.02
    assert times[2] - times[1] >= 0.08


def test_enough_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course, "FIRST_WAIT", 0.0)
    workers = Idle(lambda job: _answer(job, RETRY, error="gone"))
    counts, lines = _run(tmp_path, workers, retries=1)
    assert (counts.failed, len(workers.asked)) == (1, 2)
    assert (lines[-1]["state"], lines[-1]["error"]) == ("failed", "gone")


def test_never_more_at_once_than_there_are_workers_and_each_once(tmp_path: Path) -> None:
    workers = Idle(lambda job: _answer(job, DONE), size=7)
    counts, lines = _run(tmp_path, workers, 100)
    assert (counts.done, workers.most, len(lines)) == (100, 7, 200)
    assert len({job.key for _, job in workers.asked}) == 100


def test_what_stands_in_the_way_is_replaced_only_if_it_is_no_longer_listed(tmp_path: Path) -> None:
    def answer(job: Job) -> Outcome:
        if job.replacing is None:
            return _answer(job, TAKEN, taken_by=_job(1 if job.key == _job(0).key else 9).key)
        return _answer(job, DONE)

    counts, lines = _run(tmp_path, Idle(answer), 2)
    assert (counts.done, counts.failed) == (1, 1)
    ends = {line["key"]: line["state"] for line in lines if line["state"] != "started"}
    assert ends == {_job(0).key: FAILED, _job(1).key: DONE}


def test_a_thousand_scenes_that_wait_let_no_other_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course, "FIRST_WAIT", 0.3)
    monkeypatch.setattr(course, "_MOST_WAITING", 5)
    workers = Idle(lambda job: _answer(job, RETRY if job.attempt == 1 else DONE), size=2)
    counts, _ = _run(tmp_path, workers, 20)
    assert counts.done == 20
    order = [job.attempt for _, job in workers.asked]
    assert max("".join(map(str, order)).split("2"), key=len).count("1") <= 7


def _raised(error: Exception, cause: Exception | None = None) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "passing"),
    [
        (OSError(errno.EIO, "i/o"), True),
        (OSError(errno.ESTALE, "stale"), True),
        (MemoryError(), True),
        (_raised(OutputError("full"), OSError(errno.ENOSPC, "full")), True),
        (_raised(RasterError("read"), OSError("GDAL")), True),
        (_raised(OutputError("read-only"), OSError(errno.EROFS, "read-only")), False),
        (FileNotFoundError(errno.ENOENT, "no"), False),
        (RasterError("truncated: its data reach to byte 9, it has 5"), False),
        (InputError("percent?"), False),
        (ZeroDivisionError(), False),
    ],
)
def test_only_what_may_pass_is_worth_another_try(error: Exception, passing: bool) -> None:
    assert faults.is_passing(error) == passing
    assert "\n" not in faults.sentence(error)
