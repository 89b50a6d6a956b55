"""The scenes of a batch as its journal tells them, each with what its result says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lstgeo.batches import course, journal, proof
from lstgeo.batches.job import DONE, FAILED, KEPT
from lstgeo.batches.journal import Line
from lstgeo.errors import InputError
from lstgeo.pictures import caption
from lstgeo.raster import described
from lstgeo.reports import provenance

UNFINISHED = "unfinished"
"""State of a scene of which the journal does not tell the end."""

_LARGEST = 1e12
"""No count, temperature or duration is larger."""

_SETTLED = frozenset({DONE, KEPT, FAILED})


@dataclass(frozen=True)
class Result:
    """What the item of a result says: its place, when it was acquired, medians [K], clear share."""

    item: Path
    acquired: str
    temperature: float | None
    sigma: float | None
    clear: float | None

    @property
    def raster(self) -> Path:
        """Temperature raster that the item describes."""
        return self.item.with_suffix(".tif")

    @property
    def report(self) -> Path:
        """Where the report of the result lies, if it has been made."""
        return self.item.with_suffix(".html")


@dataclass(frozen=True)
class Row:
    """A scene: what became of it, why, in how many attempts and seconds, and its result if any."""

    scene: str
    state: str
    reason: str
    warnings: tuple[str, ...]
    attempt: int
    seconds: float | None
    result: Result | None

    @property
    def name(self) -> str:
        """Last part of the path of the scene."""
        return self.scene.rstrip("/").rpartition("/")[2] or self.scene


@dataclass(frozen=True)
class Told:
    """What a journal tells: its runs (when, host, version), its scenes, rows said again."""

    runs: tuple[tuple[str, str, str], ...]
    rows: tuple[Row, ...]
    repeated: int

    @property
    def counts(self) -> dict[str, int]:
        """Scenes by state."""
        return dict(Counter(row.state for row in self.rows))


@dataclass
class _Reading:
    runs: list[tuple[str, str, str]] = field(default_factory=list)
    last: dict[str, Line] = field(default_factory=dict)
    repeated: int = 0

    def note(self, line: Line) -> None:
        """Take in a line: what is said last of a scene counts, in the order of their beginning."""
        state, key = line.get("state"), line.get("key")
        if state == journal.BEGUN:
            told = (provenance.told(line.get(name)) for name in ("at", "host", "version"))
            at, host, version = told
            self.runs.append((at, host, version))
        elif state == course.REPEATED:
            self.repeated += 1
        elif isinstance(key, str):
            self.last[key] = line


def of(path: Path) -> Told:
    """What the journal at `path` tells; raises InputError where it tells of nothing."""
    reading = _Reading()
    try:
        for _, line in journal.lines(path):
            reading.note(line)
    except OSError as error:
        raise InputError(f"journal {path} cannot be read: {error.strerror}") from error
    if not reading.runs and not reading.last:
        raise InputError(f"{path} is no journal of a batch: it tells of no run and of no scene")
    rows = tuple(_row(line, path.parent) for line in reading.last.values())
    return Told(tuple(reading.runs), rows, reading.repeated)


def _row(line: Line, folder: Path) -> Row:
    state = str(line.get("state"))
    warned = line.get("warnings")
    return Row(
        provenance.told(line.get("scene")),
        state if state in _SETTLED else UNFINISHED,
        provenance.told(line.get("error")),
        tuple(provenance.told(each) for each in warned) if isinstance(warned, list) else (),
        int(_number(line.get("attempt")) or 1),
        _number(line.get("seconds")),
        _result(line.get("item"), folder),
    )


def _result(name: Any, folder: Path) -> Result | None:
    """Result whose item the journal names, where it is still there, and in the folder."""
    if not isinstance(name, str) or not _inside(folder / name, folder):
        return None
    item = folder / name
    document = proof.read(item)
    if document is None:
        return None
    properties = described.mapping(document.get("properties"))
    summary = described.mapping(properties.get("lstgeo:summary"))
    return Result(
        item,
        caption.acquired(properties),
        _median(summary, "surface_temperature"),
        _median(summary, "surface_temperature_uncertainty"),
        _clear(summary),
    )


def _inside(path: Path, folder: Path) -> bool:
    """Whether `path` lies in `folder`; a name that no file can have does not."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return False


def _median(summary: Mapping[str, Any], name: str) -> float | None:
    return _number(described.mapping(summary.get(name)).get("median"))


def _clear(summary: Mapping[str, Any]) -> float | None:
    """Share of the measured pixels that are clear."""
    fill = _number(described.mapping(summary.get("flagged")).get("fill")) or 0.0
    pixels, clear = _number(summary.get("pixels")), _number(summary.get("clear"))
    if pixels is None or clear is None or pixels <= fill:
        return None
    return clear / (pixels - fill)


def _number(value: Any) -> float | None:
    """A number that a journal or an item tells, where it is one of ordinary size."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < _LARGEST else None
