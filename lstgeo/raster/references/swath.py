"""Pixels of a swath on a grid in UTM, each cell from the nearest pixel (pyresample)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.warp import transform_bounds

from lstgeo.errors import InputError
from lstgeo.raster.grid import WGS84, Grid

Array = NDArray[Any]
Bounds = tuple[float, float, float, float]

_REACH = 0.8
"""Farthest pixel that a cell takes its values from [spacings]; a lattice reaches .71."""

_FAR = 1e30
"""Longitude and latitude of a pixel that has none, as pyresample wants it."""


@dataclass(frozen=True, eq=False)
class Swath:
    """Layers (line, pixel) by name, and where their pixels lie [degree]; NaN where that is unknown.

    `spacing` is the distance of neighbouring pixels [m].
    """

    layers: Mapping[str, Array]
    longitude: Array
    latitude: Array
    spacing: float


def cut(found: Swath, bounds: Bounds | None) -> Swath:
    """Lines and pixels of a swath within west, south, east, north [degree]; all if None."""
    if bounds is None:
        return found
    margin = 3 * found.spacing / 111_000
    west, south, east, north = bounds
    across = margin / max(math.cos(math.radians((south + north) / 2)), 0.01)
    inside = (found.latitude >= south - margin) & (found.latitude <= north + margin)
    # Longitudes are counted from the west of the bounds, which may cross the antimeridian.
    inside &= (found.longitude - west + across) % 360 <= (east - west) % 360 + 2 * across
    if not inside.any():
        return found
    window = tuple(
        slice(int(places.min()), int(places.max()) + 1)
        for places in (np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0)))
    )
    return Swath(
        {name: values[window] for name, values in found.layers.items()},
        found.longitude[window],
        found.latitude[window],
        found.spacing,
    )


def gridded(found: Swath, missing: Mapping[str, float], name: str) -> tuple[dict[str, Array], Grid]:
    """Layers on a grid in UTM of cells of the swath's spacing, `missing` where no pixel is near.

    A cell has the values of the pixel whose centre is nearest to its own, if it is near at all.
    Raises InputError without pyresample, and where no pixel of swath `name` has a place.
    """
    try:
        from pyresample import geometry, kd_tree  # noqa: PLC0415
    except ImportError as error:
        raise InputError(
            f"{name} is a swath, which needs pyresample: pip install 'lstgeo[swath]'"
        ) from error
    placed = np.isfinite(found.longitude) & np.isfinite(found.latitude)
    if not placed.any():
        raise InputError(f"no pixel of {name} has a longitude and a latitude")
    grid = _grid(found, placed)
    west, south, east, north = grid.bounds
    area = geometry.AreaDefinition(
        "utm", "", "", grid.crs.to_wkt(), grid.width, grid.height, (west, south, east, north)
    )
    longitude, latitude = (
        np.where(placed, values, _FAR) for values in (found.longitude, found.latitude)
    )
    inputs, outputs, nearest, _ = kd_tree.get_neighbour_info(
        geometry.SwathDefinition(longitude, latitude), area, _REACH * found.spacing, neighbours=1
    )
    layers = {
        layer: kd_tree.get_sample_from_neighbour_info(
            "nn", grid.shape, values, inputs, outputs, nearest, fill_value=missing[layer]
        )
        for layer, values in found.layers.items()
    }
    return layers, grid


def _grid(found: Swath, placed: NDArray[np.bool_]) -> Grid:
    """Grid in the UTM zone of the middle of a swath, around its pixels."""
    latitude, longitude = found.latitude[placed], found.longitude[placed]
    middle = float(longitude.flat[longitude.size // 2])
    around = middle + (longitude - middle + 180) % 360 - 180
    zone = int((middle + 180) // 6) % 60 + 1
    south = float(np.median(latitude)) < 0
    crs = CRS.from_epsg((32700 if south else 32600) + zone)
    bounds = around.min(), latitude.min(), around.max(), latitude.max()
    left, bottom, right, top = transform_bounds(WGS84, crs, *map(float, bounds))
    step = found.spacing
    west, north = math.floor(left / step) * step, math.ceil(top / step) * step
    height, width = math.ceil((north - bottom) / step), math.ceil((right - west) / step)
    return Grid(crs, Affine(step, 0, west, 0, -step, north), height, width)
