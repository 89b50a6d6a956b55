"""One field in the formats that users have it in, written without lstgeo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import netCDF4
import numpy as np
import rasterio
import rasterio.shutil
from affine import Affine
from numpy.typing import NDArray

from tests import rasters

Floats = NDArray[np.float64]

_EPOCH = np.datetime64("2016-01-01T00:00", "s")

_IDS = (
    "CENTER=7(US-NCEP) SUBCENTER=0 MASTER_TABLE=2 LOCAL_TABLE=1 "
    "SIGNF_REF_TIME=1(Start_of_Forecast) REF_TIME=2016-01-21T09:00:00Z "
    "PROD_STATUS=0(Operational) TYPE=1(Forecast)"
)
_PWAT = "1 3 2 0 96 0 0 0 1 0 0 0 0 200 0 0 0 0 0 255 0 0 0 0 0"
"""Template 4.0 of product definition: precipitable water of the entire atmosphere, at once."""


def netcdf(
    path: Path,
    values: NDArray[Any],
    longitude: Floats,
    latitude: Floats,
    *,
    name: str = "tcwv",
    units: str | None = "kg m**-2",
    times: Sequence[str] = ("2016-01-21T09:00",),
    kind: Any = "NETCDF4",
    packed: bool = False,
    attributes: dict[str, Any] | None = None,
    append: bool = False,
) -> Path:
    """Write a variable over time, latitude and longitude; `values` may lack the time."""
    values = np.broadcast_to(values, (len(times), latitude.size, longitude.size))
    with netCDF4.Dataset(path, "a" if append else "w", format=kind) as data:
        if not append:
            _axes(data, longitude, latitude, times)
        dimensions = ("time", "latitude", "longitude")
        dtype = "i2" if packed else "f4"
        variable = data.createVariable(
            name, dtype, dimensions, fill_value=-32767 if packed else None
        )
        if packed:
            variable.scale_factor, variable.add_offset = 0.002, 30.0
        if units is not None:
            variable.units = units
        for key, value in (attributes or {}).items():
            setattr(variable, key, value)
        variable[:] = np.ma.masked_invalid(values)
    return path


def _axes(data: Any, longitude: Floats, latitude: Floats, times: Sequence[str]) -> None:
    for name, values, units in (
        ("longitude", longitude, "degrees_east"),
        ("latitude", latitude, "degrees_north"),
    ):
        data.createDimension(name, values.size)
        data.createVariable(name, "f8", (name,))[:] = values
        data[name].units = units
    data.createDimension("time", len(times))
    since = [(np.datetime64(time, "s") - _EPOCH) / np.timedelta64(1, "h") for time in times]
    data.createVariable("time", "f8", ("time",))[:] = since
    data["time"].units = "hours since 2016-01-01 00:00:00"


def geotiff(
    path: Path, values: NDArray[Any], longitude: Floats, latitude: Floats, **options: Any
) -> Path:
    """Write a band over evenly spaced latitudes and longitudes."""
    return rasters.write(
        path, values, crs=rasters.DEGREES, transform=_transform(longitude, latitude), **options
    )


def grib2(path: Path, values: NDArray[Any], longitude: Floats, latitude: Floats) -> Path:
    """Write precipitable water [kg m-2] as GRIB 2, packed to 1e-4."""
    plain = path.with_suffix(".plain.tif")
    geotiff(plain, values.astype(np.float64), longitude, latitude)
    rasterio.shutil.copy(
        plain, path, driver="GRIB", DISCIPLINE="0", IDS=_IDS, PDS_PDTN="0",
        PDS_TEMPLATE_NUMBERS=_PWAT, DATA_ENCODING="SIMPLE_PACKING", DECIMAL_SCALE_FACTOR="4",
    )  # fmt: skip
    plain.unlink()
    return path


def _transform(longitude: Floats, latitude: Floats) -> Affine:
    east, north = longitude[1] - longitude[0], latitude[1] - latitude[0]
    return Affine(east, 0, longitude[0] - east / 2, 0, north, latitude[0] - north / 2)
