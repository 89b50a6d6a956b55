"""Stations from files and folders of any kind that is known."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from lstgeo.errors import InputError, MissingFileError
from lstgeo.validation.stations import record, surfrad, table
from lstgeo.validation.stations.record import Record

SUFFIXES = frozenset({".dat", ".csv"})
"""Endings of the files of stations, in lower case: no raster has them."""


def is_station(path: str | Path) -> bool:
    """Whether `path` is a station's: a `.dat` or `.csv` file, or a folder that holds some."""
    return bool(_files(Path(path)))


def read(paths: Sequence[Path]) -> list[Record]:
    """Stations of files and folders; files of one station, a day each say, are one record.

    Raises MissingFileError, and InputError that names file and line, or column.
    """
    return record.merged(_one(file) for path in paths for file in _named(path))


def _named(path: Path) -> list[Path]:
    if not path.exists():
        raise MissingFileError(f"station file {path} does not exist")
    files = _files(path)
    if not files:
        raise InputError(
            f"{path} is no station: a SURFRAD file (.dat), a CSV file or a folder of them is needed"
        )
    return files


def _files(path: Path) -> list[Path]:
    found = sorted(path.iterdir()) if path.is_dir() else [path]
    return [file for file in found if file.suffix.lower() in SUFFIXES and not file.is_dir()]


def _one(path: Path) -> Record:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (UnicodeDecodeError, OSError) as error:
        raise InputError(f"{path} is no text file that can be read: {error}") from error
    try:
        if path.suffix.lower() == ".dat" or surfrad.is_one(lines):
            return surfrad.read(lines, path)
        return table.read(lines, path)
    except (InputError, csv.Error) as error:
        raise InputError(f"{path}: {error}") from error
