"""Colours and words of a map: scales, veils of cloud, classes of the quality bits."""

from __future__ import annotations

from typing import Any

import numpy as np

from lstgeo.pictures import colours
from lstgeo.quality import MEANINGS, NOT_CLEAR, Quality
from lstgeo.raster import palette

_SHADES = 256

_CLOUD, _SHADOW = palette.BITS[Quality.CLOUD], palette.BITS[Quality.CLOUD_SHADOW]

_VEILS = (
    (Quality.NEAR_CLOUD, _CLOUD, 0.35),
    (Quality.CLOUD_SHADOW, _SHADOW, 0.92),
    (Quality.CLOUD, _CLOUD, 0.90),
)
"""Colour and opacity that a bit lays over values, the lowest layer first."""

_CARE = (
    Quality.SATURATED
    | Quality.EMISSIVITY_FALLBACK
    | Quality.EMISSIVITY_RANGE
    | Quality.ATMOSPHERE_FILLED
    | Quality.WATER_VAPOUR_DOMAIN
    | Quality.INPUT_DOMAIN
    | Quality.LOW_TRANSMITTANCE
    | Quality.HIGH_UNCERTAINTY
)
"""Bits of clear pixels that are to be used with care."""

_NO_RESULT = Quality.TEMPERATURE_RANGE | Quality.NO_SOLUTION

_CLASSES = (
    ("no measurement", Quality.FILL, colours.NO_DATA),
    ("cloud", Quality.CLOUD, _CLOUD),
    ("cloud shadow", Quality.CLOUD_SHADOW, _SHADOW),
    ("near cloud, cirrus", Quality.NEAR_CLOUD, palette.BITS[Quality.NEAR_CLOUD]),
    ("no or implausible result", _NO_RESULT, palette.BITS[Quality.TEMPERATURE_RANGE]),
    ("clear, use with care", _CARE, palette.BITS[Quality.INPUT_DOMAIN]),
    ("clear, snow or ice", Quality.SNOW_ICE, palette.BITS[Quality.SNOW_ICE]),
    ("clear, water", Quality.WATER, palette.BITS[Quality.WATER]),
    ("clear", Quality(0), palette.NO_FLAG),
)
"""Classes of the map of quality: a pixel is of the first whose bits it has, else of the last.

A class of several bits has the colour that pictures give to one of them.
"""


def document() -> dict[str, Any]:
    """What a page must know to paint, for JSON."""
    return {
        "temperature": _shades(colours.TEMPERATURE),
        "sigma": _shades(colours.UNCERTAINTY),
        "missing": colours.NO_DATA,
        "veils": [
            {"mask": int(bit), "colour": colour, "opacity": opacity}
            for bit, colour, opacity in _VEILS
        ],
        "classes": [
            {"label": label, "mask": int(mask), "colour": colour}
            for label, mask, colour in _CLASSES
        ],
        "bits": [
            {"bit": position, "meaning": MEANINGS[bit]} for position, bit in enumerate(Quality)
        ],
        "not_clear": int(NOT_CLEAR),
    }


def _shades(name: str) -> str:
    """Colours of a scale from its lower to its upper end, six hexadecimal digits each."""
    scale = colours.scale(name, (0.0, _SHADES - 1.0))
    shades = np.asarray(scale.to_rgba(np.arange(_SHADES, dtype=float), bytes=True))
    return shades[:, :3].tobytes().hex()
