"""Histograms laid out for a page: bars, ticks and a median, as shares of a frame."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.pictures import frame

Counts = NDArray[np.int64]

_BARS = 60
_TICKS = 6

WIDTH, HEIGHT = 600, 150
"""Size of a diagram [its own units]."""


@dataclass(frozen=True)
class Histogram:
    """Bars (x, y, width, height), ticks (x, label), and where the median lies, in a frame."""

    bars: tuple[tuple[float, float, float, float], ...]
    ticks: tuple[tuple[float, str], ...]
    median: float
    width: int = WIDTH
    height: int = HEIGHT


def histogram(counts: Counts, start: float, bin_width: float) -> Histogram | None:
    """Diagram of `counts` in bins of `bin_width` from `start` on; None where all are 0.

    It reaches from the first to the last permille.
    """
    total = np.cumsum(counts)
    if total[-1] == 0:
        return None
    low, middle, high = (
        int(np.searchsorted(total, share * total[-1])) for share in (0.001, 0.5, 0.999)
    )
    size = max(1, math.ceil((high + 1 - low) / _BARS))
    number = math.ceil((high + 1 - low) / size)
    padded = np.zeros(number * size, np.int64)
    kept = counts[low : low + padded.size]
    padded[: kept.size] = kept
    heights = padded.reshape(number, size).sum(axis=1)
    heights = heights * (HEIGHT / heights.max())
    wide = WIDTH / number
    first, span = start + low * bin_width, number * size * bin_width
    return Histogram(
        tuple(
            (round(place * wide, 2), round(HEIGHT - tall, 2), round(wide * 0.92, 2), round(tall, 2))
            for place, tall in enumerate(heights)
        ),
        _ticks(first, span),
        round((start + (middle + 0.5) * bin_width - first) / span * WIDTH, 2),
    )


def mean_and_spread(counts: Counts, start: float, bin_width: float) -> tuple[float, float] | None:
    """Mean and standard deviation of binned values; None where there are none."""
    number = int(counts.sum())
    if number == 0:
        return None
    centres = start + (np.arange(counts.size) + 0.5) * bin_width
    mean = float(counts @ centres / number)
    return mean, math.sqrt(float(counts @ (centres - mean) ** 2 / number))


def _ticks(first: float, span: float) -> tuple[tuple[float, str], ...]:
    step = frame.nice_step(span, _TICKS)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    places: list[Any] = list(range(math.ceil(first / step), math.floor((first + span) / step) + 1))
    return tuple(
        (round((place * step - first) / span * WIDTH, 2), f"{place * step:.{decimals}f}")
        for place in places
    )
