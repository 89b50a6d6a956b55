"""The reanalysis around a synthetic scene: its columns on pressure levels, as ERA5 comes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lstgeo.errors import OutputError
from lstgeo.simulation.air import LEVELS_HPA
from lstgeo.simulation.metadata import ORIGIN

if TYPE_CHECKING:
    from lstgeo.simulation.air import Values
    from lstgeo.simulation.weather import Weather

_GRID = ("latitude", "longitude")
_ATTRIBUTES = {
    "t": ("K", "Temperature", "air_temperature"),
    "q": ("kg kg**-1", "Specific humidity", "specific_humidity"),
    "sp": ("Pa", "Surface pressure", "surface_air_pressure"),
    "t2m": ("K", "2 metre temperature", None),
    "tcwv": ("kg m**-2", "Total column vertically-integrated water vapour", None),
    "level": ("hPa", "pressure_level", "air_pressure"),
    "latitude": ("degrees_north", "latitude", "latitude"),
    "longitude": ("degrees_east", "longitude", "longitude"),
}


@dataclass(frozen=True, eq=False)
class Points:
    """Grid points: `latitude` (falling) and `longitude` [degree], and where they lie in the scene.

    `rows` and `columns` are pixel positions (latitude, longitude).
    """

    latitude: Values
    longitude: Values
    rows: Values
    columns: Values


def write(path: Path, weather: Weather, points: Points, overpass: np.datetime64) -> None:
    """Write the weather at `points` at the full hours before and after the `overpass` (UTC).

    Raises OutputError where that fails.
    """
    before = overpass.astype("datetime64[h]")
    times = before + np.array([0, 1], "timedelta64[h]")
    hours = (times - overpass) / np.timedelta64(1, "h")
    data = xr.concat([_fields(weather, points, float(hour)) for hour in hours], "time")
    data = data.assign_coords(time=times.astype("datetime64[ns]"))
    for name, (units, long_name, standard_name) in _ATTRIBUTES.items():
        known = {"units": units, "long_name": long_name}
        data[name].attrs = known | ({"standard_name": standard_name} if standard_name else {})
    data["time"].attrs = {"long_name": "time", "standard_name": "time"}
    data.attrs = {"Conventions": "CF-1.7", "source": ORIGIN}
    encoding: dict[str, Any] = {
        str(name): {"dtype": "f4", "zlib": True, "complevel": 4, "_FillValue": np.float32(np.nan)}
        for name in data
    }
    encoding["time"] = {"units": "hours since 1900-01-01", "dtype": "i4"}
    try:
        data.to_netcdf(path, engine="netcdf4", encoding=encoding)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error}") from error


def _fields(weather: Weather, points: Points, hours: float) -> xr.Dataset:
    air = weather.air(points.rows.ravel(), points.columns.ravel(), hours)
    batch, shape = air.columns, points.rows.shape
    by_level = {"t": air.temperature, "q": air.specific_humidity}
    at_ground = {
        "sp": air.surface_pressure,
        "t2m": batch.air_temperature,
        "tcwv": batch.total_column_water_vapour,
    }
    data = xr.Dataset(
        {name: ((*_GRID, "level"), field.reshape(*shape, -1)) for name, field in by_level.items()}
        | {name: (_GRID, values.reshape(shape)) for name, values in at_ground.items()},
        coords={
            "level": np.array(LEVELS_HPA, np.int32),
            "latitude": points.latitude,
            "longitude": points.longitude,
        },
    )
    return data.transpose("level", ...).sortby("level")
