"""What a retrieval will take of the machine, by measured rates."""

from __future__ import annotations

import os
from dataclasses import dataclass

from lstgeo.pipeline.preparation import Preparation


@dataclass(frozen=True)
class Cost:
    """Expected peak memory [bytes], wall time [s] and size of the outputs [bytes]."""

    memory: int
    seconds: float
    disk: int


START = 2.0
"""Seconds before the first pixel."""

PROCESSOR = 400e-9
"""Processor time of a pixel [s]."""

BASE, WORKER = 250e6, 80e6
"""Memory [bytes] of the process, and of each strip that is worked on."""

STORED = 6.5
"""Bytes of a pixel of the outputs."""


def expected(prepared: Preparation, threads: int | None = None) -> Cost:
    """Cost of writing a retrieval with as many threads as there are processors, or `threads`."""
    workers = threads or os.cpu_count() or 1
    pixels = prepared.scene.sizes["y"] * prepared.scene.sizes["x"]
    return Cost(
        memory=round(BASE + WORKER * workers),
        seconds=round(START + PROCESSOR * pixels / workers, 1),
        disk=round(STORED * pixels),
    )
