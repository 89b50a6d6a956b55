"""The picture of a comparison: where temperatures differ, by how much, and beside their sigma."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lstgeo.pictures import canvas, colours, frame, maps, panels
from lstgeo.pictures.caption import SEPARATOR
from lstgeo.pictures.maps import Box
from lstgeo.raster import overview

Array = NDArray[Any]
Document = Mapping[str, Any]

WIDTH = 1600
"""Width of the picture [pixels]."""

MOST = 1_000_000
"""Pixels that a picture needs: more of them look no different."""

_LEFT, _MAP_WIDTH, _MAP_HEIGHTS = 0.55, 5.4, (2.4, 4.8)
_BOTTOM, _TOP, _GAP = 0.72, 0.82, 0.95
_PANEL, _PANEL_HEIGHT, _STEP = 2.55, 2.3, 3.25
_TABLE = 7.2
_LINE = 0.22
_MINUS = "\N{MINUS SIGN}"
_CELLS = 90
"""Cells along each side of the density of pixels."""

_FEW = 2000
"""Pixels up to which each is a dot."""

_NARROWEST = 0.02
"""Least reach of the colours of the map [K]."""

_SIGMAS = 4.0
"""Reach of the histogram of residuals."""

_NORMAL = "#b8323a"


@dataclass(frozen=True, eq=False)
class Pixels:
    """What the two have in common: temperature of the first, difference, and residuals."""

    first: Array
    difference: Array
    normalised: Array | None


def draw(document: Document, raster: Path, pixels: Pixels, target: Path) -> Path:
    """Draw a comparison of rasters as a PNG.

    `document` is what `compare.json` holds, `raster` the differences on their grid. Raises
    RasterError, OutputError.
    """
    with canvas.style():
        return canvas.save(_drawn(document, raster, pixels), target)


def _drawn(document: Document, raster: Path, pixels: Pixels) -> Figure:
    place = overview.read(raster, round(WIDTH * _MAP_WIDTH / canvas.WIDTH))
    placed = frame.of(place.grid)
    ratio = maps.ratio(place.grid, placed)
    low, high = _MAP_HEIGHTS
    height = min(max(_MAP_WIDTH * ratio, low), high)
    floor = _BOTTOM + _PANEL_HEIGHT + _GAP
    figure = canvas.figure(floor + height + _TOP, WIDTH)
    reach = max(float(np.percentile(np.abs(pixels.difference), 98)), _NARROWEST)
    scale = colours.scale(colours.ERROR, (-reach, reach))
    box = Box(_LEFT, floor, _MAP_WIDTH, height).fitted(ratio)
    ax = maps.draw(figure, box, colours.painted(place.values, scale))
    if placed:
        frame.draw_lines(ax, placed)
        frame.draw_scale(ax, placed, place.grid)
    maps.draw_bar(figure, maps.beside(box), scale, "first minus second [K]")
    _draw_figures(figure, Box(_TABLE, floor, _PANEL, height), document)
    for number, panel in enumerate((_draw_density, _draw_differences, _draw_residuals)):
        panel(_panel(figure, number), pixels, scale)
    canvas.draw_caption(figure, _LEFT, "Land surface temperature compared", *_words(document))
    return figure


def _panel(figure: Figure, number: int) -> Axes:
    return canvas.axes(figure, _LEFT + number * _STEP, _BOTTOM, _PANEL, _PANEL_HEIGHT)


def _words(document: Document) -> tuple[str, str]:
    """Line under the headline, and note at the foot."""
    first, second = document["first"], document["second"]
    times = [one["time"] or "time unknown" for one in (first, second)]
    resampled = [
        f"{name} {one['resampled']}"
        for name, one in (("first", first), ("second", second))
        if one["resampled"]
    ]
    notes = [*(resampled or ["on one grid"]), f"lstgeo {document['lstgeo']}"]
    line = f"{first['product']}  ({times[0]})  minus  {second['product']}  ({times[1]})"
    return line, SEPARATOR.join(notes)


def _draw_figures(figure: Figure, box: Box, document: Document) -> None:
    """The scores as a small table, and under it as many classes as there is room for."""
    ax = canvas.axes(figure, box.left, box.bottom, box.width, box.height)
    ax.axis("off")
    found, residuals = document["scores"], document["residuals"]
    low, high = (kelvin(found["percentiles"][key]) for key in ("p5", "p95"))
    rows = [
        ("First minus second", ""),
        ("pixels", f"{found['count']:,}"),
        ("bias", kelvin(found["bias"])),
        ("median", kelvin(found["median"])),
        ("RMSE", kelvin(found["rmse"], signed=False)),
        (r"robust $\sigma$ (1.4826 MAD)", kelvin(found["robust_sigma"], signed=False)),
        ("5 % … 95 %", f"{low} … {high}"),
    ]
    if residuals:
        rows += [
            (r"combined $\sigma$, median", kelvin(residuals["sigma"], signed=False)),
            (r"within 1 $\sigma$", panels.percent(residuals["within_1_sigma"])),
            (r"within 1.96 $\sigma$", panels.percent(residuals["within_2_sigma"])),
        ]
    classes = document["classes"]
    if len(classes["scores"]) > 1:
        rows += [("", ""), (f"Median by {classes['by']}", "")]
        rows += [(name, kelvin(one["median"])) for name, one in classes["scores"].items()]
    for row, (name, value) in enumerate(rows[: int((box.height - 0.1) / _LINE)]):
        height = 1 - (0.1 + _LINE * row) / box.height
        ax.text(
            0,
            height,
            name,
            va="center",
            color=canvas.FAINT if value else canvas.INK,
            fontweight="normal" if value else "bold",
            transform=ax.transAxes,
        )
        ax.text(1, height, value, va="center", ha="right", transform=ax.transAxes)


def kelvin(value: float, *, signed: bool = True) -> str:
    """A temperature difference with its unit, of as many decimals as tell something.

    >>> kelvin(0.001327), kelvin(1.2345), kelvin(0.0, signed=False)
    ('+0.0013 K', '+1.23 K', '0.00 K')
    """
    size = abs(value)
    decimals = 2 if size == 0 or size >= 0.1 else min(4, 1 - math.floor(math.log10(size)))
    return f"{value:{'+' if signed else ''}.{decimals}f} K".replace("-", _MINUS)


def _draw_density(ax: Axes, pixels: Pixels, scale: ScalarMappable) -> None:
    """Temperature of the first over that of the second, every pixel or how many there are."""
    del scale
    second = pixels.first - pixels.difference
    both = np.concatenate([pixels.first, second])
    low, high = colours.limits(both, (0.0, 1.0))
    margin = 0.08 * (high - low)
    low, high = low - margin, high + margin
    if second.size <= _FEW:
        ax.plot(second, pixels.first, ".", color=canvas.INK, markersize=2.5, alpha=0.5)
    else:
        counts, _, _ = np.histogram2d(pixels.first, second, _CELLS, ((low, high), (low, high)))
        image = np.where(counts > 0, counts, np.nan)
        ax.imshow(
            image,
            origin="lower",
            extent=(low, high, low, high),
            aspect="auto",
            cmap=colours.scale(colours.UNCERTAINTY, (0.0, 1.0)).cmap,
            norm=LogNorm(1, max(float(counts.max()), 2.0)),
        )
    ax.plot((low, high), (low, high), color=_NORMAL, linewidth=0.8)
    ax.set(xlim=(low, high), ylim=(low, high), xlabel="second [K]", ylabel="first [K]")
    ax.locator_params(nbins=5)
    ax.set_title("Pixel by pixel")
    ax.spines[["right", "top"]].set_visible(False)


def _draw_differences(ax: Axes, pixels: Pixels, scale: ScalarMappable) -> None:
    """Histogram of the differences in the colours of the map, with their median."""
    low, high = (1.25 * float(limit or 0.0) for limit in scale.get_clim())
    edges = np.linspace(low, high, panels.bins(pixels.difference.size) + 1)
    counts, _ = np.histogram(pixels.difference, edges)
    centres = (edges[1:] + edges[:-1]) / 2
    ax.bar(centres, counts, np.diff(edges), color=scale.to_rgba(centres), linewidth=0)
    ax.axvline(0, color=canvas.FAINT, linewidth=0.8, linestyle=":")
    ax.axvline(float(np.median(pixels.difference)), color=canvas.INK, linewidth=0.9)
    ax.set(xlim=(low, high), xlabel="difference [K], line: median")
    ax.set_title("Differences")
    panels.plain(ax)


def _draw_residuals(ax: Axes, pixels: Pixels, scale: ScalarMappable) -> None:
    """Histogram of the differences over their sigma, and the normal curve that they should be."""
    del scale
    ax.set_title(r"Differences over their $\sigma$")
    panels.plain(ax)
    if pixels.normalised is None:
        ax.set_xticks([])
        ax.text(0.5, 0.5, r"neither states a $\sigma$", transform=ax.transAxes, ha="center")
        return
    edges = np.linspace(-_SIGMAS, _SIGMAS, panels.bins(pixels.normalised.size) + 1)
    inside = np.clip(pixels.normalised, -_SIGMAS, _SIGMAS)
    counts, _ = np.histogram(inside, edges)
    width = edges[1] - edges[0]
    density = counts / (pixels.normalised.size * width)
    ax.bar((edges[1:] + edges[:-1]) / 2, density, width, color="#2a7f9e", linewidth=0)
    places = np.linspace(-_SIGMAS, _SIGMAS, 201)
    normal = np.exp(-(places**2) / 2) / math.sqrt(2 * math.pi)
    ax.plot(places, normal, color=_NORMAL, linewidth=1.0)
    ax.set_xlim(-_SIGMAS, _SIGMAS)
    top = float(normal.max())
    ax.set_ylim(0, 1.1 * min(max(float(density.max()), top), 4 * top))
    ax.set_xlabel(r"difference / $\sigma$, curve: normal")
