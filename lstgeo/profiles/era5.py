"""Columns of ERA5 on pressure levels from NetCDF, laid on a surface that may be given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from lstgeo.errors import InputError
from lstgeo.physics import constants
from lstgeo.profiles import columns, levels

if TYPE_CHECKING:
    from pathlib import Path

    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

SOURCE = "ERA5"


CLOUDY = 1e-6
"""Cloud water or ice [kg kg-1] at which a level counts as cloudy."""

_NAMES = ("temperature", "specific_humidity", "geopotential")


def read(path: str | Path, elevation: Array | None = None) -> Columns:
    """Columns of an ERA5 file with `temperature`, `specific_humidity` and `geopotential`.

    The file holds no surface: `elevation` [m], one a column in the order of :func:`places`, says
    where the ground is; without it the lowest level (1000 hPa) stands for the surface and elevation
    is unknown. Cloud cover is 1 where a level holds cloud water or ice, 0 elsewhere. Raises
    InputError where a variable is missing.
    """
    with xr.open_dataset(path, engine="netcdf4") as file:
        missing = [name for name in _NAMES if name not in file]
        if missing:
            raise InputError(
                f"{path} lacks {', '.join(missing)}; it has {', '.join(map(str, file))}"
            )
        data = _stacked(file)
        pressure = 100.0 * data["level"].to_numpy()
        fields = {name: data[name].to_numpy().astype(float) for name in _NAMES}
        latitude, longitude = data["latitude"].to_numpy(), data["longitude"].to_numpy()
        time, cloud = data["time"].to_numpy(), _cloud(data)
    fields["specific_humidity"] = np.maximum(fields["specific_humidity"], levels.DRIEST)
    if elevation is None:
        place = {"pressure": np.broadcast_to(pressure, fields["temperature"].shape)}
        laid = place | {name: fields[name] for name in _NAMES[:2]}
        elevation = np.full(len(latitude), np.nan)
    else:
        laid = _laid(pressure, fields, np.asarray(elevation, dtype=float))
    return columns.of(
        **laid,
        source=f"{SOURCE} {np.datetime_as_string(time, 'h')}",
        latitude=latitude,
        longitude=longitude,
        time=time.astype("datetime64[s]"),
        elevation=elevation,
        cloud_cover=cloud,
    )


def places(path: str | Path) -> tuple[Array, Array]:
    """Latitude and longitude [degree, -180 to 180] of the columns that :func:`read` gives."""
    with xr.open_dataset(path, engine="netcdf4") as file:
        data = _stacked(file)
        longitude = (data["longitude"].to_numpy() + 180) % 360 - 180
        return data["latitude"].to_numpy(), longitude


def _stacked(data: xr.Dataset) -> xr.Dataset:
    """One column a row, levels from the ground up."""
    flat = data.sortby("level", ascending=False).stack(column=("latitude", "longitude"))
    return flat.transpose("column", "level", ...)


def _cloud(data: xr.Dataset) -> Array:
    names = [name for name in data if str(name).startswith("specific_cloud")]
    if not names:
        return np.full(data.sizes["column"], np.nan)
    water = sum(data[name].to_numpy() for name in names)
    return np.any(water > CLOUDY, axis=1).astype(float)


def _laid(pressure: Array, fields: dict[str, Array], elevation: Array) -> dict[str, Array]:
    """Fields over ground at `elevation`, whose air is interpolated between levels in ln p."""
    height = fields.pop("geopotential") / constants.STANDARD_GRAVITY
    rows = np.arange(len(elevation))
    above = np.clip(np.sum(height <= elevation[:, None], axis=1), 1, height.shape[1] - 1)
    low, high = height[rows, above - 1], height[rows, above]
    log_pressure = np.log(pressure)
    # Extrapolated along the lowest layer where the ground lies below 1000 hPa.
    share = (elevation - low) / (high - low)
    ground = log_pressure[above - 1] + share * (log_pressure[above] - log_pressure[above - 1])
    surface = {"pressure": np.exp(ground)}
    for name, values in fields.items():
        scale = np.log(values) if name == "specific_humidity" else values
        at_ground = scale[rows, above - 1] + np.clip(share, 0, 1) * (
            scale[rows, above] - scale[rows, above - 1]
        )
        surface[name] = np.exp(at_ground) if name == "specific_humidity" else at_ground
    return levels.above_surface(pressure, fields, surface)
