"""Landsat metadata (MTL) of every format and collection, as one flat table of names and values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree

from lstgeo.errors import MetadataError


@dataclass(frozen=True)
class Metadata:
    """Values of an MTL by name; where a name stands in several groups, the first group's.

    The Level-1 part of a Level-2 file comes later: `PROCESSING_LEVEL` is the product's own.
    """

    source: str
    values: Mapping[str, str]

    def text(self, *names: str) -> str:
        """Value of the first of `names` that is there; raises MetadataError where none is."""
        found = self.get(*names)
        if found is None:
            raise MetadataError(f"{self.source} lacks {' or '.join(names)}")
        return found

    def get(self, *names: str) -> str | None:
        """Value of the first of `names` that is there, or None."""
        return next((self.values[name] for name in names if name in self.values), None)

    def number(self, *names: str) -> float:
        """Value as a number; raises MetadataError where it is missing or none."""
        value = self.text(*names)
        try:
            return float(value)
        except ValueError:
            raise MetadataError(f"{self.source}: {names[0]} is {value!r}, not a number") from None

    def acquired(self) -> datetime:
        """Time of acquisition (UTC)."""
        day, time = self.text("DATE_ACQUIRED"), self.get("SCENE_CENTER_TIME") or "00:00:00"
        try:
            return datetime.fromisoformat(f"{day}T{time.strip('Z')[:15]}").replace(tzinfo=UTC)
        except ValueError:
            raise MetadataError(f"{self.source}: {day} {time} is no date and time") from None


def parse(content: bytes, name: str) -> Metadata:
    """Metadata from the bytes of `*_MTL.txt`, `.json` or `.xml`.

    NUL padding is ignored. Raises MetadataError where the content is no Landsat metadata.
    """
    text = content.replace(b"\0", b"").decode("utf-8", errors="replace")
    readers = {"json": _json_values, "xml": _xml_values}
    pairs = readers.get(name.lower().rpartition(".")[2], _text_values)
    values: dict[str, str] = {}
    try:
        for key, value in pairs(text):
            values.setdefault(key, value)
    except (ValueError, ParseError, DefusedXmlException, RecursionError) as error:
        raise MetadataError(f"{name} is not readable Landsat metadata: {error}") from error
    if "SPACECRAFT_ID" not in values:
        raise MetadataError(f"{name} is not Landsat metadata: it has no SPACECRAFT_ID")
    return Metadata(name, values)


def _text_values(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, equals, value = line.partition("=")
        if equals and key.strip() not in {"GROUP", "END_GROUP"}:
            yield key.strip(), value.strip().strip('"')


def _json_values(text: str) -> Iterator[tuple[str, str]]:
    def leaves(node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for key, value in node.items():
            if isinstance(value, Mapping):
                yield from leaves(value)
            else:
                yield key, str(value)

    document = json.loads(text)
    return leaves(document if isinstance(document, Mapping) else {})


def _xml_values(text: str) -> Iterator[tuple[str, str]]:
    root: Element = ElementTree.fromstring(text)
    return ((node.tag, (node.text or "").strip()) for node in root.iter() if not len(node))
