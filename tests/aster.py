"""Tiles of ASTER GED as its user guide describes them; none of the real ones is at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import netCDF4
import numpy as np
from numpy.typing import NDArray

FILL = -9999
NORTH, WEST = 49, 15
"""Corner of the tile that the scene of the tests lies in [degrees]."""


def write(
    folder: Path,
    mean: NDArray[np.floating] | float = 0.96,
    *,
    deviation: float = 0.004,
    ndvi: float = 0.3,
    north: int = NORTH,
    west: int = WEST,
    cells: int = 100,
    name: str | None = None,
) -> Path:
    """Write a tile of `cells` x `cells`, the same `mean` in each band unless it has five.

    NaN stands for fill. The path is returned, by default as the product calls it.
    """
    product, version = ("AG100", "0001") if cells == 1000 else ("AG1km", "0010")
    path = folder / (name or f"{product}.v003.{north:02d}.{_degrees(west)}.{version}.h5")
    bands = np.broadcast_to(np.asarray(mean, float), (5, cells, cells))
    centres = (np.arange(cells) + 0.5) / cells
    with netCDF4.Dataset(path, "w") as tile:
        for dimension, size in (("band", 5), ("row", cells), ("column", cells)):
            tile.createDimension(dimension, size)
        layers: dict[str, NDArray[Any]] = {
            "Emissivity/Mean": _stored(bands, 1000),
            "Emissivity/SDev": _stored(np.where(np.isnan(bands), np.nan, deviation), 10000),
            "NDVI/Mean": _stored(np.where(np.isnan(bands[0]), np.nan, ndvi), 100),
            "Geolocation/Latitude": np.broadcast_to((north - centres)[:, None], (cells, cells)),
            "Geolocation/Longitude": np.broadcast_to((west + centres)[None], (cells, cells)),
        }
        for layer, values in layers.items():
            dimensions = ("band", "row", "column")[3 - values.ndim :]
            kind = "i2" if values.dtype == np.int16 else "f4"
            tile.createVariable(layer, kind, dimensions, zlib=True)[:] = values
    return path


def _stored(values: NDArray[np.floating], scale: float) -> NDArray[np.int16]:
    return np.where(np.isnan(values), FILL, np.rint(values * scale)).astype(np.int16)


def _degrees(longitude: int) -> str:
    return f"{longitude:04d}" if longitude < 0 else f"{longitude:03d}"
