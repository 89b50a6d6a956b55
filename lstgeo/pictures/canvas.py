"""A figure laid out in inches, its style, and its way to a PNG file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import lstgeo
from lstgeo.errors import InputError, OutputError
from lstgeo.raster import commit

WIDTH = 10.0
"""Width of every figure [inch]; its pixels follow from its resolution."""

WIDTHS = (400, 8000)
"""Least and greatest width of a picture [pixels]."""

INK, FAINT = "#1f2933", "#66727f"
"""Colours of text that is to be read first, and second."""

_STYLE = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 7.5,
    "text.color": INK,
    "axes.edgecolor": "#8a94a0",
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.titlesize": 8.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 5.0,
    "axes.unicode_minus": True,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelsize": 7.0,
    "ytick.labelsize": 7.0,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "legend.fontsize": 7.0,
    "legend.frameon": False,
    "legend.handlelength": 1.3,
    "legend.handleheight": 0.9,
    "legend.borderpad": 0.0,
    "legend.columnspacing": 1.4,
    "hatch.linewidth": 0.5,
}


@contextmanager
def style() -> Iterator[None]:
    """The style of the house, whatever the user's own is; theirs is back at the end."""
    with matplotlib.style.context(["default", _STYLE]):
        yield


def figure(height: float, width: int) -> Figure:
    """Empty figure `height` inches high and `width` pixels wide."""
    if not WIDTHS[0] <= width <= WIDTHS[1]:
        raise InputError(f"a picture is {WIDTHS[0]} to {WIDTHS[1]} pixels wide, got {width}")
    resolution = width / WIDTH
    made = Figure(
        figsize=(WIDTH, round(height * resolution) / resolution), dpi=resolution, facecolor="white"
    )
    FigureCanvasAgg(made)
    return made


def axes(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Axes at a place of a figure, in inches from its lower left corner."""
    across, up = figure.get_size_inches()
    return figure.add_axes((left / across, bottom / up, width / across, height / up))


def size(ax: Axes) -> tuple[float, float]:
    """Width and height of axes [inch]."""
    return float(ax.bbox.width / ax.figure.dpi), float(ax.bbox.height / ax.figure.dpi)


def draw_caption(figure: Figure, left: float, headline: str, line: str, note: str) -> None:
    """Headline and a line at the top of a figure, a note at its foot, all from `left` [inch]."""
    top = float(figure.get_size_inches()[1])
    _text(figure, left, top - 0.34, headline, fontsize=14, fontweight="bold")
    _text(figure, left, top - 0.59, line, fontsize=8.5, color=FAINT)
    _text(figure, left, 0.16, note, fontsize=7, color=FAINT)


def _text(figure: Figure, x: float, y: float, words: str, **properties: Any) -> None:
    """Text at a place of a figure, in inches from its lower left corner."""
    across, up = figure.get_size_inches()
    figure.text(x / across, y / up, words, va="center", **properties)


def save(figure: Figure, target: Path) -> Path:
    """Write a figure as PNG: the whole of it, or nothing; raises OutputError."""
    if not target.parent.is_dir():
        raise OutputError(f"folder {target.parent} does not exist")
    if target.is_dir():
        raise OutputError(f"{target} is a folder; a file name is needed")
    with commit.staged(target) as folder:
        made = folder / target.name
        software = {"Software": f"lstgeo {lstgeo.__version__}"}
        figure.savefig(made, format="png", dpi=figure.dpi, metadata=software)
        commit.publish(folder, [target.name], target.parent)
    return target
