"""A map of classes on the grid of a scene: what codes stand for is averaged, never the codes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import dask.array as da
import numpy as np
import xarray as xr
from rasterio.enums import Resampling

from lstgeo.errors import InputError
from lstgeo.raster import align, door, extent, vrt
from lstgeo.raster.grid import Grid
from lstgeo.raster.vrt import NODATA, Lookup, Piece

Meaning = Mapping[int, tuple[float, ...]]
"""Values that each code stands for, as many for every code."""


def onto(path: Path, meaning: Meaning, like: xr.DataArray, halo: int = 0) -> tuple[da.Array, ...]:
    """What the codes of the map at `path` stand for, on the grid of `like`; NaN elsewhere.

    In the windows of `vrt.onto`. Where the pixels of the map are smaller than the scene's, the mean
    of the values over the pixel; else those of the code at its centre. Raises MissingFileError,
    RasterError where the file is unreadable, InputError where it is no class map, lies elsewhere,
    or has none of the codes.
    """
    door.require(path, "class map")
    grid = align.grid_of(like)
    with door.opened(path) as source:
        own = Grid.of(source)
        if own.crs is None:
            raise InputError(f"{path} has no coordinate reference system")
        if source.count != 1:
            raise InputError(f"{path} has {source.count} bands; a class map has one")
        nodata = source.nodata
    extent.require_overlap(str(path), own, grid)
    known = {code: values for code, values in meaning.items() if code != nodata}
    count = len(next(iter(meaning.values())))
    bands = [
        [Piece(str(path), 1, own, _lookup({code: values[part] for code, values in known.items()}))]
        for part in range(count)
    ]
    resampling = Resampling.average if extent.is_finer(own, grid) else Resampling.nearest
    mosaic = vrt.joined(bands)
    shown = xr.DataArray(vrt.onto(mosaic, like, resampling)[0], dims=("y", "x"))
    if not np.isfinite(align.sampled(shown)).any():
        raise InputError(f"{path} has none of the classes of its table over the scene")
    return vrt.onto(mosaic, like, resampling, halo)


def _lookup(values: Mapping[int, float]) -> Lookup:
    """Lookup that knows the codes alone: between and beyond them there is no value."""
    around = {float(code + side): NODATA for code in values for side in (-1, 1)}
    return around | {float(code): value for code, value in values.items()}
