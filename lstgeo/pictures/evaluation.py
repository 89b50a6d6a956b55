"""Figures of an evaluation on simulated samples, from the results as JSON holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from lstgeo.pictures import canvas, colours

Document = Mapping[str, Any]
Record = Mapping[str, Any]

WIDTH = 1200
"""Width of the figures [pixels]."""

COLOURS = (
    ("coupled", "#b8323a"),
    ("standalone", "#2a7f9e"),
    ("practical refit", "#c98a1b"),
    ("practical", "#7a5195"),
    ("statistical", "#5b8c3e"),
    ("exact", "#66727f"),
)
"""Colour of a predictor by the beginning of its name."""

STEPS = {
    "radiance": "1 K of brightness temperature",
    "W": "10 % of water vapour",
    "emissivity": ".01 of emissivity",
    "Ta": "1.5 K of air temperature",
}
"""By how much each input is moved."""

BLOCK = (15.0, 30.0)
"""Height and width of a block of a map [degree]."""

_HELD_OUT = "simulated test: columns of held-out places and sources; the physics is lstgeo's own"
_DRAWN = "simulated test: columns drawn from training statistics; the physics is lstgeo's own"


def draw(results: Document, folder: Path) -> list[Path]:
    """Draw what the results hold as PNG files in `folder`; what they do not hold is left out."""
    made = []
    with canvas.style():
        for name, picture in _FIGURES.items():
            figure = picture(results)
            if figure is not None:
                made.append(canvas.save(figure, folder / f"{name}.png"))
    return made


def errors_by_water(results: Document) -> Figure | None:
    """RMSE by water vapour: inputs with their usual errors, and exact ones."""
    rows = [row for row in _records(results, "bins") if row["by"] == "W" and _leads(row)]
    figure = _figure("RMSE by water vapour", results, 4.3)
    for place, noise in enumerate(("noisy", "clean")):
        ax = canvas.axes(figure, 0.6 + 4.75 * place, 0.85, 4.35, 2.5)
        _draw_lines(ax, [row for row in rows if row["noise"] == noise], "rmse")
        ax.set(ylabel="RMSE [K]", xlabel="water vapour [g cm⁻²]", ylim=(0, None))
        ax.set_title({"noisy": "Usual errors of inputs", "clean": "Exact inputs"}[noise])
        ax.legend(loc="upper left")
    return figure


def coverage(results: Document) -> Figure | None:
    """Written sigma against error in tenths of the samples, and shares within it."""
    tenths = [
        row for row in _records(results, "reliability") if row["set"] == results["about"]["pooled"]
    ]
    if not tenths:
        return None
    figure = _figure("Written sigma against errors", results, 4.3)
    ax = canvas.axes(figure, 0.6, 0.85, 3.4, 2.5)
    for name, rows in _grouped(tenths).items():
        ax.plot(
            *_columns(rows, "predicted_sigma", "rmse"),
            _line(name),
            color=_colour(name),
            label=name,
            markersize=4,
        )
    top = max(max(row["rmse"], row["predicted_sigma"]) for row in tenths)
    ax.plot((0, top), (0, top), color=canvas.FAINT, linewidth=0.8, linestyle=":")
    ax.set(xlabel="written sigma [K], tenths of the samples", ylabel="RMSE [K]")
    ax.legend(loc="upper left")
    ax = canvas.axes(figure, 4.7, 0.85, 5.0, 2.5)
    binned = [
        row
        for row in _records(results, "bins")
        if row["by"] == "W"
        and row["noise"] == "noisy"
        and row["within_1_sigma"] is not None
        and _leads(row)
    ]
    for column, right in (("within_1_sigma", 0.683), ("within_2_sigma", 0.95)):
        _draw_lines(ax, binned, column)
        ax.axhline(right, color=canvas.FAINT, linewidth=0.8, linestyle=":")
    ax.set(ylabel="share of errors within sigma and 1.96 sigma", xlabel="water vapour [g cm⁻²]")
    ax.set_ylim(0, 1)
    return figure


def sensitivity(results: Document) -> Figure | None:
    """Change of the result for a step of each input, by water vapour."""
    rows = _records(results, "sensitivity")
    if not rows:
        return None
    figure = _figure("Change of the result for a step of one input", results, 6.6)
    for index, (name, step) in enumerate(STEPS.items()):
        left, bottom = 0.6 + 4.75 * (index % 2), 3.65 - 2.85 * (index // 2)
        ax = canvas.axes(figure, left, bottom, 4.35, 2.0)
        _draw_lines(ax, [row for row in rows if row["input"] == name], "mean")
        ax.axhline(0, color=canvas.FAINT, linewidth=0.6)
        ax.set(title=step, ylabel="mean change [K]")
        if index > 1:
            ax.set_xlabel("water vapour [g cm⁻²]")
        if index == 0:
            ax.legend(loc="upper left")
    return figure


def places(results: Document) -> Figure | None:
    """RMSE and bias of the first predictor by blocks of 15 x 30 degrees."""
    rows = _records(results, "places")
    if not rows:
        return None
    first = min((row["predictor"] for row in rows), key=_order)
    chosen = [row for row in rows if row["predictor"] == first]
    figure = _figure(f"Errors by place: {first}", results, 4.0)
    for index, (column, name) in enumerate((("rmse", "viridis"), ("bias", colours.ERROR))):
        ax = canvas.axes(figure, 0.5 + 4.85 * index, 0.75, 4.0, 2.0)
        values = np.array([row[column] for row in chosen])
        reach = float(np.percentile(np.abs(values), 98))
        scale = colours.scale(name, (0.0 if column == "rmse" else -reach, reach))
        for row, value in zip(chosen, values, strict=True):
            corner = (row["longitude"] - BLOCK[1] / 2, row["latitude"] - BLOCK[0] / 2)
            ax.add_patch(
                Rectangle(corner, BLOCK[1], BLOCK[0], color=scale.to_rgba(value), linewidth=0)
            )
        ax.set(xlim=(-180, 180), ylim=(-90, 90), xticks=range(-120, 121, 60))
        ax.set(yticks=range(-60, 61, 30), title=f"{_WORDS[column]} [K]", facecolor="#eceef0")
        bar = canvas.axes(figure, 4.55 + 4.85 * index, 0.75, 0.1, 2.0)
        figure.colorbar(scale, cax=bar)
    return figure


_WORDS = {"rmse": "RMSE", "bias": "Mean error"}

_FIGURES: Mapping[str, Callable[[Document], Figure | None]] = {
    "errors_by_water": errors_by_water,
    "coverage": coverage,
    "sensitivity": sensitivity,
    "places": places,
}


def _figure(headline: str, results: Document, height: float) -> Figure:
    figure = canvas.figure(height, WIDTH)
    line = f"{results['about']['band']}, set {results['about']['pooled']}"
    note = _HELD_OUT if results["about"]["independent"] else _DRAWN
    canvas.draw_caption(figure, 0.5, headline, line, note)
    return figure


def _draw_lines(ax: Axes, rows: Sequence[Record], column: str) -> None:
    """A line for each predictor over the bins of water vapour."""
    for name, found in _grouped(rows).items():
        bins, values = _columns(found, "bin", column)
        places = range(len(bins))
        ax.plot(places, values, _line(name), color=_colour(name), label=name, markersize=3)
        ax.set_xticks(places, bins)
    ax.spines[["top", "right"]].set_visible(False)


def _line(name: str) -> str:
    """Dashes for a network that may lie upon another's line."""
    return "o--" if name.startswith("standalone") else "o-"


