"""Grids in UTM and in degrees, and the way from one to the other."""

from __future__ import annotations

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS
from rasterio.warp import transform

from lstgeo.raster.grid import WGS84, Grid

Values = NDArray[np.float64]


def utm_grid(zone: int, west: float, north: float, cell: float, shape: tuple[int, int]) -> Grid:
    """North-up grid of square cells [m] in a northern UTM `zone` (WGS 84)."""
    return Grid(CRS.from_epsg(32600 + zone), Affine(cell, 0, west, 0, -cell, north), *shape)


def geographic_grid(west: float, north: float, cell: float, shape: tuple[int, int]) -> Grid:
    """North-up grid of square cells [degree] in WGS 84."""
    return Grid(WGS84, Affine(cell, 0, west, 0, -cell, north), *shape)


def pixel_positions(grid: Grid, longitude: Values, latitude: Values) -> tuple[Values, Values]:
    """Row and column (0 is the centre of the first pixel) of positions in degrees (WGS 84)."""
    flat = [np.asarray(values, np.float64).ravel() for values in (longitude, latitude)]
    x, y = (np.asarray(values) for values in transform(WGS84, grid.crs, *flat)[:2])
    columns, rows = _apply(~grid.transform, x, y)
    shape = np.shape(longitude)
    return np.reshape(rows - 0.5, shape), np.reshape(columns - 0.5, shape)


def geographic_positions(grid: Grid, rows: Values, columns: Values) -> tuple[Values, Values]:
    """Longitude and latitude [degree, WGS 84] of pixel centres, counted from 0."""
    flat = [np.asarray(values, np.float64).ravel() + 0.5 for values in (columns, rows)]
    x, y = _apply(grid.transform, flat[0], flat[1])
    longitude, latitude = transform(grid.crs, WGS84, x, y)[:2]
    shape = np.shape(rows)
    return np.reshape(longitude, shape), np.reshape(latitude, shape)


def placed(grid: Grid, rows: Values, columns: Values) -> tuple[Values, Values]:
    """Coordinates in the CRS of `grid` of pixel centres, counted from 0."""
    return _apply(grid.transform, columns + 0.5, rows + 0.5)


def _apply(affine: Affine, x: Values, y: Values) -> tuple[Values, Values]:
    a, b, c, d, e, f = affine[:6]
    return a * x + b * y + c, d * x + e * y + f
