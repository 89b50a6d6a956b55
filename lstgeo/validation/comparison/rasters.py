"""Two surface temperature rasters compared."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

import lstgeo
from lstgeo.errors import InputError
from lstgeo.raster import geotiff
from lstgeo.raster.grid import Grid
from lstgeo.raster.references import alignment
from lstgeo.raster.references.alignment import Side
from lstgeo.raster.references.period import Period
from lstgeo.raster.references.reference import Reference
from lstgeo.validation.comparison import sample as samples
from lstgeo.validation.comparison import scores
from lstgeo.validation.comparison.sample import Sample
from lstgeo.validation.comparison.scores import Residuals, Scores

log = logging.getLogger(__name__)

MINUTES = 10.0
"""Difference in time beyond which a comparison is warned of."""

PLAIN = "plain.tif"
"""Name of the raster of differences as `compare` leaves it."""

DESCRIPTION = "difference of land surface temperature, first minus second"


@dataclass(frozen=True)
class Subject:
    """What is compared: a file, its product and time, what counts as clear, and what to know of it.

    `resampled` is how its pixels became those of the comparison, None where they are its own.
    """

    path: Path
    product: str
    time: Period | None
    rule: str
    clear: int
    resampled: str | None
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The subject as JSON holds it."""
        return {
            "path": str(self.path),
            "product": self.product,
            "time": None if self.time is None else str(self.time),
            "clear_when": self.rule,
            "clear_pixels": self.clear,
            "resampled": self.resampled,
            "notes": list(self.notes),
        }


@dataclass(frozen=True, eq=False)
class RasterComparison:
    """Differences of two rasters, first minus second; `sample` holds them pixel by pixel.

    `minutes` is the time of the second minus that of the first, None where either is not known to
    the moment.
    """

    first: Subject
    second: Subject
    grid: Grid
    scores: Scores
    classes: dict[str, Scores]
    residuals: Residuals | None
    minutes: float | None
    sample: Sample
    warnings: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The comparison as JSON holds it, without the pixels."""
        named = self.sample.classes
        return {
            "kind": "rasters",
            "lstgeo": lstgeo.__version__,
            "difference": "first minus second, K",
            "first": self.first.as_dict(),
            "second": self.second.as_dict(),
            "grid": {
                "crs": self.grid.crs.to_string(),
                "shape": list(self.grid.shape),
                "transform": list(self.grid.transform)[:6],
            },
            "minutes": self.minutes,
            "scores": self.scores.as_dict(),
            "classes": {
                "by": named.name if named and self.classes else None,
                "scores": {label: found.as_dict() for label, found in self.classes.items()},
            },
            "residuals": self.residuals and self.residuals.as_dict(),
            "warnings": list(self.warnings),
        }


def compare(first: Reference, second: Reference, folder: Path) -> RasterComparison:
    """Compare two references; `folder` is given `PLAIN`, the differences, and work files.

    Raises InputError where they share no clear pixel, RasterError.
    """
    with (
        alignment.aligned(first, second, folder) as pair,
        geotiff.writer(
            folder / PLAIN,
            pair.grid,
            "float32",
            nodata=np.nan,
            units="K",
            description=DESCRIPTION,
            tags={"first": str(first.path), "second": str(second.path)},
        ) as write,
    ):
        found = samples.collected(pair, write)
    if found.difference.size == 0:
        raise InputError(
            f"{first.path} and {second.path} have no clear pixel in common: the first has "
            f"{found.clear[0]:,} on the common grid, the second {found.clear[1]:,}"
        )
    subjects = [
        _subject(side, clear, seconds)
        for side, clear, seconds in zip(
            (pair.first, pair.second), found.clear, found.seconds, strict=True
        )
    ]
    minutes = _minutes(subjects[0].time, subjects[1].time)
    warnings = tuple(_time_warnings(subjects[0].time, subjects[1].time, minutes))
    for warning in warnings:
        log.warning("%s", warning)
    return RasterComparison(
        first=subjects[0],
        second=subjects[1],
        grid=pair.grid,
        scores=scores.of(found.difference),
        classes=scores.by_class(found),
        residuals=scores.residuals(found),
        minutes=minutes,
        sample=found,
        warnings=warnings,
    )


def _subject(side: Side, clear: int, seconds: float | None) -> Subject:
    one = side.reference
    time = one.period
    if seconds is not None:
        moment = datetime.fromtimestamp(seconds, UTC)
        time = Period(moment, moment)
    return Subject(one.path, one.product, time, one.rule, clear, side.resampled, one.notes)


def _minutes(first: Period | None, second: Period | None) -> float | None:
    if first is None or second is None or not (first.is_moment and second.is_moment):
        return None
    return (second.start - first.start).total_seconds() / 60


def _time_warnings(first: Period | None, second: Period | None, minutes: float | None) -> list[str]:
    """What a reader must know of the times."""
    if minutes is not None:
        if abs(minutes) <= MINUTES:
            return []
        order = "after" if minutes > 0 else "before"
        return [
            f"the second was observed {in_words(abs(minutes))} {order} the first: the differences "
            "hold what the surface did in between"
        ]
    if first is None or second is None:
        which = "they were" if first is second else f"the {_unknown(first)} was"
        return [f"when {which} observed is not known: the surface may have changed in between"]
    apart = [] if _overlap(first, second) else [f"they are of different days: {first}, {second}"]
    vague = [
        f"the {name} is known to be of {time}, not of which moment: how far apart the two are is "
        "not known"
        for name, time in (("first", first), ("second", second))
        if not time.is_moment
    ]
    return [*apart, *vague]


def _unknown(first: Period | None) -> str:
    return "first" if first is None else "second"


def _overlap(first: Period, second: Period) -> bool:
    return first.start <= second.end and second.start <= first.end


def in_words(minutes: float) -> str:
    """A length of time for a reader.

    >>> in_words(12.4), in_words(200), in_words(5000)
    ('12 min', '3.3 h', '3.5 days')
    """
    if minutes < 120:
        return f"{minutes:.0f} min"
    if minutes < 48 * 60:
        return f"{minutes / 60:.1f} h"
    return f"{minutes / 1440:.1f} days"
