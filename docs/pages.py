"""Pages that mkdocs makes of what stands elsewhere: model cards, examples, the command line."""

from __future__ import annotations

import ast
import html
from collections.abc import Iterator
from pathlib import Path

import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from typer.core import TyperGroup

from lstgeo.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
CARDS = sorted((ROOT / "models").glob("*.md"))
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages; called by mkdocs."""
    for name, text in _pages():
        files.append(File.generated(config, name, content=text))
    return files


def _pages() -> Iterator[tuple[str, str]]:
    cards = [card for card in CARDS if card.name != "README.md"]
    for card in cards:
        yield f"models/{card.name}", card.read_text("utf-8")
    yield "models/index.md", _list_of_models([card.stem for card in cards])
    yield "examples.md", "\n".join(["# Examples", *map(_example, EXAMPLES)])
    yield "command-line.md", _command_line()


def _list_of_models(names: list[str]) -> str:
    lines = [f"- [{name}]({name}.md)" for name in names]
    return "\n".join(
        [
            "# Model cards",
            "",
            "What each model that ships was trained on, for which inputs, how it does on simulated "
            "columns that its training never saw, and where it ends. `lstgeo models NAME` prints "
            "the same facts from the file itself.",
            "",
            *lines,
            "",
        ]
    )


def _example(path: Path) -> str:
    code = path.read_text("utf-8")
    title, _, rest = (ast.get_docstring(ast.parse(code)) or "").partition(": ")
    body = code.split('"""', 2)[2].strip()
    return f"\n## {title}\n\n{rest}\n\n```python\n{body}\n```\n"


def _command_line() -> str:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    parts = ["# Command line", "", "`lstgeo COMMAND --help` says the same.", ""]
    context = typer.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        usage = " ".join(command.collect_usage_pieces(context))
        parts += [f"## {name}", "", command.help or "", "", f"`lstgeo {name} {usage}`", ""]
        parts += ["| option | meaning |", "|---|---|"]
        for parameter in command.get_params(context):
            record = parameter.get_help_record(context)
            if record is not None:
                option, meaning = (_cell(text) for text in record)
                parts.append(f"| <code>{option}</code> | {meaning} |")
        parts.append("")
    return "\n".join(parts)


def _cell(text: str) -> str:
    return html.escape(" ".join(text.split())).replace("|", "&#124;")
