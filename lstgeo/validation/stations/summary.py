"""What match-ups amount to: metrics of the CEOS LPV protocol, and a table in text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lstgeo.physics.arrays import Array
from lstgeo.validation import metrics
from lstgeo.validation.stations.matchup import MatchUp


@dataclass(frozen=True)
class Metrics:
    """Metrics of result minus station [K]; None where they are not told.

    `median` is the protocol's accuracy, `robust_sigma` (1.4826 times the median absolute deviation
    from the median) its precision, `rmse` its uncertainty. `expected_sigma` is the root mean square
    of the expected standard deviations of the `with_sigma` match-ups that state one, and
    `within_1_sigma` and `within_2_sigma` the shares of these up to 1 and 1.96 of it.
    """

    count: int
    bias: float
    median: float | None = None
    robust_sigma: float | None = None
    rmse: float | None = None
    with_sigma: int = 0
    expected_sigma: float | None = None
    within_1_sigma: float | None = None
    within_2_sigma: float | None = None


def groups(matchups: Sequence[MatchUp]) -> dict[str, Metrics | None]:
    """Metrics of accepted match-ups by day, by night, of both, and of lakes: their bias alone."""
    accepted = [matchup for matchup in matchups if matchup.reason is None]
    ground = [matchup for matchup in accepted if not matchup.lake]
    return {
        "day": _metrics([matchup for matchup in ground if matchup.day]),
        "night": _metrics([matchup for matchup in ground if not matchup.day]),
        "all": _metrics(ground),
        "lakes": _bias([matchup for matchup in accepted if matchup.lake]),
    }


def lines(matchups: Sequence[MatchUp], found: Mapping[str, Metrics | None]) -> list[str]:
    """Metrics and the first match-ups as tables in text, rejected ones with their reasons."""
    accepted = [matchup for matchup in matchups if matchup.reason is None]
    rejected = [matchup for matchup in matchups if matchup.reason is not None]
    metrics_of = [_cells(name, each) for name, each in found.items() if each is not None]
    return [
        f"result minus station [K], {len(accepted)} of {len(matchups)} match-ups",
        *_table(_METRICS, metrics_of),
        *_table(_MATCHUPS, [_one(each) for each in accepted[:_MOST]]),
        *_more(accepted),
        *(f"rejected: {each.raster}, {each.station}: {each.reason}" for each in rejected[:_MOST]),
        *_more(rejected),
    ]


_METRICS = ("", "n", "bias", "median", "robust sigma", "RMSE", "expected sigma", "within 1 sigma")
_MATCHUPS = ("time", "", "station", "result", "on the ground", "difference", "expected sigma")

_MOST = 20
"""Match-ups that are told one by one."""


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as they must be; nothing where there is no row."""
    if not rows:
        return []
    table = [titles, *rows]
    widths = [max(len(row[index]) for row in table) for index in range(len(titles))]
    return [
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in table
    ]


def _more(matchups: Sequence[MatchUp]) -> list[str]:
    return [f"... and {len(matchups) - _MOST} more"] if len(matchups) > _MOST else []


def _one(matchup: MatchUp) -> tuple[str, ...]:
    sides = (matchup.satellite, matchup.ground)
    kind = "lake" if matchup.lake else "day" if matchup.day else "night"
    return (
        str(matchup.time),
        kind,
        matchup.station,
        *(_kelvin(None if side is None else side.mean) for side in sides),
        _kelvin(matchup.difference, signed=True),
        _kelvin(matchup.sigma),
    )


def _cells(name: str, found: Metrics) -> tuple[str, ...]:
    within = found.within_1_sigma
    return (
        name,
        str(found.count),
        _kelvin(found.bias, signed=True),
        _kelvin(found.median, signed=True),
        _kelvin(found.robust_sigma),
        _kelvin(found.rmse),
        _kelvin(found.expected_sigma),
        "-" if within is None else f"{round(within * found.with_sigma)} of {found.with_sigma}",
    )


def _kelvin(value: float | None, *, signed: bool = False) -> str:
    return "-" if value is None else f"{value:{'+' if signed else ''}.2f}"


def _bias(matchups: Sequence[MatchUp]) -> Metrics | None:
    if not matchups:
        return None
    return Metrics(len(matchups), metrics.bias(_array([each.difference for each in matchups])))


def _metrics(matchups: Sequence[MatchUp]) -> Metrics | None:
    if not matchups:
        return None
    difference = _array([each.difference for each in matchups])
    sigma = _array([each.sigma for each in matchups])
    known = np.isfinite(sigma)
    stated = known.any()
    return Metrics(
        len(matchups),
        metrics.bias(difference),
        float(np.median(difference)),
        metrics.robust_sigma(difference),
        metrics.root_mean_square_error(difference),
        int(known.sum()),
        metrics.root_mean_square_error(sigma[known]) if stated else None,
        metrics.coverage(difference[known], sigma[known]) if stated else None,
        metrics.coverage(difference[known], sigma[known], metrics.TWO_SIGMA) if stated else None,
    )


def _array(values: Sequence[float | None]) -> Array:
    return np.array(values, np.float64)
