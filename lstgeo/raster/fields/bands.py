"""The fields of a GeoTIFF or GRIB file: its bands, by description, element and level."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyproj
from rasterio import DatasetReader
from rasterio.errors import RasterioError
from rasterio.windows import Window

from lstgeo.raster import door
from lstgeo.raster.fields.axes import Axes, Floats
from lstgeo.raster.fields.field import Field, unreadable

_ISOBARIC = re.compile(r"([\d.]+)\[(h?Pa)\] ISBL\b")
"""GDAL's description of a pressure level; its short name leaves the unit out, which is hPa in
GRIB 1 and Pa in GRIB 2."""

_PASCAL = {"Pa": 1.0, "hPa": 100.0}


def fields(path: Path) -> list[Field]:
    """Fields of a raster file; bands of one name at several times are one. Raises RasterError."""
    with door.opened(path) as source:
        axes = _axes(source)
        found: dict[str, list[tuple[np.datetime64 | None, int]]] = {}
        for band in source.indexes:
            found.setdefault(_name(source, band), []).append((_time(source, band), band))
        return [_field(path, source, axes, name, layers) for name, layers in found.items()]


def stacks(path: Path) -> list[Field]:
    """Fields at several pressures of a GRIB file; a level that lacks a time is left out."""
    with door.opened(path) as source:
        axes = _axes(source)
        found: dict[str, dict[float, dict[np.datetime64 | None, int]]] = {}
        for band in source.indexes:
            if level := _ISOBARIC.match(source.descriptions[band - 1] or ""):
                levels = found.setdefault(_tags(source, band).get("GRIB_ELEMENT", ""), {})
                pressure = float(level[1]) * _PASCAL[level[2]]
                levels.setdefault(pressure, {})[_time(source, band)] = band
        return [
            _stack(path, source, axes, name, levels)
            for name, levels in found.items()
            if len(levels) > 1
        ]


def _stack(
    path: Path,
    source: DatasetReader,
    axes: Axes | None,
    name: str,
    levels: dict[float, dict[np.datetime64 | None, int]],
) -> Field:
    times = list(dict.fromkeys(time for layers in levels.values() for time in layers))
    whole = {level: layers for level, layers in levels.items() if len(layers) == len(times)}
    bands = tuple(layers[time] for time in times for layers in whole.values())
    units = _units(source, next(iter(next(iter(levels.values())).values())))
    names = frozenset({name.lower()})
    return Field(
        str(path), name, names, units, axes, tuple(times), str(path), bands, read_stack,
        one_band=False, levels=tuple(whole),
    )  # fmt: skip


def read_stack(field: Field, layer: int, rows: slice, columns: slice) -> Floats:
    """Physical values of a window of the bands of all levels at one time."""
    count = len(field.levels)
    bands = list(field.bands[layer * count : (layer + 1) * count])
    try:
        with door.opened(field.raster) as source:
            window = Window.from_slices(rows, columns)
            stored = source.read(bands, window=window, masked=True).astype(np.float64)
    except RasterioError as error:
        raise unreadable(field.path, error.__cause__ or error) from error
    return np.asarray(stored.filled(np.nan))


def _field(
    path: Path,
    source: DatasetReader,
    axes: Axes | None,
    name: str,
    layers: list[tuple[np.datetime64 | None, int]],
) -> Field:
    first = layers[0][1]
    return Field(
        path=str(path),
        name=name,
        names=frozenset(_names(source, first, name)),
        units=_units(source, first),
        axes=axes,
        times=tuple(time for time, _ in layers),
        raster=str(path),
        bands=tuple(band for _, band in layers),
        reader=read,
        unplaced=_unscaled(source, first),
        one_band=source.count == 1,
    )


def read(field: Field, layer: int, rows: slice, columns: slice) -> Floats:
    """Physical values of a window of a band."""
    band = field.bands[layer]
    try:
        with door.opened(field.raster) as source:
            window = Window.from_slices(rows, columns)
            stored = source.read(band, window=window, masked=True).astype(np.float64)
            values = stored.filled(np.nan) * source.scales[band - 1] + source.offsets[band - 1]
    except RasterioError as error:
        raise unreadable(field.path, error.__cause__ or error) from error
    return np.asarray(values)


def _axes(source: DatasetReader) -> Axes | None:
    a, b, c, d, e, f = source.transform[:6]
    if source.crs is None or b or d:
        return None
    x = c + (np.arange(source.width) + 0.5) * a
    y = f + (np.arange(source.height) + 0.5) * e
    return Axes(pyproj.CRS.from_wkt(source.crs.to_wkt()), x, y, (abs(a), abs(e)))


def _tags(source: DatasetReader, band: int) -> Mapping[str, str]:
    tags: Mapping[str, str] = source.tags(band)
    return tags


def _name(source: DatasetReader, band: int) -> str:
    tags = _tags(source, band)
    if "GRIB_ELEMENT" in tags:
        return f"{tags['GRIB_ELEMENT']} {tags.get('GRIB_SHORT_NAME', '')}".strip()
    return tags.get("NETCDF_VARNAME") or source.descriptions[band - 1] or f"band {band}"


def _names(source: DatasetReader, band: int, name: str) -> set[str]:
    tags = _tags(source, band)
    told = {name, tags.get("standard_name", name), tags.get("variable", name)}
    told |= set() if "GRIB_ELEMENT" in tags else {str(band)}
    return {text.lower() for text in told}


def _units(source: DatasetReader, band: int) -> str | None:
    """Units of a band; those of the whole file count where it has one band only."""
    tags = dict(_tags(source, band)) | (source.tags() if source.count == 1 else {})
    found = source.units[band - 1] or tags.get("units") or tags.get("GRIB_UNIT")
    return str(found) if found else None


def _unscaled(source: DatasetReader, band: int) -> str | None:
    """What to say of a scale or offset that is in the tags alone, where GDAL does not see it."""
    applied = source.scales[band - 1], source.offsets[band - 1]
    tags = {**source.tags(), **_tags(source, band)}
    try:
        told = float(tags.get("scale_factor", 1.0)), float(tags.get("add_offset", 0.0))
    except ValueError:
        return None
    if applied != (1.0, 0.0) or told == applied:
        return None
    return (
        "states its scale and offset in tags alone, where GDAL does not apply them; "
        f"set them with gdal_edit -scale {told[0]:g} -offset {told[1]:g}"
    )


def _time(source: DatasetReader, band: int) -> np.datetime64 | None:
    """Time for which a GRIB field holds; the time in a GeoTIFF may be that of its making."""
    seconds = _tags(source, band).get("GRIB_VALID_TIME", "").split()
    return np.datetime64(int(seconds[0]), "s") if seconds else None
