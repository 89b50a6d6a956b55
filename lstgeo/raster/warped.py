"""A fine raster warped onto the grid of a scene by GDAL, strip by strip."""

from __future__ import annotations

import numpy as np
import xarray as xr
from rasterio import DatasetReader
from rasterio.enums import Resampling
from rasterio.vrt import WarpedVRT

from lstgeo.errors import InputError
from lstgeo.raster import door, extent, longitude, possible
from lstgeo.raster.grid import Grid
from lstgeo.raster.possible import Range

TOLERANCE = 0.01
"""Greatest error of a warped position [source pixels]; GDAL's own default is .125."""


def onto(
    source: DatasetReader, grid: Grid, strip: int, limits: Range | None = None
) -> xr.DataArray:
    """Values of a raster of one band on a `grid`, float32, NaN where it has none.

    Bilinear, or the average where its pixels are clearly smaller than the grid's. What is outside
    `limits` is missing. Raises InputError where it has no coordinate reference system or lies
    elsewhere, RasterError.
    """
    if limits and source.crs is not None:
        with door.opened(possible.within(source, 1, limits)) as masked:
            return onto(masked, grid, strip)
    own = Grid.of(source)
    if own.alike(grid):
        return door.open_raster(source.name, mask_and_scale=True, strip=strip)
    if own.crs is None:
        raise InputError(f"{source.name} has no coordinate reference system")
    extent.require_overlap(source.name, own, grid)
    west, _, east, _ = grid.geographic_bounds
    with (
        door.opened(longitude.turned(source, west, east)) as turned,
        WarpedVRT(
            turned,
            **grid.profile,
            resampling=Resampling.average if extent.is_finer(own, grid) else Resampling.bilinear,
            src_nodata=_nodata(source),
            nodata=np.nan,
            dtype="float32",
            tolerance=TOLERANCE,
        ) as warped,
    ):
        values = door.open_raster(warped, mask_and_scale=True, strip=door.STRIP)
    return values.chunk({"y": strip})


def _nodata(source: DatasetReader) -> float | None:
    """What stands for no value in a file: NaN in one of real numbers that does not say."""
    real = np.issubdtype(np.dtype(source.dtypes[0]), np.floating)
    return np.nan if source.nodata is None and real else source.nodata
