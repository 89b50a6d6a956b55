"""Daily files of the SURFRAD network: one line a minute, UTC, a quality flag after each value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lstgeo.errors import InputError
from lstgeo.physics.arrays import Array
from lstgeo.validation.stations import record, sun
from lstgeo.validation.stations.record import Place, Record
from lstgeo.vocabulary import Quantity

_HEADER = re.compile(r"\s*(-?\d+\.?\d*)\s+(-?\d+\.?\d*)\s+(-?\d+\.?\d*)\s+m\s+version\s+\d+\s*")
_COLUMNS = 48
_ZENITH = 7
_IRRADIANCES = {16: record.DOWNWELLING, 22: record.UPWELLING}
"""Columns of what is read, from 0; the next one is its flag, 0 where it is good."""

_CLOSE = 1.0
"""Difference [degree] of the sun's elevation beyond which a place is another; refraction is .5."""


def is_one(lines: Sequence[str]) -> bool:
    """Whether `lines`, of which two are enough, begin a SURFRAD file."""
    return len(lines) > 1 and _HEADER.fullmatch(lines[1]) is not None


def read(lines: Sequence[str], path: Path) -> Record:
    """Record of a SURFRAD file: name, place and elevation, then 48 numbers a line.

    Format: NOAA Global Monitoring Laboratory (Augustine et al. 2000,
    doi:10.1175/1520-0477(2000)081<2341:SANSRB>2.3.CO;2). Raises InputError that names the line.
    """
    header = _HEADER.fullmatch(lines[1]) if len(lines) > 1 else None
    if header is None:
        raise InputError("line 2 of a SURFRAD file holds latitude, longitude, elevation, version")
    table = _table(lines)
    time = _times(table)
    order = np.argsort(time, kind="stable")
    stated = record.place(float(header[1]), float(header[2]))
    return Record(
        lines[0].strip(),
        (path,),
        _placed(stated, time, table[:, _ZENITH]),
        time[order],
        {
            quantity.name: _good(table, column, quantity)[order]
            for column, quantity in _IRRADIANCES.items()
        },
    )


def _table(lines: Sequence[str]) -> Array:
    rows = [_numbers(line, number) for number, line in enumerate(lines[2:], 3) if line.strip()]
    if not rows:
        raise InputError("it holds no measurement, only a header")
    return np.array(rows)


def _numbers(line: str, number: int) -> list[float]:
    cells = line.split()
    if len(cells) != _COLUMNS:
        raise InputError(f"line {number} has {len(cells)} numbers; {_COLUMNS} are in a whole line")
    try:
        return [float(cell) for cell in cells]
    except ValueError as error:
        raise InputError(f"line {number} holds what is no number: {error}") from error


def _times(table: Array) -> Array:
    """Time of each line; year, month, day, hour and minute stand in columns 0 and 2 to 5."""
    try:
        texts = [
            f"{int(year):04}-{int(month):02}-{int(day):02}T{int(hour):02}:{int(minute):02}"
            for year, month, day, hour, minute in table[:, [0, 2, 3, 4, 5]]
        ]
        return np.array(texts, "datetime64[s]")
    except (ValueError, OverflowError) as error:
        raise InputError(f"a line holds no date and time: {error}") from error


def _good(table: Array, column: int, quantity: Quantity) -> Array:
    good = table[:, column + 1] == 0
    return record.usable(np.where(good, table[:, column], np.nan), quantity)


def _placed(stated: Place, time: Array, zenith: Array) -> Place:
    """The place at which the sun stood as the file says; raises InputError where it nowhere did.

    Files of earlier years count longitude to the west: 105.92 for Colorado.
    """
    known = (zenith >= 0) & (zenith <= 180)
    if not known.any():
        raise InputError("it states no solar zenith angle, by which east and west are told")
    apart = {
        place: float(np.median(np.abs(sun.elevation(time[known], *place) - 90 + zenith[known])))
        for place in (stated, Place(stated.latitude, -stated.longitude))
    }
    found = min(apart, key=lambda place: apart[place])
    if apart[found] < _CLOSE:
        return found
    raise InputError(
        f"the sun did not stand at latitude {stated.latitude:g}, longitude {stated.longitude:g} "
        "as the file says, neither east nor west"
    )
