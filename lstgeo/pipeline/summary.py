"""What a retrieval amounts to, gathered strip by strip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo import quality, vocabulary
from lstgeo.quality import Quality

_BINS = 25_000
"""Bins of .01 K from 150 to 400 K."""


def _empty() -> NDArray[np.int64]:
    return np.zeros(_BINS, np.int64)


@dataclass(frozen=True)
class Summary:
    """Counts of pixels, and distributions over the clear ones, in bins of .01 K."""

    pixels: int = 0
    clear: int = 0
    flagged: Mapping[str, int] = field(default_factory=dict)
    temperatures: NDArray[np.int64] = field(default_factory=_empty)
    uncertainties: NDArray[np.int64] = field(default_factory=_empty)

    @property
    def measured(self) -> int:
        """Pixels that are not fill."""
        return self.pixels - self.flagged.get("fill", 0)

    def including(self, arrays: Mapping[str, NDArray[Any]]) -> Summary:
        """Summary with one strip more."""
        bits = arrays[vocabulary.QUALITY.name]
        clear = quality.clear(bits)
        low, high = vocabulary.SURFACE_TEMPERATURE.plausible
        temperatures, _ = np.histogram(
            arrays[vocabulary.SURFACE_TEMPERATURE.name][clear], _BINS, (low, high)
        )
        uncertainties, _ = np.histogram(
            arrays[vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY.name][clear], _BINS, (0, high - low)
        )
        counts = {
            str(bit.name).lower(): int(np.count_nonzero(quality.is_set(bits, bit)))
            for bit in Quality
        }
        return Summary(
            self.pixels + bits.size,
            self.clear + int(np.count_nonzero(clear)),
            {name: count + self.flagged.get(name, 0) for name, count in counts.items()},
            self.temperatures + temperatures,
            self.uncertainties + uncertainties,
        )

    def document(self) -> dict[str, Any]:
        """Counts, and median and extremes [K] over the clear pixels, for JSON."""
        low, _ = vocabulary.SURFACE_TEMPERATURE.plausible
        return {
            "pixels": self.pixels,
            "clear": self.clear,
            "flagged": {name: count for name, count in self.flagged.items() if count},
            "surface_temperature": _percentiles(self.temperatures, low),
            "surface_temperature_uncertainty": _percentiles(self.uncertainties, 0.0),
        }


def _percentiles(histogram: NDArray[np.int64], start: float) -> dict[str, float] | None:
    total = np.cumsum(histogram)
    if total[-1] == 0:
        return None
    low, high = vocabulary.SURFACE_TEMPERATURE.plausible
    width = (high - low) / _BINS
    shares = {"p1": 0.01, "median": 0.5, "p99": 0.99}
    return {
        name: round(start + width * (int(np.searchsorted(total, share * total[-1])) + 0.5), 3)
        for name, share in shares.items()
    }
