"""Lists of scenes: text, CSV with a column per option, JSON lines, or Python values."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from lstgeo.errors import InputError, MissingFileError
from lstgeo.pipeline import settings, values

SCENE, OUTPUT = "scene", "output"
"""Columns that are no settings."""

_LONGEST = 1 << 20
"""A line beyond this length is no row."""

Scenes = str | Path | Iterable[str | Path | Mapping[str, Any]]
"""A list file, or scenes: paths, or mappings with `scene`, `output` and settings."""

Numbered = Iterator[tuple[int, Mapping[str, Any] | InputError]]
"""Number of a line, and its cells or what is wrong with it."""


@dataclass(frozen=True)
class Row:
    """A scene with its output and its settings by argument, or the `fault` that prevents it.

    `place` says where it stands; `scene` is a path, or the place where there is none.
    """

    place: str
    scene: str
    output: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    fault: str | None = None


def of(scenes: Scenes) -> Callable[[], Iterator[Row]]:
    """What gives the rows of `scenes`, as often as it is called, one at a time.

    A row that cannot be understood has a fault; relative paths of a file are beside it. Raises
    MissingFileError and InputError where a file cannot be read, or has a column that is no option.
    """
    if isinstance(scenes, str | Path):
        path = Path(scenes).absolute()
        return lambda: _of_file(path)
    given = tuple(scenes)
    return lambda: _of_values(given)


def _of_values(given: Iterable[Any]) -> Iterator[Row]:
    folder = Path.cwd()
    for number, value in enumerate(given, 1):
        cells = value if isinstance(value, Mapping) else {SCENE: str(value)}
        yield _row(f"scene {number}", cells, folder)


def _of_file(path: Path) -> Iterator[Row]:
    cells_of = _FORMATS.get(path.suffix.lower(), _text)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for number, cells in cells_of(stream, path):
                yield _row(f"{path.name} line {number}", cells, path.parent)
    except OSError as error:
        raise MissingFileError(f"list {path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"list {path} cannot be read: {error}") from error


def _row(place: str, cells: Mapping[str, Any] | InputError, folder: Path) -> Row:
    scene = place
    if isinstance(cells, InputError):
        return Row(place, scene, fault=f"{place}: {cells}")
    try:
        paths, given = _parted(cells)
        scene = str(folder / paths[SCENE])
        read = values.resolved(values.read(given), folder)
        return Row(place, scene, paths.get(OUTPUT), read)
    except InputError as error:
        return Row(place, scene, fault=f"{place}: {error}")


def _parted(cells: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """Scene and output of a row, and its settings."""
    paths: dict[str, str] = {}
    given: dict[str, Any] = {}
    for name, value in cells.items():
        key = _plain(name)
        if key not in {SCENE, OUTPUT}:
            given[name] = value
        elif isinstance(value, str | Path) and str(value).strip():
            paths[key] = str(value).strip()
            if "\0" in paths[key]:
                raise InputError(f"its {key} holds a NUL character")
        elif value is not None and not isinstance(value, str):
            raise InputError(f"its {key} is {value!r:.80}, not a path")
    if SCENE not in paths:
        raise InputError("it names no scene")
    return paths, given


def _plain(name: str) -> str:
    return name.strip().removeprefix("--").lower()


def _text(stream: TextIO, path: Path) -> Numbered:  # noqa: ARG001
    """One scene a line; # begins a comment."""
    for number, line in enumerate(stream, 1):
        name = line.partition("#")[0].strip()
        if name:
            yield number, {SCENE: name}


def _csv(stream: TextIO, path: Path) -> Numbered:
    """A column per option, named in the first line; lines that begin with # are comments."""
    reader = csv.reader(stream, strict=True)
    lines = (line for line in reader if line and not line[0].lstrip().startswith("#"))
    header = [_plain(name) for name in next(lines, [])]
    _require_columns(header, path)
    for cells in lines:
        if len(cells) > len(header):
            reason = f"it has {len(cells)} cells, the header {len(header)}"
            yield reader.line_num, InputError(reason)
        else:
            yield reader.line_num, dict(zip(header, cells, strict=False))


def _require_columns(header: list[str], path: Path) -> None:
    for name in header:
        if name not in {SCENE, OUTPUT} and settings.named(name) is None:
            known = ", ".join([SCENE, OUTPUT, *(s.option for s in settings.SETTINGS)])
            raise InputError(f"list {path} has a column {name!r:.80}; there are {known}")
    meant = [getattr(settings.named(name), "argument", name) for name in header]
    twice = sorted({name for name in meant if meant.count(name) > 1})
    if twice:
        raise InputError(f"list {path} has several columns {', '.join(twice)}")
    if SCENE not in header:
        raise InputError(f"list {path} has no column {SCENE}; its first line must name the columns")


def _json_lines(stream: TextIO, path: Path) -> Numbered:
    """An object a line, with the names of options."""
    for number, line in enumerate(stream, 1):
        text = line.strip()
        if number == 1 and text.startswith("["):
            raise InputError(
                f"list {path} is one JSON array; JSON lines are needed, one object each"
            )
        if text and not text.startswith("#"):
            yield number, _object(text)


def _object(text: str) -> Mapping[str, Any] | InputError:
    if len(text) > _LONGEST:
        return InputError("it is too long")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        return InputError(f"it is not JSON: {error}")
    return found if isinstance(found, dict) else InputError("it is no JSON object")


_FORMATS: Mapping[str, Callable[[TextIO, Path], Numbered]] = {
    ".csv": _csv,
    ".json": _json_lines,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
}
