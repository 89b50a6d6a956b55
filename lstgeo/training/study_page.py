"""The results of the study as a page: what was asked for, every training, spread of seeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from lstgeo.training import study_plan
from lstgeo.validation import markdown, metrics

Results = Mapping[str, Any]

HEADING = (
    "# Simulated test: what was trained anew\n\n"
    "Made by `make study`; do not edit. Landsat 8 B10. Every figure is of one network (64 ReLU "
    "twice, 2,000 steps of 2,048 samples) that was trained as its row says and stopped by columns "
    "of its own that it did not see; only these are compared with each other, for the model that "
    "ships is trained longer and is a bag's student. Simulated truth: nothing here is "
    "validation. Usual errors: profile T 1 K and ln q .175 over 1.5 km, or W 10 %, Ta 1.5 K, ps "
    "2 hPa; emissivity .01; the band's noise. RMSE / MAE in K; where several seeds were trained "
    "their mean, and in brackets the standard deviation of their RMSE."
)

TESTS = ("GFS", "ERA5", "humid", "+4 K", "left out")
POOLED = ("GFS", "ERA5")
"""Sets of the comparisons over all columns, weighed alike."""


def text(known: Results) -> str:
    """The page (Markdown) of the results that are there."""
    waiting = len(study_plan.experiments()) - len(known)
    parts = [
        HEADING,
        f"{waiting} of {len(study_plan.experiments())} trainings are still to be made."
        if waiting
        else "",
        _asked(known),
        _columns(known),
        _ablations(known),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def change(known: Results, metric: str, columns: str, ours: str, rival: str) -> float | None:
    """Change of an error from `rival` to `ours` [%], each as `model@share`: mean over seeds.

    Of a training on dry columns the humid set counts, of others GFS and ERA5 alike.
    """
    mine, theirs = (_pooled(known, metric, columns, each) for each in (ours, rival))
    if mine is None or theirs is None:
        return None
    return 100 * metrics.margin(mine, theirs)


OURS = ("profile@0.2", "transfer@0.2")
"""The tier with augmentation, told of the levels or not."""

_ASKED = (
    ("50 profiles", study_plan.few(50), "rmse", "surface@0", -30.0, -40.0),
    ("50 profiles", study_plan.few(50), "rmse", "levels@0.2", None, -6.0),
    ("W < 4 trains, W > 5 tests", study_plan.DRY, "rmse", "surface@0", -50.0, -60.0),
    ("W < 4 trains, W > 5 tests", study_plan.DRY, "mae", "surface@0", -53.0, -60.0),
    ("W < 4 trains, W > 5 tests", study_plan.DRY, "rmse", "levels@0.2", None, 0.0),
    ("W < 4 trains, W > 5 tests", study_plan.DRY, "mae", "levels@0.2", None, 0.0),
)
"""Item, columns, metric, rival, what must be and what is hoped for [%]."""


def _asked(known: Results) -> str:
    lines = []
    for item, columns, metric, rival, must, reach in _ASKED:
        found = [change(known, metric, columns, ours, rival) for ours in OURS]
        lines.append(
            [
                f"{metric.upper()}, {item}, against {_titled(rival)}",
                *(markdown.number(value, 1) for value in (must, reach, *found)),
                _verdict(must, reach, found[0]),
            ]
        )
    titles = ["change [%]", "must", "reach for", "profile tier", "levels hidden", "verdict"]
    words = (
        "The profile tier with augmentation (share .2) against the rivals of the issue; the same "
        "without the six levels among its inputs; the verdict is on the first."
    )
    return f"## What was asked for\n\n{words}\n\n{markdown.table(titles, lines)}"


def _verdict(must: float | None, reach: float | None, found: float | None) -> str:
    if found is None:
        return "not measured"
    if reach is not None and found <= reach:
        return "reached"
    if must is None:
        return "shown"
    return "met" if found <= must else "missed"


def _columns(known: Results) -> str:
    """A table for each choice of columns: every network and share, and plain transfer."""
    entries = [each for each in known.values() if not each["experiment"]["without"]]
    choices = dict.fromkeys(each["experiment"]["columns"] for each in entries)
    parts = []
    for columns in choices:
        here = [each for each in entries if each["experiment"]["columns"] == columns]
        kinds = dict.fromkeys(_kind(each) for each in here)
        lines = [[_titled(kind), *_cells(_of_kind(here, kind))] for kind in kinds]
        plain = [each for each in here if each["experiment"]["model"] == "profile"][:1]
        lines += [[f"plain {study_plan.PLAIN}", *_cells(plain, "plain_")]] if plain else []
        parts.append(f"### Trained on {columns}\n\n{_table(lines)}")
    return "## By columns\n\n" + "\n\n".join(parts) if parts else ""


def _ablations(known: Results) -> str:
    whole = _of_kind(_trained_on(known, study_plan.ALL), "profile@0.05")
    rows = [["nothing", *_cells(whole)]] if whole else []
    rows += [
        [each["experiment"]["without"], *_cells([each])]
        for each in known.values()
        if each["experiment"]["without"]
    ]
    words = "The profile tier on all columns, share .05, with something left out; one seed each."
    return f"## Ablations\n\n{words}\n\n{_table(rows)}" if rows else ""


def _table(lines: list[list[str]]) -> str:
    used = [place for place in range(len(TESTS)) if any(line[1 + place] for line in lines)]
    titles = ["network", *(TESTS[place] for place in used)]
    return markdown.table(
        titles, [[line[0], *(line[1 + place] for place in used)] for line in lines]
    )


def _cells(entries: list[Any], prefix: str = "") -> list[str]:
    """RMSE / MAE on every test set, empty where none was made."""
    return [
        _cell([each["sets"][name] for each in entries if name in each["sets"]], prefix)
        for name in TESTS
    ]


def _cell(figures: list[Mapping[str, float]], prefix: str) -> str:
    if not figures:
        return ""
    rmse, mae = ([each[f"{prefix}{name}"] for each in figures] for name in ("rmse", "mae"))
    spread = f" ({markdown.number(float(np.std(rmse)), 3)})" if len(rmse) > 1 else ""
    mean = (markdown.number(float(np.mean(values))) for values in (rmse, mae))
    return " / ".join(mean) + spread


def _pooled(known: Results, metric: str, columns: str, kind: str) -> float | None:
    places = ("humid",) if columns == study_plan.DRY else POOLED
    entries = _of_kind(_trained_on(known, columns), kind)
    if not entries:
        return None
    values = np.array([[each["sets"][place][metric] for place in places] for each in entries])
    if metric == "rmse":
        return float(np.sqrt(np.mean(values**2, axis=1)).mean())
    return float(values.mean())


def _trained_on(known: Results, columns: str) -> list[Any]:
    return [
        each
        for each in known.values()
        if each["experiment"]["columns"] == columns and not each["experiment"]["without"]
    ]


def _of_kind(entries: Iterable[Any], kind: str) -> list[Any]:
    return [each for each in entries if _kind(each) == kind]


def _kind(entry: Any) -> str:
    stated = entry["experiment"]
    return f"{stated['model']}@{stated['share']:g}"


def _titled(kind: str) -> str:
    model, _, share = kind.partition("@")
    words = f"share {markdown.number(float(share))}" if float(share) else "not augmented"
    return f"{study_plan.MODELS[model].words}, {words}"
