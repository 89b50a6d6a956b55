"""A field that depends on the height of the ground: a polynomial in each cell, laid over pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dask.array as da
import numpy as np
import xarray as xr

from lstgeo.raster.fields import drape
from lstgeo.raster.fields.drape import Drape, Values
from lstgeo.raster.fields.mesh import Mesh


@dataclass(frozen=True, eq=False)
class Sheets:
    """Coefficients of a polynomial of height, the lowest power first, each draped over the pixels.

    Height counts from -1 to 1 between the ends of `span` [m], beyond which it stays. `own` is the
    field at the ground of the cells themselves, for pixels of unknown height.
    """

    own: Drape
    coefficients: tuple[Drape, ...]
    span: tuple[float, float]

    def lazily(self, like: xr.DataArray, height: xr.DataArray | None) -> xr.DataArray:
        """Values on the pixels of `like` at their `height` [m], in its strips."""
        if height is None:
            return self.own.lazily(like)
        values = da.map_blocks(  # type: ignore[no-untyped-call]
            _block, height.data, sheets=self, dtype=np.float32, meta=np.empty((0, 0), np.float32)
        )
        return like.drop_attrs(deep=False).copy(data=values)

    def block(self, rows: slice, columns: slice, height: Values) -> Values:
        """Values of some rows and columns of pixels at their `height` [m]."""
        low, high = self.span
        middle, half = np.float32((low + high) / 2), np.float32(max(high - low, 1.0) / 2)
        place = np.clip((height - middle) / half, np.float32(-1), np.float32(1))
        *lower, highest = self.coefficients
        found = highest.block(rows, columns)
        for coefficient in reversed(lower):
            found *= place
            found += coefficient.block(rows, columns)
        unknown = np.isnan(place)
        return np.where(unknown, self.own.block(rows, columns), found) if unknown.any() else found


def over(mesh: Mesh, own: Values, powers: Sequence[Values], span: tuple[float, float]) -> Sheets:
    """Sheets over `mesh` of `own` (rows, columns) and the coefficients `powers` (rows, columns)."""
    laid = tuple(drape.over(mesh, power) for power in powers)
    return Sheets(drape.over(mesh, own), laid, span)


def _block(height: Values, sheets: Sheets, block_info: Mapping[Any, Any]) -> Values:
    (top, bottom), (left, right) = block_info[None]["array-location"]
    return sheets.block(slice(top, bottom), slice(left, right), np.asarray(height, np.float32))
