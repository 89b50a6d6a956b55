"""Files of profiles over the made scene, as ERA5, MERRA-2 and GFS lay them out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LONGITUDE, LATITUDE = np.arange(14.0, 16.1, 0.25), np.arange(49.75, 47.7, -0.25)
LEVELS_HPA = np.array(
    (
        *(1, 5, 10, 20, 30, 50, 70, 100, 125, 150, 175, 200, 225, 250, 300, 350, 400, 450, 500),
        *(550, 600, 650, 700, 750, 775, 800, 825, 850, 875, 900, 925, 950, 975, 1000),
    ),
    float,
)
SCALE = 7500.0


def air(hpa: Floats, warmer: Any = 0.0) -> tuple[Floats, Floats]:
    """Temperature [K] and specific humidity of one plain column at pressures."""
    height = SCALE * np.log(1013.25 / hpa)
    temperature = np.maximum(290.0 - 0.0065 * height, 215.0) + warmer
    return temperature, np.maximum(0.009 * np.exp(-height / 2000), 3e-6)


def dataset(times: tuple[str, ...] = ("2016-01-21T09:00", "2016-01-21T10:00")) -> xr.Dataset:
    """Profiles over the scene in ERA5's names: warmer eastwards, moister northwards, in time."""
    level, y, x = np.meshgrid(LEVELS_HPA, LATITUDE - 48.75, LONGITUDE - 15.0, indexing="ij")
    temperature, moist = air(level, x)
    fields: dict[str, list[Any]] = {"t": [], "q": []}
    for hour in range(len(times)):
        fields["t"].append(temperature + 0.5 * hour)
        fields["q"].append(moist * np.exp(0.1 * y))
    places = ("time", "level", "latitude", "longitude")
    data = xr.Dataset(
        {name: (places, np.stack(values)) for name, values in fields.items()},
        coords={
            "time": np.array(times, "datetime64[ns]"),
            "level": LEVELS_HPA,
            "latitude": LATITUDE,
            "longitude": LONGITUDE,
        },
    )
    plane = (len(times), LATITUDE.size, LONGITUDE.size)
    data["sp"] = (("time", "latitude", "longitude"), np.full(plane, 97_000.0))
    for name, units in (("t", "K"), ("q", "kg kg**-1"), ("sp", "Pa"), ("level", "hPa")):
        data[name].attrs["units"] = units
    return data


def write(path: Path, data: xr.Dataset) -> Path:
    data.to_netcdf(path, engine="netcdf4")
    return path
