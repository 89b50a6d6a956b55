"""What a retrieval amounts to, gathered strip by strip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo import quality, vocabulary
from lstgeo.quality import Quality
from lstgeo.vocabulary import Quantity

_BINS = 25_000
"""Bins of .01 K from 150 to 400 K."""

_A_KELVIN = 100
"""Bins in a kelvin."""

_BITS = np.arange(1 << 16, dtype=np.uint16)
"""Every value of the quality bits."""


def _empty(bins: int = _BINS) -> NDArray[np.int64]:
    return np.zeros(bins, np.int64)


@dataclass(frozen=True, eq=False)
class Summary:
    """Counts of pixels by quality, and distributions over the clear ones, in bins of .01 K."""

    values: NDArray[np.int64] = field(default_factory=lambda: _empty(_BITS.size))
    temperatures: NDArray[np.int64] = field(default_factory=_empty)
    uncertainties: NDArray[np.int64] = field(default_factory=_empty)

    @property
    def pixels(self) -> int:
        """Pixels of the scene."""
        return int(self.values.sum())

    @property
    def clear(self) -> int:
        """Pixels that are clear."""
        return int(self.values[quality.clear(_BITS)].sum())

    @property
    def measured(self) -> int:
        """Pixels that are not fill."""
        return self.pixels - self.flagged(Quality.FILL)

    def flagged(self, bit: Quality) -> int:
        """Pixels that have a bit."""
        return int(self.values[quality.is_set(_BITS, bit)].sum())

    def including(self, arrays: Mapping[str, NDArray[Any]]) -> Summary:
        """Summary with one strip more."""
        bits = arrays[vocabulary.QUALITY.name]
        clear = quality.clear(bits)
        low, _ = vocabulary.SURFACE_TEMPERATURE.plausible
        return Summary(
            self.values + np.bincount(bits.reshape(-1), minlength=_BITS.size),
            self.temperatures + _histogram(arrays[vocabulary.SURFACE_TEMPERATURE.name][clear], low),
            self.uncertainties
            + _histogram(arrays[vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY.name][clear], 0.0),
        )

    def document(self) -> dict[str, Any]:
        """Counts, and median and extremes [K] over the clear pixels, for JSON."""
        counts = {str(bit.name).lower(): self.flagged(bit) for bit in Quality}
        return {
            "pixels": self.pixels,
            "clear": self.clear,
            "flagged": {name: count for name, count in counts.items() if count},
            "surface_temperature": self._percentiles(vocabulary.SURFACE_TEMPERATURE),
            "surface_temperature_uncertainty": self._percentiles(
                vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY
            ),
        }

    def limits(self, quantity: Quantity) -> tuple[float, float] | None:
        """1st and 99th percentile [K] over the clear pixels, None where there is none."""
        found = self._percentiles(quantity)
        return (found["p1"], found["p99"]) if found else None

    def _percentiles(self, quantity: Quantity) -> dict[str, float] | None:
        if quantity is vocabulary.SURFACE_TEMPERATURE:
            return _percentiles(self.temperatures, quantity.plausible[0])
        return _percentiles(self.uncertainties, 0.0)


def _histogram(values: NDArray[np.float32], start: float) -> NDArray[np.int64]:
    """Counts in the bins from `start` up; what lies beyond them is left out."""
    places = ((values - np.float32(start)) * np.float32(_A_KELVIN)).astype(np.int32)
    return np.bincount(places[(places >= 0) & (places < _BINS)], minlength=_BINS)


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
