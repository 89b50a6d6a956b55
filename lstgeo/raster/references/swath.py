"""Part of a swath of surface temperature, laid on a grid as granules are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.raster.grid import Grid
from lstgeo.raster.swaths import gridding
from lstgeo.raster.swaths.granule import Positions

Array = NDArray[Any]
Bounds = tuple[float, float, float, float]

_MARGIN = 0.005
"""Degrees around the bounds that are kept, some 500 m."""


@dataclass(frozen=True, eq=False)
class Swath:
    """Layers (line, pixel) by name, and where their pixels lie [degree]; NaN where that is unknown.

    `lines` are the rows of a scan, and `spacing` is the distance of neighbouring pixels [m].
    """

    layers: Mapping[str, Array]
    longitude: Array
    latitude: Array
    lines: int
    spacing: float


def cut(found: Swath, bounds: Bounds | None) -> Swath:
    """Whole scans of a swath, and pixels, within west, south, east, north [degree]; all if None."""
    if bounds is None:
        return found
    west, south, east, north = bounds
    across = _MARGIN / max(math.cos(math.radians((south + north) / 2)), 0.01)
    inside = (found.latitude >= south - _MARGIN) & (found.latitude <= north + _MARGIN)
    # Longitudes are counted from the west of the bounds, which may cross the antimeridian.
    inside &= (found.longitude - west + across) % 360 <= (east - west) % 360 + 2 * across
    if not inside.any():
        return found
    rows, columns = (np.flatnonzero(inside.any(axis=axis)) for axis in (1, 0))
    window = (
        slice(int(rows[0]) // found.lines * found.lines, int(rows[-1]) + 1),
        slice(int(columns[0]), int(columns[-1]) + 1),
    )
    return Swath(
        {name: values[window] for name, values in found.layers.items()},
        found.longitude[window],
        found.latitude[window],
        found.lines,
        found.spacing,
    )


def gridded(found: Swath, missing: Mapping[str, float]) -> tuple[dict[str, Array], Grid]:
    """Layers on a grid of cells of the swath's spacing, `missing` where no pixel is near.

    A cell has the values of the pixel whose centre is nearest to its own, if it is near at all.
    """
    positions = Positions(found.longitude, found.latitude)
    grid = gridding.grid(positions, found.lines, found.spacing)
    located = gridding.located(positions, found.lines, grid)
    pixel = gridding.nearest(located, grid, slice(0, grid.height))
    return {
        name: np.where(pixel >= 0, values.reshape(-1)[pixel], values.dtype.type(missing[name]))
        for name, values in found.layers.items()
    }, grid
