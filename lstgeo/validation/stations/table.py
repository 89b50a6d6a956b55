"""CSV files of stations: named columns with their units, `# name: value` comments above."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from lstgeo.errors import InputError
from lstgeo.physics.arrays import Array
from lstgeo.validation.stations import record
from lstgeo.validation.stations.record import Place, Record
from lstgeo.vocabulary import Quantity

COLUMNS = {
    quantity.name: quantity
    for quantity in (record.UPWELLING, record.DOWNWELLING, record.TEMPERATURE, record.LAKE)
}
"""Columns that are read, by name; others are passed over."""

KNOWN = ("emissivity", "emissivity_sigma", "longwave_sigma", "lst_sigma")
"""Figures that a comment may state."""

_KINDS = (
    (record.UPWELLING.name, record.DOWNWELLING.name),
    (record.TEMPERATURE.name,),
    (record.LAKE.name,),
)
_TITLE = re.compile(r"\s*([\w ]*?)\s*(?:\[(.*)\])?\s*")
_NOTHING = frozenset({"", "nan", "na", "null"})


def read(lines: Sequence[str], path: Path) -> Record:
    """Record of a CSV file.

    Columns are `time` (ISO 8601 with its zone) and either `upwelling_longwave [W m-2]` and
    `downwelling_longwave [W m-2]` or `lst [K]` (or `[degC]`); of a lake `date` and
    `water_temperature [degC]`. Raises InputError that names the line or the column.
    """
    comments = _comments(lines)
    numbered = [
        (number, line)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if len(numbered) < 2:
        raise InputError("a line of column names and lines of values were needed")
    rows = list(csv.reader((line for _, line in numbered), skipinitialspace=True))
    numbers = [number for number, _ in numbered]
    if len(rows) != len(numbers):
        raise InputError("a cell reaches over the end of its line")
    quantities = _quantities(rows[0])
    cells = _cells(rows, numbers)
    lake = record.LAKE.name in quantities
    time = _times(cells, numbers[1:], "date" if lake else "time", _day if lake else _moment)
    order = np.argsort(time, kind="stable")
    values = {
        name: _converted(cells[name], numbers[1:], *quantity)[order]
        for name, quantity in quantities.items()
    }
    known = {name: _number(comments[name], name) for name in KNOWN if name in comments}
    return Record(
        comments.get("name", path.stem), (path,), _place(comments), time[order], values, known
    )


def _comments(lines: Sequence[str]) -> dict[str, str]:
    found = (line.lstrip().lstrip("#").partition(":") for line in lines if line.lstrip()[:1] == "#")
    return {name.strip().lower(): text.strip() for name, _, text in found}


def _place(comments: Mapping[str, str]) -> Place | None:
    if not {"latitude", "longitude"} <= set(comments):
        return None
    return record.place(*(_number(comments[name], name) for name in ("latitude", "longitude")))


def _number(text: str, name: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"the comment {name} holds {text!r:.40}, which is no number")
    return number


def _titles(header: Sequence[str]) -> list[tuple[str, str | None]]:
    """Name in lower case and unit of each column, such as `lst [K]`."""
    matches = (_TITLE.fullmatch(title) for title in header)
    return [(match[1].lower(), match[2]) if match else ("", None) for match in matches]


def _names(header: Sequence[str]) -> list[str]:
    return [name for name, _ in _titles(header)]


def _quantities(header: Sequence[str]) -> dict[str, tuple[Quantity, str]]:
    """Quantity and unit of the columns that are read, by name, of one kind."""
    titles = dict(_titles(header))
    twice = [name for name in titles if name in COLUMNS and _names(header).count(name) > 1]
    if twice:
        raise InputError(f"it has several columns {', '.join(twice)}")
    found = [kind for kind in _KINDS if set(kind) <= set(titles)]
    if len(found) != 1:
        choices = "; or ".join(" and ".join(kind) for kind in _KINDS)
        raise InputError(f"it needs columns {choices}; it has {', '.join(header)}")
    units = {}
    for name in found[0]:
        unit = titles[name]
        if unit is None:
            wanted = f"{name} [{COLUMNS[name].units}]"
            raise InputError(f"column {name} names no unit; write it as {wanted}")
        COLUMNS[name].conversion(unit)
        units[name] = (COLUMNS[name], unit)
    return units


def _cells(rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> dict[str, list[str]]:
    """Cells by name of their column."""
    names = _names(rows[0])
    for row, number in zip(rows, numbers, strict=True):
        if len(row) != len(names):
            raise InputError(f"line {number} has {len(row)} cells, the header {len(names)}")
    return {name: [row[index] for row in rows[1:]] for index, name in enumerate(names)}


def _times(
    cells: Mapping[str, Sequence[str]],
    numbers: Sequence[int],
    column: str,
    read: Callable[[str, int], str],
) -> Array:
    if column not in cells:
        raise InputError(f"it needs a column {column}; it has {', '.join(cells)}")
    texts = [read(cell, number) for cell, number in zip(cells[column], numbers, strict=True)]
    return np.array(texts, "datetime64[s]")


def _moment(cell: str, number: int) -> str:
    example = "2016-01-01T12:00:00Z or 2016-01-01T12:00:00-07:00"
    try:
        found = datetime.fromisoformat(cell.strip())
        if found.tzinfo is not None:
            return found.astimezone(UTC).replace(tzinfo=None).isoformat()
    except (ValueError, OverflowError) as error:
        raise InputError(f"line {number}: {cell!r:.40} is no time such as {example}") from error
    raise InputError(f"line {number}: time {cell!r:.40} has no zone; write {example}")


def _day(cell: str, number: int) -> str:
    try:
        return date.fromisoformat(cell.strip()).isoformat()
    except ValueError as error:
        raise InputError(f"line {number}: {cell!r:.40} is no day such as 2016-01-01") from error


def _converted(
    cells: Sequence[str], numbers: Sequence[int], quantity: Quantity, unit: str
) -> Array:
    """Values in house units; an empty cell is NaN."""
    factor, offset = quantity.conversion(unit)
    stored = np.array([_value(cell, number) for cell, number in zip(cells, numbers, strict=True)])
    known = np.where(stored > record.MISSING, stored * factor + offset, np.nan)
    return record.usable(known, quantity)


def _value(cell: str, number: int) -> float:
    if cell.strip().lower() in _NOTHING:
        return math.nan
    try:
        return float(cell)
    except ValueError as error:
        raise InputError(f"line {number} holds {cell!r:.40}, which is no number") from error
