"""Seeded random fields whose value at a pixel never depends on the block that asks for it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SPACING = 4
"""Pixels between the nodes of a smooth field."""

MARGIN = 64
"""Pixels by which smooth fields reach beyond the scene on every side."""

_COUNTERS = 1 << 64


@dataclass(frozen=True)
class Window:
    """Rows from `first` up to `last` of a scene of `width` columns, `side` more on each side."""

    first: int
    last: int
    width: int
    side: int = 0

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.last - self.first, self.width + 2 * self.side

    @property
    def rows(self) -> Floats:
        """Row of each pixel, as a column vector."""
        return np.arange(self.first, self.last, dtype=np.float32)[:, None]

    @property
    def columns(self) -> Floats:
        """Column of each pixel, as a row vector."""
        return np.arange(-self.side, self.width + self.side, dtype=np.float32)[None, :]

    def grown(self, rows: int, columns: int = 0) -> Window:
        """Window with more `rows` above and below and more `columns` on each side."""
        return Window(self.first - rows, self.last + rows, self.width, self.side + columns)


@dataclass(frozen=True, eq=False)
class SmoothField:
    """A field known at nodes every few pixels, a cubic B-spline between them."""

    nodes: Floats

    def __call__(self, window: Window) -> Floats:
        """Values in `window`, which must lie within the margin of the field."""
        rows = np.arange(window.first, window.last) + MARGIN
        strip = np.zeros((rows.size, self.nodes.shape[1]), np.float32)
        weights = _spline_weights((rows % SPACING) / SPACING)
        for tap in range(4):
            strip += weights[tap][:, None] * self.nodes[rows // SPACING + tap]
        return _along_columns(strip, MARGIN - window.side, window.shape[1])


def _along_columns(strip: Floats, start: int, count: int) -> Floats:
    first, last = start // SPACING, (start + count - 1) // SPACING + 1
    values = np.empty((strip.shape[0], (last - first) * SPACING), np.float32)
    for phase in range(SPACING):
        weights = _spline_weights(np.array([phase / SPACING]))[:, 0]
        total = weights[0] * strip[:, first:last]
        for tap in range(1, 4):
            total += weights[tap] * strip[:, first + tap : last + tap]
        values[:, phase::SPACING] = total
    return values[:, start - first * SPACING :][:, :count]


def _spline_weights(fraction: NDArray[np.float64]) -> Floats:
    f = fraction
    weights = [(1 - f) ** 3, 3 * f**3 - 6 * f**2 + 4, -3 * f**3 + 3 * f**2 + 3 * f + 1, f**3]
    return (np.array(weights) / 6).astype(np.float32)


def node_coordinates(shape: tuple[int, int]) -> tuple[Floats, Floats]:
    """Row (column vector) and column (row vector) of the nodes of a smooth field over a scene."""
    rows, columns = (
        (np.arange(math.ceil((size + 2 * MARGIN) / SPACING) + 4) - 1) * SPACING - MARGIN
        for size in shape
    )
    return rows[:, None].astype(np.float32), columns[None, :].astype(np.float32)


def spectral(
    shape: tuple[int, int],
    seed: int,
    channel: int,
    *,
    longest: float,
    slope: float,
    stretch: tuple[float, float] = (1.0, 1.0),
) -> Floats:
    """Fractal noise at the nodes over a scene: zero mean, unit variance.

    Its amplitude falls with wave number to the power -`slope` and levels off beyond the wavelength
    `longest` [pixels]; `stretch` lengthens it along rows and columns.
    """
    rows, columns = (coordinates.size for coordinates in node_coordinates(shape))
    white = np.random.default_rng([seed, channel]).standard_normal((rows, columns))
    vertical = np.fft.fftfreq(rows, SPACING)[:, None] * stretch[0]
    horizontal = np.fft.rfftfreq(columns, SPACING)[None, :] * stretch[1]
    power = vertical**2 + horizontal**2 + 1 / longest**2
    field = np.fft.irfft2(np.fft.rfft2(white) * power ** (-slope / 2), s=(rows, columns))
    normal: Floats = ((field - field.mean()) / field.std()).astype(np.float32)
    return normal


def white(window: Window, seed: int, channel: int) -> Floats:
    """Gaussian noise of zero mean and unit variance, each row from its own counter."""
    key = np.random.SeedSequence([seed, channel]).generate_state(2, np.uint64).astype(np.uint64)
    rows = [_white_row(key, row, window.shape[1]) for row in range(window.first, window.last)]
    return np.stack(rows)


def _white_row(key: NDArray[np.uint64], row: int, count: int) -> Floats:
    counter = np.array([0, 0, 0, row % _COUNTERS], np.uint64)
    return np.random.Generator(np.random.Philox(key=key, counter=counter)).standard_normal(
        count, np.float32
    )


def grain(window: Window, seed: int, channel: int) -> Floats:
    """Texture of two to three pixels' size: white noise smoothed 1-2-1 both ways, unit variance."""
    noise = white(window.grown(1, 1), seed, channel)
    lines = noise[:-2] + 2 * noise[1:-1] + noise[2:]
    smoothed: Floats = lines[:, :-2] + 2 * lines[:, 1:-1] + lines[:, 2:]
    return smoothed / np.float32(6.0)


def hashed(salt: int, *keys: NDArray[np.int32]) -> Floats:
    """Uniform numbers in [0, 1), the same for the same integer keys."""
    state = np.full(1, (salt * 0x9E3779B1) & 0xFFFFFFFF, np.uint32)
    for key in keys:
        state = (state ^ key.astype(np.uint32)) * np.uint32(0x85EBCA6B)
        state = (state ^ (state >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        state ^= state >> np.uint32(16)
    return (state >> np.uint32(8)).astype(np.float32) * np.float32(2.0**-24)
