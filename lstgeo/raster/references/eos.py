"""The grid of an HDF-EOS file, from its structural metadata (ODL)."""

from __future__ import annotations

import math
import re

from affine import Affine
from rasterio.crs import CRS

from lstgeo.errors import RasterError
from lstgeo.raster.grid import WGS84, Grid

Corners = tuple[float, float, float, float]
"""West, north, east, south."""

_SINUSOIDAL, _GEOGRAPHIC = "SNSOID", "GEO"
_MICRO = 1e6
_FULL = 60


def grid(metadata: str, name: str) -> Grid:
    """The only grid that `StructMetadata.0` describes; raises RasterError that names the file.

    Sinusoidal grids lie on the sphere that the metadata states, as MODIS tiles do; the latitudes on
    it are taken as geodetic. `GridOrigin` must be the upper left corner, HDF-EOS's default.
    """
    groups = re.findall(r"GROUP=GRID_\d+(.*?)END_GROUP=GRID_\d+", metadata, re.DOTALL)
    if len(groups) != 1:
        raise RasterError(f"{name} describes {len(groups)} grids; one is needed")
    text = groups[0]
    columns, rows = (int(_value(text, key, name)) for key in ("XDim", "YDim"))
    west, north = _corner(text, "UpperLeftPointMtrs", name)
    east, south = _corner(text, "LowerRightMtrs", name)
    projection = _value(text, "Projection", name).removeprefix("GCTP_").removeprefix("HE5_GCTP_")
    origin = re.search(r"GridOrigin=(\w+)", text)
    if origin and not origin[1].endswith("GD_UL"):
        raise RasterError(f"the grid of {name} begins at {origin[1]}, not at the upper left corner")
    if projection == _SINUSOIDAL:
        crs = _sinusoidal(_value(text, "ProjParams", name))
    elif projection == _GEOGRAPHIC:
        crs = WGS84
        west, north, east, south = _geographic((west, north, east, south), columns / rows)
    else:
        raise RasterError(
            f"{name} is on a grid of {projection}; sinusoidal (SNSOID) and geographic (GEO) ones "
            "are read"
        )
    pixel = Affine((east - west) / columns, 0, west, 0, (south - north) / rows, north)
    return Grid(crs, pixel, rows, columns)


def _sinusoidal(parameters: str) -> CRS:
    """Sphere of the first parameter [m], and the central meridian of the fifth, packed."""
    radius, *_, meridian = [float(part) for part in parameters.split(",")[:5]]
    return CRS.from_proj4(
        f"+proj=sinu +lon_0={_degrees(meridian):g} +x_0=0 +y_0=0 +R={radius:.10g} +units=m +no_defs"
    )


def _geographic(stored: Corners, ratio: float) -> Corners:
    """Corners [degree] of a geographic grid of `ratio` columns a row.

    GCTP packs angles as DDDMMMSSS.SS, and some writers store millionths of a degree: that reading
    is taken which makes pixels squarer, and the packed one where both do.
    """
    micro = tuple(corner / _MICRO for corner in stored)
    if not all(_is_packed(corner) for corner in stored):
        return micro[0], micro[1], micro[2], micro[3]
    readings: list[Corners] = [tuple(map(_degrees, stored)), micro]  # type: ignore[list-item]
    return min(readings, key=lambda found: round(_squareness(found, ratio), 6))


def _squareness(corners: Corners, ratio: float) -> float:
    """0 where pixels are square, more the less they are."""
    west, north, east, south = corners
    return abs(math.log((east - west) / (north - south) / ratio))


def _is_packed(stored: float) -> bool:
    """Whether an angle can be packed: its minutes and seconds are below 60."""
    minutes, seconds = divmod(abs(stored) % _MICRO, 1e3)
    return minutes < _FULL and seconds < _FULL


def _degrees(packed: float) -> float:
    """Degrees of an angle packed as DDDMMMSSS.SS.

    >>> _degrees(-180000000.0), _degrees(10030000.0)
    (-180.0, 10.5)
    """
    size = abs(packed)
    degrees, rest = divmod(size, _MICRO)
    minutes, seconds = divmod(rest, 1e3)
    value = degrees + minutes / 60 + seconds / 3600
    return value if packed >= 0 else -value


def _corner(text: str, key: str, name: str) -> tuple[float, float]:
    x, y = (float(part) for part in _value(text, key, name).split(","))
    return x, y


def _value(text: str, key: str, name: str) -> str:
    found = re.search(rf"\b{key}=\(?\"?([^\")\n]+)", text)
    if found is None:
        raise RasterError(f"the structural metadata of {name} lack {key}")
    return found[1].strip()
