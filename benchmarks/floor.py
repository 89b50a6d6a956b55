"""The I/O floor: `python -m benchmarks.floor SCENE RESULT OUTPUT ENCODING`.

Reads the rasters that a retrieval reads and writes the arrays that it made, kept as RESULT/*.npy,
as the same Cloud Optimized GeoTIFFs, by the same driver, codec and threads. Nothing is computed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

from lstgeo.pipeline import layers
from lstgeo.raster import cog, geotiff
from lstgeo.raster.grid import Grid

BANDS = ("B10", "B4", "B5", "QA_PIXEL", "QA_RADSAT")
ROWS = 256


def main() -> None:
    """Read and write."""
    scene, result, output, encoding = sys.argv[1:]
    grids = [read(next(Path(scene).glob(f"*_{band}.TIF"))) for band in BANDS]
    for layer in layers.of(encoding):
        write(layer, Path(result), Path(output), grids[0])


def read(path: Path) -> Grid:
    """Decode a raster strip by strip."""
    with rasterio.Env(GDAL_CACHEMAX=cog.CACHE), rasterio.open(path) as source:
        for top in range(0, source.height, ROWS):
            rows = min(ROWS, source.height - top)
            source.read(1, window=Window(0, top, source.width, rows))
        return Grid.of(source)


def write(layer: layers.Layer, result: Path, output: Path, grid: Grid) -> None:
    """Write one array of the result."""
    stored = np.load(result / f"{layer.quantity.name}.npy", mmap_mode="r")
    plain, target = (output / f"{kind}{layer.suffix}.tif" for kind in ("plain", "lst"))
    with geotiff.writer(
        plain, grid, layer.dtype, nodata=layer.nodata, compress=None, predictor=1
    ) as write_rows:
        for top in range(0, grid.height, ROWS):
            write_rows(top, stored[top : top + ROWS])
    cog.convert(plain, target, overviews=layer.overviews, threads=2)
    plain.unlink()


if __name__ == "__main__":
    main()
