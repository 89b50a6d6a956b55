"""What a picture says of its scene, from the STAC item beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lstgeo.raster import described

SEPARATOR = "  ·  "

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Caption:
    """A headline, what stands under it, and notes for the foot of the picture."""

    headline: str
    pieces: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def line(self) -> str:
        """The line under the headline, where there is room for one line."""
        return SEPARATOR.join(self.pieces)

    @property
    def note(self) -> str:
        """The notes in one line."""
        return SEPARATOR.join(self.notes)


def of(item: Mapping[str, Any], path: Path, tags: Mapping[str, str] = NOTHING) -> Caption:
    """Caption of a STAC item as lstgeo writes it; of the `tags` of the file `path` without one."""
    properties = described.mapping(item.get("properties")) or _of_tags(tags)
    parameters = described.mapping(properties.get("lstgeo:parameters"))
    scene = str(properties.get("lstgeo:scene", ""))
    version = properties.get("lstgeo:version")
    notes = [f"method {_method(parameters)}" if "method" in parameters else ""]
    notes.append(f"lstgeo {version}" if version else "")
    pieces = (_instrument(properties), acquired(properties), scene or path.name)
    return Caption("Land surface temperature", _kept(pieces), _kept(notes))


def _kept(pieces: Iterable[str]) -> tuple[str, ...]:
    return tuple(piece for piece in pieces if piece)


def _of_tags(tags: Mapping[str, str]) -> dict[str, Any]:
    """Properties that a raster itself knows of those of its item."""
    found: dict[str, Any] = {}
    if day := tags.get("TIFFTAG_DATETIME"):
        date, _, time = day.partition(" ")
        found["datetime"] = f"{date.replace(':', '-')}T{time}+00:00"
    if method := tags.get("method"):
        found["lstgeo:parameters"] = {"method": method}
    if (software := tags.get("software", "")).startswith("lstgeo "):
        found["lstgeo:version"] = software.removeprefix("lstgeo ")
    return found


def acquired(properties: Mapping[str, Any]) -> str:
    """Day and time of acquisition (UTC); the day alone where the time is not known."""
    try:
        moment = datetime.fromisoformat(str(properties.get("datetime"))).astimezone(UTC)
    except ValueError:
        return ""
    timed = (moment.hour, moment.minute, moment.second) != (0, 0, 0)
    return moment.strftime("%Y-%m-%d %H:%M UTC" if timed else "%Y-%m-%d")


def _instrument(properties: Mapping[str, Any]) -> str:
    platform = str(properties.get("platform", "")).replace("-", " ").title()
    instruments = properties.get("instruments")
    names = [str(name).upper() for name in instruments] if isinstance(instruments, list) else []
    return " ".join(filter(None, [platform, *names, str(properties.get("lstgeo:band", ""))]))


def _method(parameters: Mapping[str, Any]) -> str:
    source = parameters.get("method_source")
    return f"{parameters['method']} ({source})" if source else str(parameters["method"])
