"""What a retrieval will take of the machine, by rates that were measured.

The rates are those of the coupled model with NDVI emissivity on the scene and the machine of
`docs/benchmarks.md`; other methods and inputs differ by less than a factor of two but for class
maps and ASTER GED.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from lstgeo.pipeline import memory
from lstgeo.pipeline.preparation import Preparation
from lstgeo.raster import align
from lstgeo.vocabulary import AT_SENSOR_RADIANCE

START = 1.6
"""Seconds before the first pixel."""

PROCESSOR = 0.5e-6
"""Processor time of a pixel [s]."""

SWATH_PROCESSOR = 1.3e-6
"""Processor time of a pixel of a swath that is laid on a grid [s]."""

BUSY = 0.8
"""Share of the processors that is used."""

STORED = 4.7
"""Bytes of a pixel of the outputs, float32."""


@dataclass(frozen=True)
class Cost:
    """Expected peak memory [bytes], wall time [s] and size of the outputs [bytes]."""

    memory: int
    seconds: float
    disk: int


def expected(prepared: Preparation) -> Cost:
    """Cost of writing a retrieval with as many threads as there are processors."""
    radiance = prepared.scene[AT_SENSOR_RADIANCE.name]
    rows, columns = radiance.shape
    threads = os.cpu_count() or 1
    swath = prepared.scene.attrs.get(memory.SWATH, 0)
    work = PROCESSOR * rows * columns + SWATH_PROCESSOR * swath
    return Cost(
        memory=memory.expected(min(align.strip_of(radiance), rows), columns, threads, swath),
        seconds=round(START + work / (BUSY * threads), 1),
        disk=round(STORED * rows * columns),
    )
