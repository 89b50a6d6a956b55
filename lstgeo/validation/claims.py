"""What the coupled model must show, and its margins over others, from the tables alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from lstgeo.validation import claims_bands, claims_profile, metrics, predictors, trials
from lstgeo.validation.table import Table

OURS = ("coupled-noisy-augmented-all", predictors.COUPLED)
"""Names of the coupled model in comparisons: trained as its rivals were, if it is at hand."""

DRY = {
    share: (f"coupled-noisy-{name}-dry", f"standalone-noisy-{name}-dry")
    for share, name in ((".05", "augmented"), (".20", "augmented20"))
}
DRY_PLAIN = "standalone-noisy-plain-dry"
"""Trained below 4 g cm-2 alone: coupled and standalone by share of augmentation, and without."""

CLEAN, CLEAN_PLAIN = "coupled-clean-augmented-all", "standalone-clean-plain-all"
"""Trained with exact inputs: coupled, and standalone without augmentation."""

WANTED = (
    *(predictors.COUPLED, trials.FAIR, "standalone-noisy-plain-all", "standalone-clean-plain-all"),
    *("boosting-noisy-augmented-all", CLEAN, DRY_PLAIN),
    *(name for both in DRY.values() for name in both),
    *("single-channel refit noisy", "practical refit noisy", "statistical refit noisy"),
    *("mono-window", "mono-window refit noisy"),
    predictors.PROFILE,
)
"""Predictors that the comparisons ask for; a report names those that were not at hand."""

MARGINS = ("set", "ours", "our_tier", "rival", "rival_tier", "equal", "rmse", "mae")
CLAIMS = ("item", "unit", "must", "reach", "measured", "verdict")

MARGIN_SETS = ("real", "GFS", "GFS spread", "ERA5", "humid", "+4 K", "generated")

Tables = Mapping[str, Table]
Measure = Callable[[Tables], float | None]


@dataclass(frozen=True)
class Claim:
    """A figure that must not be above `must` and should not be above `reach`; None: only shown."""

    item: str
    unit: str
    must: float | None
    reach: float | None
    measure: Measure


def judged(tables: Tables, card: Mapping[str, Any]) -> Table:
    """Table of :data:`CLAIMS`: what was asked for, what was measured, which of the two it meets."""
    table = Table(CLAIMS)
    others = [Claim(*each) for each in (*claims_bands.asked(), *claims_profile.asked())]
    for claim in (*_claims(), _student(card), *others):
        found = claim.measure(tables)
        table.add(
            item=claim.item,
            unit=claim.unit,
            must=claim.must,
            reach=claim.reach,
            measured=found,
            verdict=_verdict(claim, found),
        )
    return table


def margins(scores: Table) -> Table:
    """Table of :data:`MARGINS`: relative change of RMSE and MAE from each rival to ours, noisy.

    `equal` marks the rival of equal inputs, noise and augmentation: the honest margin.
    """
    table = Table(MARGINS)
    ours = next((name for name in OURS if scores.where(predictor=name)), None)
    for rival in scores.where(prior="uniform", noise="noisy"):
        if ours is None or not _rivals(rival):
            continue
        for tier in _opposite(scores, rival):
            key = {"set": rival["set"], "prior": "uniform", "noise": "noisy", "tier": tier}
            mine = scores.where(**key, predictor=ours)[0]
            table.add(
                set=rival["set"],
                ours=ours,
                our_tier=tier,
                rival=rival["predictor"],
                rival_tier=rival["tier"],
                equal=rival["predictor"] == trials.FAIR,
                rmse=metrics.margin(mine["rmse"], rival["rmse"]),
                mae=metrics.margin(mine["mae"], rival["mae"]),
            )
    return table


def _rivals(row: Mapping[str, Any]) -> bool:
    """Whether a row is of another predictor trained on all columns, on a set of the comparison."""
    name = row["predictor"]
    other = name not in (*OURS, predictors.EXACT) and not name.endswith(predictors.DRY)
    return other and row["set"] in MARGIN_SETS


def _opposite(scores: Table, row: Mapping[str, Any]) -> list[str]:
    """Tiers of ours that a rival is set against: its own; also {W, Ta} where it has but one."""
    tiers = {each["tier"] for each in scores.where(predictor=row["predictor"])}
    return list(dict.fromkeys([row["tier"]] + ["W, Ta"] * (tiers == {"W"})))


def _claims() -> list[Claim]:
    levels = [
        ("W", "noisy", "GFS", 1.28, 1.20),
        ("W", "noisy", "GFS spread", 1.28, 1.20),
        ("W", "noisy", "ERA5", 1.14, 1.05),
        ("W", "noisy", "ERA5 clear", 1.14, 1.05),
        ("W, Ta", "noisy", "GFS", 1.16, 1.08),
        ("W, Ta", "noisy", "GFS spread", 1.16, 1.08),
        ("W, Ta", "noisy", "ERA5", 1.00, 0.92),
        ("W, Ta", "noisy", "ERA5 clear", 1.00, 0.92),
        ("W, Ta", "noisy", "+4 K", 2.5, 2.2),
        ("W, Ta", "clean", "GFS", 0.70, 0.58),
        ("W, Ta", "clean", "GFS spread", 0.70, 0.58),
        ("W, Ta", "clean", "ERA5", 0.62, 0.52),
        ("W, Ta", "clean", "ERA5 clear", 0.62, 0.52),
    ]
    spreads = [
        ("GFS", 68, 5.0, 3.0),
        ("GFS", 95, 3.0, 2.0),
        ("ERA5", 68, 5.0, 3.0),
        ("ERA5", 95, 3.0, 2.0),
        ("+4 K", 68, 6.0, 3.0),
        ("+4 K", 95, 4.0, 2.0),
    ]
    return [
        *(
            Claim(f"RMSE, {{{tier}}}, {noise}: {place}", "K", must, reach, partial(_rmse, *key))
            for tier, noise, place, must, reach in levels
            for key in [(tier, noise, place)]
        ),
        *(
            Claim(
                f"RMSE, noise-aware against clean-trained{words}, noisy real columns, {{{tier}}}",
                *("%", -15.0, -20.0),
                partial(_margin, "rmse", "real", tier, OURS, rival),
            )
            for tier in ("W, Ta", "W, Ta, ps")
            for rival, words in ((CLEAN, ""), (CLEAN_PLAIN, " standalone without augmentation"))
        ),
        *_extrapolations(),
        *(
            Claim(
                f"share of errors within {_REACH[reach]}, off {reach} % by: {place}",
                *("points", must, wish),
                partial(_off, place, reach),
            )
            for place, reach, must, wish in spreads
        ),
    ]


_REACH = {68: "sigma", 95: "1.96 sigma"}


def _extrapolations() -> list[Claim]:
    """Trained below 4 g cm-2, tested above 5: against equal augmentation first, then none."""
    wanted = {"rmse": (-30.0, -40.0), "mae": (-40.0, -50.0)}
    compared = [
        (share, ours, rival, words, limits)
        for share, (ours, fair) in DRY.items()
        for rival, words, limits in (
            (fair, "a standalone network of equal augmentation", {}),
            (DRY_PLAIN, "a standalone network without", wanted),
        )
    ]
    return [
        Claim(
            f"{metric.upper()}, trained below 4 g cm-2, tested above 5, {{W, Ta, ps}}, "
            f"share {share}: {words}",
            "%",
            limits.get(metric, (None, None))[0],
            limits.get(metric, (None, None))[1],
            partial(_margin, metric, "humid", "W, Ta, ps", (ours,), rival),
        )
        for share, ours, rival, words, limits in compared
        for metric in wanted
    ]


def _student(card: Mapping[str, Any]) -> Claim:
    """The student's RMSE over its teachers', which the model card states: they do not ship."""
    stated = card.get("student_over_teachers")
    found = None if stated is None else 100 * (float(stated) - 1)
    return Claim("RMSE of the student over its teachers (card)", "%", 1.0, 0.5, lambda _: found)


def _verdict(claim: Claim, found: float | None) -> str:
    if found is None:
        return "not measured"
    if claim.must is None or claim.reach is None:
        return "shown"
    return "reached" if found <= claim.reach else "met" if found <= claim.must else "missed"


def _rmse(tier: str, noise: str, place: str, tables: Tables) -> float | None:
    return _ours("rmse", place, noise, tier, OURS, tables)


def _margin(
    metric: str, place: str, tier: str, ours: tuple[str, ...], rival: str, tables: Tables
) -> float | None:
    mine = _ours(metric, place, "noisy", tier, ours, tables)
    theirs = _score(metric, place, "noisy", tier, rival, tables)
    return None if mine is None or theirs is None else 100 * metrics.margin(mine, theirs)


def _off(place: str, percent: int, tables: Tables) -> float | None:
    """Points between the share of errors within sigma and what it should be."""
    column = "within_1_sigma" if percent == 68 else "within_2_sigma"
    found = _ours(column, place, "noisy", "W, Ta", OURS, tables)
    return None if found is None else abs(100 * found - percent)


def _ours(
    column: str, place: str, noise: str, tier: str, names: tuple[str, ...], tables: Tables
) -> float | None:
    """A score of the first of `names` that is at hand."""
    found = (_score(column, place, noise, tier, name, tables) for name in names)
    return next((value for value in found if value is not None), None)


def _score(
    column: str, place: str, noise: str, tier: str, predictor: str, tables: Tables
) -> float | None:
    key = {"set": place, "prior": "uniform", "noise": noise, "tier": tier}
    found: float | None = tables["scores"].value(column, **key, predictor=predictor)
    return found
