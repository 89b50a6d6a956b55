"""Bands of one file or of several tiles as one lazy raster on the grid of a scene."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import dask.array as da
import numpy as np
import rioxarray
import xarray as xr
from affine import Affine
from numpy.typing import NDArray
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT

from lstgeo.errors import RasterError
from lstgeo.raster import align, door, virtual, warped
from lstgeo.raster.grid import Grid
from lstgeo.raster.windows import Windows

NODATA = -1.0
"""What stands for a missing value."""

Lookup = Mapping[float, float]
"""Stored number -> value, linear in between, and constant beyond the ends."""


@dataclass(frozen=True)
class Piece:
    """A band of a file: what GDAL opens it by, its number, its grid, and what its numbers mean."""

    name: str
    band: int
    grid: Grid
    lookup: Lookup


@dataclass(frozen=True)
class Mosaic:
    """Bands on one grid, each made of pieces; the later ones lie above the earlier."""

    grid: Grid
    bands: tuple[tuple[Piece, ...], ...]


def joined(bands: Sequence[Sequence[Piece]]) -> Mosaic:
    """Mosaic over the extent of all pieces, of their finest pixels; they share a CRS."""
    grids = [piece.grid for pieces in bands for piece in pieces]
    if all(grid == grids[0] for grid in grids):
        return Mosaic(grids[0], tuple(tuple(pieces) for pieces in bands))
    west, south = (min(grid.bounds[side] for grid in grids) for side in (0, 1))
    east, north = (max(grid.bounds[side] for grid in grids) for side in (2, 3))
    width, height = (min(grid.pixel_size[axis] for grid in grids) for axis in (0, 1))
    shape = math.ceil((north - south) / height - 1e-6), math.ceil((east - west) / width - 1e-6)
    grid = Grid(grids[0].crs, Affine(width, 0, west, 0, -height, north), *shape)
    return Mosaic(grid, tuple(tuple(pieces) for pieces in bands))


def onto(
    mosaic: Mosaic, like: xr.DataArray, resampling: Resampling, halo: int = 0
) -> tuple[da.Array, ...]:
    """Each band of a mosaic on the grid of `like`: lazy float32, NaN where it has no value.

    A block is a window of `door.STRIP` rows with `halo` rows more to either side (see `Windows`);
    the value of a pixel depends on the window alone, for GDAL's approximate transformation varies
    with what it is asked for. Left to itself, GDAL takes a pixel for missing only where it is in
    every band. Raises RasterError.
    """
    grid = align.grid_of(like)
    description = described(mosaic)
    try:
        with door.opened(description) as source:
            if mosaic.grid.alike(grid):
                stored = _opened(description)
            else:
                with WarpedVRT(
                    source,
                    **grid.profile,
                    resampling=resampling,
                    src_nodata=NODATA,
                    nodata=NODATA,
                    dtype="float32",
                    tolerance=warped.TOLERANCE,
                    UNIFIED_SRC_NODATA="NO",
                ) as placed:
                    stored = _opened(placed)
    except RasterioError as error:
        raise RasterError(f"{mosaic.bands[0][0].name} cannot be placed: {error}") from error
    blocks = [
        stored.isel(y=rows).chunk().data for rows in Windows(grid.height, door.STRIP, halo).wide
    ]
    known = da.map_blocks(_without_nodata, da.concatenate(blocks, axis=1), dtype=np.float32)  # type: ignore[no-untyped-call]
    return tuple(known[number] for number in range(len(mosaic.bands)))


def _without_nodata(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.where(values == np.float32(NODATA), np.float32(np.nan), values)


def _opened(source: str | WarpedVRT) -> xr.DataArray:
    opened = rioxarray.open_rasterio(source, lock=False, cache=False, mask_and_scale=False)
    if not isinstance(opened, xr.DataArray):
        raise RasterError("the bands of a mosaic do not agree")
    return opened


def described(mosaic: Mosaic) -> str:
    """GDAL VRT of a mosaic, in its XML form."""
    grid = mosaic.grid
    bands = (_band(number, pieces, grid) for number, pieces in enumerate(mosaic.bands, 1))
    return virtual.dataset(grid.shape, grid.crs.to_wkt(), grid.transform, "".join(bands))


def _band(number: int, pieces: Sequence[Piece], grid: Grid) -> str:
    sources = "".join(_source(piece, grid) for piece in pieces)
    return (
        f'<VRTRasterBand dataType="Float32" band="{number}"><NoDataValue>{NODATA}</NoDataValue>'
        f"{sources}</VRTRasterBand>"
    )


def _source(piece: Piece, grid: Grid) -> str:
    lookup = ",".join(f"{stored!r}:{value!r}" for stored, value in sorted(piece.lookup.items()))
    west, _, _, north = piece.grid.bounds
    across, down = (
        own / all_ for own, all_ in zip(piece.grid.pixel_size, grid.pixel_size, strict=True)
    )
    left, top = (grid.bounds[0], grid.bounds[3])
    column, row = (west - left) / grid.pixel_size[0], (top - north) / grid.pixel_size[1]
    height, width = piece.grid.shape
    return (
        f'<ComplexSource resampling="nearest"><SourceFilename relativeToVRT="0">'
        f"{escape(piece.name)}</SourceFilename><SourceBand>{piece.band}</SourceBand>"
        f'<SrcRect xOff="0" yOff="0" xSize="{width}" ySize="{height}"/>'
        f'<DstRect xOff="{round(column, 6)}" yOff="{round(row, 6)}" '
        f'xSize="{round(width * across, 6)}" ySize="{round(height * down, 6)}"/>'
        f"<LUT>{lookup}</LUT></ComplexSource>"
    )
