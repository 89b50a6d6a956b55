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
    if not xp.any(missing):
        return _box_sum(xp, values, width) / _whole_weight(xp, values, width)
    total = _box_sum(xp, xp.where(missing, xp.zeros_like(values), values), width)
    weight = _box_sum(xp, xp.astype(~missing, values.dtype), width)
    known = weight > 0
    mean = total / xp.where(known, weight, xp.ones_like(weight))
    return xp.where(known, mean, xp.full_like(mean, float("nan")))


def reach(width: float) -> int:
    """Rows (and columns) beyond a pixel that its box of `width` pixels touches."""
    return max(0, math.ceil((width - 1) / 2))


def _whole_weight(xp: Array, values: Array, width: float) -> Array:
    """Weight of the box around each pixel where no value is missing: it varies at the edges only.

    The same bits as the sum over an array of ones, of which a corner of every kind is enough.
    """
    edges = [min(size, 2 * reach(width) + 1) for size in values.shape[-2:]]
    ones = xp.ones((1,) * (values.ndim - 2) + tuple(edges), dtype=values.dtype)
    weight = _box_sum(xp, ones, width)
    for axis, size in zip((-2, -1), values.shape[-2:], strict=True):
        weight = xp.take(weight, xp.asarray(_stretched(size, width)), axis=axis + values.ndim)
    return weight


def _stretched(size: int, width: float) -> list[int]:
    """Which line of a short array stands for each of `size` lines: its middle one for the inner."""
    halo = reach(width)
    if size <= 2 * halo + 1:
        return list(range(size))
    return [*range(halo), *[halo] * (size - 2 * halo), *range(halo + 1, 2 * halo + 1)]


def _box_sum(xp: Array, values: Array, width: float) -> Array:
    return _line_sum(xp, _line_sum(xp, values, width, -2), width, -1)


def _line_sum(xp: Array, values: Array, width: float, axis: int) -> Array:
    """Sum along an axis of the box around each value; beyond the array there is nothing."""
    total = xp.asarray(values, copy=True)
    for step in range(1, min(reach(width), values.shape[axis] - 1) + 1):
        share = min(1.0, (width + 1) / 2 - step)
        before, after = _lines(axis, slice(None, -step)), _lines(axis, slice(step, None))
        pair = xp.zeros_like(values)
        pair[after] = values[before]
        pair[before] += values[after]
        total += pair if share == 1 else share * pair
    return total


def _lines(axis: int, chosen: slice) -> tuple[object, ...]:
    """Index of the `chosen` lines along one of the two last axes."""
    return (..., chosen, slice(None)) if axis == -2 else (..., chosen)
