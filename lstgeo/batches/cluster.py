"""Scenes as tasks of dask.distributed, on workers of this machine or of many."""

from __future__ import annotations

import logging
import os
import queue
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import distributed

from lstgeo.batches import faults, scene
from lstgeo.batches.job import RETRY, Job, Outcome
from lstgeo.errors import OutputError

_FIRST_WORKER = 60.0
"""How long a scheduler may be without any worker in the beginning [s]."""

_CONNECTION = 10.0
"""How long to try to reach a scheduler [s]."""

_LOOK = 2.0
"""How often the workers are counted [s]."""


@dataclass
class Cluster:
    """A client, the scenes it has handed out, and those of which there is news."""

    client: distributed.Client
    jobs: dict[str, tuple[Job, distributed.Future[Outcome]]] = field(default_factory=dict)
    news: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    threads: int = 1
    counted: float = 0.0

    def capacity(self) -> int:
        """Scenes that can be worked on at once: one a thread of each worker there is now."""
        if time.monotonic() - self.counted > _LOOK:
            self.threads = max(1, sum(self.client.nthreads().values()))
            self.counted = time.monotonic()
        return self.threads

    def submit(self, job: Job) -> None:
        """Make a scene a task."""
        name = f"lstgeo-{job.key}-{job.attempt}-{'again' if job.replacing else 'once'}"
        future = self.client.submit(scene.outcome, job, key=name, pure=False, retries=0)
        self.jobs[name] = (job, future)
        future.add_done_callback(lambda done: self.news.put(done.key))

    def finished(self, patience: float) -> list[Outcome]:
        """What has become of scenes, as soon as there is something, or after `patience` seconds."""
        found: list[Outcome] = []
        try:
            found.append(self._told(self.news.get(timeout=min(patience, _LOOK))))
            while True:
                found.append(self._told(self.news.get_nowait()))
        except queue.Empty:
            return found

    def _told(self, name: str) -> Outcome:
        job, future = self.jobs.pop(name)
        try:
            outcome: Outcome = future.result()
        except distributed.KilledWorker:
            reason = "every worker that tried it was killed"
            return Outcome(job.key, RETRY, error=reason, kind="KilledWorker")
        except distributed.CancelledError as error:
            raise OutputError(
                "the scheduler went away; --resume goes on where it was, once there is one"
            ) from error
        except Exception as error:
            return Outcome(job.key, RETRY, error=faults.sentence(error), kind=type(error).__name__)
        finally:
            future.release()
        return outcome


class _Quiet(distributed.WorkerPlugin):
    """Keeps what GDAL writes of a broken file from standard error: its outcome says it."""

    def setup(self, worker: distributed.Worker) -> None:  # noqa: ARG002
        """Send the standard error of a worker's process nowhere."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)


@contextmanager
def opened(workers: int | None, scheduler: str | None) -> Iterator[Cluster]:
    """Have `workers` processes of one thread on this machine, or those of a `scheduler`.

    Raises OutputError where there is no scheduler, or no worker.
    """
    with _client(workers, scheduler) as client:
        try:
            client.wait_for_workers(1, timeout=_FIRST_WORKER)
        except TimeoutError as error:
            raise OutputError(
                f"scheduler {scheduler} has had no worker for {_FIRST_WORKER:g} s"
            ) from error
        yield Cluster(client)


@contextmanager
def _client(workers: int | None, scheduler: str | None) -> Iterator[distributed.Client]:
    with ExitStack() as stack:
        stack.enter_context(_silence())
        address = scheduler
        if scheduler is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="lstgeo-dask-"))
            address = stack.enter_context(
                distributed.LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    dashboard_address="127.0.0.1:0",
                    local_directory=folder,
                    silence_logs=logging.CRITICAL,
                )
            )
        try:
            client = stack.enter_context(
                distributed.Client(address, timeout=_CONNECTION, set_as_default=False)
            )
        except (OSError, ValueError) as error:
            raise OutputError(f"scheduler {scheduler} cannot be reached: {error}") from error
        if scheduler is None:
            client.register_plugin(_Quiet())
        yield client


@contextmanager
def _silence() -> Iterator[None]:
    """Keep what dask.distributed logs of its every step from standard error."""
    loggers = [
        logging.getLogger(name) for name in logging.root.manager.loggerDict
        if name.partition(".")[0] == "distributed"
    ]  # fmt: skip
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
