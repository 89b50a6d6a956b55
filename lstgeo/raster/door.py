"""Opening a raster file lazily, in full-width strips."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
import rioxarray
import xarray as xr
from dask import local
from numpy.typing import NDArray
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.vrt import WarpedVRT

from lstgeo.errors import MissingFileError, RasterError

STRIP = 256
"""Height of a strip [rows]; a multiple of the tile of the plain files that are written."""

LOWEST = 8
"""Height of the lowest strip [rows]."""

_PIXELS = 1 << 19

_fitting: ContextVar[Callable[[int], int]] = ContextVar("_fitting", default=lambda _: _PIXELS)
"""Pixels of a strip at most by the width of a raster: strips of wide rasters are lower."""


def open_raster(
    path: str | Path | WarpedVRT, *, mask_and_scale: bool, strip: int | None = None
) -> xr.DataArray:
    """Single band of a raster as a lazy (y, x) array in strips of full width.

    With `mask_and_scale`, physical values (float32, nodata as NaN); without, the stored numbers.
    Every read opens its own handle, so threads share none. Raises RasterError.
    """
    name = path.name if isinstance(path, WarpedVRT) else str(path)
    try:
        with placeless():
            strip, piece = _heights(path, strip)
            opened = rioxarray.open_rasterio(
                path,
                chunks={"y": piece, "x": -1},
                lock=False,
                cache=False,
                mask_and_scale=mask_and_scale,
            )
    except (RasterioError, OSError) as error:
        raise RasterError(f"{name} cannot be read as a raster: {error}") from error
    if not isinstance(opened, xr.DataArray) or opened.sizes["band"] != 1:
        raise RasterError(f"{name} has several bands or variables; a raster of one band is needed")
    band = opened.squeeze("band", drop=True)
    # To leave the method open would import dask.distributed, .3 s.
    band = band.copy(data=band.data.rechunk({0: strip}, method="tasks"))
    return band.astype(np.float32) if mask_and_scale else band


@contextmanager
def placeless() -> Iterator[None]:
    """Read rasters within that have no place on the Earth: rasterio does not warn of them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        yield


def strip_height(width: int) -> int:
    """Height of the strips of a raster of `width`: `STRIP`, half of it and so on."""
    pixels = min(_PIXELS, _fitting.get()(width))
    height = STRIP
    while height > LOWEST and height * width > pixels:
        height //= 2
    return height


@contextmanager
def strips_for(pixels: Callable[[int], int]) -> Iterator[None]:
    """Rasters opened within have strips of so many `pixels` at most, by their width."""
    token = _fitting.set(pixels)
    try:
        yield
    finally:
        _fitting.reset(token)


def _heights(path: str | Path | WarpedVRT, strip: int | None) -> tuple[int, int]:
    """Height of the strips of a raster, and of the pieces it is read in: strips and whole blocks.

    A block is decoded once, however many strips it belongs to.
    """
    if isinstance(path, WarpedVRT):
        height = strip or strip_height(path.width)
        return height, height
    with rasterio.open(path, sharing=False) as source:
        height = strip or strip_height(source.width)
        return height, math.lcm(height, source.block_shapes[0][0])


@contextmanager
def reading() -> Iterator[None]:
    """Say in one sentence that a raster, opened before, cannot be read; raises RasterError."""
    try:
        yield
    except RasterioError as error:
        raise RasterError(
            f"an input cannot be read to its end: {error.__cause__ or error}"
        ) from error


def middle_rows(raster: xr.DataArray, count: int) -> NDArray[Any]:
    """Values of up to `count` rows from the middle of a raster; raises RasterError."""
    middle = raster.sizes["y"] // 2
    with reading():
        rows = raster.isel(y=slice(middle, middle + count))
        return rows.compute(scheduler=local.get_sync).to_numpy()


def units_of(source: rasterio.DatasetReader) -> str | None:
    """Units that a raster's band or tags state, or None."""
    tags = source.tags() | source.tags(1)
    found = source.units[0] or tags.get("units") or tags.get("GRIB_UNIT")
    return str(found) if found else None


def opened(path: str | Path, **options: str) -> rasterio.DatasetReader:
    """Raster opened for its header; raises RasterError that names it.

    `options` are opening options of GDAL's driver.
    """
    try:
        with placeless():
            return rasterio.open(path, sharing=False, **options)
    except RasterioError as error:
        raise RasterError(f"{path} cannot be read as a raster: {error}") from error


def require(path: Path, what: str) -> Path:
    """`path` where it exists; MissingFileError that says `what` was expected there otherwise."""
    if not path.exists():
        raise MissingFileError(f"{what} {path} does not exist")
    return path
