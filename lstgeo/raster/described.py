"""What the STAC item beside a result says, read as plain JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lstgeo.errors import MetadataError


def read(path: Path) -> Mapping[str, Any]:
    """Document at `path`, empty where there is none or no object; MetadataError if unreadable."""
    if not path.is_file():
        return {}
    try:
        document = json.loads(path.read_text("utf-8"))
    except (ValueError, OSError, RecursionError) as error:
        raise MetadataError(f"{path} is not a readable STAC item: {error}") from error
    return mapping(document)


def mapping(value: Any) -> Mapping[str, Any]:
    """`value` where it is a mapping, else an empty one: an item may hold anything."""
    return value if isinstance(value, Mapping) else {}
