"""From temperatures and quality bits to colours."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib import colormaps, colors
from matplotlib.cm import ScalarMappable
from numpy.typing import NDArray

from lstgeo import quality
from lstgeo.quality import Quality
from lstgeo.raster import palette

Array = NDArray[Any]
Limits = tuple[float, float]

TEMPERATURE, UNCERTAINTY = "temperature", "uncertainty"
ERROR = "RdBu_r"

_RAMPS = {TEMPERATURE: palette.TEMPERATURE, UNCERTAINTY: palette.UNCERTAINTY}

NO_DATA = palette.BITS[Quality.FILL]

COVERS = (Quality.CLOUD_SHADOW, Quality.CLOUD)
"""Bits whose colour covers the temperature, the lower layer first."""

HATCH, HATCH_OPACITY = "#ffffff", 0.55
_HATCH_SPACING, _HATCH_WIDTH = 0.048, 0.012
"""Distance and width [inch] of the lines over pixels near cloud: the temperature stays legible."""


def limits(
    values: Array,
    otherwise: Limits,
    narrowest: float = 1.0,
    percentiles: Limits = (1.0, 99.0),
) -> Limits:
    """Two percentiles of the finite `values`; `otherwise` where there is none.

    They lie at least `narrowest` [K] apart: less would make a picture of noise.
    """
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return otherwise
    low, high = (float(limit) for limit in np.percentile(finite, percentiles))
    return palette.apart((low, high), narrowest)


def scale(name: str, limits: Limits) -> ScalarMappable:
    """Colour scale between `limits`: `TEMPERATURE`, `UNCERTAINTY`, or one that matplotlib names."""
    ramp = _RAMPS.get(name)
    chosen = (
        colors.LinearSegmentedColormap.from_list(name, ramp.colours) if ramp else colormaps[name]
    )
    return ScalarMappable(colors.Normalize(*limits), chosen)


def painted(values: Array, chosen: ScalarMappable, missing: str = NO_DATA) -> Array:
    """Colours (row, column, RGB as uint8) of `values`; `missing` where they are NaN."""
    low, high = (float(limit or 0.0) for limit in chosen.get_clim())
    count = chosen.cmap.N
    with np.errstate(invalid="ignore"):
        steps = np.clip((values - np.float32(low)) * np.float32(count / (high - low)), 0, count - 1)
        places = np.where(np.isfinite(values), steps, count).astype(np.uint16)
    shades = np.asarray(chosen.cmap(np.arange(count), bytes=True))[:, :3]
    return np.vstack([shades, rgb(missing)])[places]


def covered(paint: Array, bits: Array) -> Array:
    """The colours `paint` with cloud and its shadow over them."""
    made = paint.copy()
    for bit in COVERS:
        made[quality.is_set(bits, bit)] = rgb(palette.BITS[bit])
    return made


def hatched(paint: Array, where: Array, resolution: float) -> Array:
    """The colours `paint`, one a pixel of a picture, with light lines over those `where`.

    `resolution` [pixel per inch] is that of the picture.
    """
    spacing = max(4, round(_HATCH_SPACING * resolution))
    width = max(1, round(_HATCH_WIDTH * resolution))
    rows, columns = (np.arange(size) for size in where.shape)
    lines = where & ((rows[:, None] + columns) % spacing < width)
    made = paint.copy()
    light = HATCH_OPACITY * rgb(HATCH) + (1 - HATCH_OPACITY) * made[lines]
    made[lines] = np.rint(light).astype(np.uint8)
    return made


def of_quality(bits: Array) -> Array:
    """Colours (row, column, RGB as uint8) of quality bits: of the bit that counts most."""
    values, places = np.unique(bits, return_inverse=True)
    shades = np.array([rgb(palette.colour(value)) for value in values.tolist()], np.uint8)
    return shades[places.reshape(bits.shape)]


def rgb(colour: str) -> Array:
    """Red, green and blue (uint8) of a colour such as `#fafbfc`."""
    return np.frombuffer(bytes.fromhex(colour.removeprefix("#")), np.uint8)
