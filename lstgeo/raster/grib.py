"""Fields of a GRIB file by element and level, on the grid that the file itself means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import rasterio
from rasterio.errors import RasterioIOError

from lstgeo.errors import InputError, RasterError
from lstgeo.physics import constants

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from lstgeo.physics.arrays import Array

Key = tuple[str, str]
"""GRIB element and GDAL's short name of the level, such as `("TMP", "50000-ISBL")`."""


@dataclass(frozen=True)
class Fields:
    """Fields of a global or regional grid, rows from north to south, with their place and time."""

    values: Mapping[Key, Array]
    latitude: Array
    longitude: Array
    time: np.datetime64


def read(path: str | Path, wanted: Iterable[Key]) -> Fields:
    """Fields `wanted` of a GRIB file, temperatures in K, longitudes from -180 to 180.

    Raises RasterError where the file cannot be read, InputError that names what it lacks.
    """
    try:
        with rasterio.open(path) as source:
            tags = [source.tags(index) for index in source.indexes]
            keys = [(tag.get("GRIB_ELEMENT", ""), tag.get("GRIB_SHORT_NAME", "")) for tag in tags]
            band = {key: number for number, key in zip(source.indexes, keys, strict=True)}
            missing = [" ".join(key) for key in wanted if key not in band]
            if missing:
                raise InputError(f"{path} lacks the fields {', '.join(missing)}")
            values = {key: _field(source, band[key]) for key in wanted}
            transform, (height, width) = source.transform, source.shape
            seconds = int(tags[0]["GRIB_VALID_TIME"].split()[0])
    except (RasterioIOError, KeyError) as error:
        raise RasterError(f"{path} is no GRIB file that can be read: {error}") from error
    return Fields(
        values,
        transform.f + (np.arange(height) + 0.5) * transform.e,
        (transform.c + (np.arange(width) + 0.5) * transform.a + 180) % 360 - 180,
        np.datetime64(seconds, "s"),
    )


def _field(source: Any, number: int) -> Array:
    """Values of a field; GDAL gives temperatures of GRIB files in degrees Celsius."""
    values = source.read(number, masked=True).astype(float).filled(np.nan)
    celsius = source.tags(number).get("GRIB_UNIT", "").strip("[]") == "C"
    return np.asarray(values + constants.ZERO_CELSIUS if celsius else values)
