"""Small panels beside a map: distributions, and classes of quality."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from lstgeo import quality
from lstgeo.pictures import canvas
from lstgeo.quality import Quality
from lstgeo.raster import palette

Array = NDArray[Any]


@dataclass(frozen=True)
class Share:
    """A class of quality: its name, its colour, and its share of the measured pixels [0-1]."""

    name: str
    colour: str
    share: float


def shares(bits: Array, most: int = 7) -> list[Share]:
    """Shares of the measured pixels, each counted by the bit that colours it: none, then by size.

    Where there are more than `most`, the smallest make one.
    """
    measured = bits[~quality.is_set(bits, Quality.FILL)]
    if measured.size == 0:
        return []
    values, counts = np.unique(measured, return_counts=True)
    leading = np.array([int(palette.leading(value)) for value in values.tolist()])
    found = [
        Share(palette.label(bit), palette.colour(bit), float(counts[leading == bit].sum()))
        for bit in np.unique(leading).tolist()
    ]
    found.sort(key=lambda one: (one.name != "no flag", -one.share))
    if len(found) > most:
        rest = sum(one.share for one in found[most - 1 :])
        found = [*found[: most - 1], Share("other", canvas.FAINT, rest)]
    return [replace(one, share=one.share / measured.size) for one in found]


def bins(count: int) -> int:
    """Bins of a histogram of `count` values: their square root, within 15 and 72."""
    return min(max(round(math.sqrt(count)), 15), 72)


def percent(share: float) -> str:
    """Percentage for a label: a share that is not 0 never reads as 0, nor one below 1 as 100.

    >>> percent(0.5), percent(0.0123), percent(0.00002), percent(0.0)
    ('50 %', '1.2 %', '<0.1 %', '0 %')
    >>> percent(0.9968), percent(0.99999), percent(1.0)
    ('99.7 %', '>99.9 %', '100 %')
    """
    if 0 < share < 0.0005:
        return "<0.1 %"
    if 0.9995 <= share < 1:
        return ">99.9 %"
    whole = share in {0.0, 1.0} or 0.0995 <= share < 0.995
    return f"{100 * share:.{0 if whole else 1}f} %"


def draw_distribution(
    ax: Axes, values: Array, scale: ScalarMappable, label: str, median: float | None = None
) -> None:
    """Histogram of finite `values`, each bin in its colour of the map; the median is marked.

    It reaches over the limits of `scale` and 98 of 100 values, whichever are farther apart.
    `median` is that of the pixels which `values` are averages of, where it is known.
    """
    ends = [float(end or 0.0) for end in scale.get_clim()]
    if values.size:
        ends += [float(end) for end in np.percentile(values, (1, 99))]
    low, high = min(ends), max(ends)
    margin = 0.12 * (high - low)
    edges = np.linspace(low - margin, high + margin, bins(values.size) + 1)
    counts, _ = np.histogram(values, edges)
    centres = (edges[1:] + edges[:-1]) / 2
    shades = scale.to_rgba(centres)
    ax.bar(centres, counts, np.diff(edges), color=shades, linewidth=0, antialiased=False)
    ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
    ax.set_xlim(edges[0], edges[-1])
    ax.set_xlabel(label)
    plain(ax)
    if values.size == 0:
        ax.set_ylim(0, 1)
        ax.text(0.5, 0.5, "no clear pixel", transform=ax.transAxes, ha="center", color=canvas.FAINT)
        return
    middle = float(np.median(values)) if median is None else median
    ax.set_ylim(0, 1.22 * counts.max())
    ax.axvline(middle, 0, 0.84, color=canvas.INK, linewidth=0.8)
    ax.annotate(
        f"median {middle:.1f}",
        (middle, 0.86),
        xycoords=("data", "axes fraction"),
        ha="center",
        va="bottom",
        fontsize=7,
    )


def draw_key(ax: Axes, found: Sequence[Share]) -> None:
    """Colour, name and share of each class of quality, a row each, from the top of `ax`."""
    width, height = canvas.size(ax)
    ax.set_axis_off()
    ax.set(xlim=(0, width), ylim=(height, 0))
    lines = [f"{percent(one.share)}  {one.name}" for one in found]
    size = min(canvas.fitting(line, 7.0, width - 0.22) for line in lines)
    for row, (one, line) in enumerate(zip(found, lines, strict=True)):
        middle = (row + 0.5) * height / len(found)
        swatch = Rectangle((0, middle - 0.05), 0.15, 0.1, facecolor=one.colour)
        swatch.set(edgecolor=canvas.FAINT, linewidth=0.4)
        ax.add_patch(swatch)
        ax.text(0.21, middle, line, va="center_baseline", fontsize=size)


def plain(ax: Axes) -> None:
    """Leave of a diagram's frame only the line below."""
    ax.set_yticks([])
    ax.spines[["left", "right", "top"]].set_visible(False)
