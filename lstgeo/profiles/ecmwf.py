"""Columns of the ECMWF model on its own levels: the CKDMIP evaluation set and an IFS meridian."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lstgeo.physics import constants, humidity
from lstgeo.profiles import columns, levels

if TYPE_CHECKING:
    from pathlib import Path

    from lstgeo.profiles.columns import Columns

CKDMIP = "CKDMIP"

IFS = "IFS"

IFS_TIME = np.datetime64("2013-01-05T01:12", "s")
"""Time of the IFS meridian, which the file tells only in its history."""


def read_ckdmip(path: str | Path) -> Columns:
    """Columns of a CKDMIP concentration file, on half levels; mole fractions are of dry air."""
    with xr.open_dataset(path, engine="netcdf4") as data:
        return _columns(
            data,
            humidity.of_dry_mole_fraction(_upwards(data["h2o_mole_fraction_fl"])),
            _upwards(data["o3_mole_fraction_fl"]),
            source=CKDMIP,
            latitude=data["latitude"].to_numpy(),
            longitude=data["longitude"].to_numpy(),
            time=data["time"].to_numpy().astype("datetime64[s]"),
        )


def read_ifs(path: str | Path) -> Columns:
    """Columns of an input file of ECMWF's radiation scheme, on half levels, with skin and cloud."""
    with xr.open_dataset(path, engine="netcdf4") as data:
        return _columns(
            data,
            _upwards(data["q"]),
            _upwards(data["o3_mmr"]) * constants.AIR_MOLAR_MASS / constants.OZONE_MOLAR_MASS,
            source=IFS,
            latitude=data["lat"].to_numpy(),
            longitude=data["lon"].to_numpy(),
            time=IFS_TIME,
            skin_temperature=data["skin_temperature"].to_numpy(),
            cloud_cover=data["cloud_fraction"].to_numpy().max(axis=1),
        )


def _columns(data: xr.Dataset, moist: Any, ozone: Any, source: str, **known: Any) -> Columns:
    """Columns on half levels; the outermost, at or near 0 Pa, is left out."""
    edge = _upwards(data["pressure_hl"])
    edge[:, -1] = np.maximum(edge[:, -1], edge[:, -2] / 10)
    temperature = _upwards(data["temperature_hl"])
    layers = {"specific_humidity": moist, "ozone": ozone}
    at_edges = levels.at_edges(edge, temperature, layers)
    return columns.of(
        edge[:, :-1],
        temperature[:, :-1],
        at_edges["specific_humidity"][:, :-1],
        source,
        ozone=at_edges["ozone"][:, :-1],
        **known,
    )


def _upwards(values: xr.DataArray) -> Any:
    """Levels from the ground up; the files count from the top."""
    return values.to_numpy()[:, ::-1].astype(float)
