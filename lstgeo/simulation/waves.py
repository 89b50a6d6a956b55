"""A smooth seeded pattern over a scene and beyond it: a gradient with two long waves on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Waves:
    """Pattern that spans 0 to 1 over a scene of `shape`, less and more beyond it.

    A sum of products of functions of row and of column: cheap, smooth, and known everywhere.
    """

    shape: tuple[int, int]
    gradient: tuple[float, float]
    waves: tuple[tuple[float, float, float], ...]
    low: float = 0.0
    high: float = 1.0

    def __call__(self, rows: Values, columns: Values) -> Values:
        """Pattern at pixel positions that broadcast."""
        return np.asarray((self._total(rows, columns) - self.low) / (self.high - self.low))

    def _total(self, rows: Values, columns: Values) -> Values:
        y, x = rows / self.shape[0], columns / self.shape[1]
        total = self.gradient[0] * y + self.gradient[1] * x
        for vertical, horizontal, phase in self.waves:
            a, b = vertical * y, horizontal * x + phase
            total = total + 0.12 * (np.sin(a) * np.cos(b) + np.cos(a) * np.sin(b))
        return np.asarray(total)


def over(shape: tuple[int, int], seed: int, channel: int) -> Waves:
    """Pattern over a scene of `shape`; another for every `channel`."""
    random = np.random.default_rng([seed, channel])
    heading = random.uniform(0, 2 * np.pi)
    waves = tuple(
        (random.uniform(-6, 6), random.uniform(-6, 6), random.uniform(0, 6.3)) for _ in range(2)
    )
    pattern = Waves(shape, (float(np.cos(heading)), float(np.sin(heading))), waves)
    rows, columns = (np.linspace(0, size - 1, 257) for size in shape)
    total = pattern(rows[:, None], columns[None, :])
    return replace(pattern, low=float(total.min()), high=float(total.max()))
