"""Cells of a coarse grid interpolated bilinearly to the pixels of a scene, strip by strip.

Between four nodes of the mesh that lie between the same four centres, bilinear interpolation of the
cells is that of the nodes but for the turn of one grid against the other; only patches that a line
between centres crosses are computed pixel by pixel. Elementwise arithmetic at places counted from
the first pixel of the scene: a pixel has the same bits in any strip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import dask.array as da
import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lstgeo.raster.fields import mesh as meshes
from lstgeo.raster.fields.mesh import Mesh

Values = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Drape:
    """Values of cells over a mesh; a pixel beyond the cells has `outside`, or the nearest value."""

    mesh: Mesh
    cells: Values
    nodes: Values
    crossed: NDArray[np.bool_]
    outside: float | None

    def scaled(self, factor: float, offset: float) -> Drape:
        """These values in other units."""
        cells, nodes = (
            values * np.float32(factor) + np.float32(offset) for values in (self.cells, self.nodes)
        )
        return replace(self, cells=cells, nodes=nodes)

    def lazily(self, like: xr.DataArray) -> xr.DataArray:
        """Values on the pixels of `like`, in its strips."""
        chunks = like.chunks or tuple((size,) for size in like.shape)
        values = da.map_blocks(  # type: ignore[no-untyped-call]
            _block, self, chunks=chunks, dtype=np.float32, meta=np.empty((0, 0), np.float32)
        )
        return like.drop_attrs(deep=False).copy(data=values)

    def block(self, rows: slice, columns: slice) -> Values:
        """Values of some rows and columns of pixels."""
        step = self.mesh.step
        top, bottom = rows.start // step, -(-rows.stop // step)
        left, right = columns.start // step, -(-columns.stop // step)
        found = np.empty(((bottom - top) * step, (right - left) * step), np.float32)
        for patch in range(top, bottom):
            strip = found[(patch - top) * step : (patch - top + 1) * step]
            self._fill(strip, patch, left, right)
        return found[
            rows.start - top * step : rows.stop - top * step,
            columns.start - left * step : columns.stop - left * step,
        ]

    def _fill(self, strip: Values, patch: int, left: int, right: int) -> None:
        """Write the patches `left` to `right` of a row of patches."""
        step = self.mesh.step
        share = _shares(step)
        upper, lower = self.nodes[patch : patch + 2, left : right + 1]
        edges = upper + (lower - upper) * share[:, None]
        slope = np.repeat(edges[:, 1:] - edges[:, :-1], step, axis=1)
        np.multiply(slope, np.tile(share, right - left), out=strip)
        strip += np.repeat(edges[:, :-1], step, axis=1)
        crossed = np.flatnonzero(self.crossed[patch, left:right])
        if crossed.size:
            patches = strip.reshape(step, right - left, step)
            patches[:, crossed] = self._exact(patch, crossed + left).swapaxes(0, 1)

    def _exact(self, patch: int, columns: NDArray[np.intp]) -> Values:
        """Values of each pixel of the patches `columns` of a row of patches."""
        mesh = self.mesh
        row, down, above = _between(mesh.row, patch, columns, mesh.step, mesh.cells[0])
        column, right, beside = _between(mesh.column, patch, columns, mesh.step, mesh.cells[1])
        values = bilinear(self.cells, row, column, down, right)
        if self.outside is not None:
            values[above | beside] = self.outside
        return values


def over(mesh: Mesh, cells: Values, outside: float | None = None) -> Drape:
    """Drape of `cells` over `mesh`."""
    places = []
    for position, count in zip((mesh.row, mesh.column), mesh.cells, strict=True):
        start = meshes.before(position, count)
        places.append((start, (np.clip(position, 0, count - 1) - start).astype(np.float32)))
    (row, down), (column, right) = places
    nodes = bilinear(cells, row, column, down, right)
    if outside is not None:
        nodes[mesh.outside] = outside
    return Drape(mesh, cells, nodes, mesh.crossed, outside)


def bilinear(
    cells: Values, row: NDArray[Any], column: NDArray[Any], down: Values, right: Values
) -> Values:
    """Value between the centres from `row` and `column` on, by the shares `down` and `right`."""
    width = cells.shape[1]
    flat = cells.ravel()
    first = row * width + column
    further = 1 if width > 1 else 0
    below = width if cells.shape[0] > 1 else 0
    upper = flat[first]
    upper = upper + (flat[first + further] - upper) * right
    lower = flat[first + below]
    lower = lower + (flat[first + below + further] - lower) * right
    return np.asarray(upper + (lower - upper) * down)


def _block(drape: Drape, block_info: Mapping[Any, Any]) -> Values:
    (top, bottom), (left, right) = block_info[None]["array-location"]
    return drape.block(slice(top, bottom), slice(left, right))


def _shares(step: int) -> Values:
    return (np.arange(step) / step).astype(np.float32)


def _between(
    position: NDArray[np.float64], patch: int, columns: NDArray[np.intp], step: int, count: int
) -> tuple[NDArray[np.int32], Values, NDArray[np.bool_]]:
    """Centre before each pixel of some patches, how far it is past it, and where there is none.

    Positions are interpolated between nodes as differences from a whole number, in float32.
    """
    share = _shares(step)
    base = np.floor(position[patch, columns])
    corners = (
        (position[patch + down, columns + right] - base).astype(np.float32)[:, None]
        for down in (0, 1)
        for right in (0, 1)
    )
    upper_left, upper_right, lower_left, lower_right = corners
    left = upper_left + (lower_left - upper_left) * share
    right = upper_right + (lower_right - upper_right) * share
    local = left[:, :, None] + (right - left)[:, :, None] * share
    base = base[:, None, None]
    low, high = (-base).astype(np.float32), (count - 1 - base).astype(np.float32)
    outside = (local < low - np.float32(0.5)) | (local > high + np.float32(0.5))
    start = np.clip(np.floor(local), low, np.maximum(high - 1, low))
    past = np.clip(local, low, high) - start
    return (start + base).astype(np.int32), past, outside
