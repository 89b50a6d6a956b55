"""What the profile tier must show on the fixed sets, from its table of scores alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from lstgeo.validation import metrics, predictors
from lstgeo.validation.table import Table

PLAIN = "RTM + RTE"
"""Name of the equation with what the transfer of the profile gives."""

Tables = Mapping[str, Table]
Measure = Callable[[Tables], float | None]
Asked = tuple[str, str, float | None, float | None, Measure]
"""Item, unit, what must be, what is hoped for, and how it is measured."""

Scores = Mapping[str, Mapping[str, float]]
"""Scores of a band by predictor: ours, and the plain way's."""

_LEVELS = (
    ("usual profile", "GFS", 0.94, 0.82),
    ("usual profile", "ERA5", 0.83, 0.72),
    ("usual profile", "+4 K", 1.9, 1.6),
    ("better profile", "GFS", 0.74, 0.66),
    ("better profile", "ERA5", 0.70, 0.62),
    ("exact profile", "GFS", 0.10, 0.04),
    ("exact profile", "ERA5", 0.10, 0.04),
)
_SPREADS = (
    ("GFS", 68, 5.0, 3.0),
    ("GFS", 95, 3.0, 2.0),
    ("ERA5", 68, 5.0, 3.0),
    ("ERA5", 95, 3.0, 2.0),
    ("+4 K", 68, 7.0, 4.0),
    ("+4 K", 95, 4.0, 3.0),
)
_OTHER_BANDS = (
    *(each for each in _LEVELS if each[0] == "exact profile"),
    *((level, place, None, None) for level, place, *_ in _LEVELS if level == "usual profile"),
)
"""What is asked of other bands too, and what is shown alone: their noise and windows decide it."""

_COLUMN = {68: ("within_1_sigma", "sigma"), 95: ("within_2_sigma", "1.96 sigma")}


def asked() -> list[Asked]:
    """Every figure that is asked for."""
    return [
        *(
            (f"RMSE, {level}: {place}", "K", must, reach, partial(_score, "rmse", place, level))
            for level, place, must, reach in _LEVELS
        ),
        *(
            (f"RMSE, usual profile, against plain {PLAIN}: {place}", "%", -35.0, -45.0, measure)
            for place in ("GFS", "ERA5")
            for measure in [partial(_margin, place)]
        ),
        *(
            (
                f"usual profile, share of errors within {_COLUMN[percent][1]}, off {percent} % by: "
                f"{place}",
                *("points", must, reach),
                partial(_off, place, percent),
            )
            for place, percent, must, reach in _SPREADS
        ),
        *_of_other_bands(),
    ]


def _of_other_bands() -> list[Asked]:
    """What every other band must show too, by the band that shows least."""
    worst = "worst other band"
    return [
        *(
            (f"RMSE, {level}: {place}, {worst}", "K", must, reach, _worst(_rmse_of, place, level))
            for level, place, must, reach in _OTHER_BANDS
        ),
        *(
            (
                f"RMSE, usual profile, against plain {PLAIN}: {place}, {worst}",
                *("%", -35.0, -45.0),
                _worst(_margin_of, place, "usual profile"),
            )
            for place in ("GFS", "ERA5")
        ),
        *(
            (
                f"usual profile, share of errors within {_COLUMN[percent][1]}, off {percent} % by: "
                f"{place}, {worst}",
                *("points", must, reach),
                _worst(partial(_off_of, percent), place, "usual profile"),
            )
            for place, percent, must, reach in _SPREADS
        ),
    ]


def _worst(measure: Callable[[Scores], float], place: str, level: str) -> Measure:
    """Largest of what `measure` makes of the scores of each other band on a set."""

    def found(tables: Tables) -> float | None:
        table = tables.get("profile_bands")
        bands: dict[str, dict[str, Mapping[str, float]]] = {}
        for row in table.where(set=place, profiles=level) if table else ():
            bands.setdefault(row["sensor"], {})[row["predictor"]] = row
        return max(map(measure, bands.values()), default=None)

    return found


def _rmse_of(scores: Scores) -> float:
    return scores[predictors.PROFILE]["rmse"]


def _margin_of(scores: Scores) -> float:
    return 100 * metrics.margin(_rmse_of(scores), scores[PLAIN]["rmse"])


def _off_of(percent: int, scores: Scores) -> float:
    return abs(100 * scores[predictors.PROFILE][_COLUMN[percent][0]] - percent)


def _score(
    column: str, place: str, level: str, tables: Tables, predictor: str = predictors.PROFILE
) -> float | None:
    if "profile" not in tables:
        return None
    found: float | None = tables["profile"].value(
        column, set=place, profiles=level, predictor=predictor
    )
    return found


def _margin(place: str, tables: Tables) -> float | None:
    ours = _score("rmse", place, "usual profile", tables)
    theirs = _score("rmse", place, "usual profile", tables, PLAIN)
    return None if ours is None or theirs is None else 100 * metrics.margin(ours, theirs)


def _off(place: str, percent: int, tables: Tables) -> float | None:
    found = _score(_COLUMN[percent][0], place, "usual profile", tables)
    return None if found is None else abs(100 * found - percent)
