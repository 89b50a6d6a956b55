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

_FAR = np.uint8(255)
_ROUNDING = 1e-9


def with_proximity(quality: xr.DataArray, distance: float = NEAR) -> xr.DataArray:
    """`quality` with its near-cloud bit also set within `distance` [m] of a cloud pixel.

    Works strip by strip with a halo, and gives the same bits for any strip height. Distances are
    between pixel centres, on a grid in metres or in degrees, and at most 254 pixels.
    """
    reach = tuple(min(distance / size, 254.0) for size in _pixel_sizes(quality))
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
    return np.where(near, quality | np.uint16(Quality.NEAR_CLOUD), quality)


def within(mask: NDArray[np.bool_], reach: tuple[float, float]) -> NDArray[np.bool_]:
    """Pixels within an ellipse of half-axes `reach` (rows, columns) of a pixel of `mask`.

    First the distance along each column, then the widest step aside that each distance allows:
    O(pixels x columns of reach) on bytes.
    """
    rows, columns = reach
    vertical = _column_distance(mask)
    near = np.zeros(mask.shape, bool)
    width = mask.shape[1]
    for aside in range(min(int(columns + _ROUNDING), width - 1) + 1):
        share = math.sqrt(max(0.0, 1 - (aside / columns) ** 2))
        tallest = int(rows * share + _ROUNDING)
        here = vertical <= tallest
        near[:, aside:] |= here[:, : width - aside]
        near[:, : width - aside] |= here[:, aside:]
    return near


def _column_distance(mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Rows to the nearest pixel of `mask` in the same column, 255 where 255 or more."""
    distance = np.where(mask, np.uint8(0), _FAR)
    for ordered in (distance, distance[::-1]):
        for row, before in zip(ordered[1:], ordered[:-1], strict=True):
            np.minimum(row, np.minimum(before, _FAR - 1) + np.uint8(1), out=row)
    return distance
