"""A map: pixels in colour within a geographic frame, with its colour bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib import colors
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from lstgeo import quality
from lstgeo.pictures import canvas, colours, frame
from lstgeo.pictures.frame import Frame
from lstgeo.pictures.source import Source
from lstgeo.quality import Quality
from lstgeo.raster import palette
from lstgeo.raster.grid import Grid

_MIDDLE = palette.TEMPERATURE.colours[8]
"""A temperature in the middle, over which a legend shows what lies over temperatures."""


@dataclass(frozen=True)
class Mark:
    """Colour and name of an entry of a legend, and whether it is a hatch over that colour."""

    colour: str
    name: str
    hatched: bool = False


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

    def holding(self, ratio: float, top: float) -> Box:
        """Largest box of height / width = `ratio`, at most this size, at the left under `top`."""
        width = min(self.width, self.height / ratio)
        return Box(self.left, top - width * ratio, width, width * ratio)

    def lifted(self, by: float) -> Box:
        """The box moved upwards."""
        return replace(self, bottom=self.bottom + by)


def ratio(grid: Grid, placed: Frame | None) -> float:
    """Height / width of a raster on the ground, kept within 1:6 and 6:1."""
    across, down = placed.pixel if placed else (1.0, 1.0)
    return min(max(grid.height * down / (grid.width * across), 1 / 6), 6.0)


def draw(
    figure: Figure, box: Box, paint: NDArray[Any], shape: tuple[int, int] | None = None
) -> Axes:
    """Map of the colours `paint` (uint8) that fills `box`, as yet without lines.

    Positions in it are counted in the pixels of a raster of `shape`, that of `paint` if left out.
    """
    height, width = shape or paint.shape[:2]
    ax = canvas.axes(figure, box.left, box.bottom, box.width, box.height)
    ax.set(xlim=(0, width), ylim=(height, 0), xticks=[], yticks=[])
    ax.add_artist(_Pixels(sampled(paint, figure, box)))
    return ax


class _Pixels(Artist):
    """Colours that go to the pixels of a figure as they are, where `imshow` makes floats of them.

    For a map of 2200 x 2200 pixels that takes 530 MB (matplotlib 3.11).
    """

    def __init__(self, paint: NDArray[Any]) -> None:
        super().__init__()
        opaque = np.full((*paint.shape[:2], 1), 255, np.uint8)
        self._paint = np.ascontiguousarray(np.concatenate([paint, opaque], axis=-1)[::-1])
        self.set_zorder(0)

    def draw(self, renderer: RendererBase) -> None:
        """Draw the pixels from the lower left corner of the axes on."""
        assert self.axes
        corner = self.axes.bbox
        context = renderer.new_gc()
        renderer.draw_image(context, round(corner.x0), round(corner.y0), self._paint)
        context.restore()


def sampled(values: NDArray[Any], figure: Figure, box: Box) -> NDArray[Any]:
    """Values (row, column, ...) at the pixels of a box of a figure, each the nearest."""
    ends = ((box.bottom, box.top), (box.left, box.right))
    pixels = (round(end * figure.dpi) - round(start * figure.dpi) for start, end in ends)
    rows, columns = (
        (np.arange(count) + 0.5) * size // count
        for count, size in zip(pixels, values.shape[:2], strict=True)
    )
    chosen: NDArray[Any] = values[np.ix_(rows.astype(int), columns.astype(int))]
    return chosen


def draw_temperature(
    figure: Figure,
    box: Box,
    found: Source,
    values: NDArray[Any],
    scale: ScalarMappable,
    placed: Frame | None,
    lines: str = frame.DEGREES,
) -> None:
    """Map of temperatures in the unit of `scale`, cloud over them, with frame and scale bar."""
    paint = sampled(colours.painted(values, scale), figure, box)
    if found.bits is not None:
        bits = sampled(found.bits, figure, box)
        near = quality.is_set(bits, Quality.NEAR_CLOUD) & sampled(
            np.isfinite(found.temperature), figure, box
        )
        paint = colours.covered(colours.hatched(paint, near, figure.dpi), bits)
    ax = draw(figure, box, paint, found.place.grid.shape)
    if placed:
        frame.draw_lines(ax, placed, lines)
        frame.draw_scale(ax, placed, found.place.grid)


def marks(found: Source) -> list[Mark]:
    """Entries of the legend: what lies over the temperature somewhere, and where there is none."""
    entries = []
    if found.bits is not None:
        for bit in (Quality.CLOUD, Quality.CLOUD_SHADOW, Quality.NEAR_CLOUD):
            if quality.is_set(found.bits, bit).any():
                near = bit is Quality.NEAR_CLOUD
                entries.append(
                    Mark(_MIDDLE if near else palette.BITS[bit], palette.name(bit), near)
                )
    empty = ~np.isfinite(found.temperature)
    if found.bits is not None:
        empty &= ~quality.is_set(found.bits, Quality.CLOUD | Quality.CLOUD_SHADOW)
    if empty.any():
        entries.append(Mark(colours.NO_DATA, "no data"))
    return entries


def beside(box: Box) -> Box:
    """Place of the colour bar of a large map: as high as the map, unless that is very low."""
    height = max(box.height, 1.9)
    return Box(box.right + 0.1, box.top - height, 0.13, height)


def draw_bar(
    figure: Figure,
    box: Box,
    scale: ScalarMappable,
    label: str,
    most: int = 9,
    *,
    upright: bool = True,
) -> None:
    """Colour bar that fills `box`, its numbers on the right, or below it where it lies."""
    ax = canvas.axes(figure, box.left, box.bottom, box.width, box.height)
    bar = figure.colorbar(
        scale,
        cax=ax,
        extend="both",
        extendfrac=0.025,
        orientation="vertical" if upright else "horizontal",
    )
    bar.locator = MaxNLocator(most, steps=[1, 2, 5, 10])
    bar.update_ticks()
    bar.set_label(label, labelpad=4 if upright else 2)
    bar.outline.set_linewidth(0.5)


def legend_columns(marks: Sequence[Mark], room: float) -> int:
    """Entries of a legend that stand side by side in `room` [inch]."""
    widest = max((canvas.text_width(mark.name, 7.0) for mark in marks), default=0.0)
    return max(1, min(len(marks), int(room / (widest + 0.42))))


def draw_legend(figure: Figure, box: Box, top: float, marks: Sequence[Mark], columns: int) -> None:
    """Legend of flat colours, centred below a map, its upper edge at `top` [inch]."""
    if not marks:
        return
    across, up = figure.get_size_inches()
    figure.legend(
        handles=[_patch(mark) for mark in marks],
        loc="upper center",
        bbox_to_anchor=((box.left + box.width / 2) / across, top / up),
        ncols=columns,
        borderaxespad=0.0,
    )


def _patch(mark: Mark) -> Patch:
    """Swatch of an entry of a legend; lines of a hatch are as light as on the map."""
    if not mark.hatched:
        return Patch(facecolor=mark.colour, edgecolor=canvas.FAINT, linewidth=0.5, label=mark.name)
    light = colors.to_rgba(colours.HATCH, colours.HATCH_OPACITY)
    return Patch(facecolor=mark.colour, edgecolor=light, hatch="////////", lw=0, label=mark.name)
