"""Results on disk: which there are, when each was acquired, and on which grid it lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from lstgeo import vocabulary
from lstgeo.errors import InputError, MetadataError
from lstgeo.raster import described, door
from lstgeo.raster.grid import Grid


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
    document = described.read(path.with_suffix(".json"))
    acquired = _acquired(document, tags)
    moment = None if acquired is None else np.datetime64(acquired.replace(tzinfo=None), "s")
    timed = acquired is not None and (acquired.hour, acquired.minute, acquired.second) != (0, 0, 0)
    return Result(path, grid, moment, timed, _resolution(document))


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
        asset = described.mapping(described.read(path).get("assets")).get(
            vocabulary.SURFACE_TEMPERATURE.name
        )
    except MetadataError:
        return None
    href = described.mapping(asset).get("href")
    return path.parent / href if isinstance(href, str) else None


def _acquired(document: Mapping[str, Any], tags: Mapping[str, str]) -> datetime | None:
    """Time of acquisition (UTC), from the item or else from the tags of the raster."""
    try:
        if document:
            stated = described.mapping(document.get("properties")).get("datetime")
            found = datetime.fromisoformat(str(stated))
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        stated = tags.get("TIFFTAG_DATETIME", "")
        return datetime.strptime(stated, "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _resolution(document: Mapping[str, Any]) -> float | None:
    asset = described.mapping(document.get("assets")).get(vocabulary.SURFACE_TEMPERATURE.name)
    bands = described.mapping(asset).get("raster:bands")
    first = described.mapping(bands[0]) if isinstance(bands, list) and bands else {}
    stated = first.get("spatial_resolution")
    return float(stated) if isinstance(stated, int | float) and stated > 0 else None
