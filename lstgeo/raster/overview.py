"""A raster at a glance: its values or its bits, decimated to a wanted size while they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.enums import Resampling
from rasterio.env import Env
from rasterio.errors import CRSError, RasterioError

from lstgeo.errors import RasterError
from lstgeo.raster import cog, door, projection
from lstgeo.raster.grid import Grid

Values = NDArray[Any]
Degrees = NDArray[np.float64]
Metres = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Overview:
    """A decimated raster: values (row, column), grid, units and tags, and the grid on disk."""

    values: Values
    grid: Grid
    units: str | None
    native: Grid
    tags: Mapping[str, str]


def read(path: Path, longest_side: int, *, average: bool = True) -> Overview:
    """Physical values (float32, nodata as NaN) of a raster of one band, made small.

    Its longer side has at most `longest_side` pixels. With `average`, from the file's overviews
    and averaged over the pixels that merge; without, every n-th pixel as it is stored. Raises
    MissingFileError where there is no file, RasterError where it is no raster of one band.
    """
    with _opened(path, overviews=average) as source:
        resampling = Resampling.average if average else Resampling.nearest
        stored = _decimated(source, longest_side, resampling)
        values = _physical(stored.data, source.scales[0], source.offsets[0])
        values[np.ma.getmaskarray(stored)] = np.nan
        return _overview(source, values)


def grid(path: Path) -> Grid:
    """Grid on disk of a raster of one band; errors are those of `read`."""
    with _opened(path, overviews=True) as source:
        return Grid.of(source)


def bits(path: Path, longest_side: int) -> Overview:
    """Whole numbers of a raster of one band, every n-th pixel as it is stored: bits do not mix.

    Sizes and errors are those of `read`; RasterError also where the numbers are not whole.
    """
    with _opened(path, overviews=False) as source:
        if np.dtype(source.dtypes[0]).kind not in "iu":
            raise RasterError(f"{path} holds {source.dtypes[0]}; quality bits are whole numbers")
        return _overview(source, _decimated(source, longest_side, Resampling.nearest).data)


def geographic(grid: Grid, columns: Degrees, rows: Degrees) -> tuple[Degrees, Degrees] | None:
    """Longitude and latitude [degree, WGS 84] of positions in a raster, (0, 0) its first corner.

    NaN where the projection has no inverse; None where the grid has no place on the Earth.
    """
    if not grid.crs:
        return None
    try:
        longitude, latitude = projection.geographic_positions(grid, rows - 0.5, columns - 0.5)
    except (CRSError, RasterioError):
        return None
    real = np.isfinite(longitude) & np.isfinite(latitude)
    return np.where(real, longitude, np.nan), np.where(real, latitude, np.nan)


def projected(grid: Grid, columns: Degrees, rows: Degrees) -> tuple[Metres, Metres] | None:
    """Easting and northing [m] of positions in a raster; None where its grid has no metres."""
    if not grid.crs or not grid.crs.is_projected or grid.crs.linear_units_factor[1] != 1.0:
        return None
    a, b, c, d, e, f = grid.transform[:6]
    return a * columns + b * rows + c, d * columns + e * rows + f


def _opened(path: Path, *, overviews: bool) -> rasterio.DatasetReader:
    door.require(path, "raster")
    source = door.opened(path)
    if source.count != 1:
        source.close()
        raise RasterError(f"{path} has {source.count} bands; a raster of one band is needed")
    if overviews or source.driver != "GTiff":
        return source
    source.close()
    return door.opened(path, OVERVIEW_LEVEL="NONE")


def _decimated(source: rasterio.DatasetReader, longest_side: int, resampling: Resampling) -> Any:
    factor = min(1.0, longest_side / max(source.shape))
    shape = tuple(max(1, round(size * factor)) for size in source.shape)
    try:
        with Env(GDAL_CACHEMAX=cog.CACHE):
            return source.read(1, out_shape=shape, resampling=resampling, masked=True)
    except RasterioError as error:
        raise RasterError(f"{source.name} cannot be read to its end: {error}") from error


def _physical(numbers: Values, scale: float, offset: float) -> Values:
    """Values (float32) of the numbers of a file."""
    if (scale, offset) == (1.0, 0.0):
        return numbers.astype(np.float32)
    values: Values = numbers * np.float64(scale)
    values += offset
    return values.astype(np.float32)


def _overview(source: rasterio.DatasetReader, values: Values) -> Overview:
    native = Grid.of(source)
    height, width = values.shape
    across, down = native.width / width, native.height / height
    a, b, c, d, e, f = native.transform[:6]
    smaller = Affine(a * across, b * down, c, d * across, e * down, f)
    return Overview(
        values,
        Grid(native.crs, smaller, height, width),
        door.units_of(source),
        native,
        source.tags(),
    )
