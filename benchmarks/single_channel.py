"""What people write: `python -m benchmarks.single_channel SCENE WATER_VAPOUR OUTPUT`.

Whole arrays, NumPy and rasterio, the generalised single channel algorithm (Jimenez-Munoz et al.
2014) with an NDVI emissivity; float32, two compression threads; writes temperature alone.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.enums import Resampling
from rasterio.warp import reproject

Array = Any
K1, K2, WAVELENGTH = 774.8853, 1321.0789, 10.904
GAIN, OFFSET = 3.342e-4, 0.1
PSI = (
    (0.04019, 0.02916, 1.01523),
    (-0.38333, -1.50294, 0.20324),
    (0.00918, 1.36072, -0.27514),
)
"""Coefficients of TIRS band 10 for water vapour in g cm-2, highest power first."""


def main() -> None:
    """Read all, compute all, write all."""
    scene, vapour, output = map(Path, sys.argv[1:])
    thermal, profile = whole(scene, "B10")
    red, infrared = whole(scene, "B4")[0], whole(scene, "B5")[0]
    with rasterio.open(vapour) as source:
        water = np.full(thermal.shape, np.nan, np.float32)
        reproject(
            rasterio.band(source, 1),
            water,
            dst_transform=profile["transform"],
            dst_crs=profile["crs"],
            resampling=Resampling.bilinear,
        )
    found = np.where(
        thermal > 0, temperature(thermal, emissivity(red, infrared), water / 10), np.nan
    )
    profile.update(
        driver="GTiff", dtype="float32", nodata=np.nan, compress="deflate", predictor=3, zlevel=1,
        num_threads=2, tiled=True, blockxsize=512, blockysize=512,
    )  # fmt: skip
    with rasterio.open(output, "w", **profile) as target:
        target.write(found.astype(np.float32), 1)


def whole(scene: Path, band: str) -> tuple[Array, dict[str, Any]]:
    """All numbers of a band, and its profile."""
    with rasterio.open(next(scene.glob(f"*_{band}.TIF"))) as source:
        return source.read(1).astype(np.float32), source.profile


def emissivity(red: Array, infrared: Array) -> Array:
    """From the NDVI."""
    scale, shift = np.float32(2e-5), np.float32(-0.1)
    red, infrared = red * scale + shift, infrared * scale + shift
    with np.errstate(invalid="ignore", divide="ignore"):
        index = (infrared - red) / (infrared + red)
    cover = np.clip((index - np.float32(0.2)) / np.float32(0.66), 0, 1) ** 2
    return np.float32(0.97) + np.float32(0.02) * cover


def temperature(number: Array, emissivity: Array, water: Array) -> Array:
    """Land surface temperature [K]; water vapour in g cm-2."""
    radiance = number * np.float32(GAIN) + np.float32(OFFSET)
    brightness = np.float32(K2) / np.log(np.float32(K1) / radiance + 1)
    first, second, third = (
        np.float32(a) * water**2 + np.float32(b) * water + np.float32(c) for a, b, c in PSI
    )
    gamma = brightness**2 / (np.float32(14387.7 / WAVELENGTH) * radiance)
    delta = brightness - brightness**2 / np.float32(14387.7 / WAVELENGTH)
    return gamma * ((first * radiance + second) / emissivity + third) + delta


if __name__ == "__main__":
    main()
