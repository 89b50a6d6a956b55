"""One column from a CSV file: a line a level, named columns, # comments."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lstgeo.errors import InputError, MissingFileError
from lstgeo.physics import constants, humidity
from lstgeo.profiles import columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lstgeo.physics.arrays import Array

TEMPERATURE = ("temperature_c", "temperature_k")

WATER = ("relative_humidity_percent", "specific_humidity", "h2o_ppmv")

PLACE = ("latitude", "longitude", "time", "skin_temperature")


def read(path: str | Path) -> columns.Columns:
    """Column of a CSV file, lines from the ground up or from the top down.

    Needed are `pressure_hpa`, one of `temperature_c` and `temperature_k`, and one of
    `relative_humidity_percent` (over liquid water), `specific_humidity` [kg kg-1] and `h2o_ppmv`
    (mole fraction of dry air); `altitude_km` and `ozone_ppmv` may be there. Comments such as
    `# latitude: -33.9` (also longitude, time, skin_temperature in K) say where the column stands.

    Raises InputError that names the line, or the quantity and level, that cannot be right.
    """
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise MissingFileError(f"there is no file {path}") from error
    except (UnicodeDecodeError, OSError) as error:
        raise InputError(f"{path} is no text file that can be read: {error}") from error
    try:
        return _column(_values(lines), _comments(lines), path.stem)
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _column(table: Mapping[str, Array], place: Mapping[str, Any], name: str) -> columns.Columns:
    pressure = 100 * table["pressure_hpa"]
    kind = _one_of(table, TEMPERATURE)
    temperature = table[kind] + (constants.ZERO_CELSIUS if kind == "temperature_c" else 0.0)
    known = dict(place)
    if "altitude_km" in table:
        known["elevation"] = 1000 * np.min(table["altitude_km"])
    if "ozone_ppmv" in table:
        known["ozone"] = 1e-6 * table["ozone_ppmv"]
    return columns.of(pressure, temperature, _moisture(table, temperature, pressure), name, **known)


def _moisture(table: Mapping[str, Array], temperature: Array, pressure: Array) -> Array:
    kind = _one_of(table, WATER)
    if kind == "specific_humidity":
        return table[kind]
    if kind == "h2o_ppmv":
        return humidity.of_dry_mole_fraction(1e-6 * table[kind])
    with np.errstate(all="ignore"):
        return humidity.of_relative_humidity(table[kind] / 100, temperature, pressure)


def _one_of(table: Mapping[str, Any], names: Sequence[str]) -> str:
    found = [name for name in names if name in table]
    if len(found) != 1:
        raise InputError(
            f"one column of {', '.join(names)} was needed, there are {', '.join(table)}"
        )
    return found[0]


def _values(lines: Sequence[str]) -> dict[str, Array]:
    """Numbers by name of their column; an empty cell is NaN."""
    numbered = [
        (number, line)
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not numbered:
        raise InputError("a header and a line a level were needed, there is neither")
    rows = list(csv.reader((line for _, line in numbered), skipinitialspace=True))
    names = [name.strip().lower() for name in rows[0]]
    missing = {"pressure_hpa"} - set(names)
    if missing:
        raise InputError(f"column pressure_hpa was needed, there are {', '.join(names)}")
    values = [
        _numbers(row, len(names), number)
        for (number, _), row in zip(numbered[1:], rows[1:], strict=True)
    ]
    return dict(zip(names, np.array(values, dtype=float).reshape(-1, len(names)).T, strict=True))


def _numbers(row: Sequence[str], count: int, number: int) -> list[float]:
    if len(row) != count:
        raise InputError(f"line {number} has {len(row)} values, the header has {count}")
    try:
        return [float(cell) if cell.strip() else float("nan") for cell in row]
    except ValueError as error:
        raise InputError(f"line {number} holds what is no number: {error}") from error


def _comments(lines: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in lines:
        name, colon, text = line.lstrip().lstrip("#").partition(":")
        name = name.strip().lower()
        if line.lstrip().startswith("#") and colon and name in PLACE:
            try:
                found[name] = (
                    np.datetime64(text.strip().rstrip("Z")) if name == "time" else float(text)
                )
            except ValueError as error:
                raise InputError(f"comment {line.strip()!r} holds no {name}") from error
    return found
