"""The axes of a grid of any CRS, and where a coordinate lies on them, counted in cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyproj
from numpy.typing import NDArray

CIRCLE = 360.0

_APART = 1.5
"""Neighbouring meridians further apart than this many usual steps have a gap between them."""

_SAME = 1e-3
"""Coordinates closer together than this share of a cell are one."""

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Axes:
    """Centres of cells along x and y in the order of the file, usual size of a cell, and CRS.

    The centres may be unevenly spaced, as on a Gaussian grid, and run either way.
    """

    crs: pyproj.CRS
    x: Floats
    y: Floats
    cell: tuple[float, float]

    @property
    def round(self) -> bool:
        """Whether x is a longitude, which comes back after a full circle."""
        return bool(self.crs.is_geographic) and not self.crs.is_derived

    def alike(self, other: Axes) -> bool:
        """Whether two fields lie on the same cells."""
        return self.crs == other.crs and all(
            mine.shape == theirs.shape and bool(np.all(np.abs(mine - theirs) < _SAME * size))
            for mine, theirs, size in (
                (self.x, other.x, self.cell[0]),
                (self.y, other.y, self.cell[1]),
            )
        )

    def lines(self, meridian: float) -> tuple[Line, Line]:
        """Lines of y and x; longitudes are counted from `meridian` [degree], -180 to 180."""
        y = _ordered(self.y, self.cell[1])
        return y, _turned(self.x, self.cell[0], meridian) if self.round else _ordered(
            self.x, self.cell[0]
        )


@dataclass(frozen=True, eq=False)
class Line:
    """Cells along one axis: their centres in ascending order, and their numbers in the file."""

    centres: Floats
    numbers: Indices
    cell: float

    def position(self, coordinate: Floats) -> Floats:
        """Position in cells, 0 at the centre of the first; beyond the ends it goes on evenly."""
        count = self.centres.size
        first, last = self.centres[0], self.centres[-1]
        if count == 1:
            return np.asarray((coordinate - first) / self.cell)
        before = (coordinate - first) / (self.centres[1] - first)
        after = count - 1 + (coordinate - last) / (last - self.centres[-2])
        within = np.interp(coordinate, self.centres, np.arange(count, dtype=np.float64))
        return np.where(coordinate < first, before, np.where(coordinate > last, after, within))


def cell_of(centres: Floats) -> float:
    """Usual distance of neighbouring centres; NaN where there is only one."""
    return float(np.median(np.abs(np.diff(centres)))) if centres.size > 1 else float("nan")


def from_meridian(longitude: Floats, meridian: float) -> Floats:
    """Longitudes counted from `meridian`, -180 to 180 [degree]."""
    return np.asarray((longitude - meridian + CIRCLE / 2) % CIRCLE - CIRCLE / 2)


def _ordered(centres: Floats, cell: float) -> Line:
    numbers = np.argsort(centres, kind="stable")
    return Line(centres[numbers], numbers, cell)


def _turned(longitude: Floats, cell: float, meridian: float) -> Line:
    """Line of longitudes around `meridian`: closed where the grid goes round the globe."""
    line = _ordered(from_meridian(longitude, meridian), cell)
    distinct = np.diff(line.centres, append=np.inf) > _SAME * cell
    centres, numbers = line.centres[distinct], line.numbers[distinct]
    centres = np.concatenate([centres[-1:] - CIRCLE, centres, centres[:1] + CIRCLE])
    numbers = np.concatenate([numbers[-1:], numbers, numbers[:1]])
    breaks = np.flatnonzero(np.diff(centres) > _APART * cell) + 1
    runs = zip([0, *breaks], [*breaks, centres.size], strict=True)
    near = min(runs, key=lambda run: _distance(centres[run[0] : run[1]]))
    return Line(centres[slice(*near)], numbers[slice(*near)], cell)


def _distance(centres: Floats) -> float:
    """How far a run of centres is from the meridian; negative where it lies inside."""
    return float(max(centres[0], -centres[-1]))
