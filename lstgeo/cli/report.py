"""`lstgeo report`: a page of a result, or of a batch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

import lstgeo
from lstgeo.cli import options


def report(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="RASTER|JOURNAL",
            help="Temperature raster that retrieve wrote; or batch.jsonl or its folder.",
        ),
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Page to write; beside what it is of where left out.",
            metavar="FILE",
        ),
    ] = None,
    cells: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Cells of the map along its longer side, at most; 1600 where left out.",
            metavar="N",
        ),
    ] = None,
    scenes: Annotated[
        bool, typer.Option("--scenes", help="Of a batch: the report of each result too.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the figures of the page as JSON.")
    ] = False,
) -> None:
    """Write a page (HTML) of a result: a map to read out, figures, inputs, model, checksums."""
    size = options.given({"longest_side": cells})
    made = lstgeo.report(path, output, scenes=scenes, **size)
    print(json.dumps({"page": str(made.path)} | made.figures) if as_json else made.path)
