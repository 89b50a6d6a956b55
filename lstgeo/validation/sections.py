"""The sections of the page of tables, each from the tables it tells of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lstgeo.validation import behaviour, markdown
from lstgeo.validation.table import Table

Tables = Mapping[str, Table]
Record = Mapping[str, Any]

WHO = ("predictor", "tier")

_NOISES = {
    ("uniform", "noisy"): "Usual errors of inputs",
    ("uniform", "clean"): "Exact inputs, noise .03 K",
    ("regimes", "noisy"): "Usual errors, another prior of Ts - Ta than the training's (`regimes`)",
    ("uniform", "noisy and biased"): (
        "Usual errors, and a calibration bias in each column that sigma is told of"
    ),
}


def required(tables: Tables) -> str:
    """What the model must show and does."""
    lines = [
        [
            row["item"],
            row["unit"],
            *(markdown.number(row[name], _DECIMALS[row["unit"]]) for name in _FIGURES),
            row["verdict"],
        ]
        for row in tables["claims"].where()
    ]
    titles = ["item", "unit", "must", "reach for", "measured", "verdict"]
    words = (
        "A figure is *met* where it does not exceed the first limit, *reached* where it does not "
        "exceed the second. Changes are relative: below 0 is better than the other."
    )
    return f"## What the model must show\n\n{words}\n\n{markdown.table(titles, lines)}"


_FIGURES = ("must", "reach", "measured")
_DECIMALS = {"K": 3, "%": 1, "points": 1, "times": 2}


def margins(tables: Tables) -> str:
    """Relative change of errors from others to ours, twice: the equal one first."""
    rows = tables["margins"].where()
    if not rows:
        return ""
    sets = tables["margins"].distinct("set")

    def cell(row: Record) -> str:
        return f"{_change(row['rmse'])} / {_change(row['mae'])}"

    index = ("rival", "rival_tier", "our_tier")
    parts = [
        (
            "Against the network of equal inputs, noise and augmentation",
            [row for row in rows if row["equal"]],
        ),
        ("Against plain networks and physical methods", [row for row in rows if not row["equal"]]),
    ]
    return "## Margins\n\nChange of RMSE / MAE in %, usual errors of inputs." + "".join(
        f"\n\n### {title}\n\n{markdown.pivot(found, index, 'set', cell, sets)}"
        for title, found in parts
        if found
    )


def sets(tables: Tables) -> str:
    """What the sets hold."""
    lines = [
        [
            row["set"],
            row["title"],
            str(row["columns"]),
            str(row["samples"]),
            *(markdown.number(row[name] / 10) for name in _WATER),
        ]
        for row in tables["sets"].where()
    ]
    titles = ["set", "what", "columns", "samples", "least W", "mean W", "greatest W"]
    return f"## Sets\n\n{markdown.table(titles, lines)}"


_WATER = ("least_water", "mean_water", "most_water")


def scores(tables: Tables) -> str:
    """RMSE and MAE, then bias and robust sigma, of every predictor on every set."""
    table = tables["scores"]
    order = table.distinct("set")
    parts = []
    for (prior, noise), title in _NOISES.items():
        rows = table.where(prior=prior, noise=noise)
        found = markdown.pivot(rows, WHO, "set", sizes, order)
        parts.append(f"### {title}\n\nRMSE / MAE\n\n{found}")
        if noise == "noisy" and prior == "uniform":
            lean = markdown.pivot(rows, WHO, "set", _lean, order)
            parts.append(f"Bias / robust sigma (1.4826 MAD)\n\n{lean}")
    missing = [row for row in table.where() if row["missing"]]
    if missing:
        names = sorted({row["predictor"] for row in missing})
        most = max(row["missing"] for row in missing)
        parts.append(
            f"Without a result: {', '.join(names)}; at most {markdown.percent(most)} of a set. "
            "Errors are of the others."
        )
    return "## Errors by set\n\n" + "\n\n".join(parts)


def bins(tables: Tables) -> str:
    """Errors in bins of the pooled set: by water vapour for all, by the rest for what leads."""
    table, parts = tables["bins"], []
    for noise in ("noisy", "clean"):
        rows = table.where(by="W", noise=noise)
        parts.append(f"### W, {noise}\n\n{_binned(rows, sizes)}")
    for by, title in _BY.items():
        rows = table.where(by=by, noise="noisy")
        if rows:
            parts.append(f"### {title}, noisy\n\n{_binned(rows, sizes)}")
    words = "Of the pooled set; in brackets the number of columns in a bin."
    return f"## Errors by bin, RMSE / MAE\n\n{words}\n\n" + "\n\n".join(parts)


_BY = {
    "Ta": "Ta [K]",
    "ground": "Ground",
    "season": "Season",
    "continent": "Continent",
    "source": "Source",
}


def coverage(tables: Tables) -> str:
    """Shares of errors within the written sigma and within 1.96 of it, by set and by bin."""
    table = tables["scores"]
    parts = []
    for (prior, noise), title in _NOISES.items():
        rows = [
            row
            for row in table.where(prior=prior, noise=noise)
            if row["within_1_sigma"] is not None
        ]
        if rows:
            found = markdown.pivot(rows, WHO, "set", shares, table.distinct("set"))
            parts.append(f"### {title}\n\n{found}")
    binned = [row for row in tables["bins"].where(by="W") if row["within_1_sigma"] is not None]
    for noise in ("noisy", "clean"):
        rows = [row for row in binned if row["noise"] == noise]
        if rows:
            parts.append(f"### By W, {noise}\n\n{_binned(rows, shares)}")
    words = (
        "Share of errors within sigma / within 1.96 sigma as written, in %; 68.3 / 95.0 is right."
    )
    return f"## Coverage of the written sigma\n\n{words}\n\n" + "\n\n".join(parts) if parts else ""


def flags(tables: Tables) -> str:
    """What the model flags."""
    rows = tables["domain"].where()
    if not rows:
        return ""
    lines = [
        [
            row["set"],
            row["tier"],
            *(markdown.percent(row[name]) for name in behaviour.DOMAIN[3:7]),
            *(markdown.number(row[name]) for name in behaviour.DOMAIN[7:]),
        ]
        for row in rows
    ]
    titles = [
        *("set", "tier", "W outside (bit 10)", "other or joint (bit 11)"),
        *("transmittance below .3 (bit 12)", "no solution, correction beyond 3 sigma (bit 15)"),
        *("RMSE unflagged (10, 11)", "RMSE flagged"),
    ]
    words = "Share of samples, usual errors of inputs."
    return f"## Flags of the shipped model\n\n{words}\n\n{markdown.table(titles, lines)}"


def sensitivity(tables: Tables) -> str:
    """Change of surface temperature for a step of each input, by water vapour."""
    table, parts = tables["sensitivity"], []
    for name, step in behaviour.STEPS.items():
        rows = table.where(input=name)
        if rows:
            parts.append(f"### {step}\n\n{_binned(rows, _moved)}")
    words = "Change of the result [K], mean / root mean square, for a step of one input by W."
    return f"## Sensitivity\n\n{words}\n\n" + "\n\n".join(parts) if parts else ""


def _binned(rows: list[dict[str, Any]], cell: Callable[[Record], str]) -> str:
    """Rows by bin; the number of columns in each stands with its name, where it is known."""
    named = [row | {"bin": _bin(row)} for row in rows]
    order = list(dict.fromkeys(row["bin"] for row in named))
    return markdown.pivot(named, WHO, "bin", cell, order)


def _bin(row: Record) -> str:
    return f"{row['bin']} ({row['columns']})" if "columns" in row else str(row["bin"])


def sizes(row: Record) -> str:
    """RMSE and MAE of a row of scores."""
    return f"{markdown.number(row['rmse'])} / {markdown.number(row['mae'])}"


def _lean(row: Record) -> str:
    return f"{markdown.number(row['bias'], signed=True)} / {markdown.number(row['robust_sigma'])}"


def shares(row: Record) -> str:
    """Shares of errors within sigma and 1.96 sigma of a row of scores [%]."""
    both = (row["within_1_sigma"], row["within_2_sigma"])
    return " / ".join(markdown.number(100 * share, 1) for share in both)


def _moved(row: Record) -> str:
    return f"{markdown.number(row['mean'], signed=True)} / {markdown.number(row['rms'])}"


def _change(share: float) -> str:
    percent = round(100 * share)
    return f"{percent:+d}".replace("-", markdown.MINUS) if percent else "0"
