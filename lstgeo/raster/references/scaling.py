"""Stored numbers as physical values, by the attributes of their data set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Attributes = Mapping[str, Any]


def physical(numbers: NDArray[Any], attributes: Attributes) -> NDArray[np.float32]:
    """Values of `numbers`, NaN for fill and what is outside their valid range.

    Value = number x `scale_factor` + `add_offset`, as the land products of MODIS and ECOSTRESS
    define them. Attributes that are text without a number, such as `n/a`, are not there.
    """
    low, high = limits(attributes)
    known = numbers != number(attributes, "_FillValue", np.nan)
    known &= (numbers >= low) & (numbers <= high)
    scale, offset = number(attributes, "scale_factor", 1.0), number(attributes, "add_offset", 0.0)
    return np.where(known, numbers * scale + offset, np.nan).astype(np.float32)


def number(attributes: Attributes, name: str, otherwise: float) -> float:
    """Attribute called `name` as a number, written as one or as text; `otherwise` where it is none.

    >>> number({"_FillValue": "0"}, "_FillValue", 1.0), number({"scale": "n/a"}, "scale", 1.0)
    (0.0, 1.0)
    """
    try:
        return float(np.asarray(attributes[name]).reshape(())[()])
    except (KeyError, TypeError, ValueError):
        return otherwise


def limits(attributes: Attributes) -> tuple[float, float]:
    """Least and greatest valid number; none where the attributes state no range of two numbers."""
    try:
        low, high = (float(limit) for limit in attributes["valid_range"])
    except (KeyError, TypeError, ValueError):
        return -np.inf, np.inf
    return low, high
