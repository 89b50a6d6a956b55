"""The one door to the array-API namespace of whatever arrays a formula is given."""

from __future__ import annotations

from typing import Any, TypeAlias

import array_api_compat
import numpy as np

Array: TypeAlias = Any
"""Any array-API array (NumPy, torch); Python scalars count as NumPy."""


def namespace(*values: Array) -> Any:
    """Array-API namespace shared by `values`; NumPy where all of them are Python scalars.

    Raises TypeError where the arrays are of different libraries.
    """
    arrays = [value for value in values if array_api_compat.is_array_api_obj(value)]
    return array_api_compat.array_namespace(*(arrays or [np.empty(0)]))


def array(value: Array, xp: Any) -> Array:
    """`value` as an array of `xp`; an array passes as it is, with the gradient it carries."""
    return value if array_api_compat.is_array_api_obj(value) else xp.asarray(value)


def lookup(table: Array, position: Array) -> Array:
    """Linear interpolation in a one-dimensional `table` at fractional indices; NaN outside it.

    `position` counts nodes from 0 and may have any shape. The index is computed, never searched,
    and the result is differentiable in `position`.
    """
    xp = namespace(position)
    last = table.shape[0] - 1
    inside = (position >= 0) & (position <= last)
    safe = xp.where(inside, position, xp.zeros_like(position))
    index = xp.clip(xp.astype(xp.floor(safe), xp.int64), 0, last - 1)
    low, high = (
        xp.reshape(xp.take(table, xp.reshape(index + step, (-1,))), index.shape) for step in (0, 1)
    )
    value = low + (safe - xp.astype(index, safe.dtype)) * (high - low)
    return xp.where(inside, value, xp.full_like(value, float("nan")))
