"""The fields of a NetCDF file, classic or HDF5: variables over two axes, and perhaps time."""

from __future__ import annotations

import re
import warnings
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import xarray as xr
from pyproj.exceptions import CRSError

from lstgeo.raster.fields import pressures
from lstgeo.raster.fields.axes import Axes, Floats, cell_of
from lstgeo.raster.fields.field import Field, unreadable
from lstgeo.raster.grid import WGS84

_X = re.compile(r"(lon|longitude|x|xc|easting|projection_x_coordinate|grid_longitude)$", re.I)
_Y = re.compile(r"(lat|latitude|y|yc|northing|projection_y_coordinate|grid_latitude)$", re.I)
_TIME = re.compile(r"(time|valid_time|forecast_time|initial_time\d*_hours)$", re.I)
_NAMED_BY_LEVEL = frozenset({"air_temperature"})
"""Standard names that a field at a level shares with the field near the surface."""

_VERSIONS = "expver"
"""Dimension of ERA5 over final and preliminary data; each time is in one of them."""

_CHOICES = frozenset({"number", "member", "ensemble", "realization", "step"})
"""Dimensions, one value of which a user has to choose: members and steps of forecasts."""

_SWATH = (
    "is a swath, with a latitude and longitude for each pixel, and lstgeo reads grids; "
    "grid it first, with pyresample or gdalwarp -geoloc for example"
)
_UNPLACED = "has no coordinates along its axes, so where it lies is not known"
_LONE_CELL = "is of one row or column, whose size is not known; give its value as a number"

_UNWRITTEN = 9e36
"""What has never been written is 9.97e36, the default of the NetCDF library; 1e37 is no value."""

_METRES = {"m": 1.0, "metre": 1.0, "meter": 1.0, "meters": 1.0, "metres": 1.0, "km": 1000.0}


def fields(path: Path) -> list[Field]:
    """Fields of a NetCDF file; raises RasterError where it is none."""
    with _opened(path) as data:
        return [
            found for name in data.data_vars if (found := _field(path, data, str(name))) is not None
        ]


def stacks(path: Path) -> list[Field]:
    """Fields at several pressures of a NetCDF file; raises RasterError where it is none."""
    with _opened(path) as data:
        return [
            found for name in data.data_vars if (found := _stack(path, data, str(name))) is not None
        ]


def read(field: Field, layer: int, rows: slice, columns: slice) -> Floats:
    """Physical values of a window of a variable."""
    with _opened(Path(field.path)) as data:
        variable = _squeezed(data, data[field.name])
        y, x, time = _dimensions(data, variable)
        if time is not None:
            variable = variable.isel({time: layer})
        window = variable.isel({y: rows, x: columns}).transpose(..., y, x)
        values = np.asarray(window.to_numpy(), np.float64)
    known = np.where(np.abs(values) < _UNWRITTEN, values, np.nan)
    return _first_known(known) if known.ndim > 2 else np.asarray(known)


def _first_known(versions: Floats) -> Floats:
    """Values of the first version, and of those after it where it has none."""
    first, *others = versions
    for other in others:
        first = np.where(np.isnan(first), other, first)
    return np.asarray(first)


@contextmanager
def _opened(path: Path) -> Iterator[xr.Dataset]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with xr.open_dataset(
                path, engine="netcdf4", decode_times=False, decode_timedelta=False, cache=False
            ) as data:
                yield data
    except (OSError, ValueError, RuntimeError, KeyError, UnicodeError) as error:
        raise unreadable(path, error) from error


def _field(path: Path, data: xr.Dataset, name: str) -> Field | None:
    """The variable as a field; None where it has other dimensions than those of one."""
    variable = _squeezed(data, data[name])
    if variable.dtype.kind not in "fiu" or variable.ndim < 2:
        return None
    y, x, time = _dimensions(data, variable)
    swath = _on_swath(data, variable)
    axes: Axes | None = None
    unplaced: str | None = _SWATH
    if x is None or y is None:
        if not swath:
            return None
    else:
        others = {str(name) for name in variable.dims} - {str(n) for n in (x, y, time)}
        if others - {_VERSIONS, *_CHOICES}:
            return None
        axes, unplaced = _axes(data, variable, x, y)
        if choices := sorted(others & _CHOICES):
            unplaced = f"has several values of {' and '.join(choices)}, and one is needed"
    times = _times(data, variable, time)
    return Field(
        path=str(path),
        name=name,
        names=frozenset(_names(data[name])),
        units=variable.attrs.get("units"),
        axes=axes,
        times=times,
        raster=f'NETCDF:"{path}":{name}',
        bands=tuple(range(1, len(times) + 1)),
        reader=read,
        unplaced=unplaced,
        one_band=False,
    )


def _stack(path: Path, data: xr.Dataset, name: str) -> Field | None:
    """The variable as a field at several pressures; None where it is not one on a plane grid."""
    variable = _squeezed(data, data[name])
    y, x, time = _dimensions(data, variable)
    others = [dimension for dimension in variable.dims if dimension not in {x, y, time}]
    if variable.dtype.kind not in "fiu" or x is None or y is None or len(others) != 1:
        return None
    levels = pressures.of(data, others[0])
    axes, unplaced = _axes(data, variable, x, y)
    if levels is None:
        return None
    standard = str(variable.attrs.get("standard_name", name))
    times = _times(data, variable, time)
    return Field(
        str(path), name, frozenset({name.lower(), standard.lower()}), variable.attrs.get("units"),
        axes, times, f'NETCDF:"{path}":{name}', (), read, unplaced, one_band=False, levels=levels,
    )  # fmt: skip


def _squeezed(data: xr.Dataset, variable: xr.DataArray) -> xr.DataArray:
    """Without dimensions of one, but for those of place and time."""
    kept = {*_dimensions(data, variable)}
    return variable.squeeze([n for n in variable.dims if variable.sizes[n] == 1 and n not in kept])


def _dimensions(
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


def _on_swath(data: xr.Dataset, variable: xr.DataArray) -> bool:
    """Whether there is a latitude over two of the dimensions of the variable."""
    return any(
        _Y.match(str(name)) and other.ndim == 2 and set(other.dims) <= set(variable.dims)
        for name, other in data.variables.items()
    )


def _names(variable: xr.DataArray) -> set[str]:
    standard = str(variable.attrs.get("standard_name", variable.name))
    at_level = any(
        pressures.VERTICAL.match(str(name)) for name in (*variable.dims, *variable.coords)
    )
    told = {str(variable.name)}
    if not (at_level and standard in _NAMED_BY_LEVEL):
        told.add(standard)
    return {name.lower() for name in told}


def _axes(
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


def _times(
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
