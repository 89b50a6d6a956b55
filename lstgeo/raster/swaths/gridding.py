"""Pixels of a swath laid on a projected grid: each cell has the pixel nearest to its middle."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from pyproj import Transformer
from rasterio.crs import CRS

from lstgeo.errors import InputError, SceneError
from lstgeo.raster.grid import WGS84, Grid
from lstgeo.raster.swaths.granule import Floats, Positions

WIDEST_UTM = 600_000.0
"""Distance from its middle [m] to which a swath is laid on a grid in UTM."""

STEEPEST_UTM = 84.0
"""Latitude [degree] to which UTM is defined."""

MARGIN = 1.1
"""How much farther than half its diagonal a pixel reaches: hills make spacing uneven (ours)."""

SEGMENT = 128
"""Pixels of a row whose extent is kept together."""

_SAMPLED = 16
"""Every so many rows and columns are asked for the middle of a swath."""

_RADIUS = 6_371_000.0


@dataclass(frozen=True, eq=False)
class Located:
    """Where the pixels of a swath lie on a grid.

    `north` and `south` are ends of segments of rows, in rows of the grid; `reach` is the distance
    [m] to which a pixel of each column counts.
    """

    positions: Positions
    north: Floats
    south: Floats
    reach: Floats


def grid(positions: Positions, lines: int, cell: float) -> Grid:
    """Projected grid of square cells [m] around a swath, its corners at multiples of the cell.

    UTM of its middle, or Lambert's azimuthal equal-area projection for wide swaths and near the
    poles. Raises SceneError where no position is known, InputError without pyresample.
    """
    _pyresample()
    crs = _projection(positions)
    west, south, east, north = math.inf, math.inf, -math.inf, -math.inf
    for x, y, _ in _scans(positions, lines, crs):
        if np.isfinite(x).any():
            west, east = min(west, float(np.nanmin(x))), max(east, float(np.nanmax(x)))
            south, north = min(south, float(np.nanmin(y))), max(north, float(np.nanmax(y)))
    left, top = math.floor(west / cell) * cell, math.ceil(north / cell) * cell
    shape = math.ceil((top - south) / cell), math.ceil((east - left) / cell)
    return Grid(crs, Affine(cell, 0, left, 0, -cell, top), *shape)


def located(positions: Positions, lines: int, on: Grid) -> Located:
    """Where the pixels of a swath lie on a grid; pixels grow towards the ends of its rows.

    What a pixel reaches is half the diagonal of the parallelogram that its neighbours in the scan
    leave it, the mean of its column.
    """
    rows, columns = positions.latitude.shape
    starts = np.arange(0, columns, SEGMENT)
    north, south = (np.empty((rows, starts.size), np.float32) for _ in range(2))
    total, count = np.zeros(columns), np.zeros(columns)
    for x, y, scan in _scans(positions, lines, on.crs):
        down = (on.transform.f - y) / -on.transform.e
        north[scan] = np.fmin.reduceat(down, starts, axis=1)
        south[scan] = np.fmax.reduceat(down, starts, axis=1)
        half = _half_diagonal(x, y)
        known = np.isfinite(half)
        total += np.where(known, half, 0).sum(axis=0)
        count += known.sum(axis=0)
    reach = np.where(count > 0, MARGIN * total / np.maximum(count, 1), 0)
    return Located(positions, north, south, reach.astype(np.float32))


def nearest(found: Located, on: Grid, rows: slice) -> NDArray[np.intp]:
    """Flat index of the pixel nearest to the middle of each cell in `rows` of a grid, -1 for none.

    Where pixels of neighbouring scans overlap, as they do towards the ends of a swath, the nearest
    counts; beyond its reach a pixel counts nowhere, so that no gap is filled.
    """
    kd_tree, geometry = _pyresample()
    window = rows.stop - rows.start, on.width
    farthest = float(found.reach.max())
    chosen = _near(found, rows, farthest / abs(on.transform.e))
    index = np.full(window, -1, np.intp)
    if not chosen.size:
        return index
    longitude, latitude = (
        array.reshape(-1)[chosen] for array in (found.positions.longitude, found.positions.latitude)
    )
    _, there, place, distance = kd_tree.get_neighbour_info(
        geometry.SwathDefinition(lons=longitude, lats=latitude),
        _area(geometry, on, rows),
        farthest,
        neighbours=1,
        reduce_data=False,
    )
    known = place < chosen.size
    pixel = chosen[np.where(known, place, 0)]
    known &= distance <= found.reach[pixel % found.positions.latitude.shape[1]]
    index.reshape(-1)[there] = np.where(known, pixel, -1)
    return index


def _pyresample() -> tuple[Any, Any]:
    try:
        from pyresample import geometry, kd_tree  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InputError(
            "granules are laid on a grid by pyresample: pip install 'lstgeo[swath]'"
        ) from error
    return kd_tree, geometry


def _area(geometry: Any, on: Grid, rows: slice) -> Any:
    """Rows of a grid as pyresample describes them."""
    west, south = on.place(0, rows.stop)
    east, north = on.place(on.width, rows.start)
    shape = on.width, rows.stop - rows.start
    return geometry.AreaDefinition("", "", "", on.crs.to_wkt(), *shape, (west, south, east, north))


def _near(found: Located, rows: slice, reach: float) -> NDArray[np.intp]:
    """Flat indices of the pixels, of known position, that may lie within `reach` of `rows`."""
    with np.errstate(invalid="ignore"):
        segments = (found.south > rows.start - reach) & (found.north < rows.stop + reach)
    latitude = found.positions.latitude
    mask = np.repeat(segments, SEGMENT, axis=1)[:, : latitude.shape[1]]
    chosen = np.flatnonzero(mask)
    return chosen[np.isfinite(latitude.reshape(-1)[chosen])]


def _projection(positions: Positions) -> CRS:
    longitude, latitude = (
        np.radians(array[::_SAMPLED, ::_SAMPLED].astype(np.float64))
        for array in (positions.longitude, positions.latitude)
    )
    known = np.isfinite(longitude) & np.isfinite(latitude)
    if not known.any():
        raise SceneError("the geolocation of a granule holds no position")
    places = _directions(longitude[known], latitude[known])
    middle = places.mean(axis=0)
    middle /= np.linalg.norm(middle)
    farthest = _RADIUS * math.acos(np.clip(places @ middle, -1, 1).min())
    north = math.degrees(math.asin(middle[2]))
    east = math.degrees(math.atan2(middle[1], middle[0]))
    if farthest <= WIDEST_UTM and abs(north) < STEEPEST_UTM:
        zone = int((east + 180) // 6) % 60 + 1
        return CRS.from_epsg((32600 if north >= 0 else 32700) + zone)
    return CRS.from_proj4(
        f"+proj=laea +lat_0={round(north)} +lon_0={round(east)} +datum=WGS84 +units=m +no_defs"
    )


def _directions(longitude: NDArray[Any], latitude: NDArray[Any]) -> NDArray[np.float64]:
    """Unit vectors to places in radians, on a sphere."""
    level = np.cos(latitude)
    parts = level * np.cos(longitude), level * np.sin(longitude), np.sin(latitude)
    return np.stack(parts, axis=-1)


def _scans(
    positions: Positions, lines: int, crs: CRS
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64], slice]]:
    """Coordinates in a CRS of the pixels of each scan, NaN where not known, and its rows."""
    transformer = Transformer.from_crs(WGS84.to_wkt(), crs.to_wkt(), always_xy=True)
    for first in range(0, len(positions.latitude), lines):
        scan = slice(first, min(first + lines, len(positions.latitude)))
        x, y = transformer.transform(positions.longitude[scan], positions.latitude[scan])
        known = np.isfinite(x) & np.isfinite(y)
        yield np.where(known, x, np.nan), np.where(known, y, np.nan), scan


def _half_diagonal(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Half the longer diagonal [m] of each pixel of a scan, NaN beside what is not known."""
    along = [np.gradient(axis, axis=1) for axis in (x, y)]
    across = [
        np.gradient(axis, axis=0) if len(axis) > 1 else np.zeros_like(axis) for axis in (x, y)
    ]
    sums = [a + b for a, b in zip(along, across, strict=True)]
    differences = [a - b for a, b in zip(along, across, strict=True)]
    return np.asarray(np.maximum(np.hypot(*sums), np.hypot(*differences)) / 2)
