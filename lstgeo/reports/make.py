"""`lstgeo.report`: a page of a retrieval, or of a batch."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lstgeo.batches import journal
from lstgeo.errors import InputError, LstgeoError
from lstgeo.raster import door
from lstgeo.reports import batch, page, scene

log = logging.getLogger(__name__)

LONGEST_SIDE = 1600
"""Cells along the longer side of a map, at most, unless asked for otherwise."""


@dataclass(frozen=True)
class Page:
    """A report that has been written, and its figures for JSON."""

    path: Path
    figures: dict[str, Any]


def report(
    path: str | Path,
    target: str | Path | None = None,
    *,
    longest_side: int = LONGEST_SIDE,
    scenes: bool = False,
) -> Page:
    """Write a report: one HTML file that needs no network and no other file.

    Parameters
    ----------
    path
        `lst.tif` or `lst.json` as `write` leaves them, or any temperature raster [K or deg C]; or
        the journal of a batch (`batch.jsonl`) or its folder.
    target
        The page; by default the name of the raster or journal with `.html`, beside it.
    longest_side
        Cells along the longer side of a map, at most: a raster with more is shown by every n-th
        pixel. Figures and areas are always those of every pixel.
    scenes
        Of a batch: write the report of each of its results too, beside it, and link to it.

    Returns
    -------
    Page
        The path, and the figures of the page.

    Raises
    ------
    MissingFileError, RasterError, MetadataError
        Where a file is not there, or it or what lies beside it cannot be read.
    InputError
        Where the raster is not one of temperature, the name is not that of a page, or an argument
        cannot be.
    OutputError
        Where the page cannot be written.

    """
    if longest_side < 1:
        raise InputError(f"a map has at least 1 cell along a side, got {longest_side}")
    given = door.require(Path(path), "raster or journal")
    path = given / journal.NAME if given.is_dir() else given
    if path.suffix.lower() == ".jsonl":
        return _of_batch(path, target, longest_side, scenes)
    if scenes:
        raise InputError(f"{given} is no batch; reports of all scenes are made of a batch")
    wanted = page.require_name(Path(target or given.with_suffix(".html")))
    return _of_scene(given, wanted, longest_side)


def _of_scene(path: Path, target: Path, longest_side: int) -> Page:
    text, figures = scene.rendered(path, longest_side)
    return Page(page.write(text, target), figures)


def _of_batch(path: Path, target: str | Path | None, longest_side: int, scenes: bool) -> Page:
    door.require(path, "journal")
    wanted = page.require_name(Path(target or path.with_suffix(".html")))
    if scenes:
        for raster in batch.rasters(path):
            _try_scene(raster, longest_side)
    text, figures = batch.rendered(path, wanted)
    return Page(page.write(text, wanted), figures)


def _try_scene(raster: Path, longest_side: int) -> None:
    """Write the report of one result of a batch; what befalls one touches no other."""
    try:
        _of_scene(raster, raster.with_suffix(".html"), longest_side)
    except LstgeoError as error:
        log.warning("%s has no report: %s", raster, error)
