"""Area of pixels on the ground."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rasterio.errors import CRSError, RasterioError

from lstgeo.raster import projection
from lstgeo.raster.grid import Grid

Values = NDArray[np.float64]

SEMI_MAJOR, SEMI_MINOR = 6_378_137.0, 6_356_752.314245
"""Semi-axes of WGS 84 [m]."""

_SQUARED_ECCENTRICITY = 1 - (SEMI_MINOR / SEMI_MAJOR) ** 2

_COLUMNS = 9
"""Places along a row whose areas are averaged: within a UTM zone they differ by .1 %."""

_ROWS = 512
"""Rows at which areas are computed; between them they are linear."""


def of_rows(grid: Grid) -> Values | None:
    """Mean area of a pixel of each row [m2], on the WGS 84 ellipsoid; None where there is no place.

    The Jacobian of latitude and longitude times the radii of curvature (Snyder 1987, chapter 4).
    """
    if not grid.crs:
        return None
    rows = np.linspace(0, grid.height - 1, min(grid.height, _ROWS))
    columns = (np.arange(_COLUMNS) + 0.5) * grid.width / _COLUMNS - 0.5
    try:
        areas = _areas(grid, *np.meshgrid(rows, columns, indexing="ij"))
    except (CRSError, RasterioError):
        return None
    mean = areas.mean(axis=1)
    if not np.isfinite(mean).all():
        return None
    return np.asarray(np.interp(np.arange(grid.height), rows, mean))


def _areas(grid: Grid, rows: Values, columns: Values) -> Values:
    """Area of pixels around positions (0 is the centre of the first pixel) [m2]."""
    _, latitude = projection.geographic_positions(grid, rows, columns)
    down = _difference(grid, (rows - 0.5, columns), (rows + 0.5, columns))
    across = _difference(grid, (rows, columns - 0.5), (rows, columns + 0.5))
    turned = np.abs(down[0] * across[1] - down[1] * across[0])
    return np.asarray(turned * _square_radian(np.radians(latitude)))


def _difference(
    grid: Grid, start: tuple[Values, Values], end: tuple[Values, Values]
) -> tuple[Values, Values]:
    """Change of longitude and latitude from one position to another [radian]."""
    before = projection.geographic_positions(grid, *start)
    after = projection.geographic_positions(grid, *end)
    longitude = (after[0] - before[0] + 180) % 360 - 180
    return np.radians(longitude), np.radians(after[1] - before[1])


def _square_radian(latitude: Values) -> Values:
    """Area of a radian of longitude times one of latitude at a `latitude` [m2]: M N cos(phi)."""
    flattened = 1 - _SQUARED_ECCENTRICITY * np.sin(latitude) ** 2
    meridian = SEMI_MAJOR * (1 - _SQUARED_ECCENTRICITY) / flattened**1.5
    vertical = SEMI_MAJOR / np.sqrt(flattened)
    return np.asarray(meridian * vertical * np.cos(latitude))
