"""Where the pixels of a scene lie on a coarse grid, known at nodes every few pixels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyproj
from numpy.typing import NDArray

from lstgeo.raster import projection
from lstgeo.raster.fields.axes import Axes, Floats, Line, from_meridian
from lstgeo.raster.grid import WGS84, Grid

_STEPS = (32, 16, 8, 4, 2, 1)
"""Distances of nodes [pixels] to choose from."""

_LARGE = 128
"""Cells of at least so many pixels allow for the widest distance of nodes."""

_TOLERANCE = 0.005
"""Greatest error of a position between nodes along one axis [cells]."""

_PROBES = 9
"""Places along each side of a scene where that error is measured."""

_FAR = 1e6
"""A position beyond the Earth [cells]."""

Placed = Callable[[Floats, Floats], tuple[Floats, Floats]]
"""Row and column on the grid of rows and columns of pixels."""


@dataclass(frozen=True, eq=False)
class Mesh:
    """Rows and columns of cells, counted from the first one's centre, at nodes `step` pixels apart.

    The first node is the centre of the first pixel. `cells` is the number of rows and columns.
    """

    step: int
    row: Floats
    column: Floats
    cells: tuple[int, int]

    @property
    def outside(self) -> NDArray[np.bool_]:
        """Whether a node lies beyond the cells."""
        return beyond(self.row, self.cells[0]) | beyond(self.column, self.cells[1])

    @property
    def crossed(self) -> NDArray[np.bool_]:
        """Whether the patch between four nodes is crossed by a line between centres, or the end."""
        keys = (
            np.clip(np.floor(self.row), -1, self.cells[0] - 1),
            np.clip(np.floor(self.column), -1, self.cells[1] - 1),
            self.outside,
        )
        row, column, end = (_differ(key) for key in keys)
        return row | column | end

    def window(self, margin: int) -> tuple[slice, slice]:
        """Rows and columns of cells that the scene needs, and `margin` more to either side."""
        rows, columns = (
            _span(position, count, margin)
            for position, count in zip((self.row, self.column), self.cells, strict=True)
        )
        return rows, columns

    def within(self, rows: slice, columns: slice) -> Mesh:
        """The same mesh on a window of its cells."""
        cells = rows.stop - rows.start, columns.stop - columns.start
        return Mesh(self.step, self.row - rows.start, self.column - columns.start, cells)


def over(grid: Grid, axes: Axes) -> tuple[Mesh, tuple[Line, Line]]:
    """Mesh of the pixels of `grid` on the cells of `axes`, and the lines that it counts along."""
    meridian = meridian_of(grid)
    lines = axes.lines(meridian)
    transformer = pyproj.Transformer.from_crs(grid.crs.to_wkt(), axes.crs, always_xy=True)

    def placed(rows: Floats, columns: Floats) -> tuple[Floats, Floats]:
        x, y = transformer.transform(*projection.placed(grid, rows, columns))
        x = from_meridian(np.asarray(x), meridian) if axes.round else np.asarray(x)
        found = (
            line.position(value) for line, value in zip(lines, (np.asarray(y), x), strict=True)
        )
        row, column = (np.clip(np.nan_to_num(value, nan=_FAR), -_FAR, _FAR) for value in found)
        return row, column

    step = _step(grid, placed)
    rows, columns = (np.arange(-(-size // step) + 1.0) * step for size in grid.shape)
    row, column = placed(
        *(np.ascontiguousarray(n) for n in np.meshgrid(rows, columns, indexing="ij"))
    )
    return Mesh(step, row, column, (lines[0].centres.size, lines[1].centres.size)), lines


def meridian_of(grid: Grid) -> float:
    """Longitude of the middle of a grid [degree]."""
    transformer = pyproj.Transformer.from_crs(grid.crs.to_wkt(), WGS84.to_wkt(), always_xy=True)
    return float(transformer.transform(*grid.place(grid.width / 2, grid.height / 2))[0])


def pixels_per_cell(grid: Grid, axes: Axes) -> float:
    """Width of a cell in pixels of `grid`, along the axis where it is smaller."""
    x, y = grid.place(grid.width / 2, grid.height / 2)
    transformer = pyproj.Transformer.from_crs(grid.crs.to_wkt(), axes.crs, always_xy=True)
    a, b, _, d, e, _ = grid.transform[:6]
    ends = np.asarray(transformer.transform([x, x + a, x + b], [y, y + d, y + e]))
    moved = ends[:, 1:] - ends[:, :1]
    if axes.round:
        moved[0] = from_meridian(moved[0], 0.0)
    sizes = np.abs(moved).max(axis=1)
    return float(min(cell / size for cell, size in zip(axes.cell, sizes, strict=True)))


def before(position: Floats, count: int) -> NDArray[np.int32]:
    """Number of the centre before `position`; the next one exists where there are two or more."""
    return np.clip(np.floor(position), 0, max(count - 2, 0)).astype(np.int32)


def beyond(position: Floats, count: int) -> NDArray[np.bool_]:
    """Whether `position` is outside the outermost cells, which reach half a cell past centres."""
    return np.asarray((position < -0.5) | (position > count - 0.5))


def _differ(key: NDArray[np.generic]) -> NDArray[np.bool_]:
    first = key[:-1, :-1]
    return np.asarray((first != key[1:, :-1]) | (first != key[:-1, 1:]) | (first != key[1:, 1:]))


def _span(position: Floats, count: int, margin: int) -> slice:
    low, high = np.floor(position.min()) - margin, np.floor(position.max()) + 2 + margin
    return slice(int(np.clip(low, 0, count)), int(np.clip(high, 0, count)))


def _step(grid: Grid, placed: Placed) -> int:
    """Widest distance of nodes at which positions between them are right."""
    starts = [np.linspace(0, size - 1, _PROBES) for size in grid.shape]
    rows, columns = (axis.ravel() for axis in np.meshgrid(*starts, indexing="ij"))
    return next(step for step in _STEPS if _right(step, rows, columns, placed))


def _right(step: int, rows: Floats, columns: Floats, placed: Placed) -> bool:
    """Whether halfway between nodes, and in their middle, the position is right."""
    if step == 1:
        return True

    def at(down: float, right: float) -> Floats:
        return np.stack(placed(rows + down * step, columns + right * step))

    corners = [at(down, right) for down in (0, 1) for right in (0, 1)]
    width = max(np.abs(corners[1] - corners[0]).max(), np.abs(corners[2] - corners[0]).max())
    middle = sum(corners) / 4 - at(0.5, 0.5)
    edges = (corners[0] + corners[1]) / 2 - at(0, 0.5), (corners[0] + corners[2]) / 2 - at(0.5, 0)
    error = max(np.abs(part).max() for part in (middle, *edges))
    narrow = step == _STEPS[0] and width > step / _LARGE
    return bool(error < _TOLERANCE and not narrow)
