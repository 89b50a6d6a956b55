"""Ancillary rasters brought onto the grid of a scene, lazily."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr
from rasterio import DatasetReader
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.warp import transform_bounds

from lstgeo.errors import InputError, RasterError
from lstgeo.raster import door, level2, longitude
from lstgeo.raster.grid import Grid

_SAMPLE = 64
"""Most pixels along a side of the coarse grid on which a raster is sampled."""

_TOLERANCE = 0.01
"""Greatest error of a warped position [source pixels]; GDAL's own default is .125."""

_ALIKE = 1e-3
"""Greatest shift [pixels] between two grids that count as one."""


@dataclass(frozen=True)
class Ancillary:
    """An ancillary raster on the grid of a scene: lazy physical values, and what the file says."""

    path: str
    values: xr.DataArray
    units: str | None


def onto(path: str | Path, like: xr.DataArray) -> Ancillary:
    """Raster at `path` on the grid of `like`: lazy float32, NaN where it has no value.

    A grid of another CRS or resolution is interpolated bilinearly, or averaged where its pixels are
    smaller than the scene's. The values of a pixel do not depend on the strips, since GDAL warps
    blocks of its own. Longitudes from 0 to 360 degrees are understood.

    Raises RasterError where the file is unreadable, InputError where it lies elsewhere.
    """
    grid = grid_of(like)
    with door.opened(path) as source:
        units = door.units_of(source)
        values = _aligned(source, grid, strip_of(like))
    values = values.assign_coords({axis: like[axis] for axis in ("y", "x")})
    encoding = level2.encoding(path)
    if encoding and units is None:
        values = values.where(values != level2.NODATA) * np.float32(encoding.scale)
        units = encoding.units
    return Ancillary(str(path), values, units)


def sampled(ancillary: Ancillary) -> np.ndarray:
    """Values of `ancillary` at up to 64 x 64 pixels spread over the scene, NaN included."""
    rows, columns = (
        np.unique(np.linspace(0, size - 1, min(size, _SAMPLE)).astype(int))
        for size in ancillary.values.shape
    )
    return np.asarray(ancillary.values.isel(y=rows, x=columns).to_numpy())


def grid_of(raster: xr.DataArray) -> Grid:
    """Grid that a raster opened here lies on."""
    return Grid(raster.rio.crs, raster.rio.transform(), raster.sizes["y"], raster.sizes["x"])


def strip_of(raster: xr.DataArray) -> int:
    """Height of the strips of a raster."""
    return int(raster.chunks[0][0]) if raster.chunks else door.STRIP


def _aligned(source: DatasetReader, grid: Grid, strip: int) -> xr.DataArray:
    if _alike(source, grid):
        return door.open_raster(source.name, mask_and_scale=True, strip=strip)
    if source.crs is None:
        raise InputError(f"{source.name} has no coordinate reference system and another grid")
    _require_overlap(source, grid)
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
        return door.open_raster(warped, mask_and_scale=True, strip=strip)


def _alike(source: DatasetReader, grid: Grid) -> bool:
    if source.shape != grid.shape or (source.crs is not None and source.crs != grid.crs):
        return False
    moved = ~grid.transform @ source.transform
    ends = ((0, 0), (grid.width, grid.height))
    return all(
        abs(moved_to - at) < _ALIKE
        for end in ends
        for moved_to, at in zip(moved @ end, end, strict=True)
    )


def _resampling(source: DatasetReader, grid: Grid) -> Resampling:
    """Average where the pixels of `source` are clearly smaller than the grid's, else bilinear."""
    west, south, east, north = transform_bounds(grid.crs, source.crs, *grid.bounds)
    size = abs((east - west) / grid.width), abs((north - south) / grid.height)
    finer = all(abs(step) < 0.75 * pixel for step, pixel in zip(source.res, size, strict=True))
    return Resampling.average if finer else Resampling.bilinear


def _require_overlap(source: DatasetReader, grid: Grid) -> None:
    try:
        own = Grid(source.crs, source.transform, *source.shape).geographic_bounds
        scene = grid.geographic_bounds
    except RasterioError as error:
        raise RasterError(f"{source.name} cannot be placed on the Earth: {error}") from error
    apart = own[3] < scene[1] or own[1] > scene[3] or _apart(own[0], own[2], scene[0], scene[2])
    if apart:
        raise InputError(
            f"{source.name} does not overlap the scene: it covers {_extent(own)}, "
            f"the scene {_extent(scene)}"
        )


def _apart(west: float, east: float, other_west: float, other_east: float) -> bool:
    """Whether two ranges of longitude are apart, whichever way round they count."""
    width = (east - west) % longitude.CIRCLE or longitude.CIRCLE
    other_width = (other_east - other_west) % longitude.CIRCLE
    after = (other_west - west) % longitude.CIRCLE
    return after > width and after + other_width < longitude.CIRCLE


def _extent(bounds: tuple[float, float, float, float]) -> str:
    west, south, east, north = bounds
    return f"{west:.2f} to {east:.2f} degrees east, {south:.2f} to {north:.2f} degrees north"
