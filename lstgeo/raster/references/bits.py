"""Fields of bits in the quality numbers of a product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

MISSING = 0xFFFF
"""Quality number of a pixel that has none: in every product here its fields say not produced."""


@dataclass(frozen=True)
class Field:
    """A field of a quality number: its first bit, its width, and what its values mean."""

    first: int
    width: int
    meanings: Mapping[int, str]

    def of(self, numbers: Any) -> Any:
        """Value of the field in unsigned whole `numbers`, element by element."""
        return (numbers >> self.first) & ((1 << self.width) - 1)


def numbers(stored: xr.DataArray) -> xr.DataArray:
    """Stored quality numbers as 16 bits, `MISSING` where negative, no number, or nodata.

    A nodata of 0 is not believed: 0 is the best quality.
    """
    nodata = stored.rio.nodata
    there = (stored >= 0) & (stored <= MISSING)
    if nodata:
        there = there & (stored != nodata)
    return stored.where(there, MISSING).astype(np.uint16)
