"""Absorption cross sections summed over lines on a fine wavenumber grid.

Each line is split in two. Its far part is a Lorentz curve whose core is replaced by an even
polynomial: smooth, so a coarse grid and cubic interpolation carry it. Its near part is the Voigt
profile less that polynomial, within 1 cm-1 of the centre, on the fine grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lstgeo.atmosphere.spectroscopy import voigt

if TYPE_CHECKING:
    from lstgeo.atmosphere.spectroscopy.lines import Lines

CUT_OFF = 25.0
"""Distance [cm-1] from its centre at which a line ends; the continuum begins there."""
CORE = 1.0
"""Half width [cm-1] of the near part."""
REFINEMENT = 10
"""Fine grid steps in a coarse one."""
LINES_AT_ONCE = 32


@dataclass(frozen=True)
class Grid:
    """Uniform wavenumbers from `start` [cm-1] in steps of `step` over `cells` coarse cells."""

    start: float
    step: float
    cells: int

    @classmethod
    def between(cls, start: float, end: float, step: float) -> Grid:
        """Grid from `start` to `end` or just beyond [cm-1]."""
        return cls(start, step, int(np.ceil((end - start) / (step * REFINEMENT))))

    @cached_property
    def wavenumber(self) -> NDArray[np.float64]:
        """Wavenumbers [cm-1]."""
        return np.asarray(self.start + self.step * np.arange(self.cells * REFINEMENT))

    @cached_property
    def coarse(self) -> NDArray[np.float64]:
        """Coarse wavenumbers [cm-1], one before the grid and two beyond it."""
        return np.asarray(self.start + self.step * REFINEMENT * np.arange(-1, self.cells + 2))

    def refine(self, spectrum: NDArray[np.float64]) -> NDArray[np.float64]:
        """Cubic interpolation of a spectrum on :attr:`coarse` to :attr:`wavenumber`."""
        t = np.arange(REFINEMENT) / REFINEMENT
        kernel = np.stack(
            [
                -t * (t - 1) * (t - 2) / 6,
                (t + 1) * (t - 1) * (t - 2) / 2,
                -(t + 1) * t * (t - 2) / 2,
                (t + 1) * t * (t - 1) / 6,
            ]
        )
        windows = np.lib.stride_tricks.sliding_window_view(spectrum, 4)
        return np.asarray((windows @ kernel).ravel())


def cross_section(
    lines: Lines, grid: Grid, pressure_hpa: float, temperature: float, mole_fraction: float = 0.0
) -> NDArray[np.float64]:
    """Cross section [cm2 molecule-1] of a gas on the wavenumbers of `grid`.

    `mole_fraction` is the gas's own, in moist air; it sets the self broadening.
    """
    strength = lines.strength_at(temperature)
    centre = lines.position + lines.shift * pressure_hpa / 1013.25
    lorentz = lines.lorentz_width(pressure_hpa, temperature, mole_fraction)
    doppler = lines.doppler_width(temperature)
    far = np.zeros_like(grid.coarse)
    near = np.zeros_like(grid.wavenumber)
    for chosen in _reaching(centre, grid, CUT_OFF):
        state = (centre[chosen], strength[chosen], lorentz[chosen])
        _add_far(far, grid.coarse, *state, pedestal=lines.pedestal)
    for chosen in _reaching(centre, grid, CORE):
        state = (centre[chosen], strength[chosen], lorentz[chosen])
        _add_near(near, grid, *state, doppler[chosen])
    return near + grid.refine(far)


def _reaching(centre: NDArray[np.float64], grid: Grid, distance: float) -> list[NDArray[np.int64]]:
    """Lines that reach the grid over a `distance` [cm-1], a few at once."""
    low, high = grid.coarse[0] - distance, grid.coarse[-1] + distance
    chosen = np.flatnonzero((centre > low) & (centre < high))
    return np.array_split(chosen, max(1, -(-chosen.size // LINES_AT_ONCE)))


def _add_far(
    total: NDArray[np.float64],
    wavenumber: NDArray[np.float64],
    centre: NDArray[np.float64],
    strength: NDArray[np.float64],
    lorentz: NDArray[np.float64],
    *,
    pedestal: bool,
) -> None:
    step = wavenumber[1] - wavenumber[0]
    first = np.floor((centre - CUT_OFF - wavenumber[0]) / step).astype(int)
    place = step * np.arange(round(2 * CUT_OFF / step) + 2)
    offset = place + (wavenumber[0] + first * step - centre)[:, None]
    width = lorentz[:, None]
    curve = _lorentz(offset, width)
    middle = slice(int((CUT_OFF - CORE) / step) - 1, int((CUT_OFF + CORE) / step) + 3)
    inside = np.abs(offset[:, middle]) < CORE
    curve[:, middle] = np.where(inside, _core(offset[:, middle], width), curve[:, middle])
    if pedestal:
        curve -= _lorentz(np.full_like(width, CUT_OFF), width)
    curve *= strength[:, None]
    for edge in (slice(2), slice(-3, None)):
        curve[:, edge] = np.where(np.abs(offset[:, edge]) > CUT_OFF, 0.0, curve[:, edge])
    _add_windows(total, first, curve)


def _add_near(
    total: NDArray[np.float64],
    grid: Grid,
    centre: NDArray[np.float64],
    strength: NDArray[np.float64],
    lorentz: NDArray[np.float64],
    doppler: NDArray[np.float64],
) -> None:
    first = np.ceil((centre - CORE - grid.start) / grid.step).astype(int)
    index = first[:, None] + np.arange(int(2 * CORE / grid.step))
    offset = grid.start + index * grid.step - centre[:, None]
    width = lorentz[:, None]
    curve = voigt.profile(offset, doppler[:, None], width) - _core(offset, width)
    _add_windows(total, first, curve * strength[:, None])


def _add_windows(
    total: NDArray[np.float64], first: NDArray[np.int64], curves: NDArray[np.float64]
) -> None:
    size = curves.shape[1]
    for begin, curve in zip(first, curves, strict=True):
        low, high = max(begin, 0), min(begin + size, total.size)
        if low < high:
            total[low:high] += curve[low - begin : high - begin]


def _lorentz(offset: NDArray[np.float64], width: NDArray[np.float64]) -> NDArray[np.float64]:
    square = offset * offset
    square += width * width
    return np.asarray(np.divide(width / np.pi, square, out=square))


def _core(offset: NDArray[np.float64], width: NDArray[np.float64]) -> NDArray[np.float64]:
    """Even quartic that continues the Lorentz curve inside CORE, smooth to second order."""
    value = 1 / (CORE**2 + width**2)
    slope, curvature = -(value**2), 2 * value**3
    square = offset**2 - CORE**2
    return np.asarray(width / np.pi * (value + square * (slope + square * curvature / 2)))
