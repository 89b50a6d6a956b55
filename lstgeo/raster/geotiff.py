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
    scale: float = 1.0,
    offset: float = 0.0,
    tags: Mapping[str, str] | None = None,
    **options: Any,
) -> Iterator[RowWriter]:
    """Open a new single-band GeoTIFF; yields `write(top, rows)`, rows of the full width.

    `options` are GDAL creation options. Raises rasterio's errors where the file cannot be written.
    """
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
            crs=grid.crs,
            transform=grid.transform,
            height=grid.height,
            width=grid.width,
            count=1,
            dtype=dtype,
            nodata=nodata,
            **profile | options,
        ) as target,
    ):
        if units:
            target.units = (units,)
        if description:
            target.set_band_description(1, description)
        if (scale, offset) != (1.0, 0.0):
            target.scales, target.offsets = (scale,), (offset,)
        target.update_tags(**(tags or {}))

        def write(top: int, rows: NDArray[Any]) -> None:
            target.write(rows, 1, window=Window(0, top, rows.shape[1], rows.shape[0]))

        yield write
