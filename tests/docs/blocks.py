"""The code blocks of a page, in order, with what its comments say of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

LANGUAGES = ("sh", "python")
"""Languages that run."""

_BLOCK = re.compile(
    r"(?:<!-- (?P<kind>not run|file): (?P<said>[^>]+?) -->\n+)?"
    r"^(?P<indent> *)```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A code block: its line on the page, its text, the file it is or why it does not run.

    A comment before a block says either: `<!-- file: scenes.csv -->` of a block that commands
    below it read, `<!-- not run: REASON -->` of one that cannot run here.
    """

    line: int
    language: str
    text: str
    file: str = ""
    reason: str = ""

    @property
    def runs(self) -> bool:
        """Whether this is code that runs."""
        return self.language in LANGUAGES and not self.reason


def pages() -> list[Path]:
    """README and every page of the documentation."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def of(page: Path) -> list[Block]:
    """Blocks of a page, in order."""
    text = page.read_text("utf-8")
    return [_block(text, found) for found in _BLOCK.finditer(text)]


def _block(text: str, found: re.Match[str]) -> Block:
    said = found["said"] or ""
    indent = found["indent"]
    return Block(
        line=text.count("\n", 0, found.start("language")) + 1,
        language=found["language"],
        text=re.sub(f"^{indent}", "", found["text"], flags=re.MULTILINE),
        file=said if found["kind"] == "file" else "",
        reason=said if found["kind"] == "not run" else "",
    )
