"""Where the parts of a quicklook lie: panels beside the map, or under it where that is narrow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from lstgeo.pictures.maps import Box

LEFT, RIGHT = 0.55, 0.2
"""Margins of a figure [inch]; the left one holds the numbers of the map."""

ROW = 0.165
"""Height of a row of a key or a legend [inch]."""

_WIDE, _WIDE_MAP = 8.8, 5.0
"""Least width [inch] at which panels lie beside the map, and its bar where there are none."""

_COLUMN, _COLUMN_SHARE, _KEY_SHARE = 2.68, 0.268, 0.5
_TITLE, _GAP, _NUMBERS, _BAR, _BAR_ROOM = 0.26, 0.28, 0.3, 0.13, 0.82
_HISTOGRAM, _HIGHEST_HISTOGRAM = 0.9, 2.1
_HIGHEST = 1.25


@dataclass(frozen=True)
class Parts:
    """What a quicklook shows besides its map, and the rooms for its texts [inch].

    `classes` is the number of rows of the key of quality, 0 without. `top` is for the caption above
    the map, `legend` for its legend, `note` for what stands at the foot.
    """

    sigma: bool
    classes: int
    histogram: bool
    top: float
    legend: float
    note: float

    @property
    def thumbs(self) -> int:
        """Number of small maps."""
        return self.sigma + (self.classes > 0)


@dataclass(frozen=True)
class Layout:
    """Height of a figure and the boxes of its parts [inch]; None for those that it has not.

    `upright` is whether colour bars stand beside their maps. `legend` is where the legend begins.
    """

    height: float
    upright: bool
    map: Box
    bar: Box
    legend: float
    sigma: Box | None = None
    sigma_bar: Box | None = None
    quality: Box | None = None
    key: Box | None = None
    histogram: Box | None = None


def of(width: float, ratio: float, parts: Parts) -> Layout:
    """Layout of a figure `width` inches wide for a map of height / width `ratio`."""
    arranged = _beside if _is_wide(width, parts.histogram) else _below
    return arranged(width, ratio, parts)


def room(width: float, *, panels: bool) -> float:
    """Room for words over a map [inch]: not above panels beside it, which have titles."""
    column = _column(width) if panels and _is_wide(width, panels) else 0.0
    return width - LEFT - RIGHT - column


def reach(width: float, ratio: float, *, panels: bool) -> float:
    """Longer side of a map of height / width `ratio` in a figure `width` inches wide [inch]."""
    wide = _is_wide(width, panels)
    return max(1.0, min(ratio, _HIGHEST)) * (_map_width(width, panels) if wide else width)


def _map_width(width: float, panels: bool) -> float:
    """Width of a map that has its bar, and panels if it has them, beside it."""
    return width - LEFT - _BAR_ROOM - RIGHT - ((_column(width) + _GAP) if panels else 0.0)


def _is_wide(width: float, panels: bool) -> bool:
    return width >= (_WIDE if panels else _WIDE_MAP)


def _column(width: float) -> float:
    return max(_COLUMN, _COLUMN_SHARE * width)


def _beside(width: float, ratio: float, parts: Parts) -> Layout:
    column = _column(width) if parts.histogram else 0.0
    foot = _NUMBERS + parts.legend + parts.note
    map_width = _map_width(width, parts.histogram)
    least = 4.9 if parts.thumbs else 2.6 if parts.histogram else 1.9
    height = max(least, min(map_width * ratio, _HIGHEST * map_width))
    shown = Box(LEFT, foot, map_width, height).fitted(ratio)
    long = max(shown.height, 1.9)
    found = Layout(
        height=foot + height + parts.top,
        upright=True,
        map=shown,
        bar=Box(shown.right + 0.1, shown.top - long, _BAR, long),
        legend=shown.bottom - _NUMBERS,
    )
    if not column:
        return found
    return _with_column(found, Box(width - RIGHT - column, foot, column, height), ratio, parts)


def _with_column(found: Layout, column: Box, ratio: float, parts: Parts) -> Layout:
    """The layout with its panels, from top to bottom of a column."""
    below = _TITLE + _GAP
    floor = column.bottom + 0.12
    room = column.top - floor - _HISTOGRAM - parts.thumbs * below
    panels: dict[str, Any] = {}
    top = column.top
    if parts.sigma:
        cell = Box(column.left, 0, column.width - 0.6, room / parts.thumbs)
        sigma = panels["sigma"] = cell.holding(ratio, top)
        panels["sigma_bar"] = Box(sigma.right + 0.08, sigma.bottom, 0.1, sigma.height)
        top = sigma.bottom - below
    if parts.classes:
        cell = Box(column.left, 0, _KEY_SHARE * column.width, room / parts.thumbs)
        quality = panels["quality"] = cell.holding(ratio, top)
        high, left = ROW * parts.classes, quality.right + 0.14
        key = panels["key"] = Box(left, top - high, column.right - left, high)
        top = min(quality.bottom, key.bottom) - below
    height = min(top - floor, _HIGHEST_HISTOGRAM)
    panels["histogram"] = Box(column.left, top - height, column.width, height)
    return replace(found, **panels)


def _below(width: float, ratio: float, parts: Parts) -> Layout:
    """Everything under one another; heights are counted down from 0 and lifted at the end."""
    across = width - LEFT - RIGHT
    shown = Box(LEFT, 0, across, _HIGHEST * across).holding(ratio, -parts.top)
    shown = replace(shown, left=LEFT + (across - shown.width) / 2)
    bar = Box(LEFT, shown.bottom - _NUMBERS - 0.05 - _BAR, across, _BAR)
    legend = bar.bottom - 0.42
    panels, end = _small_maps(across, ratio, legend - parts.legend, parts)
    if parts.histogram:
        histogram = panels["histogram"] = Box(LEFT, end - _TITLE - 1.0, across, 1.0)
        end = histogram.bottom - 0.42
    height = parts.note - end
    lifted = {name: box.lifted(height) for name, box in panels.items()}
    return Layout(
        height, False, shown.lifted(height), bar.lifted(height), legend + height, **lifted
    )


def _small_maps(
    across: float, ratio: float, top: float, parts: Parts
) -> tuple[dict[str, Box], float]:
    """Boxes of the small maps side by side under `top`, and where they end."""
    if not parts.thumbs:
        return {}, top
    half = (across - _GAP) / 2
    thumb = Box(LEFT, 0, half, _HIGHEST * half).holding(ratio, top - _TITLE)
    panels, end = {}, thumb.bottom - 0.4
    if parts.sigma:
        panels["sigma"] = thumb
        panels["sigma_bar"] = Box(LEFT, thumb.bottom - 0.16, half, 0.08)
    if parts.classes:
        left = LEFT + half + _GAP if parts.sigma else LEFT
        high = ROW * parts.classes
        panels["quality"] = replace(thumb, left=left)
        panels["key"] = Box(left, thumb.bottom - 0.08 - high, half, high)
        end = min(end, panels["key"].bottom)
    return panels, end - _GAP
