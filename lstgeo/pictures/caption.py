"""What a picture says of its scene, from the STAC item beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SEPARATOR = "  ·  "


@dataclass(frozen=True)
class Caption:
    """A headline, the line under it, and a note for the foot of the picture."""

    headline: str
    line: str
    note: str


def of(item: Mapping[str, Any], path: Path) -> Caption:
    """Caption of a STAC item as lstgeo writes it; of the file `path` alone where it is empty."""
    properties = _mapping(item.get("properties"))
    parameters = _mapping(properties.get("lstgeo:parameters"))
    scene = str(properties.get("lstgeo:scene", ""))
    instrument = SEPARATOR.join(filter(None, [_instrument(properties), acquired(properties)]))
    version = properties.get("lstgeo:version")
    notes = [f"method {_method(parameters)}" if "method" in parameters else ""]
    notes.append(f"lstgeo {version}" if version else "")
    return Caption(
        "Land surface temperature",
        SEPARATOR.join(filter(None, [instrument, scene or path.name])),
        SEPARATOR.join(filter(None, notes)),
    )


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


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
