"""`lstgeo batch`: many scenes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import lstgeo
from lstgeo.cli import options, progress
from lstgeo.pipeline import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lstgeo.batches.report import Report

_SHOWN = 100
"""Rows of the table on a terminal; elsewhere all are printed."""


@options.taking(settings.OPENING, settings.RETRIEVING, settings.WRITING, settings.DRAWING)
def batch(
    scenes: Annotated[
        Path,
        typer.Argument(
            metavar="LIST", help="Text with a scene a line, .csv with a column per option, .jsonl."
        ),
    ],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder of the results.", metavar="FOLDER")
    ],
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the batch of the folder.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Workers of dask.distributed on this machine.", metavar="N"),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(help="Scheduler of dask.distributed, tcp://HOST:PORT.", metavar="ADDRESS"),
    ] = None,
    retries: Annotated[
        int, typer.Option(min=0, help="Tries more after an error of the disk or a dead process.")
    ] = 2,
    timeout: Annotated[
        float, typer.Option(min=1, help="Seconds that a scene may take; not with dask.distributed.")
    ] = 3600.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    **given: Any,
) -> None:
    """Retrieve many scenes: each by itself, recorded in OUTPUT/batch.jsonl, none lost."""
    if workers is not None and scheduler is not None:
        raise typer.BadParameter("--workers and --scheduler exclude each other")
    read = options.read(given)
    with progress.scenes() as advance:
        report = lstgeo.batch(
            scenes,
            output,
            resume=resume,
            workers=workers,
            scheduler=scheduler,
            retries=retries,
            timeout=timeout,
            progress=advance,
            **read,
        )
    if as_json:
        print(json.dumps(report.document()))
    else:
        _show(report)
    raise typer.Exit(code=int(report.counts.failed > 0))


def _show(report: Report) -> None:
    """A table on a terminal, columns with tabs between them elsewhere."""
    from itertools import islice

    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not console.is_terminal:
        for cells in _rows(report):
            print("\t".join(cells))
        return
    shown = Table("state", "scenes", "why", title=str(report.journal.parent))
    rows = _rows(report)
    for cells in islice(rows, _SHOWN):
        shown.add_row(*cells)
    more = sum(1 for _ in rows)
    if more:
        shown.add_row("", f"{more} more", f"in {report.journal}")
    console.print(shown)


def _rows(report: Report) -> Iterator[tuple[str, str, str]]:
    """How many scenes are in each state, then each that failed or stands in the list again."""
    counts = report.counts
    yield "done", str(counts.done), f"in {report.seconds:.1f} s"
    yield "kept", str(counts.kept), "complete before"
    yield "repeated", str(counts.repeated), "done once"
    yield "failed", str(counts.failed), ""
    for scene in report.failed():
        yield "failed", scene.scene, scene.reason
    for scene in report.repeated():
        yield "repeated", scene.scene, scene.reason
