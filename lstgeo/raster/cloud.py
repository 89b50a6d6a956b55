"""How near a pixel is to cloud."""

from __future__ import annotations

import math

import numpy as np
import rioxarray  # noqa: F401  (arrays get their .rio)
import xarray as xr
from numpy.typing import NDArray

from lstgeo.quality import Quality
from lstgeo.raster import dataset

NEAR = 1000.0
"""Distance [m] within which a pixel counts as near a cloud."""

DEGREE = 111_195.0
"""Length of a degree of latitude [m], on a sphere of 6371 km."""

Words = NDArray[np.uint64]

_WORD = 64
_ROUNDING = 1e-9


def with_proximity(quality: xr.DataArray, distance: float = NEAR) -> xr.DataArray:
    """`quality` with its near-cloud bit also set within `distance` [m] of a cloud pixel.

    Works strip by strip with a halo, and gives the same bits for any strip height. Distances are
    between pixel centres, on a grid in metres or in degrees.
    """
    reach = tuple(distance / size for size in _pixel_sizes(quality))
    if max(reach) < 1:
        return quality
    return dataset.with_halo(_mark, quality, int(reach[0] + _ROUNDING), reach=reach)


def _pixel_sizes(raster: xr.DataArray) -> tuple[float, float]:
    """Height and width of a pixel [m], in the middle of a raster."""
    transform = raster.rio.transform()
    height, width = abs(transform.e), abs(transform.a)
    if raster.rio.crs is None or not raster.rio.crs.is_geographic:
        return height, width
    latitude = math.radians(transform.f + transform.e * raster.sizes["y"] / 2)
    return DEGREE * height, DEGREE * width * math.cos(latitude)


def _mark(quality: NDArray[np.uint16], reach: tuple[float, float]) -> NDArray[np.uint16]:
    cloud = (quality & Quality.CLOUD) != 0
    if not cloud.any():
        return quality
    near = within(cloud, reach) & ((quality & Quality.FILL) == 0)
    return np.asarray(quality | near * np.uint16(Quality.NEAR_CLOUD))


def within(mask: NDArray[np.bool_], reach: tuple[float, float]) -> NDArray[np.bool_]:
    """Pixels within an ellipse of half-axes `reach` (rows, columns) of a pixel of `mask`.

    The ellipse is a pile of rows, the narrowest at its ends: `mask` is widened step by step, and
    what is as wide as a row of the ellipse is moved up and down by its height. On words of 64
    pixels.
    """
    rows, columns = reach
    widened, width = _packed(mask), 0
    near = np.zeros_like(widened)
    for height in range(min(int(rows + _ROUNDING), len(mask) - 1), -1, -1):
        wanted = int(columns * math.sqrt(max(0.0, 1 - (height / rows) ** 2)) + _ROUNDING)
        while width < wanted:
            step = min(wanted - width, width + 1, _WORD - 1)
            widened, width = _widened(widened, step), width + step
        near[height:] |= widened[: len(mask) - height]
        near[: len(mask) - height] |= widened[height:]
    bits = np.unpackbits(near.view(np.uint8), axis=1, count=mask.shape[1], bitorder="little")
    return bits.view(np.bool_)


def _packed(mask: NDArray[np.bool_]) -> Words:
    """Rows of `mask` in words of 64 pixels, the first pixel in the lowest bit, the rest 0."""
    packed = np.packbits(mask, axis=1, bitorder="little")
    padding = -packed.shape[1] % (_WORD // 8)
    return np.pad(packed, ((0, 0), (0, padding))).view("<u8")


def _widened(words: Words, step: int) -> Words:
    """Rows with every run of pixels longer by `step` at either end, if it was longer before."""
    on, back = np.uint64(step), np.uint64(_WORD - step)
    wider = words << on
    wider[:, 1:] |= words[:, :-1] >> back
    wider |= words
    wider |= words >> on
    wider[:, :-1] |= words[:, 1:] << back
    return wider
