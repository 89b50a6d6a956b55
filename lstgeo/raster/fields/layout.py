"""Where the variables of a NetCDF file lie, in space and time, by CF and by usual names."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import numpy as np
import pyproj
import xarray as xr
from pyproj.exceptions import CRSError

from lstgeo.raster.fields.axes import Axes, cell_of
from lstgeo.raster.grid import WGS84

_X = re.compile(r"(lon|longitude|x|xc|easting|projection_x_coordinate|grid_longitude)$", re.I)
_Y = re.compile(r"(lat|latitude|y|yc|northing|projection_y_coordinate|grid_latitude)$", re.I)
_TIME = re.compile(r"(time|valid_time|forecast_time|initial_time\d*_hours)$", re.I)
_UNPLACED = "has no coordinates along its axes, so where it lies is not known"
_LONE_CELL = "is of one row or column, whose size is not known; give its value as a number"

_METRES = {"m": 1.0, "metre": 1.0, "meter": 1.0, "meters": 1.0, "metres": 1.0, "km": 1000.0}


def squeezed(data: xr.Dataset, variable: xr.DataArray) -> xr.DataArray:
    """Without dimensions of one, but for those of place and time."""
    kept = {*dimensions(data, variable)}
    return variable.squeeze([n for n in variable.dims if variable.sizes[n] == 1 and n not in kept])


def dimensions(
    data: xr.Dataset, variable: xr.DataArray
) -> tuple[Hashable | None, Hashable | None, Hashable | None]:
    """Dimensions of y, x and time; None for one that the variable lacks."""
    found: dict[str, Hashable] = {}
    for name in variable.dims:
        found.setdefault(_role(data, name), name)
    return found.get("y"), found.get("x"), found.get("time")


def _role(data: xr.Dataset, name: Hashable) -> str:
    coordinate = data[name] if name in data.variables else None
    attributes: dict[str, Any] = {} if coordinate is None else coordinate.attrs
    told = str(attributes.get("standard_name", name))
    units = str(attributes.get("units", "")).lower()
    if "since" in units or _TIME.match(told) or _TIME.match(str(name)):
        return "time"
    if coordinate is None:
        return ""
    axis = str(attributes.get("axis", "")).upper()
    if _X.match(told) or _X.match(str(name)) or units.startswith("degrees_e") or axis == "X":
        return "x"
    if _Y.match(told) or _Y.match(str(name)) or units.startswith("degrees_n") or axis == "Y":
        return "y"
    return ""


def on_swath(data: xr.Dataset, variable: xr.DataArray) -> bool:
    """Whether there is a latitude over two of the dimensions of the variable."""
    return any(
        _Y.match(str(name)) and other.ndim == 2 and set(other.dims) <= set(variable.dims)
        for name, other in data.variables.items()
    )


def axes(
    data: xr.Dataset, variable: xr.DataArray, x: Hashable, y: Hashable
) -> tuple[Axes | None, str | None]:
    """Axes of a variable, or why it has none."""
    crs = _crs(data, variable, x)
    across, down = (np.asarray(data[name].to_numpy(), np.float64) for name in (x, y))
    if crs is None or not (np.isfinite(across).all() and np.isfinite(down).all()):
        return None, _UNPLACED
    if not crs.is_geographic:
        across, down = (
            values * _METRES.get(str(data[name].attrs.get("units", "m")).lower(), 1.0)
            for values, name in ((across, x), (down, y))
        )
    width, height = cell_of(across), cell_of(down)
    sizes = [size for size in (width, height) if np.isfinite(size) and size > 0]
    if not sizes:
        return None, _LONE_CELL
    cell = tuple(size if np.isfinite(size) else sizes[0] for size in (width, height))
    return Axes(crs, across, down, (cell[0], cell[1])), None


def _crs(data: xr.Dataset, variable: xr.DataArray, x: Hashable) -> pyproj.CRS | None:
    """CRS by the grid mapping; without one, longitudes are on WGS 84."""
    mapping = variable.attrs.get("grid_mapping") or variable.encoding.get("grid_mapping")
    if mapping in data.variables:
        try:
            return pyproj.CRS.from_cf(data[mapping].attrs)
        except (CRSError, KeyError, ValueError):
            return None
    units = str(data[x].attrs.get("units", "")).lower()
    name = f"{x} {data[x].attrs.get('standard_name', '')}".lower()
    longitude = units.startswith("degree") or "lon" in name
    return pyproj.CRS.from_wkt(WGS84.to_wkt()) if longitude and "grid_lon" not in name else None


def times(
    data: xr.Dataset, variable: xr.DataArray, dimension: Hashable | None
) -> tuple[np.datetime64 | None, ...]:
    """Times of the layers of a variable; None where they cannot be told."""
    count = 1 if dimension is None else variable.sizes[dimension]
    shape = () if dimension is None else (dimension,)
    named = [n for n in ("valid_time", dimension, "time") if n in data.variables]
    for name in named:
        if data[name].dims == shape or data[name].size == count == 1:
            return _decoded(data[name])
    return (None,) * count


def _decoded(variable: xr.DataArray) -> tuple[np.datetime64 | None, ...]:
    try:
        times = xr.conventions.decode_cf_variable(
            "time", variable.variable, decode_timedelta=False
        ).to_numpy()
    except (ValueError, OverflowError, TypeError, KeyError):
        times = np.empty(variable.shape)
    if times.dtype.kind != "M":
        return (None,) * times.size
    return tuple(None if np.isnat(time) else time for time in times.ravel().astype("datetime64[s]"))
