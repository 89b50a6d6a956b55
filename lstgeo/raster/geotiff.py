"""Tiled GeoTIFFs written strip by strip, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window

from lstgeo.raster.grid import Grid

RowWriter = Callable[[int, NDArray[Any]], None]
"""Called with the top row and rows of the full width."""

TILE = 256
"""Side of a tile [pixels]."""

CACHE = 64 << 20
"""GDAL's block cache while writing [bytes]; without a limit it takes 5 % of the machine."""


@contextmanager
def writer(
    path: str | Path,
    grid: Grid,
    dtype: str,
    *,
    nodata: float | None = None,
    units: str | None = None,
    description: str | None = None,
    descriptions: tuple[str, ...] = (),
    scale: float = 1.0,
    offset: float = 0.0,
    tags: Mapping[str, str] | None = None,
    **options: Any,
) -> Iterator[RowWriter]:
    """Open a new GeoTIFF; yields `write(top, rows)`, rows of the full width.

    A band for each of `descriptions`, and rows (band, row, column) where there are several; or a
    single one with a `description`. `options` are GDAL creation options. Raises rasterio's errors
    where the file cannot be written.
    """
    named = descriptions or ((description,) if description else ())
    profile = {
        "compress": "deflate",
        "zlevel": 1,
        "predictor": 3 if dtype.startswith("float") else 2,
    }
    # A tile must not exceed the raster: small rasters are stored as strips.
    if grid.width >= TILE and grid.height >= TILE:
        profile |= {"tiled": True, "blockxsize": TILE, "blockysize": TILE}
    with (
        rasterio.Env(GDAL_CACHEMAX=CACHE),
        rasterio.open(
            path,
            "w",
            driver="GTiff",
            **grid.profile,
            count=len(named) or 1,
            dtype=dtype,
            nodata=nodata,
            **profile | options,
        ) as target,
    ):
        if units:
            target.units = (units,) * target.count
        for band, text in enumerate(named, 1):
            target.set_band_description(band, text)
        if (scale, offset) != (1.0, 0.0):
            target.scales, target.offsets = (scale,) * target.count, (offset,) * target.count
        target.update_tags(**(tags or {}))

        def write(top: int, rows: NDArray[Any]) -> None:
            height, width = rows.shape[-2:]
            bands = rows.reshape(target.count, height, width)
            target.write(bands, window=Window(0, top, width, height))

        yield write
