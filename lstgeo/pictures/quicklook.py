"""The quicklook of a retrieval: its map, its uncertainty, its quality and its distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure

from lstgeo import quality, vocabulary
from lstgeo.errors import InputError
from lstgeo.physics import constants
from lstgeo.pictures import (
    canvas,
    caption,
    colours,
    frame,
    layout,
    maps,
    panels,
    source,
    stretch,
)
from lstgeo.pictures import heading as headings
from lstgeo.pictures.colours import Limits
from lstgeo.pictures.frame import Frame
from lstgeo.pictures.layout import Layout, Parts
from lstgeo.pictures.maps import Box
from lstgeo.pictures.panels import Share
from lstgeo.pictures.source import Source
from lstgeo.quality import Quality
from lstgeo.raster.grid import Grid

UNITS = {"C": (-constants.ZERO_CELSIUS, "°C"), "K": (0.0, "K")}
"""What is added to K for the numbers shown, and the name of their unit."""

WIDTH = 1600
"""Width of a picture unless another is asked for [pixels]."""

_COARSEST = 100.0
"""Least resolution that is chosen where none is asked for [pixel per inch]: text stays legible."""


@dataclass(frozen=True)
class Look:
    """How a quicklook is drawn, as `draw` is told it; `across` is its width [inch]."""

    width: int
    across: float
    units: str
    limits: Limits | None
    percentiles: Limits | None
    lines: str
    panels: bool

    def __post_init__(self) -> None:
        canvas.require_size(self.width, self.across)
        for name, value, known in (
            ("units", self.units, UNITS),
            ("lines", self.lines, frame.LINES),
        ):
            if value not in known:
                raise InputError(f"{name} {value!r} are not known; there are {', '.join(known)}")

    @property
    def offset(self) -> float:
        """What is added to K."""
        return UNITS[self.units][0]

    @property
    def unit(self) -> str:
        """Name of the unit."""
        return UNITS[self.units][1]


def draw(
    lst: Path,
    target: Path | None = None,
    *,
    width: int = WIDTH,
    dpi: float | None = None,
    units: str = "C",
    limits: Limits | None = None,
    percentiles: Limits | None = None,
    lines: str = frame.DEGREES,
    panels: bool = True,
) -> Path:
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
    dpi
        Pixels an inch. Text has a fixed size in points, so fewer leave more room for the map. By
        default the picture is 10 inches wide, or as many as 100 dpi give if that is less.
    units
        `C` or `K`, for the temperatures shown.
    limits
        Temperatures, in these units, between which the colours lie.
    percentiles
        Percentiles of the clear pixels between which the colours lie; without limits or
        percentiles the 1st and the 99th.
    lines
        Lines over the map: `degrees`, `metres` of its projection, or `none`.
    panels
        Whether uncertainty, quality and distribution are shown with the map.

    Returns
    -------
    Path
        The picture.

    Raises
    ------
    MissingFileError, RasterError, MetadataError
        Where the raster is not there, or it or what lies beside it cannot be read.
    InputError
        Where the raster is not one of temperature, or an option cannot be.
    OutputError
        Where the picture cannot be written.

    """
    across = width / (dpi or max(_COARSEST, width / canvas.WIDTH))
    look = Look(width, across, units, limits, percentiles, lines, panels)
    if target and target.suffix.lower() != ".png":
        raise InputError(f"a picture is a PNG file, and {target.name} does not end in .png")
    found = source.read(lst, _pixels(source.grid(lst), look))
    with canvas.style():
        return canvas.save(_drawn(found, look), target or found.path.with_suffix(".png"))


def _pixels(grid: Grid, look: Look) -> int:
    """Longer side [pixels] of the map of a raster."""
    ratio = maps.ratio(grid, frame.of(grid))
    inches = layout.reach(look.across, ratio, panels=look.panels)
    return math.ceil(inches * look.width / look.across)


