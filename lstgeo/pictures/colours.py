"""From temperatures and quality bits to colours."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib import colormaps, colors
from matplotlib.cm import ScalarMappable
from numpy.typing import NDArray

from lstgeo import quality
from lstgeo.quality import Quality

Array = NDArray[Any]
Limits = tuple[float, float]

TEMPERATURE = "plasma"
UNCERTAINTY = "viridis"
ERROR = "RdBu_r"

NO_DATA = "#d3d7db"
CLOUD = "#fafbfc"
SHADOW = "#74808c"

VEILS: Mapping[Quality, tuple[str, float]] = MappingProxyType(
    {
        Quality.NEAR_CLOUD: (CLOUD, 0.35),
        Quality.CLOUD_SHADOW: (SHADOW, 0.92),
        Quality.CLOUD: (CLOUD, 0.90),
    }
)
"""Colour and opacity that a bit lays over the temperature, the lowest layer first."""


def limits(values: Array, otherwise: Limits, narrowest: float = 1.0) -> Limits:
    """1st and 99th percentile of the finite `values`; `otherwise` where there is none.

    They lie at least `narrowest` [K] apart: less would make a picture of noise.
    """
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return otherwise
    low, high = (float(limit) for limit in np.percentile(finite, (1, 99)))
    wider = max(0.0, narrowest - (high - low)) / 2
    return low - wider, high + wider


def scale(name: str, limits: Limits) -> ScalarMappable:
    """Colour scale called `name` between `limits`."""
    return ScalarMappable(colors.Normalize(*limits), colormaps[name])


def painted(values: Array, chosen: ScalarMappable, missing: str = NO_DATA) -> Array:
    """Colours (row, column, RGB in 0-1) of `values`; `missing` where they are NaN."""
    paint = np.asarray(chosen.to_rgba(np.nan_to_num(values)))[..., :3]
    return np.where(np.isfinite(values)[..., None], paint, colors.to_rgb(missing))


def veiled(paint: Array, bits: Array) -> Array:
    """The colours `paint` with cloud, its shadow and its edge laid over them."""
    for bit, (colour, opacity) in VEILS.items():
        laid = opacity * np.asarray(colors.to_rgb(colour)) + (1 - opacity) * paint
        paint = np.where(quality.is_set(bits, bit)[..., None], laid, paint)
    return paint


def hexadecimal(paint: Array) -> str:
    """Name of a colour (RGB in 0-1), such as `#fafbfc`."""
    red, green, blue = (float(part) for part in paint)
    return colors.to_hex((red, green, blue))
