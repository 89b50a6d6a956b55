"""Pages that are not copied into the documentation: the cards of the models that ship."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

MODELS = Path(__file__).parents[1] / "models"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the index of the models and a card each, as they ship."""
    for path in sorted(MODELS.glob("*.md")):
        text = path.read_text("utf-8")
        if path.name == "README.md":
            text += _list()
        files.append(File.generated(config, f"models/{path.name}", content=text))
    return files


def _list() -> str:
    """Links to the cards, under the index."""
    cards = sorted(path.name for path in MODELS.glob("*-v*.md"))
    rows = (f"- [{re.sub('.md$', '', name)}]({name})" for name in cards)
    return "\n## Cards\n" + "\n".join(rows) + "\n"
