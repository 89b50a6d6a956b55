"""The fields of a NetCDF file, classic or HDF5: variables over two axes, and perhaps time."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import xarray as xr

from lstgeo.raster.fields import layout, pressures
from lstgeo.raster.fields.axes import Axes, Floats
from lstgeo.raster.fields.field import Field, unreadable

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
_UNWRITTEN = 9e36
"""What has never been written is 9.97e36, the default of the NetCDF library; 1e37 is no value."""


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
        variable = layout.squeezed(data, data[field.name])
        y, x, time = layout.dimensions(data, variable)
        if time is not None:
            variable = variable.isel({time: layer})
        versions = [_VERSIONS] if _VERSIONS in variable.dims else []
        window = variable.isel({y: rows, x: columns}).transpose(*versions, ..., y, x)
        values = np.asarray(window.to_numpy(), np.float64)
    known = np.where(np.abs(values) < _UNWRITTEN, values, np.nan)
    return _first_known(known) if versions else np.asarray(known)


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
    variable = layout.squeezed(data, data[name])
    if variable.dtype.kind not in "fiu" or variable.ndim < 2:
        return None
    y, x, time = layout.dimensions(data, variable)
    swath = layout.on_swath(data, variable)
    axes: Axes | None = None
    unplaced: str | None = _SWATH
    if x is None or y is None:
        if not swath:
            return None
    else:
        others = {str(name) for name in variable.dims} - {str(n) for n in (x, y, time)}
        if others - {_VERSIONS, *_CHOICES}:
            return None
        axes, unplaced = layout.axes(data, variable, x, y)
        if choices := sorted(others & _CHOICES):
            unplaced = f"has several values of {' and '.join(choices)}, and one is needed"
    times = layout.times(data, variable, time)
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
    variable = layout.squeezed(data, data[name])
    y, x, time = layout.dimensions(data, variable)
    others = [name for name in variable.dims if name not in {x, y, time, _VERSIONS}]
    if variable.dtype.kind not in "fiu" or x is None or y is None or len(others) != 1:
        return None
    levels = pressures.of(data, others[0])
    axes, unplaced = layout.axes(data, variable, x, y)
    if levels is None:
        return None
    standard = str(variable.attrs.get("standard_name", name))
    times = layout.times(data, variable, time)
    return Field(
        str(path), name, frozenset({name.lower(), standard.lower()}), variable.attrs.get("units"),
        axes, times, f'NETCDF:"{path}":{name}', (), read, unplaced, one_band=False, levels=levels,
    )  # fmt: skip


def _names(variable: xr.DataArray) -> set[str]:
    standard = str(variable.attrs.get("standard_name", variable.name))
    at_level = any(
        pressures.VERTICAL.match(str(name)) for name in (*variable.dims, *variable.coords)
    )
    told = {str(variable.name)}
    if not (at_level and standard in _NAMED_BY_LEVEL):
        told.add(standard)
    return {name.lower() for name in told}