def _drawn(found: Source, look: Look) -> Figure:
    placed = frame.of(found.place.grid)
    if look.lines == frame.METRES and (placed is None or placed.x is None):
        raise InputError(f"{found.path} has no projection in metres; take lines of degrees")
    words = caption.of(found.item, found.path, found.place.tags)
    heading = headings.of(words, layout.room(look.across, panels=look.panels))
    marks = maps.marks(found)
    columns = maps.legend_columns(marks, look.across - layout.LEFT - layout.RIGHT)
    shares = panels.shares(found.bits) if look.panels and found.bits is not None else []
    parts = Parts(
        sigma=look.panels and found.sigma is not None,
        classes=len(shares),
        histogram=look.panels,
        top=heading.top,
        legend=math.ceil(len(marks) / columns) * layout.ROW + 0.08,
        note=heading.foot,
    )
    arranged = layout.of(look.across, maps.ratio(found.place.grid, placed), parts)
    figure = canvas.figure(arranged.height, look.width, look.across)
    scale = stretch.temperature(found, look.limits, look.percentiles, look.offset)
    _draw_map(figure, arranged, found, placed, scale, look)
    maps.draw_legend(figure, arranged.map, arranged.legend, marks, columns)
    _draw_panels(figure, arranged, found, shares)
    if arranged.histogram:
        _draw_histogram(figure, arranged.histogram, found, scale, look)
    heading.draw(figure, layout.LEFT)
    return figure


def _draw_map(
    figure: Figure,
    arranged: Layout,
    found: Source,
    placed: Frame | None,
    scale: ScalarMappable,
    look: Look,
) -> None:
    values = found.temperature + np.float32(look.offset)
    maps.draw_temperature(figure, arranged.map, found, values, scale, placed, look.lines)
    label = f"land surface temperature [{look.unit}]"
    most = 9 if arranged.upright else max(4, round(2 * arranged.bar.width))
    maps.draw_bar(figure, arranged.bar, scale, label, most, upright=arranged.upright)


def _draw_panels(figure: Figure, arranged: Layout, found: Source, shares: Sequence[Share]) -> None:
    """Small maps of the uncertainty and of the quality, those that there are."""
    if arranged.sigma and arranged.sigma_bar and found.sigma is not None:
        box, scale = arranged.sigma, stretch.uncertainty(found, found.sigma)
        paint = colours.painted(maps.sampled(found.sigma, figure, box), scale)
        if found.bits is not None:
            paint = colours.covered(paint, maps.sampled(found.bits, figure, box))
        ax = maps.draw(figure, box, paint)
        ax.set_title("Uncertainty")
        maps.draw_bar(
            figure, arranged.sigma_bar, scale, r"1$\sigma$ [K]", 5, upright=arranged.upright
        )
    if arranged.quality and arranged.key and found.bits is not None:
        box, key = arranged.quality, arranged.key
        bits = maps.sampled(found.bits, figure, box)
        maps.draw(figure, box, colours.of_quality(bits)).set_title("Quality")
        panels.draw_key(canvas.axes(figure, key.left, key.bottom, key.width, key.height), shares)


def _draw_histogram(
    figure: Figure, box: Box, found: Source, scale: ScalarMappable, look: Look
) -> None:
    ax = canvas.axes(figure, box.left, box.bottom, box.width, box.height)
    values = found.temperature[found.clear] + np.float32(look.offset)
    ax.set_title(_population(found))
    median = stretch.stated(found, vocabulary.SURFACE_TEMPERATURE).get("median")
    middle = None if median is None else median + look.offset
    panels.draw_distribution(ax, values, scale, f"temperature [{look.unit}]", middle)


def _population(found: Source) -> str:
    """What the distribution is of."""
    if found.bits is None:
        return "All pixels"
    measured = ~quality.is_set(found.bits, Quality.FILL)
    share = float(np.mean(found.clear[measured])) if measured.any() else 0.0
    return f"Clear pixels ({panels.percent(share)})"
