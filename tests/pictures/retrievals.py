"""Small retrievals for the tests of pictures, written through the doors of raster."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine
from matplotlib.image import imread
from numpy.typing import ArrayLike, NDArray
from rasterio.crs import CRS

from lstgeo.quality import Quality
from lstgeo.raster import cog, geotiff
from lstgeo.raster.grid import Grid

Array = NDArray[Any]

UTM = CRS.from_epsg(32631)


def grid(height: int, width: int) -> Grid:
    return Grid(UTM, Affine(30, 0, 467_400, 0, -30, 5_416_800), height, width)


def wave(height: int, width: int) -> Array:
    """Temperatures around 295 K that vary by 8 K over the raster."""
    y, x = np.mgrid[0:height, 0:width]
    values: Array = (295 + 8 * np.sin(6 * x / width) * np.cos(5 * y / height)).astype(np.float32)
    return values


def write(path: Path, values: Array, place: Grid | None = None, **options: Any) -> Path:
    place = place or grid(*values.shape)
    with geotiff.writer(path, place, values.dtype.name, **options) as write_rows:
        write_rows(0, values)
    return path


def write_cog(path: Path, values: Array, overviews: str, **options: Any) -> Path:
    plain = write(path.with_name(f"plain_{path.name}"), values, **options)
    cog.convert(plain, path, overviews=overviews, threads=1)
    plain.unlink()
    return path


def write_retrieval(folder: Path, height: int = 120, width: int = 100) -> Path:
    """Four rasters as the pipeline writes them: a border, a cloud, its shadow and its edge."""
    temperature, bits = wave(height, width), np.zeros((height, width), np.uint16)
    bits[: height // 4] = Quality.FILL
    bits[height // 2 :, : width // 3] = Quality.CLOUD
    bits[height // 2 :, width // 3 : width // 2] = Quality.CLOUD_SHADOW
    bits[height // 2 :, width // 2 : 2 * width // 3] = Quality.NEAR_CLOUD
    temperature[bits == Quality.FILL] = np.nan
    sigma = np.where(np.isnan(temperature), np.nan, 0.8 + temperature / 1000).astype(np.float32)
    nan = float("nan")
    write_cog(folder / "lst_uncertainty.tif", sigma, "average", nodata=nan, units="K")
    write_cog(folder / "lst_qa.tif", bits, "nearest")
    properties = {
        "platform": "landsat-8",
        "instruments": ["tirs"],
        "datetime": "2015-08-04T16:19:21.791742Z",
        "lstgeo:scene": "LC80200392015216LGN00",
        "lstgeo:band": "B10",
        "lstgeo:version": "0.1.0",
        "lstgeo:parameters": {"method": "practical", "method_source": "Wang et al. 2019"},
    }
    (folder / "lst.json").write_text(json.dumps({"type": "Feature", "properties": properties}))
    return write_cog(folder / "lst.tif", temperature, "average", nodata=nan, units="K")


def pixels(picture: Path) -> Array:
    """Colours of a PNG (row, column, RGB as whole numbers)."""
    colours: Array = np.rint(255 * imread(picture)[..., :3]).astype(int)
    return colours


def share_of(picture: Path, colour: ArrayLike, within: int = 3) -> float:
    """Share of the pixels of a PNG whose colour (RGB in 0-1) lies `within` of `colour`."""
    distance = np.abs(pixels(picture) - np.rint(255 * np.asarray(colour))).max(axis=-1)
    return float(np.mean(distance <= within))
