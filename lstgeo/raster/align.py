"""Ancillary rasters brought onto the grid of a scene, lazily."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import xarray as xr
from dask import local
from dask.base import compute
from numpy.typing import NDArray

from lstgeo.errors import InputError
from lstgeo.raster import door, warped
from lstgeo.raster.fields import coarse, field, mesh, source
from lstgeo.raster.fields import overpass as overpasses
from lstgeo.raster.fields.coarse import Coarse
from lstgeo.raster.fields.field import Field
from lstgeo.raster.grid import Grid
from lstgeo.raster.possible import Range
from lstgeo.raster.scenes import level2

_PATCHES, _PATCH = 3, 8
"""Patches along each side of a scene on which a raster is sampled, and their side [pixels]."""

_COARSE = 8
"""Cells of at least so many pixels are interpolated in memory, finer ones warped by GDAL."""


@dataclass(frozen=True)
class Ancillary:
    """A field on the grid of a scene: lazy physical values, and what the file says of them.

    `filled` has the nearest values where there are none, if the field is coarse; `missing` is None
    where nothing is. `coarse` is what the values are made from, if that is held in memory.
    """

    path: str
    values: xr.DataArray
    units: str | None
    filled: xr.DataArray
    missing: xr.DataArray | None
    times: tuple[str, ...] = ()
    note: str | None = None
    coarse: Coarse | None = None


def onto(path: str | Path, like: xr.DataArray) -> Ancillary:
    """The only field of a file on the grid of `like`: lazy float32, NaN where it has no value.

    See `field_onto`. Raises RasterError where the file is unreadable, InputError where it lies
    elsewhere or has several fields.
    """
    return field_onto([source.only(Path(path))], like)


def field_onto(
    fields: Sequence[Field],
    like: xr.DataArray,
    overpass: np.datetime64 | None = None,
    limits: Range | None = None,
) -> Ancillary:
    """A field on the grid of `like`, interpolated to `overpass` where there are several times.

    A grid of another CRS or resolution is interpolated bilinearly, or averaged where its pixels are
    smaller than the scene's. Longitudes from 0 to 360 degrees are understood. The value of a pixel
    does not depend on the strips. Cells of several pixels, and fields of several times, are held in
    memory around the scene; finer ones are warped by GDAL, strip by strip, whose approximate
    transformation, and so its last bits, vary with the window that is asked for, so that it is
    always asked for the same ones; in those, what is outside `limits` is missing. Raises
    RasterError, InputError.
    """
    field.require_one_grid(fields)
    first = fields[0]
    grid = grid_of(like)
    if not _is_coarse(fields, grid):
        return _fine(first, like, grid, limits)
    if first.axes is None:
        raise InputError(f"{first.path} has no coordinate reference system, or no north-up grid")
    layers = [(field, layer) for field in fields for layer in range(len(field.bands))]
    name = ", ".join(field.path for field in fields)
    times = [field.times[layer] for field, layer in layers]
    chosen = overpasses.shares(name, times, overpass)
    found = coarse.over(
        [(*layers[number], share) for number, share in chosen.layers],
        coarse.window(first.axes, grid, name),
    )
    used = overpasses.texts(times[number] for number, _ in chosen.layers)
    return _draped(found, name, first.units, like, used, chosen.note)


def scaled(found: Ancillary, factor: float, offset: float, like: xr.DataArray) -> Ancillary:
    """`found` in other units."""
    if found.coarse is not None:
        known = found.coarse.known
        reach = known and (known[0] * factor + offset, known[1] * factor + offset)
        other = replace(
            found.coarse, values=found.coarse.values.scaled(factor, offset), known=reach
        )
        return _draped(other, found.path, None, like, found.times, found.note)
    values, filled = (
        array * np.float32(factor) + np.float32(offset) for array in (found.values, found.filled)
    )
    return replace(found, values=values, filled=filled, units=None)


def _draped(
    found: Coarse,
    name: str,
    units: str | None,
    like: xr.DataArray,
    times: tuple[str, ...],
    note: str | None,
) -> Ancillary:
    filled = found.values.lazily(like)
    missing = None if found.missing is None else found.missing.lazily(like) > 0
    values = filled if missing is None else filled.where(~missing)
    return Ancillary(name, values, units, filled, missing, times, note, found)


def _is_coarse(fields: Sequence[Field], grid: Grid) -> bool:
    """Whether a field is held in memory: its cells are large, or it is no raster of one band."""
    first = fields[0]
    if level2.encoding(first.path):
        return False
    if len(fields) > 1 or first.bands != (1,) or not first.one_band:
        return True
    return first.axes is not None and mesh.pixels_per_cell(grid, first.axes) >= _COARSE


def _fine(field: Field, like: xr.DataArray, grid: Grid, limits: Range | None) -> Ancillary:
    with door.opened(field.raster) as source:
        values = warped.onto(
            source, grid, strip_of(like), None if level2.encoding(field.path) else limits
        )
    values = values.assign_coords({axis: like[axis] for axis in ("y", "x")})
    units = field.units
    encoding = level2.encoding(field.path)
    if encoding and units is None:
        values, units = level2.decoded(values, encoding), encoding.units
    times = overpasses.texts(field.times)
    return Ancillary(field.path, values, units, values, values.isnull(), times)


def sampled(values: xr.DataArray) -> NDArray[np.float32]:
    """A few hundred of `values`, from patches spread over the scene, NaN included.

    Only the blocks under the patches are read, unless those hold nothing, and here, whatever
    scheduler dask has. Raises RasterError.
    """
    starts = [np.unique(np.linspace(0, max(size - _PATCH, 0), _PATCHES)) for size in values.shape]
    rows, columns = ([slice(int(start), int(start) + _PATCH) for start in axis] for axis in starts)
    with door.reading():
        patches = [values.isel(y=row, x=column) for row in rows for column in columns]
        found = compute(*patches, scheduler=local.get_sync)  # type: ignore[no-untyped-call]
        sample = np.concatenate([np.ravel(patch) for patch in found])
        if np.isfinite(sample).any():
            return sample
        return np.ravel(values[::_PATCH, ::_PATCH].compute(scheduler=local.get_sync))


def grid_of(raster: xr.DataArray) -> Grid:
    """Grid that a raster opened here lies on."""
    return Grid(raster.rio.crs, raster.rio.transform(), raster.sizes["y"], raster.sizes["x"])


def strip_of(raster: xr.DataArray) -> int:
    """Height of the strips of a raster."""
    return int(raster.chunks[0][0]) if raster.chunks else door.STRIP
