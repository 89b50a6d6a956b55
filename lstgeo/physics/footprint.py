"""The mean over the native footprint of a thermal pixel, a box of fractional width."""

from __future__ import annotations

import math

from lstgeo.physics import arrays
from lstgeo.physics.arrays import Array


def average(values: Array, width: float) -> Array:
    """Mean of `values` (..., rows, columns) over a box of `width` pixels around each pixel.

    The outermost pixels of the box count by the fraction that it covers: a width of 2 weighs
    .5, 1, .5. NaN and what lies beyond the array are left out; NaN where nothing is left. A width
    up to 1 returns `values` unchanged.

    The order of summation is fixed, so a pixel at least :func:`reach` rows and columns inside a
    block gets the same bits in every block.
    """
    if width <= 1:
        return values
    xp = arrays.namespace(values)
    missing = xp.isnan(values)
    total = _box_sum(xp, xp.where(missing, xp.zeros_like(values), values), width)
    weight = _box_sum(xp, xp.astype(~missing, values.dtype), width)
    known = weight > 0
    mean = total / xp.where(known, weight, xp.ones_like(weight))
    return xp.where(known, mean, xp.full_like(mean, float("nan")))


def reach(width: float) -> int:
    """Rows (and columns) beyond a pixel that its box of `width` pixels touches."""
    return max(0, math.ceil((width - 1) / 2))


def _box_sum(xp: Array, values: Array, width: float) -> Array:
    return _line_sum(xp, _line_sum(xp, values, width, -2), width, -1)


def _line_sum(xp: Array, values: Array, width: float, axis: int) -> Array:
    lines = xp.moveaxis(values, axis, 0)
    count, halo = lines.shape[0], reach(width)
    beyond = xp.zeros((halo, *lines.shape[1:]), dtype=lines.dtype)
    padded = xp.concat([beyond, lines, beyond], axis=0)
    total = lines
    for step in range(1, halo + 1):
        pair = padded[halo - step : halo - step + count] + padded[halo + step : halo + step + count]
        total = total + min(1.0, (width + 1) / 2 - step) * pair
    return xp.moveaxis(total, 0, axis)
