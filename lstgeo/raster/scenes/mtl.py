"""Landsat metadata (MTL) of every format and collection, as one flat table of names and values."""

from __future__ import annotations

import json
import re
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

    def place(self) -> str | None:
        """WRS path and row, three figures each; None where either is not said."""
        path, row = self.get("WRS_PATH"), self.get("WRS_ROW", "STARTING_ROW")
        known = path is not None and row is not None and path.isdigit() and row.isdigit()
        return f"{int(str(path)):03}{int(str(row)):03}" if known else None

    def acquired(self) -> datetime:
        """Time of acquisition (UTC)."""
        day, time = self.text("DATE_ACQUIRED"), self.get("SCENE_CENTER_TIME") or "00:00:00"
        try:
            return datetime.fromisoformat(f"{day}T{time.strip('Z')[:15]}").replace(tzinfo=UTC)
        except ValueError:
            raise MetadataError(f"{self.source}: {day} {time} is no date and time") from None


def parse(content: bytes, name: str) -> Metadata:
    """Metadata from the bytes of `*_MTL.txt`, `.json` or `.xml`.

    NUL padding and a byte order mark are ignored; names of before 2012 are read as today's. Raises
    MetadataError where the content is no Landsat metadata.
    """
    text = content.replace(b"\0", b"").decode("utf-8-sig", errors="replace")
    readers = {"json": _json_values, "xml": _xml_values}
    pairs = readers.get(name.lower().rpartition(".")[2], _text_values)
    values: dict[str, str] = {}
    try:
        for key, value in pairs(text):
            values.setdefault(_today(key), value)
    except (ValueError, ParseError, DefusedXmlException, RecursionError) as error:
        raise MetadataError(f"{name} is not readable Landsat metadata: {error}") from error
    if "SPACECRAFT_ID" not in values:
        raise MetadataError(f"{name} is not Landsat metadata: it has no SPACECRAFT_ID")
    return Metadata(name, values)


_OLD_NAMES = (
    (r"ACQUISITION_DATE", r"DATE_ACQUIRED"),
    (r"SCENE_CENTER_SCAN_TIME", r"SCENE_CENTER_TIME"),
    (r"PRODUCT_TYPE", r"DATA_TYPE"),
    (r"BAND(\d+)_FILE_NAME", r"FILE_NAME_BAND_\1"),
    (r"LMAX_BAND(\d+)", r"RADIANCE_MAXIMUM_BAND_\1"),
    (r"LMIN_BAND(\d+)", r"RADIANCE_MINIMUM_BAND_\1"),
    (r"QCALMAX_BAND(\d+)", r"QUANTIZE_CAL_MAX_BAND_\1"),
    (r"QCALMIN_BAND(\d+)", r"QUANTIZE_CAL_MIN_BAND_\1"),
)
"""Names of before August 2012, and what they have been called since."""


def _today(name: str) -> str:
    """Present name of a value."""
    for old, new in _OLD_NAMES:
        if re.fullmatch(old, name):
            return re.sub(r"_6([12])$", r"_6_VCID_\1", re.sub(old, new, name))
    return name


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
