"""What a whole process costs: wall time, processor time and peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """Seconds of wall and processor, and the peak memory of the process [MB]."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def cost(command: Sequence[str]) -> Cost:
    """Cost of running `command` to its end; raises CalledProcessError where it fails.

    The peak memory is never less than that of the process that calls, so this one stays small.
    """
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    used = usage.ru_utime + usage.ru_stime
    return Cost(round(wall, 2), round(used, 2), round(usage.ru_maxrss / 1024, 1))


def lstgeo(*arguments: str) -> list[str]:
    """Command that runs lstgeo with the interpreter that runs the benchmark."""
    return [sys.executable, "-m", "lstgeo", *arguments]


def output(module: str, *arguments: str) -> str:
    """What a module prints when it is run as a process of its own."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
