"""The pixels of a result around a station."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.errors import InputError, RasterError
from lstgeo.physics.arrays import Array
from lstgeo.pipeline import layers
from lstgeo.raster import align, cloud, door, intact, projection
from lstgeo.validation.stations import protocol
from lstgeo.validation.stations.record import Place
from lstgeo.validation.stations.results import Result
from lstgeo.vocabulary import Quantity

_SUFFIXES = {layer.quantity: layer.suffix for layer in layers.of("float32")}
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Block:
    """Rows and columns of a block of pixels."""

    rows: slice
    columns: slice


@dataclass(frozen=True, eq=False)
class Pixels:
    """Temperature [K], its uncertainty [K] or None, and quality of the pixels of a block."""

    temperature: Array
    sigma: Array | None
    quality: Array


def block(result: Result, place: Place) -> Block | None:
    """Block of native pixels around a place, or None where it does not lie in the raster.

    It has the fewest pixels that cover so many footprints, and is centred as near as they allow.
    """
    where = (np.array(degrees) for degrees in (place.longitude, place.latitude))
    row, column = (
        float(centre) + 0.5 for centre in projection.pixel_positions(result.grid, *where)
    )
    if not (math.isfinite(row) and math.isfinite(column)):
        return None
    rows, columns = (
        _around(position, size, result.native_resolution)
        for position, size in zip((row, column), _pixel_sizes(result, row), strict=True)
    )
    height, width = result.grid.shape
    inside = (
        rows.start >= 0 and columns.start >= 0 and rows.stop <= height and columns.stop <= width
    )
    return Block(rows, columns) if inside else None


def read(result: Result, block: Block) -> Pixels:
    """Pixels of a block; in their quality, bit 3 is set near cloud, whoever set bit 1.

    Raises RasterError where a raster cannot be read, InputError where there is no quality.
    """
    bits, sigma = (
        _beside(result.path, quantity)
        for quantity in (vocabulary.QUALITY, vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY)
    )
    if not bits.is_file():
        raise InputError(f"{result.path} has no {bits.name} beside it, which says what is clear")
    with door.reading():
        return Pixels(
            _values(result, result.path, block),
            _values(result, sigma, block) if sigma.is_file() else None,
            _quality(result, bits, block),
        )


def _pixel_sizes(result: Result, row: float) -> tuple[float, float]:
    """Height and width of a pixel [m] at a row."""
    across, down = result.grid.pixel_size
    if not result.grid.crs.is_geographic:
        return down, across
    _, latitude = result.grid.place(0, row)
    return cloud.DEGREE * down, cloud.DEGREE * across * math.cos(math.radians(latitude))


def _around(position: float, size: float, native: float | None) -> slice:
    """Pixels of `size` [m] that cover the footprints around a position, (0) the first edge."""
    wide = protocol.FOOTPRINTS * max(native or 0.0, size) / size
    count = math.ceil(wide - _ROUNDING)
    start = math.floor(position - count / 2 + 0.5)
    return slice(start, start + count)


def _beside(path: Path, quantity: Quantity) -> Path:
    return path.with_name(f"{path.stem}{_SUFFIXES[quantity]}{path.suffix}")


def _opened(result: Result, path: Path, *, scaled: bool) -> xr.DataArray:
    intact.require_whole(path)
    raster = door.open_raster(path, mask_and_scale=scaled)
    if not align.grid_of(raster).alike(result.grid):
        raise RasterError(f"{path} and {result.path} are not on the same grid")
    return raster


def _values(result: Result, path: Path, block: Block) -> Array:
    raster = _opened(result, path, scaled=True)
    return raster.isel(y=block.rows, x=block.columns).to_numpy().astype(np.float64)


def _quality(result: Result, path: Path, block: Block) -> Array:
    raster = _opened(result, path, scaled=False)
    if raster.dtype.kind not in "iu":
        raise RasterError(f"{path} holds {raster.dtype}; quality bits are whole numbers")
    reach = [
        math.ceil(protocol.CLOUD / size) for size in _pixel_sizes(result, float(block.rows.start))
    ]
    wide = [
        slice(max(0, inner.start - beyond), inner.stop + beyond)
        for inner, beyond in zip((block.rows, block.columns), reach, strict=True)
    ]
    near = cloud.with_proximity(raster.isel(y=wide[0], x=wide[1]), protocol.CLOUD).to_numpy()
    inner = (
        slice(part.start - whole.start, part.stop - whole.start)
        for part, whole in zip((block.rows, block.columns), wide, strict=True)
    )
    return near[tuple(inner)]
