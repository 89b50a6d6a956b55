"""A retrieval beside its truth: the map, the map of its error, and how the error is spread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lstgeo.errors import InputError
from lstgeo.physics import constants
from lstgeo.pictures import canvas, caption, colours, frame, maps, panels, source
from lstgeo.pictures.maps import Box
from lstgeo.pictures.source import Source
from lstgeo.raster import overview

Array = NDArray[Any]

_LEFT, _BOTTOM, _TOP, _MAP_WIDTH = 0.5, 0.86, 0.82, 5.2
_SIDE, _SIDE_WIDTH = 6.72, 2.5
_LARGEST = 2048
"""Longer side of the sample of pixels that the error is told from."""

_OUTSIDE = "#eceef0"
_BARS, _CURVE = "#9fb3c8", "#b8323a"


@dataclass(frozen=True)
class Errors:
    """Retrieved minus true temperature over `count` pixels [K].

    `robust_sigma` is 1.4826 times the median absolute deviation from the median, which for a normal
    distribution is its standard deviation. `predicted_sigma` is the root mean square of the
    uncertainties that the retrieval states, None where it states none.
    """

    count: int
    bias: float
    rmse: float
    robust_sigma: float
    predicted_sigma: float | None


def errors(difference: Array, sigma: Array | None) -> Errors:
    """Summary of one or more finite errors `difference` [K]; `sigma` is what was predicted [K]."""
    deviation = np.abs(difference - np.median(difference))
    return Errors(
        difference.size,
        float(np.mean(difference, dtype=np.float64)),
        float(np.sqrt(np.mean(difference**2, dtype=np.float64))),
        float(1.4826 * np.median(deviation)),
        None if sigma is None else float(np.sqrt(np.nanmean(sigma**2, dtype=np.float64))),
    )


def draw(
    lst: Path,
    truth: Path,
    target: Path,
    *,
    title: str = "Land surface temperature, retrieved and true",
    width: int = 1600,
) -> Path:
    """Draw a retrieval beside the error it makes against a known truth, as a PNG.

    Parameters
    ----------
    lst
        `lst.tif` or `lst.json` as `write` leaves them.
    truth
        True temperature [K or deg C] on the same grid.
    target
        The picture.
    title
        Headline of the picture.
    width
        Width of the picture [pixels].

    Returns
    -------
    Path
        The picture. Errors are those of single clear pixels, never of averages.

    Raises
    ------
    MissingFileError, RasterError, MetadataError
        Where a file is not there, or cannot be read.
    InputError
        Where the grids differ, there is no clear pixel, or a raster does not hold temperature.
    OutputError
        Where the picture cannot be written.

    """
    shown = source.read(lst, round(width * _MAP_WIDTH / canvas.WIDTH))
    sampled = source.read(lst, _LARGEST, average=False)
    difference = _difference(sampled, truth)
    with canvas.style():
        return canvas.save(_drawn(shown, sampled, difference, title, width), target)


def _difference(found: Source, truth: Path) -> Array:
    """Retrieved minus true temperature [K], NaN where a pixel is not clear."""
    true = overview.read(truth, _LARGEST, average=False)
    if not true.native.alike(found.place.native):
        raise InputError(f"{truth} and {found.path} are not on the same grid")
    difference = np.where(found.clear, found.temperature - source.kelvin(true, truth), np.nan)
    if not np.isfinite(difference).any():
        raise InputError(f"no clear pixel of {found.path} has a true temperature in {truth}")
    return difference


def _drawn(shown: Source, sampled: Source, difference: Array, title: str, width: int) -> Figure:
    grid = shown.place.grid
    placed = frame.of(grid)
    ratio = maps.ratio(grid, placed)
    height = min(max(_MAP_WIDTH * ratio, 4.6), 6.4)
    figure = canvas.figure(_BOTTOM + height + _TOP, width)
    _draw_temperature(figure, Box(_LEFT, _BOTTOM, _MAP_WIDTH, height).fitted(ratio), shown, placed)
    thumb_height = min(_SIDE_WIDTH * ratio, height - 2.2)
    thumb = Box(_SIDE, _BOTTOM + height - thumb_height, _SIDE_WIDTH, thumb_height).fitted(ratio)
    _draw_error(figure, thumb, sampled, difference)
    _draw_spread(
        figure, Box(_SIDE, _BOTTOM, 3.08, thumb.bottom - _BOTTOM - 0.5), sampled, difference
    )
    words = caption.of(shown.item, shown.path)
    canvas.draw_caption(figure, _LEFT, title, words.line, words.note)
    return figure


def _draw_temperature(figure: Figure, box: Box, shown: Source, placed: frame.Frame | None) -> None:
    celsius = shown.temperature - np.float32(constants.ZERO_CELSIUS)
    scale = colours.scale(colours.TEMPERATURE, colours.limits(celsius[shown.clear], (0.0, 40.0)))
    maps.draw_temperature(figure, box, shown, celsius, scale, placed)
    marks = maps.marks(shown)
    maps.draw_legend(figure, box, box.bottom - 0.3, marks, len(marks))
    maps.draw_bar(figure, maps.beside(box), scale, "retrieved temperature [°C]")


def _draw_error(figure: Figure, box: Box, sampled: Source, difference: Array) -> None:
    """Map of the error; pixels that are not clear, and no data, are left blank."""
    reach = _reach(difference)
    scale = colours.scale(colours.ERROR, (-reach, reach))
    paint = colours.painted(difference, scale, _OUTSIDE)
    nothing = ~np.isfinite(sampled.temperature)
    paint[nothing] = colours.painted(np.array([np.nan]), scale)[0]
    ax = maps.draw(figure, box, paint)
    ax.set_title("Retrieved \N{MINUS SIGN} true, clear pixels")
    bar = Box(box.right + 0.08, box.bottom, 0.1, box.height)
    maps.draw_bar(figure, bar, scale, "[K]", most=6)


def _reach(difference: Array) -> float:
    """Half-width of a scale of errors, centred on 0 [K]: 99 of 100 pixels lie within."""
    return max(0.5, float(np.percentile(np.abs(difference[np.isfinite(difference)]), 99)))


def _draw_spread(figure: Figure, box: Box, sampled: Source, difference: Array) -> None:
    """Histogram of the error, with the normal distribution that the retrieval predicts."""
    known = np.isfinite(difference)
    sigma = None if sampled.sigma is None else sampled.sigma[known]
    found = errors(difference[known], sigma)
    ax = canvas.axes(figure, box.left, box.bottom, box.width, box.height)
    reach = 1.5 * max(_reach(difference), found.predicted_sigma or 0.0)
    edges = np.linspace(-reach, reach, panels.bins(found.count) + 1)
    counts, _ = np.histogram(difference[known], edges)
    density = counts / (found.count * np.diff(edges))
    ax.bar(edges[:-1], density, np.diff(edges), align="edge", color=_BARS, linewidth=0)
    highest = float(density.max())
    if found.predicted_sigma:
        highest = max(highest, _draw_normal(ax, found.predicted_sigma, reach))
    ax.axvline(0.0, color=canvas.INK, linewidth=0.6)
    ax.set_xlim(-reach, reach)
    ax.set_ylim(0, 1.08 * highest)
    ax.set_xlabel("error [K]")
    ax.set_title("Error of single pixels")
    panels.plain(ax)
    _draw_numbers(ax, found)


def _draw_normal(ax: Axes, sigma: float, reach: float) -> float:
    """Curve of a normal distribution around 0; returns its height."""
    x = np.linspace(-reach, reach, 241)
    density = np.exp(-0.5 * (x / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
    ax.plot(x, density, color=_CURVE, linewidth=1.2)
    return float(density.max())


def _draw_numbers(ax: Axes, found: Errors) -> None:
    """The figures, on the side where the histogram is not."""
    rows = [
        (f"bias  {found.bias:+.2f} K", canvas.INK),
        (f"RMSE  {found.rmse:.2f} K", canvas.INK),
        (rf"robust $\sigma$  {found.robust_sigma:.2f} K", canvas.INK),
    ]
    if found.predicted_sigma is not None:
        rows.append((rf"predicted $\sigma$  {found.predicted_sigma:.2f} K", _CURVE))
    left = found.bias > 0
    for row, (words, colour) in enumerate(rows):
        ax.annotate(
            words.replace("-", "\N{MINUS SIGN}"),
            (0.0 if left else 1.0, 1.0),
            xytext=(0, -11 * row),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="left" if left else "right",
            va="top",
            color=colour,
        )
