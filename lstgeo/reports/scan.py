"""One pass over every pixel of a retrieval: what they amount to, and the cells of a page."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo import quality
from lstgeo.pipeline import strips
from lstgeo.pipeline.summary import Summary
from lstgeo.quality import Quality
from lstgeo.raster import area, door
from lstgeo.raster.grid import Grid
from lstgeo.reports.retrieval import BITS, SIGMA, TEMPERATURE, Retrieval

Array = NDArray[Any]

_VALUES = 1 << 16
"""Values that sixteen bits can have."""


@dataclass(frozen=True, eq=False)
class Cells:
    """One pixel of every `step` x `step`, the one in their middle, on a grid of `rows`, `columns`.

    `layers` holds temperature [K], sigma [K] and quality bits by name, of the very same pixels.
    """

    step: int
    rows: Array
    columns: Array
    layers: Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class Scan:
    """Counts and distributions of all pixels, their area by value of the bits [m2], and cells."""

    summary: Summary
    areas: Array | None
    cells: Cells

    def area(self, mask: Quality) -> float | None:
        """Area of the pixels with any bit of `mask` [m2]."""
        return self._area(quality.is_set(np.arange(_VALUES), mask))

    def clear_area(self) -> float | None:
        """Area of the clear pixels [m2]."""
        return self._area(quality.clear(np.arange(_VALUES)))

    def measured_area(self) -> float | None:
        """Area of the pixels that are not fill [m2]."""
        return self._area(~quality.is_set(np.arange(_VALUES), Quality.FILL))

    def _area(self, wanted: Array) -> float | None:
        return None if self.areas is None else float(self.areas[wanted].sum())


def of(retrieval: Retrieval, longest_side: int) -> Scan:
    """Scan of a retrieval, whose cells number at most `longest_side` along a side.

    Raises RasterError where a raster cannot be read to its end.
    """
    grid = retrieval.grid
    cells = _empty(grid, longest_side)
    pixel = area.of_rows(grid)
    areas = None if pixel is None else np.zeros(_VALUES)
    summary = Summary()
    with door.placeless():
        for top, arrays in strips.computed(retrieval.lazy(), os.cpu_count() or 1):
            summary = summary.including(_countable(arrays))
            _fill(cells, top, arrays)
            if areas is not None and pixel is not None:
                areas += _areas(arrays[BITS], pixel[top:])
    return Scan(summary, areas, cells)


def _countable(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """A strip whose values that are not there lie below every bin of a summary."""
    return {
        name: np.nan_to_num(array, nan=-1.0) if array.dtype.kind == "f" else array
        for name, array in arrays.items()
    }


def _areas(bits: Array, pixel: Array) -> Array:
    """Area of a strip by value of its bits; `pixel` is that of a pixel of each row from its top."""
    height, width = bits.shape
    weights = np.repeat(pixel[:height], width)
    return np.bincount(bits.reshape(-1), weights, minlength=_VALUES)


def _empty(grid: Grid, longest_side: int) -> Cells:
    step = max(1, -(-max(grid.shape) // longest_side))
    rows, columns = (_middles(size, step) for size in grid.shape)
    shape = rows.size, columns.size
    layers: dict[str, Array] = {
        TEMPERATURE: np.full(shape, np.nan, np.float32),
        SIGMA: np.full(shape, np.nan, np.float32),
        BITS: np.zeros(shape, np.uint16),
    }
    return Cells(step, rows, columns, layers)


def _middles(size: int, step: int) -> Array:
    return np.minimum(np.arange(0, size, step) + step // 2, size - 1)


def _fill(cells: Cells, top: int, arrays: Mapping[str, Array]) -> None:
    height = len(arrays[BITS])
    inside = (cells.rows >= top) & (cells.rows < top + height)
    wanted = np.ix_(cells.rows[inside] - top, cells.columns)
    for name, layer in cells.layers.items():
        layer[inside] = arrays[name][wanted]
