"""A page read by a parser of its own: its text, its tables, and what would run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

_VOID = {"meta", "img", "input", "br", "link", "line", "rect"}


class Parsed(HTMLParser):
    """The elements of a page: their names and attributes, the text within, rows of tables."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.source = path.read_text("utf-8")
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.styles: list[str] = []
        self.rows: list[list[str]] = []
        self.title = ""
        self._open: list[str] = []
        self._words: list[str] = []
        self.feed(self.source)
        self.close()

    @property
    def text(self) -> str:
        """All words that are shown, a single space between them."""
        return " ".join(" ".join(self._words).split())

    @property
    def data(self) -> dict[str, Any]:
        """What the script of the map is given."""
        found: dict[str, Any] = json.loads(
            next(text for attributes, text in self.scripts if attributes.get("id") == "data")
        )
        return found

    def row(self, name: str) -> list[str]:
        """Cells of the row of a table in which a cell is `name`."""
        return next(row for row in self.rows if name in row)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag == "script":
            self.scripts.append((attributes, ""))
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        within = self._open[-1] if self._open else ""
        if within == "script":
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)
        elif within == "style":
            self.styles.append(data)
        elif within == "title":
            self.title += data
        else:
            self._words.append(data)
            if {"td", "th"} & set(self._open):
                self.rows[-1][-1] = (self.rows[-1][-1] + data).strip()
