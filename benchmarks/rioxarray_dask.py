"""The same, lazily: `python -m benchmarks.rioxarray_dask SCENE WATER_VAPOUR OUTPUT`."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import rioxarray
import xarray as xr
from rasterio.enums import Resampling

from benchmarks import single_channel

CHUNK = 2048


def main() -> None:
    """Open lazily, compute and write by `to_raster`."""
    scene, vapour, output = map(Path, sys.argv[1:])
    thermal, red, infrared = (_band(scene, name) for name in ("B10", "B4", "B5"))
    coarse: Any = rioxarray.open_rasterio(vapour)
    water = coarse.squeeze("band", drop=True).rio.reproject_match(
        thermal, resampling=Resampling.bilinear
    )
    water = water.assign_coords(x=thermal.x, y=thermal.y).chunk({"x": CHUNK, "y": CHUNK}) / 10
    found = single_channel.temperature(
        thermal, single_channel.emissivity(red, infrared), water.astype("float32")
    ).where(thermal > 0)
    found.astype("float32").rio.to_raster(
        output, tiled=True, compress="deflate", zlevel=1, predictor=3, num_threads=2,
        lock=threading.Lock(), blockxsize=512, blockysize=512,
    )  # fmt: skip


def _band(scene: Path, name: str) -> xr.DataArray:
    path = next(scene.glob(f"*_{name}.TIF"))
    opened: Any = rioxarray.open_rasterio(path, chunks={"x": CHUNK, "y": CHUNK}, lock=False)
    band: xr.DataArray = opened.squeeze("band", drop=True)
    return band.astype("float32")


if __name__ == "__main__":
    main()
