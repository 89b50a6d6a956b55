"""The report of a batch: a table of its scenes, with links to the reports of their results."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lstgeo.reports import page, rows, thumbnail
from lstgeo.reports.rows import Row, Told

THUMBNAILS = 1000
"""Results that are pictured, the first ones: each takes about 10 kB and 20 ms."""


def rendered(log: Path, target: Path) -> tuple[str, dict[str, Any]]:
    """Page of the batch of a journal, to be written at `target`, and its figures for JSON.

    Raises InputError where the file is no journal.
    """
    told = rows.of(log)
    pictures = 0
    shown = []
    for row in told.rows:
        picture = None
        if row.result is not None and pictures < THUMBNAILS:
            picture = thumbnail.of(row.result.raster)
            pictures += picture is not None
        shown.append({"row": row, "picture": picture, "link": _link(row, target)})
    text = page.rendered(
        "batch.html",
        [page.asset("page.css"), page.asset("batch.css")],
        [page.asset("batch.js")],
        journal=str(log),
        told=told,
        shown=shown,
        most_pictures=THUMBNAILS if pictures == THUMBNAILS else None,
    )
    return text, _figures(log, told)


def rasters(log: Path) -> Iterator[Path]:
    """Temperature rasters of the results of a batch that are there."""
    for row in rows.of(log).rows:
        if row.result is not None and row.result.raster.is_file():
            yield row.result.raster


def _link(row: Row, target: Path) -> str | None:
    """Address of the report of a result, from the page at `target`; None where none is made."""
    if row.result is None or not row.result.report.is_file():
        return None
    beside = os.path.relpath(row.result.report.resolve(), target.parent.resolve())
    return quote(os.fsencode(beside))


def _figures(log: Path, told: Told) -> dict[str, Any]:
    return {
        "journal": str(log),
        "scenes": told.counts,
        "repeated": told.repeated,
        "rows": [_row(row) for row in told.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    stated = {"scene": row.scene, "state": row.state, "reason": row.reason}
    if row.result is None:
        return stated
    return stated | {
        "item": str(row.result.item),
        "median_surface_temperature": row.result.temperature,
        "median_uncertainty": row.result.sigma,
        "clear": row.result.clear,
    }
