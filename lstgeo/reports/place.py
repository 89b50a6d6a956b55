"""Where the pixels of a page lie: coordinates for the read-out, and lines of a graticule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.pictures import frame
from lstgeo.pictures.frame import Frame
from lstgeo.raster.grid import Grid

Degrees = NDArray[np.float64]

_LINES = 5
"""Lines of a graticule in each direction, about."""

_DECIMALS = 7
"""Decimals of a degree in the lattice: a centimetre."""


def of(grid: Grid) -> dict[str, Any]:
    """What a page must know of a grid, for JSON.

    `lattice` holds longitude and latitude at evenly spaced columns and rows, from the first to the
    last edge; in between a page interpolates. `pixel` is the size of one in the middle [m].
    """
    plain = {
        "width": grid.width,
        "height": grid.height,
        "crs": title(grid) if grid.crs else None,
        "transform": list(grid.transform)[:6],
    }
    framed = frame.of(grid)
    if framed is None or _torn(framed):
        return plain | {"pixel": [1.0, 1.0], "lattice": None, "lines": []}
    return plain | {
        "pixel": list(framed.pixel),
        "lattice": {
            "columns": framed.columns.shape[1],
            "rows": framed.columns.shape[0],
            "longitude": _rounded(framed.longitude, _DECIMALS),
            "latitude": _rounded(framed.latitude, _DECIMALS),
        },
        "lines": [*_meridians(framed), *_parallels(framed)],
    }


def title(grid: Grid) -> str:
    """Name and, where it has one, EPSG code of a coordinate reference system."""
    quoted = re.search(r'"([^"]+)"', grid.crs.to_wkt())
    code = grid.crs.to_epsg()
    names = [quoted[1] if quoted else "", f"EPSG:{code}" if code else ""]
    return ", ".join(filter(None, names))


def _torn(framed: Frame) -> bool:
    """Whether longitude leaps between neighbours: a pole lies within, and nothing lies between."""
    return any(bool(np.abs(np.diff(framed.longitude, axis=axis)).max() > 90) for axis in (0, 1))


def _meridians(framed: Frame) -> Iterator[dict[str, Any]]:
    if np.ptp(framed.longitude) > 180:
        return
    levels, step = frame.levels(framed.longitude, _LINES)
    for level in levels:
        places = [
            (column, row[0])
            for columns, row, values in zip(
                framed.columns, framed.rows, framed.longitude, strict=True
            )
            for column in frame.crossings(columns, values, level)[:1]
        ]
        yield _line(frame.degrees(level, step, "EW"), places, across=False)


def _parallels(framed: Frame) -> Iterator[dict[str, Any]]:
    levels, step = frame.levels(framed.latitude, _LINES)
    for level in levels:
        places = [
            (column[0], row)
            for column, rows, values in zip(
                framed.columns.T, framed.rows.T, framed.latitude.T, strict=True
            )
            for row in frame.crossings(rows, values, level)[:1]
        ]
        yield _line(frame.degrees(level, step, "NS"), places, across=True)


def _line(label: str, places: list[tuple[float, float]], *, across: bool) -> dict[str, Any]:
    """A line through places (column, row), thinned to what a straight line does not hold."""
    thinned = np.array(places[::4] + places[-1:])
    return {"label": label, "across": across, "places": _rounded(thinned, 1)}


def _rounded(values: Degrees, decimals: int) -> list[Any]:
    rounded: list[Any] = np.round(values, decimals).tolist()
    return rounded
