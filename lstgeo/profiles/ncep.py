"""The monthly mean columns of the NCEP climatology: a guide to a season, not weather."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from lstgeo.profiles import columns, levels, saturation

if TYPE_CHECKING:
    from pathlib import Path

    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

SOURCE = "NCEP climatology"

STRATOSPHERIC_HUMIDITY = 2.5e-6
"""Specific humidity above the levels that carry one [kg kg-1]: 4 ppmv."""

FALL_WITH_PRESSURE = 3.0
"""Power of pressure by which humidity falls above its highest level (300 hPa)."""


def read(path: str | Path, month: int = 6) -> Columns:
    """Columns of an NCEP climatology with T on 17 and SHUM on 8 levels; negative humidity clipped.

    The time is the middle of `month` of a year that stands for none (1979, the first averaged).
    """
    with warnings.catch_warnings():
        # The file names two fill values; both mean missing.
        warnings.simplefilter("ignore", xr.SerializationWarning)
        with xr.open_dataset(path, engine="netcdf4", decode_times=False) as file:
            data = file.isel(time=0).stack(column=("lat", "lon"))
            pressure = 100.0 * data["lev"].to_numpy()
            fields = {
                "temperature": _rows(data["T"]),
                "specific_humidity": _humidity(data, pressure),
            }
            surface = {
                "pressure": 100.0 * data["PS"].to_numpy().astype(float),
                "temperature": data["TREFHT"].to_numpy().astype(float),
            }
            latitude, longitude = data["lat"].to_numpy(), data["lon"].to_numpy()
            skin = data["TS"].to_numpy()
    at_ground = {"pressure": np.broadcast_to(pressure, fields["temperature"].shape)} | fields
    ground = levels.interpolated(at_ground, surface["pressure"][:, None])
    surface["specific_humidity"] = ground["specific_humidity"][:, 0]
    laid = levels.above_surface(pressure, fields, surface)
    laid["specific_humidity"] = saturation.limited(
        laid["specific_humidity"], laid["temperature"], laid["pressure"]
    )
    return columns.of(
        **laid,
        source=f"{SOURCE} month {month}",
        latitude=latitude,
        longitude=longitude,
        time=np.datetime64(f"1979-{month:02d}-15", "s"),
        skin_temperature=skin,
    )


def _humidity(data: xr.Dataset, pressure: Array) -> Array:
    known = np.maximum(_rows(data["SHUM"]) / 1000, STRATOSPHERIC_HUMIDITY)
    above = pressure[known.shape[1] :] / pressure[known.shape[1] - 1]
    faded = known[:, -1:] * above**FALL_WITH_PRESSURE
    return np.concatenate([known, np.maximum(faded, STRATOSPHERIC_HUMIDITY)], axis=1)


def _rows(values: xr.DataArray) -> Array:
    """One column a row, from the ground up as the file has it."""
    return values.transpose("column", ...).to_numpy().astype(float)
