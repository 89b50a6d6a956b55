"""A figure laid out in inches, its style, and its way to a PNG file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

import lstgeo
from lstgeo.errors import InputError, OutputError
from lstgeo.raster import commit

WIDTH = 10.0
"""Width of a figure unless another is asked for [inch]; its pixels follow from its resolution."""

WIDTHS = (400, 10_000)
"""Least and greatest width of a picture [pixels]."""

NARROWEST, WIDEST = 2.5, 40.0
"""Least and greatest width of a figure [inch]: text of a fixed size must fit, and be found."""

INK, FAINT = "#1f2933", "#66727f"
"""Colours of text that is to be read first, and second."""

HEADLINE, LINE, NOTE = 14.0, 8.5, 7.0
"""Sizes of the text of a caption [point]."""

_STYLE: dict[str, Any] = {
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


def figure(height: float, width: int, across: float = WIDTH) -> Figure:
    """Empty figure `height` inches high, `width` pixels and `across` inches wide."""
    require_size(width, across)
    resolution = width / across
    made = Figure(
        figsize=(across, round(height * resolution) / resolution), dpi=resolution, facecolor="white"
    )
    FigureCanvasAgg(made)
    return made


def require_size(width: int, across: float) -> None:
    """Raise InputError where a picture of `width` pixels and `across` inches cannot be drawn."""
    if not WIDTHS[0] <= width <= WIDTHS[1]:
        raise InputError(f"a picture is {WIDTHS[0]} to {WIDTHS[1]} pixels wide, got {width}")
    if not NARROWEST <= across <= WIDEST:
        raise InputError(
            f"a picture is {NARROWEST:g} to {WIDEST:g} inches wide: {width} pixels at "
            f"{width / across:.4g} dpi are {across:.4g}"
        )


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
    text(figure, left, top - 0.34, headline, fontsize=HEADLINE, fontweight="bold")
    text(figure, left, top - 0.59, line, fontsize=LINE, color=FAINT)
    text(figure, left, 0.16, note, fontsize=NOTE, color=FAINT)


def text(figure: Figure, x: float, y: float, words: str, **properties: Any) -> None:
    """Text as it is at a place of a figure, in inches from its lower left corner."""
    across, up = figure.get_size_inches()
    figure.text(x / across, y / up, words, va="center", parse_math=False, **properties)


def text_width(words: str, size: float, weight: str = "normal") -> float:
    """Width [inch] of `words` in the font of the house at a `size` [point]."""
    font = FontProperties(family=_STYLE["font.sans-serif"], size=size, weight=weight)
    return float(text_to_path.get_text_width_height_descent(words, font, ismath=False)[0]) / 72


def wrapped(pieces: Sequence[str], separator: str, size: float, room: float) -> list[str]:
    """Lines of `pieces` that each fit into `room` [inch], unless one alone is longer."""
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]}{separator}{piece}" if lines else piece
        if lines and text_width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def fitting(words: str, size: float, room: float, weight: str = "normal") -> float:
    """Size [point] of text up to `size` at which `words` fit into `room` [inch]."""
    return size * min(1.0, room / max(text_width(words, size, weight), 1e-6))


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
