"""Whether the output of a scene is complete: its item is that of the job, its files match."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lstgeo.raster import commit, described, stac

KEY = "batch_key"
"""Parameter of an item that holds the key of its job."""


def read(item: Path) -> dict[str, Any] | None:
    """The item at `item`, or None where there is none that can be read."""
    try:
        found = json.loads(item.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def key(document: Mapping[str, Any] | None) -> str | None:
    """Key of the job that an item came from, or None."""
    found = _properties(document).get("lstgeo:parameters")
    stated = found.get(KEY) if isinstance(found, Mapping) else None
    return str(stated) if stated is not None else None


def source(document: Mapping[str, Any] | None) -> str:
    """Path of the scene that an item came from, as far as it says so."""
    inputs = _properties(document).get("lstgeo:inputs")
    first = inputs[0] if isinstance(inputs, list) and inputs else {}
    return str(first.get("path", "another scene")) if isinstance(first, Mapping) else str(first)


def is_complete(item: Path, wanted: str) -> bool:
    """Whether `item` is that of the job `wanted`, and every file it vouches for is as it says."""
    document = read(item)
    stated = stac.checksums(document or {})
    if key(document) != wanted or not stated:
        return False
    try:
        return all(commit.sha256(item.parent / name) == sha for name, sha in stated.items())
    except OSError:
        return False


def _properties(document: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return described.mapping((document or {}).get("properties"))
