"""`lstgeo compare`: a result beside a reference."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import lstgeo

if TYPE_CHECKING:
    from lstgeo.validation.comparison.rasters import RasterComparison


def compare(
    first: Annotated[
        str, typer.Argument(metavar="A", help="Result of retrieve, or any temperature raster.")
    ],
    second: Annotated[
        str,
        typer.Argument(
            metavar="B", help="Landsat Level-2, MOD11, ECOSTRESS L2, or a temperature raster."
        ),
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder for page, picture and map.", metavar="FOLDER"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
) -> None:
    """Compare two surface temperatures: A minus B."""
    found = lstgeo.compare(first, second, output)
    if as_json:
        print(json.dumps(found.as_dict()))
        return
    _show(found)
    if output is not None:
        print(output / "compare.md")


def _show(found: RasterComparison) -> None:
    """A table on a terminal, columns with tabs between them elsewhere; then what it says."""
    from rich.console import Console
    from rich.table import Table

    from lstgeo.validation.comparison import explanation, page

    console = Console()
    titles = ["", *page.COLUMNS]
    if console.is_terminal:
        shown = Table(*titles, title="A minus B [K]")
        for row in page.rows(found):
            shown.add_row(*row)
        console.print(shown)
    else:
        print("\n".join("\t".join(row) for row in [titles, *page.rows(found)]))
    print("\n".join(explanation.sentences(found)))
