"""Arrays as text that a page can hold, and small enough.

Steps between neighbours in a row, zigzag, low bytes before high ones, deflated, base64: what
`assets/cells.js` undoes.
"""

from __future__ import annotations

import base64
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

PER_KELVIN = 100
"""Steps in which a page holds a kelvin."""


def kelvins(values: Array) -> str:
    """Text of values [K] in steps of .01 K, from 0 to 655.34 K; NaN stays without a value."""
    highest = (1 << 16) - 1
    with np.errstate(invalid="ignore"):
        steps = np.clip(np.rint(values.astype(np.float64) * PER_KELVIN) + 1, 1, highest)
    return whole(np.where(np.isfinite(values), steps, 0).astype(np.uint16))


def whole(values: Array) -> str:
    """Text of a uint16 array (row, column)."""
    steps = np.diff(values, axis=1, prepend=np.uint16(0)).view(np.int16)
    zigzag = ((steps << 1) ^ (steps >> 15)).view(np.uint16)
    planes = zigzag.astype("<u2").view(np.uint8).reshape(-1, 2).T
    return base64.b64encode(zlib.compress(planes.tobytes(), 6)).decode("ascii")
