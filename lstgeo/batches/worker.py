"""The process of one worker: does one scene after another, and ends with who started it."""

from __future__ import annotations

import logging
import os
import queue
import signal
import threading
from multiprocessing.connection import Connection

from lstgeo.batches import scene
from lstgeo.batches.job import Job


def main(handle: int) -> None:
    """Do the jobs that come through the socket `handle`, one at a time, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(logging.NullHandler())
    connection = Connection(handle)
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, jobs), daemon=True).start()
    while True:
        connection.send(scene.outcome(jobs.get()))


def _listen(connection: Connection, jobs: queue.SimpleQueue[Job]) -> None:
    """Pass jobs on; when there is nobody left to send any, end the process at once."""
    try:
        while True:
            jobs.put(connection.recv())
    except (EOFError, OSError):
        os._exit(0)
