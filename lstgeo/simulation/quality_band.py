"""The QA_PIXEL band of Collection 2, from masks that are known rather than guessed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

FILL, DILATED, CIRRUS, CLOUD, SHADOW, CLEAR, WATER = (1 << bit for bit in (0, 1, 2, 3, 4, 6, 7))
"""Single bits (USGS, Landsat 8-9 Collection 2 Level 1 data format control book); snow is bit 5."""

LOW_CONFIDENCE = 0b01_01_01_01 << 8
"""Cloud, shadow, snow and cirrus of low confidence, two bits each from bit 8."""

_SURE_OF_CLOUD, _SURE_OF_SHADOW, _SURE_OF_CIRRUS = 2 << 8, 2 << 10, 2 << 14

DILATION = 3
"""Pixels by which clouds are dilated."""


def encode(
    seen: Mask, *, cloud: Mask, dilated: Mask, shadow: Mask, cirrus: Mask, water: Mask
) -> NDArray[np.uint16]:
    """QA_PIXEL values; clear land is 21824, clear water 21952, fill 1.

    `dilated` counts where it is not `cloud`, `shadow` where it is neither; *clear* means neither
    cloud nor dilated, so cirrus and shadow keep that bit, as in the real product.
    """
    around = dilated & ~cloud
    dark = shadow & ~cloud & ~around
    value = np.full(seen.shape, LOW_CONFIDENCE, np.uint16)
    for mask, bits in (
        (cloud, CLOUD | _SURE_OF_CLOUD),
        (around, DILATED),
        (~cloud & ~around, CLEAR),
        (dark, SHADOW | _SURE_OF_SHADOW),
        (cirrus, CIRRUS | _SURE_OF_CIRRUS),
        (water, WATER),
    ):
        value |= np.where(mask, np.uint16(bits), np.uint16(0))
    return np.where(seen, value, np.uint16(FILL))


def dilated(mask: Mask) -> Mask:
    """`mask` grown by :data:`DILATION` pixels along rows and columns, without its outer border.

    The result is smaller by the dilation on every side, where the mask cannot tell.
    """
    height, width = (size - 2 * DILATION for size in mask.shape)
    lines = np.zeros((height, mask.shape[1]), np.bool_)
    for step in range(2 * DILATION + 1):
        lines |= mask[step : step + height]
    grown = np.zeros((height, width), np.bool_)
    for step in range(2 * DILATION + 1):
        grown |= lines[:, step : step + width]
    return grown
