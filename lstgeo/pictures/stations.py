"""Results against stations: each match-up, and its difference over time, from what JSON holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import dates
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lstgeo.pictures import canvas

Document = Mapping[str, Any]
Record = Mapping[str, Any]

COLOURS = {"day": "#d0662a", "night": "#2b4c8c", "lakes": "#2a8a86"}
"""Colour of each group of match-ups, in the order of the legend."""

_WORDS = {"day": "day", "night": "night", "lakes": "lake, daily mean"}
_BOTTOM, _HEIGHT = 0.85, 3.4


def draw(document: Document, target: Path, *, width: int = 1200) -> Path | None:
    """Draw a comparison with stations as a PNG; None where no match-up was accepted.

    Parameters
    ----------
    document
        What `StationComparison.as_dict` gives.
    target
        The picture.
    width
        Width of the picture [pixels].

    Returns
    -------
    Path or None
        The picture: result against station with 1 sigma of each side, and differences over time
        with the sigma that is expected of them. Lakes have no sigma.

    Raises
    ------
    OutputError
        Where the picture cannot be written.

    """
    groups = {name: found for name in COLOURS if (found := _group(document["matchups"], name))}
    if not groups:
        return None
    with canvas.style():
        figure = canvas.figure(_BOTTOM + _HEIGHT + 0.95, width)
        box = canvas.axes(figure, 0.65, _BOTTOM, _HEIGHT, _HEIGHT)
        _draw_scatter(box, groups)
        _draw_metrics(box, groups, document["metrics"])
        _draw_series(canvas.axes(figure, 4.85, _BOTTOM, 4.85, _HEIGHT), groups)
        _draw_words(figure, groups, document)
        return canvas.save(figure, target)


def _group(matchups: Sequence[Record], name: str) -> list[Record]:
    """Accepted match-ups of a group."""
    accepted = (each for each in matchups if each["reason"] is None)
    return [each for each in accepted if name == _group_of(each)]


def _group_of(matchup: Record) -> str:
    if matchup["lake"]:
        return "lakes"
    return "day" if matchup["day"] else "night"


def _draw_scatter(ax: Axes, groups: Mapping[str, Sequence[Record]]) -> None:
    for name, matchups in groups.items():
        _draw_points(
            ax,
            name,
            [each["ground"]["mean"] for each in matchups],
            [each["satellite"]["mean"] for each in matchups],
            xerr=_sigmas(each["ground"]["sigma"] for each in matchups),
            yerr=_sigmas(each["satellite"]["sigma"] for each in matchups),
        )
    low, high = _limits(
        side["mean"]
        for matchups in groups.values()
        for each in matchups
        for side in (each["ground"], each["satellite"])
    )
    ax.plot((low, high), (low, high), color=canvas.FAINT, linewidth=0.8, zorder=1)
    ax.set(xlim=(low, high), ylim=(low, high), xlabel="station [K]", ylabel="result [K]")
    ax.set_title("Surface temperature")
    ax.legend(loc="upper left")
    ax.spines[["top", "right"]].set_visible(False)


def _draw_series(ax: Axes, groups: Mapping[str, Sequence[Record]]) -> None:
    for name, matchups in groups.items():
        _draw_points(
            ax,
            name,
            _moments([each["time"] for each in matchups]),
            [each["difference"] for each in matchups],
            xerr=None,
            yerr=_sigmas(each["sigma"] for each in matchups),
        )
    locator = dates.AutoDateLocator(minticks=2, maxticks=7)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    formatter = dates.ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_formatter(formatter)
    ax.set_xlim(*_period([each["time"] for matchups in groups.values() for each in matchups]))
    ax.axhline(0, color=canvas.FAINT, linewidth=0.8, zorder=1)
    ax.set_ylabel("result \N{MINUS SIGN} station [K]")
    ax.set_title("Difference, and the 1 sigma expected of it")
    ax.spines[["top", "right"]].set_visible(False)
    low, high = ax.get_ylim()
    ax.set_ylim(min(low, -1.0), max(high, 1.0))


def _draw_points(ax: Axes, name: str, x: Any, y: Any, *, xerr: Any, yerr: Any) -> None:
    ax.errorbar(
        x,
        y,
        xerr=xerr,
        yerr=yerr,
        fmt="s" if name == "lakes" else "o",
        color=COLOURS[name],
        label=_WORDS[name],
        markersize=3.5,
        elinewidth=0.7,
        alpha=0.85,
    )


def _draw_metrics(
    ax: Axes, groups: Mapping[str, Sequence[Record]], metrics: Mapping[str, Any]
) -> None:
    """Number, bias and robust sigma of each group, in its colour, at the foot of the scatter."""
    for row, name in enumerate(reversed(list(groups))):
        found = metrics[name]
        words = f"n {found['count']}   bias {found['bias']:+.2f} K"
        if found["robust_sigma"] is not None:
            words += rf"   robust $\sigma$ {found['robust_sigma']:.2f} K"
        ax.text(
            0.98,
            0.03 + 0.055 * row,
            words.replace("-", "\N{MINUS SIGN}"),
            transform=ax.transAxes,
            ha="right",
            color=COLOURS[name],
            fontsize=7,
        )


def _draw_words(figure: Figure, groups: Mapping[str, Sequence[Record]], document: Document) -> None:
    names = ", ".join(dict.fromkeys(station["name"] for station in document["stations"]))
    accepted = sum(map(len, groups.values()))
    rejected = len(document["matchups"]) - accepted
    rules = document["protocol"]
    canvas.draw_caption(
        figure,
        0.65,
        "Land surface temperature against stations",
        f"{names}  ·  match-ups: {accepted} accepted, {rejected} rejected",
        f"within {rules['minutes']} minutes, {rules['native_pixels']} x {rules['native_pixels']} "
        f"native pixels that vary by less than {rules['largest_spread']:g} K, cloud farther than "
        f"{rules['cloud_distance'] / 1000:g} km (after CEOS LPV, Guillevic et al. 2018)",
    )


def _sigmas(values: Any) -> NDArray[Any] | None:
    """Lengths of error bars, 0 where none is known; None where none is known at all."""
    known = [0.0 if value is None else float(value) for value in values]
    return np.array(known) if any(known) else None


def _moments(texts: Sequence[str]) -> NDArray[Any]:
    return np.array([text.rstrip("Z") for text in texts], "datetime64[s]")


def _period(texts: Sequence[str]) -> tuple[Any, Any]:
    """First and last time, with a day or more to either side."""
    moments = _moments(texts)
    first, last = moments.min(), moments.max()
    margin = max((last - first) // 20, np.timedelta64(86_400, "s"))
    return first - margin, last + margin


def _limits(values: Any) -> tuple[float, float]:
    """Whole limits a little beyond all `values` [K]."""
    known = list(values)
    margin = max(1.5, 0.12 * (max(known) - min(known)))
    return min(known) - margin, max(known) + margin
