"""Windows of rows that overlap, so that what looks beyond a strip reads no whole neighbour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import dask.array as da
import numpy as np
import xarray as xr


@dataclass(frozen=True)
class Windows:
    """Windows of `step` rows over `height` rows, and `halo` rows more to either side of each."""

    height: int
    step: int
    halo: int

    @property
    def tops(self) -> range:
        """First row of each window, without its halo."""
        return range(0, self.height, self.step)

    @property
    def wide(self) -> list[slice]:
        """Rows of each window with its halo, as far as there are any."""
        return [
            slice(max(0, top - self.halo), min(self.height, top + self.step + self.halo))
            for top in self.tops
        ]

    def widened(self, raster: xr.DataArray) -> da.Array:
        """Rows of `raster` window by window, each a block with its halo."""
        data = da.asarray(raster.data)  # type: ignore[no-untyped-call]
        return _stacked([data[rows].rechunk(-1) for rows in self.wide])

    def mapped(
        self,
        function: Callable[..., Any],
        arrays: Sequence[da.Array],
        dtype: np.dtype[Any],
        strip: int,
    ) -> da.Array:
        """`function` of the blocks of widened `arrays`, without the halo, in strips of `strip`."""
        wide = da.map_blocks(  # type: ignore[no-untyped-call]
            function, *arrays, dtype=dtype, meta=np.empty((0, 0), dtype)
        )
        narrow = [
            wide.blocks[number][top - rows.start : top - rows.start + self.step]
            for number, (top, rows) in enumerate(zip(self.tops, self.wide, strict=True))
        ]
        strips: da.Array = _stacked(narrow).rechunk({0: strip})  # type: ignore[no-untyped-call]
        return strips


def _stacked(pieces: Sequence[da.Array]) -> da.Array:
    stacked: da.Array = da.concatenate(pieces)  # type: ignore[no-untyped-call]
    return stacked
