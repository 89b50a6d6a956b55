"""The reanalysis around a synthetic scene: its columns on pressure levels, as ERA5 comes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lstgeo.atmosphere import standard
from lstgeo.errors import OutputError
from lstgeo.profiles import levels
from lstgeo.simulation.metadata import ORIGIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lstgeo.profiles.columns import Columns
    from lstgeo.simulation.weather import Weather

    Values = NDArray[np.float64]

LEVELS_HPA = (
    *(1, 2, 3, 5, 7, 10, 20, 30, 50, 70, 100, 125, 150, 175, 200, 225, 250, 300, 350, 400, 450),
    *(500, 550, 600, 650, 700, 750, 775, 800, 825, 850, 875, 900, 925, 950, 975, 1000),
)
"""The 37 pressure levels of ERA5 [hPa]."""

UNDERGROUND_EXPONENT = 0.19
"""T ~ p^.19 (6.5 K km-1) at levels under the ground, which reanalyses fill."""

_GRID = ("time", "latitude", "longitude")
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
    times = np.array([before, before + 1])
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
    batch = weather.columns(points.rows.ravel(), points.columns.ravel(), hours)
    shape = points.rows.shape
    by_level = {
        name: (_GRID[1:] + ("level",), values.reshape(*shape, -1))
        for name, values in zip("tq", on_levels(batch), strict=True)
    }
    at_ground = {
        "sp": batch.surface_pressure,
        "t2m": batch.air_temperature,
        "tcwv": batch.total_column_water_vapour,
    }
    data = xr.Dataset(
        by_level | {name: (_GRID[1:], values.reshape(shape)) for name, values in at_ground.items()},
        coords={
            "level": np.array(LEVELS_HPA, np.int32),
            "latitude": points.latitude,
            "longitude": points.longitude,
        },
    )
    return data.transpose("level", ...)


def on_levels(batch: Columns) -> tuple[Values, Values]:
    """Temperature [K] and specific humidity [kg kg-1] at :data:`LEVELS_HPA` (columns, levels).

    Under the ground humidity is that of the ground air; above the columns' top the air is the
    standard one that the transfer takes there.
    """
    pressure = np.broadcast_to(100.0 * np.array(LEVELS_HPA), (len(batch), len(LEVELS_HPA)))
    known = {
        "pressure": batch.pressure,
        "temperature": batch.temperature,
        "specific_humidity": batch.specific_humidity,
    }
    found = levels.interpolated(known, pressure)
    depth = np.maximum(pressure / batch.surface_pressure[:, None], 1.0)
    above = pressure < batch.pressure[:, -1:]
    high = np.interp(
        -np.log(pressure / 100), -np.log(standard.PRESSURE_ABOVE_HPA), standard.TEMPERATURE_ABOVE
    )
    temperature = np.where(above, high, found["temperature"] * depth**UNDERGROUND_EXPONENT)
    moist = np.where(above, standard.SPECIFIC_HUMIDITY_ABOVE, found["specific_humidity"])
    return temperature, moist
