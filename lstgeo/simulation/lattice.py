"""A lattice of a few nodes over a scene, and smooth fields that are known at its nodes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.simulation.noise import Window

Floats = NDArray[np.float32]
Values = NDArray[np.floating[Any]]

CELLS = 12
"""Cells of the lattice across a scene, along rows and along columns."""


def nodes(size: int) -> Values:
    """Pixel positions of the nodes along a side of `size` pixels, one beyond each end."""
    return np.arange(-1, CELLS + 2) * ((size - 1) / CELLS)


def positions(shape: tuple[int, int]) -> tuple[Values, Values]:
    """Row (column vector) and column (row vector) of the nodes over a scene of `shape`."""
    rows, columns = (nodes(size) for size in shape)
    return rows[:, None], columns[None, :]


@dataclass(frozen=True, eq=False)
class Field:
    """A field known at the nodes over a scene of `shape`, between them a cubic without kinks.

    Source: Keys 1981, doi:10.1109/TASSP.1981.1163711 (a = -1/2), exact for parabolas.
    """

    shape: tuple[int, int]
    values: Values

    def __call__(self, window: Window) -> Floats:
        """Values in `window`, which must lie within the scene; the same in any window."""
        cell, taps = _taps(np.arange(window.first, window.last, dtype=np.float64), self.shape[0])
        strip = np.zeros((cell.size, self.values.shape[1]), np.float32)
        for tap in range(4):
            strip += taps[tap].astype(np.float32)[:, None] * self.values[cell + tap]
        return _along_columns(strip, window.width)

    def at(self, rows: Values, columns: Values) -> Values:
        """Values at pixel positions of one shape; beyond the scene those of its edge."""
        top, vertical = _taps(rows, self.shape[0])
        left, horizontal = _taps(columns, self.shape[1])
        return np.asarray(
            sum(
                vertical[i] * horizontal[k] * self.values[top + i, left + k]
                for i in range(4)
                for k in range(4)
            )
        )


def _along_columns(strip: Floats, width: int) -> Floats:
    cell, taps = _taps(np.arange(width, dtype=np.float64), width)
    values = np.zeros((strip.shape[0], width), np.float32)
    edges = np.searchsorted(cell, np.arange(CELLS + 1))
    for number, (first, last) in enumerate(pairwise(edges)):
        for tap in range(4):
            weight = taps[tap][first:last].astype(np.float32)
            values[:, first:last] += weight * strip[:, number + tap, None]
    return values


def _taps(position: Values, size: int) -> tuple[NDArray[np.intp], list[Values]]:
    """First of the four nodes about each position within a side of `size`, and their weights."""
    place = np.clip(position, 0, size - 1) * (CELLS / (size - 1))
    cell = np.minimum(place.astype(np.intp), CELLS - 1)
    t = place - cell
    weights = [
        0.5 * t * (t * (2 - t) - 1),
        1 + 0.5 * t * t * (3 * t - 5),
        0.5 * t * (t * (4 - 3 * t) + 1),
        0.5 * t * t * (t - 1),
    ]
    return cell, [np.asarray(weight) for weight in weights]
