"""The results as a page of tables, as JSON, and as a few lines for the terminal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lstgeo.validation import claims, predictors, sections, sections_bands, sections_profile

if TYPE_CHECKING:
    from lstgeo.validation.evaluate import Results

HEADING = (
    "# Simulated test: tables\n\n"
    "Made by `lstgeo evaluate`; do not edit. Every sample is simulated by lstgeo's own radiative "
    "transfer: nothing here was measured by a sensor, and independent profiles are not "
    "independent physics. [How it is made](index.md)"
)

GENERATED = (
    "**No profile files were given: the columns are drawn from the statistics of training columns, "
    "so nothing here tells how a model does where it was not trained.**"
)


def page(results: Results, figures: Sequence[str] = ()) -> str:
    """The page of tables (Markdown), with links to pictures beside it."""
    tables, about = results.tables, results.about
    parts = [
        HEADING,
        "" if about["independent"] else GENERATED,
        _made(about),
        sections.required(tables),
        sections.margins(tables),
        sections.sets(tables),
        *(f"![{name}]({name})" for name in figures),
        sections.scores(tables),
        sections.bins(tables),
        sections.coverage(tables),
        sections.flags(tables),
        sections.sensitivity(tables),
        sections_bands.bands(tables),
        sections_profile.profile(tables),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def text(results: Results) -> str:
    """The results as JSON, a row a line, so that a change of one is a change of one line."""
    lines = ["{", f' "about": {json.dumps(results.about, ensure_ascii=False)},']
    names = list(results.tables)
    for name in names:
        table = results.tables[name]
        rows = ",\n".join(
            f"   {json.dumps(row, ensure_ascii=False, separators=(',', ':'))}" for row in table.rows
        )
        end = "" if name == names[-1] else ","
        columns = json.dumps(list(table.columns))
        lines.append(f' "{name}": {{"columns": {columns},\n  "rows": [\n{rows}\n  ]}}{end}')
    return "\n".join([*lines, "}"]) + "\n"


def summary(results: Results) -> list[str]:
    """A few lines: the model on the main sets, what it must show, what was not at hand."""
    scores, about = results.tables["scores"], results.about
    leading = next(name for name in _LEADING if scores.where(predictor=name))
    lines = [
        f"simulated test of {about['band']}: {leading}, usual errors of inputs, RMSE / MAE in K"
    ]
    for row in scores.where(prior="uniform", noise="noisy", predictor=leading):
        if row["set"] in (about["pooled"], *claims.MARGIN_SETS):
            figures = f"{row['rmse']:.2f} / {row['mae']:.2f}"
            lines.append(f"  {row['set']:<12} {{{row['tier']}}}".ljust(30) + figures)
    met = [row["verdict"] for row in results.tables["claims"].where()]
    asked = [verdict for verdict in met if verdict != "shown"]
    lines.append(
        f"asked for: {len(asked)}; met: {asked.count('met') + asked.count('reached')}, of them as "
        f"hoped: {asked.count('reached')}; missed: {asked.count('missed')}; not measured: "
        f"{asked.count('not measured')}"
    )
    if not about["independent"]:
        lines.append("columns are drawn from training statistics: nothing here tells of new ones")
    if about["absent"]:
        lines.append(f"not at hand: {', '.join(about['absent'])}")
    return lines


_LEADING = (predictors.COUPLED, "practical", "statistical", predictors.EXACT)


def _made(about: Mapping[str, Any]) -> str:
    files = "; ".join(f"`{name}` {digest[:12]}" for name, digest in about["profiles"].items())
    models = "; ".join(f"`{name}` {digest[:12]}" for name, digest in about["models"].items())
    absent = ", ".join(f"`{name}`" for name in about["absent"])
    lines = [
        f"{about['band']}, lstgeo {about['lstgeo']}, seed {about['seed']}.",
        f"Profiles (sha256): {files}.",
        f"Models (sha256): {models}." if models else "No model file was at hand.",
        f"Not at hand, and so not in the tables: {absent}." if absent else "",
        "Errors are predicted minus true, in K. W is water vapour, in g cm-2.",
    ]
    return "  \n".join(line for line in lines if line)
