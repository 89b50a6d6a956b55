"""Results and stations with values that are known, written without the code under test."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio.warp import transform

from tests import rasters

OVERPASS = datetime.fromisoformat("2016-07-01T10:00:00+00:00")
NIGHT = datetime.fromisoformat("2016-07-01T22:00:00+00:00")
WEST, NORTH, PIXEL = 499_995.0, 5_400_030.0, 30.0
SHAPE = (120, 110)
STEFAN_BOLTZMANN = 5.670374419e-8
"""CODATA 2018 [W m-2 K-4]."""

Array = NDArray[Any]


def position(row: float, column: float) -> tuple[float, float]:
    """Latitude and longitude [degree] of a position, (0, 0) the first corner of the raster."""
    longitude, latitude = transform(
        rasters.UTM, rasters.DEGREES, [WEST + PIXEL * column], [NORTH - PIXEL * row]
    )[:2]
    return latitude[0], longitude[0]


MIDDLE = position(60.5, 55.5)
"""The centre of the pixel in row 60 and column 55."""


def result(
    folder: Path,
    temperature: Array | float = 300.0,
    *,
    name: str = "lst",
    sigma: float | None = 0.5,
    bits: Array | None = None,
    acquired: datetime | None = OVERPASS,
    native: float = 100.0,
) -> Path:
    """Rasters and STAC item as `write` leaves them, as far as a comparison reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    place = Affine(PIXEL, 0, WEST, 0, -PIXEL, NORTH)
    values = np.broadcast_to(temperature, SHAPE).astype(np.float32)
    path = folder / f"{name}.tif"
    nan = float("nan")
    rasters.write(path, values, transform=place, nodata=nan, units="K")
    flags = np.zeros(SHAPE, np.uint16) if bits is None else bits
    rasters.write(folder / f"{name}_qa.tif", flags, transform=place)
    if sigma is not None:
        constant = np.full(SHAPE, sigma, np.float32)
        rasters.write(
            folder / f"{name}_uncertainty.tif", constant, transform=place, nodata=nan, units="K"
        )
    stated = None if acquired is None else acquired.isoformat().replace("+00:00", "Z")
    asset = {"href": f"./{name}.tif", "raster:bands": [{"spatial_resolution": native}]}
    item = {"properties": {"datetime": stated}, "assets": {"surface_temperature": asset}}
    (folder / f"{name}.json").write_text(json.dumps(item))
    return path


def station(path: Path, temperatures: dict[datetime, float], *comments: str) -> Path:
    """CSV of surface temperatures [K] by time, at the middle of the raster."""
    lines = [f"{time.isoformat()},{value}" for time, value in temperatures.items()]
    return _written(path, ("time,lst [K]", *lines), comments)


def longwave(
    path: Path, temperature: float, emissivity: float, sky: float, overpass: datetime = OVERPASS
) -> Path:
    """CSV of irradiances around the overpass, by the law of Stefan and Boltzmann."""
    up = emissivity * STEFAN_BOLTZMANN * temperature**4 + (1 - emissivity) * sky
    minutes = (overpass + timedelta(minutes=step) for step in range(-10, 11))
    lines = [f"{time.isoformat()},{up!r},{sky}" for time in minutes]
    header = "time,upwelling_longwave [W m-2],downwelling_longwave [W/m^2]"
    return _written(path, (header, *lines), ())


def _written(path: Path, lines: tuple[str, ...], comments: tuple[str, ...]) -> Path:
    where = (f"# latitude: {MIDDLE[0]!r}", f"# longitude: {MIDDLE[1]!r}")
    path.write_text("\n".join([*where, *comments, *lines]) + "\n")
    return path


def around(overpass: datetime, temperature: float) -> dict[datetime, float]:
    """The same temperature each minute from 10 before to 10 after the overpass."""
    return {overpass + timedelta(minutes=step): temperature for step in range(-10, 11)}
