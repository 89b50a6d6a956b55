"""Where a map lies: lines of longitude and latitude, and a scale bar."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from lstgeo.pictures import canvas
from lstgeo.raster import overview
from lstgeo.raster.grid import Grid

Degrees = NDArray[np.float64]
Metres = NDArray[np.float64]

LINES = DEGREES, METRES, NONE = "degrees", "metres", "none"
"""Lines that a map can have: of longitude and latitude, of the projection, or none."""

EARTH_RADIUS = 6_371_008.8
"""Mean radius of the Earth [m], (2a + b) / 3 of WGS 84."""

_NODES = 49
"""Positions along each side at which longitude and latitude are computed."""

_SPACING, _METRES_SPACING = 1.0, 1.1
"""Distance between lines that is aimed at [inch]."""

_LINE_STYLE: Mapping[str, Any] = MappingProxyType(
    {"linestyles": "solid", "linewidths": 0.5, "alpha": 0.35}
)

_EDGE = 0.02
"""Lines nearer to the edge than this share of the map are left out."""


@dataclass(frozen=True, eq=False)
class Frame:
    """Longitude and latitude [degree] at `rows` and `columns` of a raster.

    `x` and `y` are the coordinates of the projection [m] there, None where it has no metres.
    `pixel` is the width and the height of a pixel in its middle [m].
    """

    columns: Degrees
    rows: Degrees
    longitude: Degrees
    latitude: Degrees
    x: Metres | None
    y: Metres | None
    pixel: tuple[float, float]


def of(grid: Grid) -> Frame | None:
    """Frame of a grid, or None where it has no place on the Earth."""
    columns, rows = np.meshgrid(
        np.linspace(0, grid.width, _NODES), np.linspace(0, grid.height, _NODES)
    )
    places = overview.geographic(grid, columns, rows)
    if places is None or not all(np.isfinite(place).all() for place in places):
        return None
    longitude = np.unwrap(np.unwrap(places[0], axis=1, period=360), axis=0, period=360)
    x, y = overview.projected(grid, columns, rows) or (None, None)
    return Frame(columns, rows, longitude, places[1], x, y, _pixel_metres(grid))


def _pixel_metres(grid: Grid) -> tuple[float, float]:
    """Width and height of the middle pixel on the sphere [m]."""
    column, row = grid.width / 2, grid.height / 2
    places = overview.geographic(
        grid, np.array([column, column + 1, column]), np.array([row, row, row + 1])
    )
    if places is None:
        return 1.0, 1.0
    longitude, latitude = np.radians(places[0]), np.radians(places[1])
    half = (
        np.sin((latitude[1:] - latitude[0]) / 2) ** 2
        + np.cos(latitude[0])
        * np.cos(latitude[1:])
        * np.sin((longitude[1:] - longitude[0]) / 2) ** 2
    )
    across, down = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(half))
    return float(across), float(down)


def nice_step(span: float, most: int) -> float:
    """Largest number of lines up to `most`: step of 1, 2 or 5 x 10^n that divides `span` so.

    >>> nice_step(1.7, 5), nice_step(10, 5), nice_step(.03, 4)
    (0.5, 2.0, 0.01)
    """
    exponent = math.floor(math.log10(span / most))
    for factor in (1, 2, 5, 10, 20):
        step = float(f"{factor}e{exponent}")
        if span / step <= most:
            return step
    return span


def scale_length(reach: float) -> float:
    """Longest length of 1, 2 or 5 x 10^n up to `reach`, in its unit.

    >>> scale_length(27.0), scale_length(480.0), scale_length(1.0)
    (20.0, 200.0, 1.0)
    """
    exponent = math.floor(math.log10(reach) + 1e-9)
    return max(
        float(f"{factor}e{exponent}")
        for factor in (1, 2, 5)
        if factor * 10**exponent <= reach * (1 + 1e-9)
    )


def degrees(value: float, step: float, letters: str) -> str:
    """Label of a line, with the decimals that its `step` needs; `letters` for + and -.

    >>> degrees(-87.4, 0.05, "EW"), degrees(48.0, 1.0, "NS"), degrees(540.0, 1.0, "EW")
    ('87.40° W', '48° N', '180°')
    """
    if letters == "EW":
        value = (value + 180) % 360 - 180
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    letter = letters[0] if value > 0 else letters[1]
    size = f"{abs(value):.{decimals}f}°"
    return size if abs(value) < step / 2 or abs(value) == 180 else f"{size} {letter}"


def levels(values: Degrees, most: int) -> tuple[list[float], float]:
    """Round values within the range of `values`, at most about `most`, and their step."""
    low, high = float(values.min()), float(values.max())
    step = nice_step(max(high - low, 1e-9), most)
    low, high = low + _EDGE * (high - low), high - _EDGE * (high - low)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [step * count for count in range(first, last + 1)], step


def crossings(along: Degrees, values: Degrees, level: float) -> list[float]:
    """Positions `along` an edge at which `values` pass `level`, linear in between."""
    before, after = values[:-1] - level, values[1:] - level
    passed = (before <= 0) & (after > 0) | (before >= 0) & (after < 0)
    share = before[passed] / (before[passed] - after[passed])
    return list(along[:-1][passed] + share * np.diff(along)[passed])


def metres(value: float, letter: str) -> str:
    """Label of a line of a projection.

    >>> metres(5_420_000.0, "N"), metres(300_000.0, "E")
    ('5 420 000 m N', '300 000 m E')
    """
    return f"{value:,.0f} m {letter}".replace(",", " ").replace("-", "\N{MINUS SIGN}")


def draw_lines(ax: Axes, frame: Frame, wanted: str = DEGREES) -> None:
    """Draw light lines of longitude and latitude, or of the projection, labelled left and below.

    Around a pole, where longitudes all meet, `DEGREES` are metres if there are any.
    """
    if wanted == NONE:
        return
    metric = wanted == METRES or _torn(frame.longitude)
    for axis, lines in zip(
        (ax.xaxis, ax.yaxis), _lines(frame, canvas.size(ax), metric), strict=True
    ):
        found, step = levels(lines.values, max(1, round(lines.room / lines.spacing)))
        if found and not (lines.values is frame.longitude and _torn(frame.longitude)):
            ax.contour(
                frame.columns, frame.rows, lines.values, found, colors="white", **_LINE_STYLE
            )
            places = [
                (at, line) for line in found for at in crossings(lines.along, lines.edge, line)
            ]
            axis.set_ticks(
                [at for at, _ in places], [lines.label(line, step) for _, line in places]
            )
    ax.tick_params(axis="y", labelrotation=90, pad=2)
    for label in ax.get_yticklabels():
        label.set_verticalalignment("center")


@dataclass(frozen=True, eq=False)
class _Lines:
    """A coordinate over a map and along its labelled edge, `room` inches long."""

    values: Degrees | Metres
    along: Degrees
    edge: Degrees | Metres
    room: float
    spacing: float
    label: Callable[[float, float], str]


def _lines(frame: Frame, size: tuple[float, float], metric: bool) -> Sequence[_Lines]:
    """Lines to label below and at the left of a map of a `size` [inch]."""
    columns, rows = frame.columns[-1], frame.rows[:, 0]
    if metric and frame.x is not None and frame.y is not None:
        values, spacing = (frame.x, frame.y), _METRES_SPACING
        labels = [partial(_metres, letter=letter) for letter in "EN"]
    else:
        values, spacing = (frame.longitude, frame.latitude), _SPACING
        labels = [partial(degrees, letters=letters) for letters in ("EW", "NS")]
    return (
        _Lines(values[0], columns, values[0][-1], size[0], spacing, labels[0]),
        _Lines(values[1], rows, values[1][:, 0], size[1], spacing, labels[1]),
    )


def _metres(value: float, _step: float, letter: str) -> str:
    return metres(value, letter)


def _torn(values: Degrees) -> bool:
    """Whether longitude leaps between neighbours: a pole lies within, and lines would cross."""
    leaps = (np.abs(np.diff(values, axis=axis)).max() for axis in (0, 1))
    return bool(max(leaps) > 90)


def draw_scale(ax: Axes, frame: Frame, grid: Grid) -> None:
    """Draw a bar of a round length in the lower left corner of a map."""
    width, height = canvas.size(ax)
    metres = frame.pixel[0] * grid.width
    length = scale_length(0.28 * metres)
    label = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    bar = length / metres * width
    inches = Affine2D().scale(1 / width, 1 / height) + ax.transAxes
    plain = partial(Rectangle, linewidth=0.0, transform=inches, zorder=3)
    margin = 0.08
    box = max(bar, 0.45) + 2 * margin
    left = 0.12 + (box - bar) / 2
    ax.add_patch(plain((0.12, 0.12), box, 0.26, facecolor="white"))
    ax.add_patch(plain((left, 0.165), bar, 0.03, facecolor=canvas.INK))
    ax.text(0.12 + box / 2, 0.225, label, transform=inches, ha="center", fontsize=7, zorder=4)
