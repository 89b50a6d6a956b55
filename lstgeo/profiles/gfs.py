"""Columns of NCEP's Global Forecast System from GRIB files with pressure levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.physics import constants
from lstgeo.profiles import columns, levels, saturation
from lstgeo.raster import grib

if TYPE_CHECKING:
    from pathlib import Path

    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

SOURCE = "GFS"

PRESSURE_HPA = (
    *(1000, 975, 950, 925, 900, 850, 800, 750, 700, 650, 600, 550, 500),
    *(450, 400, 350, 300, 250, 200, 150, 100, 70, 50, 30, 20, 10),
)
"""Pressure levels of the 2.5 degree files [hPa]."""

WITHOUT_HUMIDITY_HPA = 20
"""The one level that carries temperature and no relative humidity."""

OZONE_HPA = (100, 70, 50, 30, 20, 10)
"""Levels that carry ozone."""

LEAST_RELATIVE_HUMIDITY = 0.003
"""What stands for a relative humidity of 0, which the files round to whole percents [1]."""

_SURFACE: dict[str, grib.Key] = {
    "pressure": ("PRES", "0-SFC"),
    "temperature": ("TMP", "2-HTGL"),
    "specific_humidity": ("SPFH", "2-HTGL"),
    "elevation": ("HGT", "0-SFC"),
    "skin_temperature": ("TMP", "0-SFC"),
    "cloud_cover": ("TCDC", "0-EATM"),
    "land": ("LAND", "0-SFC"),
    "total_column_water_vapour": ("PWAT", "0-EATM"),
}


def read(path: str | Path) -> Columns:
    """All columns of a GFS GRIB file, one a grid point, poles thinned to one column each.

    Level 0 holds the air at 2 m. Raises RasterError or InputError where the file is not of GFS.
    """
    fields = _fields(path)
    once = _distinct(fields)
    surface = {name: fields.values[key].ravel()[once] for name, key in _SURFACE.items()}
    pressure = 100.0 * np.array(PRESSURE_HPA)
    profile = _profile(fields, pressure, once)
    laid = levels.above_surface(pressure, profile, surface | {"ozone": np.full(once.sum(), np.nan)})
    latitude, longitude = np.meshgrid(fields.latitude, fields.longitude, indexing="ij")
    return columns.of(
        **laid,
        source=f"{SOURCE} {fields.time}",
        latitude=latitude.ravel()[once],
        longitude=longitude.ravel()[once],
        time=fields.time,
        elevation=surface["elevation"],
        skin_temperature=surface["skin_temperature"],
        cloud_cover=surface["cloud_cover"] / 100,
        land=surface["land"],
    )


def precipitable_water(path: str | Path) -> Array:
    """GFS's own total column water vapour [kg m-2] of the columns that :func:`read` gives."""
    fields = _fields(path)
    key = _SURFACE["total_column_water_vapour"]
    return np.asarray(fields.values[key].ravel()[_distinct(fields)])


def _fields(path: str | Path) -> grib.Fields:
    by_level = [("TMP", PRESSURE_HPA), ("O3MR", OZONE_HPA)]
    by_level.append(("RH", tuple(p for p in PRESSURE_HPA if p != WITHOUT_HUMIDITY_HPA)))
    keys = [_key(element, p) for element, heights in by_level for p in heights]
    return grib.read(path, [*keys, *_SURFACE.values()])


def _key(element: str, pressure_hpa: int) -> grib.Key:
    return element, f"{100 * pressure_hpa}-ISBL"


def _distinct(fields: grib.Fields) -> Array:
    """Grid points that are not a pole repeated along its row."""
    first = np.arange(fields.longitude.size) == 0
    pole = np.abs(fields.latitude) > 89.9
    return np.asarray((first[None, :] | ~pole[:, None]).ravel())


def _profile(fields: grib.Fields, pressure: Array, once: Array) -> dict[str, Array]:
    def stack(element: str) -> Array:
        missing = np.full(once.shape, np.nan)
        found = (fields.values.get(_key(element, p), missing) for p in PRESSURE_HPA)
        return np.stack([values.ravel()[once] for values in found], axis=1)

    temperature = stack("TMP")
    fraction = np.maximum(stack("RH") / 100, LEAST_RELATIVE_HUMIDITY)
    # NCEP's relative humidity is a ratio of specific humidities, not of vapour pressures.
    moist = fraction * saturation.ncep_humidity(temperature, pressure)
    gap = PRESSURE_HPA.index(WITHOUT_HUMIDITY_HPA)
    moist[:, gap] = np.sqrt(moist[:, gap - 1] * moist[:, gap + 1])
    return {
        "temperature": temperature,
        "specific_humidity": moist,
        "ozone": stack("O3MR") * constants.AIR_MOLAR_MASS / constants.OZONE_MOLAR_MASS,
    }
