"""The fenced blocks of a page of documentation, and which of them a reader is meant to run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

PAGES = {
    str(path.relative_to(ROOT)): path
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
}
"""Every page by its path in the project."""

RUN = ("sh", "python")
"""Languages of blocks that are run."""

SHOWN = ("console", "csv", "js", "json", "text", "yaml")
"""Languages of blocks that show a file or what a command prints."""

_FENCE = re.compile(
    r"^(?:<!-- not run: (?P<reason>.+?) -->\n)?"
    r"```(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?[^\n]*\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A fenced block; `reason` says why a block that could be run is not, `title` is its file."""

    language: str
    text: str
    line: int
    reason: str | None
    title: str | None


def blocks(page: Path) -> Iterator[Block]:
    """Blocks of `page` in the order of reading."""
    text = page.read_text("utf-8")
    for found in _FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Block(found["language"], found["text"], line, found["reason"], found["title"])
