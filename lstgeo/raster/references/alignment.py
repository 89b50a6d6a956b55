"""Two references brought onto one grid: that of the coarser, or of the first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import xarray as xr
from affine import Affine
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rasterio.warp import transform_bounds

from lstgeo.errors import InputError
from lstgeo.raster import align, door, extent, geotiff, warped
from lstgeo.raster.grid import Grid
from lstgeo.raster.references.reference import Reference

COVERED = 0.9
"""Least share of clear pixels among those that a pixel is averaged or interpolated from."""

_MARGIN = 2
"""Pixels of the other grid that are kept around what two rasters share."""


@dataclass(frozen=True, eq=False)
class Side:
    """One of two references on the common grid.

    `temperature` and `sigma` are (y, x) float32 [K], NaN where the reference is not clear.
    `resampled` is how its pixels became those of the grid, None where they are its own.
    """

    reference: Reference
    temperature: xr.DataArray
    sigma: xr.DataArray | None
    resampled: str | None


@dataclass(frozen=True, eq=False)
class Pair:
    """Two references on one `grid`, cut to what they share."""

    grid: Grid
    first: Side
    second: Side


@contextmanager
def aligned(first: Reference, second: Reference, folder: Path) -> Iterator[Pair]:
    """Both references on one grid; intermediate rasters lie in `folder` and are read lazily.

    On one grid already, pixels are compared as they are. Else the finer is averaged over the pixels
    of the coarser; pixels of about one size are interpolated bilinearly onto the grid of the first.
    Only clear pixels enter, and a pixel counts where they make up `COVERED` of it. The sigma of an
    average is the average of the sigmas: their errors are taken as shared. Raises InputError where
    the two share no ground.
    """
    mine, theirs = (align.grid_of(one.temperature) for one in (first, second))
    for one, grid in ((first, mine), (second, theirs)):
        if grid.crs is None:
            raise InputError(f"{one.path} has no coordinate reference system")
    if mine.alike(theirs):
        yield Pair(mine, _own(first), _own(_moved(second, first.temperature)))
        return
    _require_overlap(first, mine, second, theirs)
    first, second = _cut(first, theirs), _cut(second, mine)
    mine, theirs = (align.grid_of(one.temperature) for one in (first, second))
    if extent.is_finer(mine, theirs):
        placed = _placed(first, second.temperature, folder, "averaged")
        yield Pair(theirs, placed, _own(second))
    else:
        how = "averaged" if extent.is_finer(theirs, mine) else "interpolated bilinearly"
        yield Pair(mine, _own(first), _placed(second, first.temperature, folder, how))


def _own(one: Reference) -> Side:
    sigma = None if one.sigma is None else one.sigma.where(one.clear)
    return Side(one, one.temperature.where(one.clear), sigma, None)


def _moved(one: Reference, like: xr.DataArray) -> Reference:
    """`one` with the very coordinates of `like`, whose grid is the same but for rounding."""
    return _mapped(one, lambda array: array.assign_coords(like.coords))


def _require_overlap(first: Reference, mine: Grid, second: Reference, theirs: Grid) -> None:
    try:
        shared = extent.overlaps(mine, theirs)
    except RasterioError as error:
        raise InputError(f"{first.path} and {second.path} cannot be placed: {error}") from error
    if not shared:
        raise InputError(
            f"{first.path} and {second.path} share no ground: the first covers "
            f"{extent.in_words(mine.geographic_bounds)}, the second "
            f"{extent.in_words(theirs.geographic_bounds)}"
        )


def _cut(one: Reference, other: Grid) -> Reference:
    """`one` cut to the ground of another grid, with a few pixels more."""
    grid = align.grid_of(one.temperature)
    west, south, east, north = transform_bounds(other.crs, grid.crs, *other.bounds)
    a, b, c, d, e, f = (~grid.transform)[:6]
    corners = [(x, y) for x in (west, east) for y in (south, north)]
    window = {
        "y": _between([d * x + e * y + f for x, y in corners], grid.height),
        "x": _between([a * x + b * y + c for x, y in corners], grid.width),
    }
    return _mapped(one, lambda array: _window(array, grid, window))


def _between(positions: list[float], size: int) -> slice:
    if not all(math.isfinite(position) for position in positions):
        return slice(0, size)
    start = max(0, math.floor(min(positions)) - _MARGIN)
    return slice(min(start, size - 1), min(size, math.ceil(max(positions)) + _MARGIN))


def _window(array: xr.DataArray, grid: Grid, window: dict[str, slice]) -> xr.DataArray:
    cut = array.isel(window)
    corner = grid.place(window["x"].start, window["y"].start)
    a, b, _, d, e, _ = grid.transform[:6]
    moved = cut.rio.write_transform(Affine(a, b, corner[0], d, e, corner[1]))
    chunked: xr.DataArray = moved.chunk({"y": door.strip_height(cut.sizes["x"])})
    return chunked


def _mapped(one: Reference, change: Callable[[xr.DataArray], xr.DataArray]) -> Reference:
    """`one` with all its arrays changed."""
    return replace(
        one,
        temperature=change(one.temperature),
        clear=change(one.clear),
        sigma=None if one.sigma is None else change(one.sigma),
        seconds=None if one.seconds is None else change(one.seconds),
        classes=one.classes and replace(one.classes, numbers=change(one.classes.numbers)),
    )


def _placed(one: Reference, like: xr.DataArray, folder: Path, how: str) -> Side:
    """`one` on the grid of `like`, through plain rasters in `folder`."""
    own = _own(one)
    share = _warped(one.clear.astype(np.float32), like, folder / "share.tif", margin=True)
    enough = share >= COVERED
    temperature = _warped(own.temperature, like, folder / "temperature.tif").where(enough)
    sigma = own.sigma
    if sigma is not None:
        sigma = _warped(sigma, like, folder / "sigma.tif").where(enough)
    return Side(one, temperature, sigma, how)


def _warped(
    values: xr.DataArray, like: xr.DataArray, path: Path, *, margin: bool = False
) -> xr.DataArray:
    """`values` on the grid of `like`; with a `margin`, there are zeros around them."""
    target = align.grid_of(like)
    grid = align.grid_of(values)
    width = _border(grid, target) if margin else 0
    corner = grid.place(-width, -width)
    a, b, _, d, e, _ = grid.transform[:6]
    wider = Grid(
        grid.crs,
        Affine(a, b, corner[0], d, e, corner[1]),
        grid.height + 2 * width,
        grid.width + 2 * width,
    )
    with geotiff.writer(path, wider, "float32", nodata=np.nan, compress=None, predictor=1) as write:
        for top, rows in rows_of(values):
            write(top + width, np.pad(rows, ((0, 0), (width, width))))
        for top in (0, grid.height + width):
            if width:
                write(top, np.zeros((width, wider.width), np.float32))
    with door.opened(path) as source:
        found = warped.onto(source, target, align.strip_of(like))
    return found.assign_coords({axis: like[axis] for axis in ("y", "x")})


def _border(grid: Grid, target: Grid) -> int:
    """Pixels of a grid that reach beyond a pixel of the target."""
    west, south, east, north = transform_bounds(target.crs, grid.crs, *target.bounds)
    across, down = (
        (east - west) / target.width / grid.pixel_size[0],
        (north - south) / target.height / grid.pixel_size[1],
    )
    return math.ceil(float(max(across, down))) + 1


def rows_of(values: xr.DataArray) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """First row and values of each strip of an array, read one after the other."""
    step = align.strip_of(values)
    with door.reading():
        for top in range(0, values.sizes["y"], step):
            yield top, values.isel(y=slice(top, top + step)).compute().to_numpy()
