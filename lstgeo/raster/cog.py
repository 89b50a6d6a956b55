"""Cloud Optimized GeoTIFFs, made by GDAL's own driver."""

from __future__ import annotations

from pathlib import Path

import rasterio.shutil
from rasterio._err import CPLE_BaseError
from rasterio.env import Env
from rasterio.errors import RasterioError

from lstgeo.errors import OutputError
from lstgeo.raster import intact

BLOCK = 512
"""Side of a block of the result [pixels]."""

CACHE = 96 << 20
"""GDAL's block cache while writing [bytes]; without a limit it takes 5 % of the machine."""


def convert(source: Path, target: Path, *, overviews: str, threads: int) -> None:
    """Write the GeoTIFF `source` as a Cloud Optimized GeoTIFF `target`, tags and units kept.

    `overviews` is the resampling of the overviews: `average`, or `nearest` for bits. Raises
    OutputError where the result is not whole.
    """
    try:
        with Env(GDAL_CACHEMAX=CACHE):
            rasterio.shutil.copy(
                source,
                target,
                driver="COG",
                COMPRESS="DEFLATE",
                LEVEL=1,
                PREDICTOR="YES",
                BLOCKSIZE=BLOCK,
                OVERVIEW_RESAMPLING=overviews,
                OVERVIEW_COMPRESS="DEFLATE",
                NUM_THREADS=threads,
                BIGTIFF="IF_SAFER",
            )
        intact.require_whole(target)
    except (RasterioError, CPLE_BaseError, OSError) as error:
        raise OutputError(f"{target.name} cannot be written: {error}") from error
