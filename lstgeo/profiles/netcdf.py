"""lstgeo's own CF-NetCDF schema of atmospheric columns, read and written."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.errors import InputError, MissingFileError, OutputError
from lstgeo.physics import humidity
from lstgeo.profiles import columns, levels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns
    from lstgeo.vocabulary import Quantity

PROFILE, LEVEL = "profile", "level"

LEVEL_NAMES = {LEVEL, "lev", "plev", "pressure_level", "isobaric", "z", "altitude", "height"}
"""Names of the dimension of levels in files of others."""

CONVENTIONS = "CF-1.11"

Layout = tuple[tuple[Hashable, int], ...]
"""Names and sizes of dimensions."""

_BY_LEVEL = {
    "pressure": vocabulary.AIR_PRESSURE,
    "temperature": vocabulary.AIR_TEMPERATURE,
    "specific_humidity": vocabulary.SPECIFIC_HUMIDITY,
    "ozone": vocabulary.OZONE,
}
_BY_PROFILE = {
    "latitude": vocabulary.LATITUDE,
    "longitude": vocabulary.LONGITUDE,
    "elevation": vocabulary.ELEVATION,
    "skin_temperature": vocabulary.SURFACE_TEMPERATURE,
    "cloud_cover": vocabulary.CLOUD_COVER,
    "land": vocabulary.LAND,
}


def write(batch: Columns, path: str | Path, attributes: Mapping[str, str] | None = None) -> None:
    """Write columns as CF-NetCDF; `attributes` (title, institution, history) join the file's own.

    The file is written beside its place and renamed. Raises OutputError where that fails.
    """
    path = Path(path)
    data = _dataset(batch).assign_attrs(
        {"Conventions": CONVENTIONS, "featureType": "profile"} | dict(attributes or {})
    )
    encoding: dict[str, dict[str, Any]] = {
        str(name): {"zlib": True, "complevel": 4} for name in data if data[name].dtype.kind == "f"
    }
    encoding["time"] = {"units": "seconds since 1970-01-01", "dtype": "f8"}
    partial = path.with_name(f".{path.name}.part")
    try:
        data.to_netcdf(partial, engine="netcdf4", encoding=encoding)
        partial.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error}") from error
    finally:
        partial.unlink(missing_ok=True)


def read(path: str | Path) -> Columns:
    """Columns of a CF-NetCDF file, found by standard name, whatever its names, units and order.

    Needed are `air_pressure` (a profile and level each, or one for all), `air_temperature` and one
    of `specific_humidity`, `relative_humidity` (over liquid water), `humidity_mixing_ratio` and
    `mole_fraction_of_water_vapor_in_air`. Dimensions other than that of levels (profile; or time,
    latitude and longitude of a model's grid) become columns in their order. Profiles may end early:
    missing values at their top are left out. With `surface_air_pressure`, levels under the ground
    are left out too, and the air at the ground is interpolated. Raises InputError naming the
    variable, or the column and level, that cannot be right.
    """
    if not Path(path).is_file():
        raise MissingFileError(f"there is no file {path}")
    try:
        with xr.open_dataset(path, engine="netcdf4") as data:
            return _columns(data.load(), Path(path).stem)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path} is no NetCDF file that can be read: {error}") from error


def _dataset(batch: Columns) -> xr.Dataset:
    variables: dict[str, Any] = {
        name: ((PROFILE, LEVEL), getattr(batch, name), quantity.attributes)
        for name, quantity in _BY_LEVEL.items()
    }
    variables |= {
        name: (PROFILE, getattr(batch, name), quantity.attributes)
        for name, quantity in _BY_PROFILE.items()
    }
    variables["time"] = (PROFILE, batch.time.astype("datetime64[ns]"), {"standard_name": "time"})
    variables["source"] = (
        PROFILE,
        np.asarray(batch.source, dtype=object),
        {"long_name": "where the profile comes from"},
    )
    return xr.Dataset(variables).set_coords(["latitude", "longitude", "time"])


def _columns(data: xr.Dataset, name: str) -> Columns:
    layout = _layout(data)
    pressure, temperature = (
        _by_level(data, quantity, layout)
        for quantity in (vocabulary.AIR_PRESSURE, vocabulary.AIR_TEMPERATURE)
    )
    fields = {
        "pressure": pressure,
        "temperature": temperature,
        "specific_humidity": _moisture(data, temperature, pressure, layout),
    }
    if _has(data, vocabulary.OZONE):
        fields["ozone"] = _by_level(data, vocabulary.OZONE, layout)
    known: dict[str, Any] = {
        key: _by_profile(data, quantity, layout)
        for key, quantity in _BY_PROFILE.items()
        if _has(data, quantity)
    }
    if "time" in data.variables and data["time"].dtype.kind == "M":
        known["time"] = _laid_out(data["time"], layout[:-1]).astype("datetime64[s]").ravel()
    if "source" in data.variables:
        known["source"] = [str(text) for text in data["source"].to_numpy().ravel()]
    fields = levels.without_missing_tops(fields)
    if _has(data, vocabulary.SURFACE_PRESSURE):
        ground = _by_profile(data, vocabulary.SURFACE_PRESSURE, layout)
        fields = levels.above_ground(fields, ground)
    return columns.of(**fields, **{"source": name} | known)


def _layout(data: xr.Dataset) -> Layout:
    """Dimensions of the temperature and their sizes, that of levels last."""
    sizes = dict(_found(data, vocabulary.AIR_TEMPERATURE).sizes)
    level = _level_dimension(data)
    if level not in sizes:
        raise InputError(f"air_temperature needs the dimension {level}, it has {tuple(sizes)}")
    return (*((name, size) for name, size in sizes.items() if name != level), (level, sizes[level]))


def _level_dimension(data: xr.Dataset) -> Any:
    """The one dimension of pressure, or the one named as levels are, or the last."""
    dimensions = _found(data, vocabulary.AIR_PRESSURE).dims
    if not dimensions:
        raise InputError("air_pressure needs a dimension of levels, it has none")
    named = [name for name in dimensions if str(name).lower() in LEVEL_NAMES]
    return (named or dimensions[-1:])[0]


def _moisture(data: xr.Dataset, temperature: Array, pressure: Array, layout: Layout) -> Array:
    if _has(data, vocabulary.SPECIFIC_HUMIDITY):
        return _by_level(data, vocabulary.SPECIFIC_HUMIDITY, layout)
    if _has(data, vocabulary.RELATIVE_HUMIDITY):
        fraction = _by_level(data, vocabulary.RELATIVE_HUMIDITY, layout)
        with np.errstate(all="ignore"):
            return humidity.of_relative_humidity(fraction, temperature, pressure)
    if _has(data, vocabulary.HUMIDITY_MIXING_RATIO):
        ratio = _by_level(data, vocabulary.HUMIDITY_MIXING_RATIO, layout)
        return ratio / (1 + ratio)
    moist = _by_level(data, vocabulary.WATER_MOLE_FRACTION, layout)
    return humidity.of_dry_mole_fraction(moist / (1 - moist))


def _has(data: xr.Dataset, quantity: Quantity) -> bool:
    return bool(_matching(data, quantity))


def _matching(data: xr.Dataset, quantity: Quantity) -> list[str]:
    """Names of the variables that are `quantity`, by standard name or, without one, by its own."""
    return [
        str(name)
        for name, variable in data.variables.items()
        if variable.attrs.get("standard_name", name) in {quantity.standard_name, quantity.name}
    ]


def _found(data: xr.Dataset, quantity: Quantity) -> xr.DataArray:
    names = _matching(data, quantity)
    if len(names) != 1:
        there = ", ".join(str(name) for name in data.variables)
        raise InputError(
            f"one variable with standard_name {quantity.standard_name} was needed, "
            f"{', '.join(names) or 'none'} was found among {there}"
        )
    return data[names[0]]


def _by_level(data: xr.Dataset, quantity: Quantity, layout: Layout) -> Array:
    """Values in house units (columns, levels)."""
    values = _laid_out(_converted(_found(data, quantity), quantity), layout)
    return values.reshape(-1, layout[-1][1])


def _by_profile(data: xr.Dataset, quantity: Quantity, layout: Layout) -> Array:
    """Values in house units (columns,)."""
    return _laid_out(_converted(_found(data, quantity), quantity), layout[:-1]).ravel()


def _laid_out(variable: xr.DataArray, layout: Layout) -> Array:
    """Values over the dimensions of `layout` in its order, repeated along those that lack."""
    names = [name for name, _ in layout]
    foreign = [str(name) for name in variable.dims if name not in names]
    if foreign:
        raise InputError(f"{variable.name} has the dimension {foreign[0]}, air_temperature has not")
    values = variable.transpose(*(name for name in names if name in variable.dims)).to_numpy()
    lacking = tuple(axis for axis, name in enumerate(names) if name not in variable.dims)
    return np.broadcast_to(np.expand_dims(values, lacking), [size for _, size in layout])


def _converted(variable: xr.DataArray, quantity: Quantity) -> xr.DataArray:
    if "units" not in variable.attrs:
        raise InputError(f"{variable.name} has no units; house units are {quantity.units}")
    factor, offset = quantity.conversion(str(variable.attrs["units"]))
    return variable.astype(float) * factor + offset
