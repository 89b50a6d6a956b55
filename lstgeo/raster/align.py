"""Ancillary rasters brought onto the grid of a scene, lazily."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from rasterio import DatasetReader
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.warp import transform_bounds

from lstgeo.errors import InputError, RasterError
from lstgeo.raster import door, level2, longitude
from lstgeo.raster.grid import Grid

_PATCHES, _PATCH = 3, 8
"""Patches along each side of a scene on which a raster is sampled, and their side [pixels]."""

_TOLERANCE = 0.01
"""Greatest error of a warped position [source pixels]; GDAL's own default is .125."""


@dataclass(frozen=True)
class Ancillary:
    """An ancillary raster on the grid of a scene: lazy physical values, and what the file says."""

    path: str
    values: xr.DataArray
    units: str | None


def onto(path: str | Path, like: xr.DataArray) -> Ancillary:
    """Raster at `path` on the grid of `like`: lazy float32, NaN where it has no value.

    A grid of another CRS or resolution is interpolated bilinearly, or averaged where its pixels are
    smaller than the scene's. Longitudes from 0 to 360 degrees are understood. The value of a pixel
    does not depend on the strips: GDAL's approximate transformation, and so its last bits, vary
    with the window that is asked for, and it is always asked for the same ones.

    Raises RasterError where the file is unreadable, InputError where it lies elsewhere.
    """
    grid = grid_of(like)
    with door.opened(path) as source:
        units = door.units_of(source)
        values = _aligned(source, grid, strip_of(like))
    values = values.assign_coords({axis: like[axis] for axis in ("y", "x")})
    encoding = level2.encoding(path)
    if encoding and units is None:
        values, units = level2.decoded(values, encoding), encoding.units
    return Ancillary(str(path), values, units)


def sampled(values: xr.DataArray) -> NDArray[np.float32]:
    """A few hundred of `values`, from patches spread over the scene, NaN included.

    Only the blocks under the patches are read, unless those hold nothing. Raises RasterError.
    """
    starts = [np.unique(np.linspace(0, max(size - _PATCH, 0), _PATCHES)) for size in values.shape]
    rows, columns = ([slice(int(start), int(start) + _PATCH) for start in axis] for axis in starts)
    with door.reading():
        patches = [np.ravel(values.isel(y=row, x=column)) for row in rows for column in columns]
        sample = np.concatenate(patches)
        return sample if np.isfinite(sample).any() else np.ravel(values[::_PATCH, ::_PATCH])


def grid_of(raster: xr.DataArray) -> Grid:
    """Grid that a raster opened here lies on."""
    return Grid(raster.rio.crs, raster.rio.transform(), raster.sizes["y"], raster.sizes["x"])


def strip_of(raster: xr.DataArray) -> int:
    """Height of the strips of a raster."""
    return int(raster.chunks[0][0]) if raster.chunks else door.STRIP


def _aligned(source: DatasetReader, grid: Grid, strip: int) -> xr.DataArray:
    own = Grid.of(source)
    if own.alike(grid):
        return door.open_raster(source.name, mask_and_scale=True, strip=strip)
    if own.crs is None:
        raise InputError(f"{source.name} has no coordinate reference system")
    _require_overlap(source.name, own, grid)
    west, _, east, _ = grid.geographic_bounds
    with (
        door.opened(longitude.turned(source, west, east)) as turned,
        WarpedVRT(
            turned,
            crs=grid.crs,
            transform=grid.transform,
            height=grid.height,
            width=grid.width,
            resampling=_resampling(source, grid),
            nodata=np.nan,
            dtype="float32",
            tolerance=_TOLERANCE,
        ) as warped,
    ):
        values = door.open_raster(warped, mask_and_scale=True, strip=door.STRIP)
    return values.chunk({"y": strip})


def _resampling(source: DatasetReader, grid: Grid) -> Resampling:
    """Average where the pixels of `source` are clearly smaller than the grid's, else bilinear."""
    west, south, east, north = transform_bounds(grid.crs, source.crs, *grid.bounds)
    size = abs((east - west) / grid.width), abs((north - south) / grid.height)
    finer = all(abs(step) < 0.75 * pixel for step, pixel in zip(source.res, size, strict=True))
    return Resampling.average if finer else Resampling.bilinear


def _require_overlap(name: str, own: Grid, grid: Grid) -> None:
    try:
        extent, scene = own.geographic_bounds, grid.geographic_bounds
    except RasterioError as error:
        raise RasterError(f"{name} cannot be placed on the Earth: {error}") from error
    beside = _apart(extent[0], extent[2], scene[0], scene[2])
    if beside or extent[3] < scene[1] or extent[1] > scene[3]:
        raise InputError(
            f"{name} does not overlap the scene: it covers {_extent(extent)}, "
            f"the scene {_extent(scene)}"
        )


def _apart(west: float, east: float, other_west: float, other_east: float) -> bool:
    """Whether two ranges of longitude are apart, whichever way round they count."""
    width = east - west if east > west else east - west + longitude.CIRCLE
    other_width = (other_east - other_west) % longitude.CIRCLE
    after = (other_west - west) % longitude.CIRCLE
    return after > width and after + other_width < longitude.CIRCLE


def _extent(bounds: tuple[float, float, float, float]) -> str:
    west, south, east, north = bounds
    return f"{west:.2f} to {east:.2f} degrees east, {south:.2f} to {north:.2f} degrees north"
