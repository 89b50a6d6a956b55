"""The sixteen quality bits of a retrieved pixel, and the masks that have names."""

from __future__ import annotations

from enum import IntFlag
from typing import Any


class Quality(IntFlag):
    """Bits of the `quality` variable and of the `_qa.tif` raster (uint16)."""

    FILL = 1 << 0
    CLOUD = 1 << 1
    CLOUD_SHADOW = 1 << 2
    NEAR_CLOUD = 1 << 3
    SNOW_ICE = 1 << 4
    WATER = 1 << 5
    SATURATED = 1 << 6
    EMISSIVITY_FALLBACK = 1 << 7
    EMISSIVITY_RANGE = 1 << 8
    ATMOSPHERE_FILLED = 1 << 9
    WATER_VAPOUR_DOMAIN = 1 << 10
    INPUT_DOMAIN = 1 << 11
    LOW_TRANSMITTANCE = 1 << 12
    TEMPERATURE_RANGE = 1 << 13
    HIGH_UNCERTAINTY = 1 << 14
    NO_SOLUTION = 1 << 15


MEANINGS = {
    Quality.FILL: "no measurement here (border, gap or fill)",
    Quality.CLOUD: "cloud",
    Quality.CLOUD_SHADOW: "cloud shadow",
    Quality.NEAR_CLOUD: "cirrus, dilated cloud, or within 1 km of cloud",
    Quality.SNOW_ICE: "snow or ice",
    Quality.WATER: "water",
    Quality.SATURATED: "sensor saturated",
    Quality.EMISSIVITY_FALLBACK: "emissivity from a fallback",
    Quality.EMISSIVITY_RANGE: "emissivity outside 0.8-1",
    Quality.ATMOSPHERE_FILLED: "an atmospheric input was missing: filled, or done without",
    Quality.WATER_VAPOUR_DOMAIN: "water vapour outside the domain of the method",
    Quality.INPUT_DOMAIN: "another input outside the domain of the method",
    Quality.LOW_TRANSMITTANCE: "transmittance below 0.3",
    Quality.TEMPERATURE_RANGE: "result outside 190-350 K",
    Quality.HIGH_UNCERTAINTY: "uncertainty (1 sigma) above 3 K",
    Quality.NO_SOLUTION: "no solution, or correction beyond 3 sigma",
}
"""What each bit says, in the words of the STAC item and of the documentation."""

CLOUDED = Quality.CLOUD | Quality.CLOUD_SHADOW | Quality.NEAR_CLOUD
"""Pixels that cloud, its shadow or its edge may have spoiled."""

NOT_CLEAR = Quality.FILL | CLOUDED | Quality.TEMPERATURE_RANGE | Quality.NO_SOLUTION
"""Pixels that are not *clear*: a clear pixel has none of these bits."""


def is_set(quality: Any, mask: Quality) -> Any:
    """Whether any bit of `mask` is set, element by element; an array of bool as `quality` is."""
    return (quality & int(mask)) != 0


def clear(quality: Any) -> Any:
    """Whether a pixel is clear: retrieved, plausible, and free of cloud and shadow."""
    return (quality & int(NOT_CLEAR)) == 0


def decode_quality(quality: Any) -> dict[str, Any]:
    """Boolean masks of a `quality` array by name, one a bit, and `clear`.

    `quality` is a uint16 NumPy array or xarray DataArray; the masks are of the same kind and shape.

    Examples
    --------
    >>> masks = decode_quality(2 | 32)
    >>> [name for name, here in masks.items() if here]
    ['cloud', 'water']

    """
    masks = {str(bit.name).lower(): is_set(quality, bit) for bit in Quality}
    return masks | {"clear": clear(quality)}
