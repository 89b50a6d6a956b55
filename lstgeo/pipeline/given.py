"""How a user names an input: a number, a file, a field of a file, or several files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lstgeo.errors import InputError
from lstgeo.pipeline import values
from lstgeo.raster import door

Given = str | Path | float | Sequence[str | Path]
"""A file, `FILE:FIELD`, several of them, or one number for the whole scene in house units."""

Source = tuple[Path, str | None]
"""A file, and the field of it where one is named."""


def number(given: Given) -> float | None:
    """The number that is given, or None."""
    try:
        return float(given)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return None


def text(given: Given) -> str:
    """What was given, as the command line takes it."""
    return str(given) if isinstance(given, str | Path | float | int) else ",".join(map(str, given))


def sources(given: Given, what: str) -> list[Source]:
    """Files and fields that are given; a path that exists wins over what its signs would mean.

    Raises MissingFileError that says `what` was expected, InputError where nothing is given.
    """
    if isinstance(given, str | Path | float | int):
        names = values.parts(str(given))
    else:
        names = [str(name) for name in given]
    if not names:
        raise InputError(f"{what} needs a file or a number; an empty list is given")
    return [_source(name, what) for name in names]


def _source(name: str, what: str) -> Source:
    file, _, field = name.rpartition(":")
    if file and field and not values.exists(name) and values.exists(file):
        return Path(file), field
    return door.require(Path(name), what), None
