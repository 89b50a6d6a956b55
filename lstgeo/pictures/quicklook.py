"""The quicklook of a retrieval: its map, its uncertainty, its distribution and its flags."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure

from lstgeo.physics import constants
from lstgeo.pictures import canvas, caption, colours, frame, maps, panels, source
from lstgeo.pictures.maps import Box
from lstgeo.pictures.source import Source

_LEFT, _MAP_WIDTH, _HEIGHTS = 0.55, 5.6, (2.6, 4.6, 6.8)
_BOTTOM, _TOP = 0.86, 0.82
_COLUMN, _COLUMN_WIDTH = 7.12, 2.68
_OTHERWISE = (constants.ZERO_CELSIUS, constants.ZERO_CELSIUS + 40)
"""Limits of the colours where a scene has no temperature at all [K]."""


@dataclass(frozen=True)
class Scale:
    """What is added to K for the numbers shown, and the name of their unit."""

    offset: float
    unit: str


def draw(lst: Path, target: Path | None = None, *, width: int = 1600, celsius: bool = True) -> Path:
    """Draw the quicklook of a retrieval as a PNG.

    Parameters
    ----------
    lst
        `lst.tif` or `lst.json` as `write` leaves them, or any temperature raster [K or deg C].
        What lies beside it is shown with it: uncertainty, quality, STAC item.
    target
        The picture; by default the name of the raster with `.png`.
    width
        Width of the picture [pixels].
    celsius
        Show temperatures in deg C; in K otherwise.

    Returns
    -------
    Path
        The picture.

    Raises
    ------
    MissingFileError, RasterError, MetadataError
        Where the raster is not there, or it or what lies beside it cannot be read.
    InputError
        Where the raster is not one of temperature, or the width cannot be.
    OutputError
        Where the picture cannot be written.

    """
    shown = Scale(-constants.ZERO_CELSIUS, "°C") if celsius else Scale(0.0, "K")
    longest = round(width * _HEIGHTS[2] / canvas.WIDTH)
    found = source.read(lst, longest)
    with canvas.style():
        return canvas.save(_drawn(found, width, shown), target or found.path.with_suffix(".png"))


def _drawn(found: Source, width: int, shown: Scale) -> Figure:
    grid = found.place.grid
    placed = frame.of(grid)
    ratio = maps.ratio(grid, placed)
    least = _HEIGHTS[0] if found.bits is None and found.sigma is None else _HEIGHTS[1]
    height = min(max(_MAP_WIDTH * ratio, least), _HEIGHTS[2])
    figure = canvas.figure(_BOTTOM + height + _TOP, width)
    box = Box(_LEFT, _BOTTOM, _MAP_WIDTH, height)
    scale = _scale(found, shown)
    _draw_map(figure, box.fitted(ratio), found, placed, scale, shown)
    _draw_panels(figure, Box(_COLUMN, _BOTTOM, _COLUMN_WIDTH, height), found, scale, shown)
    words = caption.of(found.item, found.path)
    canvas.draw_caption(figure, _LEFT, words.headline, words.line, words.note)
    return figure


def _scale(found: Source, shown: Scale) -> ScalarMappable:
    clear = found.clear
    pixels = found.temperature[clear] if clear.any() else found.temperature
    low, high = colours.limits(pixels, _OTHERWISE)
    return colours.scale(colours.TEMPERATURE, (low + shown.offset, high + shown.offset))


def _draw_map(
    figure: Figure,
    box: Box,
    found: Source,
    placed: frame.Frame | None,
    scale: ScalarMappable,
    shown: Scale,
) -> None:
    values = found.temperature + np.float32(shown.offset)
    maps.draw_temperature(figure, box, found, values, scale, placed)
    maps.draw_bar(figure, maps.beside(box), scale, f"land surface temperature [{shown.unit}]")


def _draw_panels(
    figure: Figure, column: Box, found: Source, scale: ScalarMappable, shown: Scale
) -> None:
    """Panels from top to bottom: uncertainty, distribution, flags; those there is data for."""
    free, gap = column.top, 0.62
    flags = panels.shares(found.bits) if found.bits is not None else {}
    bars = min(max(len(flags), 3), 9) if flags else 0
    bars_height = 0.17 * bars
    if flags:
        ax = canvas.axes(figure, column.left + 1.02, column.bottom, 1.66, bars_height)
        ax.set_title("Quality", x=-1.02 / 1.66)
        panels.draw_shares(ax, flags, bars)
    floor = column.bottom + (bars_height + gap if flags else 0.1)
    if found.sigma is not None:
        rest = column.top - floor - gap - 1.0
        thumb = Box(column.left, column.top - rest, column.width - 0.62, rest)
        free = _draw_sigma(figure, thumb, found, found.sigma) - gap
    floor = max(floor, free - 2.2) + 0.12
    ax = canvas.axes(figure, column.left, floor, column.width, free - floor)
    ax.set_title("Clear pixels" if found.bits is not None else "All pixels")
    panels.draw_distribution(
        ax, found.temperature[found.clear] + shown.offset, scale, f"temperature [{shown.unit}]"
    )


def _draw_sigma(figure: Figure, box: Box, found: Source, sigma: colours.Array) -> float:
    """Thumbnail of the uncertainty at the top of `box`; returns its lower edge [inch]."""
    placed = frame.of(found.place.grid)
    fitted = box.fitted(maps.ratio(found.place.grid, placed))
    fitted = Box(box.left, fitted.bottom, fitted.width, fitted.height)
    clear = found.clear
    scale = colours.scale(
        colours.UNCERTAINTY, colours.limits(sigma[clear] if clear.any() else sigma, (0.0, 2.0), 0.1)
    )
    ax = maps.draw(figure, fitted, colours.painted(sigma, scale))
    ax.set_title(r"Uncertainty (1$\sigma$)")
    bar = Box(fitted.right + 0.08, fitted.bottom, 0.1, fitted.height)
    maps.draw_bar(figure, bar, scale, "[K]", most=5)
    return fitted.bottom
