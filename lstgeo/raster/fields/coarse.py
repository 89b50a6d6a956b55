"""The cells of a coarse field around a scene, read at its own grid, and draped over the pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyproj
from rasterio.fill import fillnodata

from lstgeo.errors import InputError
from lstgeo.raster import extent
from lstgeo.raster.fields import drape, mesh
from lstgeo.raster.fields.axes import Axes, Floats, Indices, Line
from lstgeo.raster.fields.drape import Drape, Values
from lstgeo.raster.fields.field import Field
from lstgeo.raster.fields.mesh import Mesh
from lstgeo.raster.grid import WGS84, Grid

MARGIN = 4
"""Cells read around those that a scene needs: where a missing one finds its value."""

MOST = 32_000_000
"""Cells that are held in memory at most."""

Layers = Sequence[tuple[Field, int, float]]
"""Fields, the layer of each that is read, and the share that it has in the result."""


@dataclass(frozen=True, eq=False)
class Window:
    """Cells around a scene: their axes in ascending order, and the mesh of the pixels on them.

    Longitudes of the lines are counted from `meridian`.
    """

    axes: Axes
    lines: tuple[Line, Line]
    mesh: Mesh
    meridian: float

    def read(self, field: Field, layer: int) -> Floats:
        """Values of the cells of the window, by level if there are any, NaN where there is none."""
        rows, columns = (list(_runs(line.numbers)) for line in self.lines)
        parts = [[_directed(field, layer, down, across) for across in columns] for down in rows]
        return np.block(parts)


@dataclass(frozen=True, eq=False)
class Coarse:
    """A field draped over a scene, missing cells filled; the share of missing cells, if any.

    `known` are the least and greatest values of the cells that the scene needs, None where all of
    those are missing.
    """

    window: Window
    values: Drape
    missing: Drape | None
    known: tuple[float, float] | None


def window(axes: Axes, grid: Grid, name: str, margin: int = MARGIN) -> Window:
    """Cells of `axes` around `grid`; raises InputError where none lie there, or too many."""
    whole, lines = mesh.over(grid, axes)
    rows, columns = whole.window(margin)
    _require_overlap(name, axes, whole, grid)
    if (rows.stop - rows.start) * (columns.stop - columns.start) > MOST:
        raise InputError(f"{name} is too fine to be held in memory; give it as a one-band raster")
    cut = tuple(
        Line(line.centres[part], line.numbers[part], line.cell)
        for line, part in zip(lines, (rows, columns), strict=True)
    )
    return Window(axes, (cut[0], cut[1]), whole.within(rows, columns), mesh.meridian_of(grid))


def over(layers: Layers, around: Window) -> Coarse:
    """The sum of `layers` by their shares, draped over a scene; raises RasterError."""
    values = _summed(layers, around)
    known = np.isfinite(values)
    inner = around.mesh.window(0)
    missing = None
    if not known[inner].all() or around.mesh.outside.any():
        missing = drape.over(around.mesh, (~known).astype(np.float32), outside=1.0)
    whole = filled(values)
    needed = values[inner][known[inner]]
    reach = (float(needed.min()), float(needed.max())) if needed.size else None
    return Coarse(around, drape.over(around.mesh, whole), missing, reach)


def _summed(layers: Layers, around: Window) -> Floats:
    (field, layer, share), *others = layers
    values = around.read(field, layer) * share
    for field, layer, share in others:
        values = values + around.read(field, layer) * share
    return values


def filled(values: Floats) -> Values:
    """Values with the missing ones made from the nearest known ones; 0 where there is none."""
    known = np.isfinite(values)
    stored = np.where(known, values, 0).astype(np.float32)
    if known.all() or not known.any():
        return stored
    found = fillnodata(stored, mask=known.astype(np.uint8), max_search_distance=sum(stored.shape))
    return np.where(known, stored, found).astype(np.float32)


def _runs(numbers: Indices) -> Iterator[tuple[slice, bool]]:
    """Stretches of `numbers` that follow each other in the file, and whether they run backwards."""
    breaks = np.flatnonzero(np.abs(np.diff(numbers)) != 1) + 1
    turns = np.flatnonzero(np.diff(np.sign(np.diff(numbers)))) + 2
    for run in np.split(numbers, np.union1d(breaks, turns)):
        yield slice(int(run.min()), int(run.max()) + 1), bool(run[0] > run[-1])


def _directed(
    field: Field, layer: int, down: tuple[slice, bool], across: tuple[slice, bool]
) -> Floats:
    values = field.read(layer, down[0], across[0])
    return values[..., :: -1 if down[1] else 1, :: -1 if across[1] else 1]


def _require_overlap(name: str, axes: Axes, whole: Mesh, grid: Grid) -> None:
    apart = any(
        position.max() < -0.5 or position.min() > count - 0.5
        for position, count in zip((whole.row, whole.column), whole.cells, strict=True)
    )
    if apart:
        raise InputError(
            f"{name} does not overlap the scene: it covers {_extent(axes)}, "
            f"the scene {extent.in_words(grid.geographic_bounds)}"
        )


def _extent(axes: Axes) -> str:
    halves = axes.cell[0] / 2, axes.cell[1] / 2
    west, east = axes.x.min() - halves[0], axes.x.max() + halves[0]
    south, north = axes.y.min() - halves[1], axes.y.max() + halves[1]
    if axes.round:
        return extent.in_words((west, south, east, north))
    to_degrees = pyproj.Transformer.from_crs(axes.crs, WGS84.to_wkt(), always_xy=True)
    bounds: tuple[float, float, float, float] = to_degrees.transform_bounds(
        west, south, east, north
    )
    return extent.in_words(bounds)
