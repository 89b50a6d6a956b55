"""The code blocks of a page, in order, with what its comments say of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

LANGUAGES = ("sh", "python")
"""Languages that run."""

_ELSEWHERE = re.compile(r"<!-- blocks run by (?P<test>\S+) -->")

_BLOCK = re.compile(
    r"(?:<!-- not run: (?P<reason>[^>]+?) -->\n+)?"
    r"^(?P<indent> *)```(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?\n"
    r"(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A code block: its line on the page, its text, the file it is or why it does not run.

    The title of a block names the file it is, which code below it reads. A comment before a block
    that cannot run here says why: `<!-- not run: REASON -->`; one on a page whose blocks a test of
    their own runs names that: `<!-- blocks run by tests/... -->`.
    """

    line: int
    language: str
    text: str
    file: str = ""
    reason: str = ""

    @property
    def runs(self) -> bool:
        """Whether this is code that runs."""
        return self.language in LANGUAGES and not (self.reason or self.file)


def pages() -> list[Path]:
    """README and every page of the documentation."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def of(page: Path) -> list[Block]:
    """Blocks of a page, in order."""
    text = page.read_text("utf-8")
    elsewhere = _ELSEWHERE.search(text)
    reason = f"run by {elsewhere['test']}" if elsewhere else ""
    return [_block(text, found, reason) for found in _BLOCK.finditer(text)]


def _block(text: str, found: re.Match[str], reason: str) -> Block:
    indent = found["indent"]
    return Block(
        line=text.count("\n", 0, found.start("language")) + 1,
        language=found["language"],
        text=re.sub(f"^{indent}", "", found["text"], flags=re.MULTILINE),
        file=found["title"] or "",
        reason=found["reason"] or reason,
    )
