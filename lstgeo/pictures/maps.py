"""A map: pixels in colour within a geographic frame, with its colour bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from lstgeo import quality
from lstgeo.pictures import canvas, colours, frame, panels
from lstgeo.pictures.frame import Frame
from lstgeo.pictures.source import Source
from lstgeo.quality import Quality
from lstgeo.raster.grid import Grid

Mark = tuple[str, str]
"""Colour and name of an entry of a legend."""


@dataclass(frozen=True)
class Box:
    """A place in a figure [inch]: its lower left corner and its size."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge [inch]."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """Upper edge [inch]."""
        return self.bottom + self.height

    def fitted(self, ratio: float) -> Box:
        """Largest box of height / width = `ratio` at the top of this one, in the middle."""
        width = min(self.width, self.height / ratio)
        height = width * ratio
        left = self.left + (self.width - width) / 2
        return Box(left, self.top - height, width, height)


def ratio(grid: Grid, placed: Frame | None) -> float:
    """Height / width of a raster on the ground, kept within 1:6 and 6:1."""
    across, down = placed.pixel if placed else (1.0, 1.0)
    return min(max(grid.height * down / (grid.width * across), 1 / 6), 6.0)


def draw(figure: Figure, box: Box, paint: NDArray[Any]) -> Axes:
    """Map of the colours `paint` that fills `box`, as yet without a frame."""
    ax = canvas.axes(figure, box.left, box.bottom, box.width, box.height)
    ax.imshow(paint, aspect="auto", extent=(0, paint.shape[1], paint.shape[0], 0))
    ax.set_xticks([])
    ax.set_yticks([])
    return ax


def draw_temperature(
    figure: Figure,
    box: Box,
    found: Source,
    values: NDArray[Any],
    scale: ScalarMappable,
    placed: Frame | None,
) -> None:
    """Map of temperatures in the unit of `scale`, veiled by cloud, with frame and legend."""
    paint = colours.painted(values, scale)
    if found.bits is not None:
        paint = colours.veiled(paint, found.bits)
    ax = draw(figure, box, paint)
    if placed:
        frame.draw_lines(ax, placed)
        frame.draw_scale(ax, placed, found.place.grid)
    _draw_legend(figure, box, marks(found))


def marks(found: Source) -> list[Mark]:
    """Entries of the legend: what lies over the temperature somewhere, and where there is none."""
    entries = []
    if found.bits is not None:
        middle = np.asarray(colours.scale(colours.TEMPERATURE, (0, 1)).to_rgba(np.array(0.5)))[:3]
        for bit in (Quality.CLOUD, Quality.CLOUD_SHADOW, Quality.NEAR_CLOUD):
            if quality.is_set(found.bits, bit).any():
                swatch = colours.veiled(middle.reshape(1, 1, 3), np.array([[int(bit)]]))[0, 0]
                entries.append((colours.hexadecimal(swatch), panels.LABELS[bit]))
    if not np.isfinite(found.temperature).all():
        entries.append((colours.NO_DATA, "no data"))
    return entries


def beside(box: Box) -> Box:
    """Place of the colour bar of a large map: as high as the map, unless that is very low."""
    height = max(box.height, 1.9)
    return Box(box.right + 0.1, box.top - height, 0.13, height)


def draw_bar(figure: Figure, box: Box, scale: ScalarMappable, label: str, most: int = 9) -> None:
    """Upright colour bar that fills `box`, its numbers on the right."""
    ax = canvas.axes(figure, box.left, box.bottom, box.width, box.height)
    bar = figure.colorbar(scale, cax=ax, extend="both", extendfrac=0.025)
    bar.locator = MaxNLocator(most, steps=[1, 2, 5, 10])
    bar.update_ticks()
    bar.set_label(label, labelpad=4)
    bar.outline.set_linewidth(0.5)


def _draw_legend(figure: Figure, box: Box, marks: Sequence[Mark]) -> None:
    """Legend of flat colours, centred below a map."""
    if not marks:
        return
    across, up = figure.get_size_inches()
    figure.legend(
        handles=[
            Patch(facecolor=colour, edgecolor=canvas.FAINT, linewidth=0.5, label=name)
            for colour, name in marks
        ],
        loc="upper center",
        bbox_to_anchor=((box.left + box.width / 2) / across, (box.bottom - 0.3) / up),
        ncols=len(marks),
    )
