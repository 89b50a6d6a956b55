"""Small panels beside a map: distributions, and shares of pixels."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from numpy.typing import NDArray

from lstgeo import quality
from lstgeo.pictures import canvas
from lstgeo.quality import Quality

Array = NDArray[Any]

LABELS = {bit: str(bit.name).lower().replace("_", " ") for bit in Quality}
"""Short name of each bit."""

_CLEAR = "#2a7f9e"
_FLAG = "#b4bdc6"


def shares(bits: Array) -> dict[str, float]:
    """Share of the measured pixels that are clear, and that have each bit that occurs [0-1]."""
    measured = bits[~quality.is_set(bits, Quality.FILL)]
    if measured.size == 0:
        return {}
    found = {"clear": float(np.mean(quality.clear(measured)))}
    for bit in Quality:
        found[LABELS[bit]] = float(np.mean(quality.is_set(measured, bit)))
    return {name: share for name, share in found.items() if share or name == "clear"}


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


def draw_distribution(ax: Axes, values: Array, scale: ScalarMappable, label: str) -> None:
    """Histogram of finite `values`, each bin in its colour of the map; the median is marked."""
    low, high = scale.get_clim()
    low, high = float(low or 0.0), float(high or 0.0)
    margin = 0.12 * (high - low)
    edges = np.linspace(low - margin, high + margin, bins(values.size) + 1)
    counts, _ = np.histogram(values, edges)
    centres = (edges[1:] + edges[:-1]) / 2
    ax.bar(centres, counts, np.diff(edges), color=scale.to_rgba(centres), linewidth=0)
    ax.set_xlim(edges[0], edges[-1])
    ax.set_xlabel(label)
    plain(ax)
    if values.size == 0:
        ax.set_ylim(0, 1)
        ax.text(0.5, 0.5, "no clear pixel", transform=ax.transAxes, ha="center", color=canvas.FAINT)
        return
    middle = float(np.median(values))
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


def draw_shares(ax: Axes, found: dict[str, float], most: int) -> None:
    """Horizontal bars of the shares of pixels: clear first, then the `most` - 1 commonest flags."""
    flags = [name for name in found if name != "clear"]
    kept = sorted(flags, key=lambda name: -found[name])[: most - 1]
    names = [name for name in found if name == "clear" or name in kept]
    values = [found[name] for name in names]
    ax.barh(names, values, 0.62, color=[_CLEAR if name == "clear" else _FLAG for name in names])
    for row, value in enumerate(values):
        ax.text(value + 0.02, row, percent(value), va="center", fontsize=7)
    ax.set_xlim(0, 1.22)
    ax.set_ylim(max(len(names), 3) - 0.5, -0.5)
    ax.set_xticks([])
    ax.tick_params(axis="y", length=0, labelcolor=canvas.INK)
    ax.spines[:].set_visible(False)
    ax.spines.left.set_visible(True)


def plain(ax: Axes) -> None:
    """Leave of a diagram's frame only the line below."""
    ax.set_yticks([])
    ax.spines[["left", "right", "top"]].set_visible(False)
