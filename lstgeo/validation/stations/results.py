"""Results on disk as stations see them: when, on which grid, and the pixels around a place."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.errors import InputError, MetadataError, RasterError
from lstgeo.physics.arrays import Array
from lstgeo.pipeline import layers
from lstgeo.raster import align, cloud, door, intact, projection
from lstgeo.raster.grid import Grid
from lstgeo.validation.stations import protocol
from lstgeo.validation.stations.record import Place
from lstgeo.vocabulary import Quantity

_SUFFIXES = {layer.quantity: layer.suffix for layer in layers.of("float32")}
_ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class Result:
    """A temperature raster: its time of acquisition (datetime64[s], UTC) and footprint [m].

    `timed` says whether the time of day is known, or the day alone; `acquired` is None where
    neither is. `native_resolution` is None where no STAC item says it.
    """

    path: Path
    grid: Grid
    acquired: np.datetime64 | None
    timed: bool
    native_resolution: float | None


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


def found(paths: Sequence[Path]) -> list[Path]:
    """Temperature rasters that `paths` mean: rasters, STAC items, folders of results.

    Of a folder, that of a batch for one, all results in it count whose STAC item is there. Raises
    MissingFileError, InputError.
    """
    rasters = [raster for path in paths for raster in _rasters(door.require(path, "result"))]
    return list(dict.fromkeys(rasters))


def read(path: Path) -> Result:
    """What a raster and its STAC item say; raises RasterError, MetadataError, InputError."""
    with door.opened(path) as source:
        grid, units, tags = Grid.of(source), door.units_of(source), source.tags()
    if not grid.crs:
        raise InputError(f"{path} has no coordinate reference system, so no station lies in it")
    if units != vocabulary.SURFACE_TEMPERATURE.units:
        raise InputError(f"{path} is in {units or 'no stated units'}; a result of lstgeo is in K")
    item = path.with_suffix(".json")
    document = _document(item) if item.is_file() else {}
    acquired = _acquired(document, tags)
    moment = None if acquired is None else np.datetime64(acquired.replace(tzinfo=None), "s")
    timed = acquired is not None and (acquired.hour, acquired.minute, acquired.second) != (0, 0, 0)
    return Result(path, grid, moment, timed, _resolution(document))


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


def pixels(result: Result, block: Block) -> Pixels:
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


def _rasters(path: Path) -> list[Path]:
    if path.is_dir():
        items = sorted(
            item for item in path.rglob("*.json") if not item.parent.name.startswith(".")
        )
        rasters = [raster for item in items if (raster := _of_item(item))]
        if not rasters:
            raise InputError(
                f"{path} holds no result: no STAC item (.json) of a temperature raster"
            )
        return rasters
    if path.suffix.lower() != ".json":
        return [path]
    raster = _of_item(path)
    if raster is None:
        raise InputError(f"{path} is no STAC item of a temperature raster")
    return [raster]


def _of_item(path: Path) -> Path | None:
    """Temperature raster of a STAC item; None where `path` is another document."""
    try:
        asset = _mapping(_document(path).get("assets")).get(vocabulary.SURFACE_TEMPERATURE.name)
    except MetadataError:
        return None
    href = _mapping(asset).get("href")
    return path.parent / href if isinstance(href, str) else None


def _document(path: Path) -> Mapping[str, Any]:
    try:
        return _mapping(json.loads(path.read_text("utf-8")))
    except (ValueError, OSError, RecursionError) as error:
        raise MetadataError(f"{path} is not a readable STAC item: {error}") from error


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _acquired(document: Mapping[str, Any], tags: Mapping[str, str]) -> datetime | None:
    """Time of acquisition (UTC), from the item or else from the tags of the raster."""
    try:
        if document:
            stated = _mapping(document.get("properties")).get("datetime")
            found = datetime.fromisoformat(str(stated))
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        stated = tags.get("TIFFTAG_DATETIME", "")
        return datetime.strptime(stated, "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _resolution(document: Mapping[str, Any]) -> float | None:
    asset = _mapping(document.get("assets")).get(vocabulary.SURFACE_TEMPERATURE.name)
    bands = _mapping(asset).get("raster:bands")
    first = _mapping(bands[0]) if isinstance(bands, list) and bands else {}
    stated = first.get("spatial_resolution")
    return float(stated) if isinstance(stated, int | float) and stated > 0 else None


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