def _leads(row: Record) -> bool:
    """Whether a row is of a predictor with a colour, given air temperature if it can be."""
    name = str(row["predictor"])
    if name.startswith("exact"):
        return True
    if name == "coupled" or name.startswith("standalone-noisy-augmented-all"):
        return bool(row["tier"] == "W, Ta")
    return name in ("practical", "practical refit noisy", "statistical")


def _grouped(rows: Sequence[Record]) -> dict[str, list[Record]]:
    names = dict.fromkeys(
        f"{row['predictor']} {{{row['tier']}}}"
        for row in sorted(rows, key=lambda row: _order(row["predictor"]))
    )
    return {
        name: [row for row in rows if f"{row['predictor']} {{{row['tier']}}}" == name]
        for name in names
    }


def _columns(rows: Sequence[Record], *names: str) -> list[list[Any]]:
    return [[row[name] for row in rows] for name in names]


def _colour(name: str) -> str:
    return next((colour for start, colour in COLOURS if name.startswith(start)), canvas.INK)


def _order(name: str) -> int:
    """Place of a predictor among those with a colour."""
    starts = [start for start, _ in COLOURS]
    return next((index for index, start in enumerate(starts) if name.startswith(start)), 99)


def _records(results: Document, name: str) -> list[dict[str, Any]]:
    table = results[name]
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
