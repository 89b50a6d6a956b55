"""Which part of a band the lines at hand cover, and how well."""

from __future__ import annotations

import numpy as np

from lstgeo.atmosphere.spectroscopy.library import END, START, STEP
from lstgeo.atmosphere.spectroscopy.line_by_line import REFINEMENT, Grid
from lstgeo.errors import InputError
from lstgeo.physics.band import Response

MOST_BEYOND = 0.03
"""Share of a response that may lie beyond the window of the lines, as 2.6 % of Landsat 9 B11's."""
TAIL = 1e-5
"""Share of a response at either end that needs no spectrum of its own."""
REAL_LINES = 862.48
"""Wavenumber [cm-1] from which water lines are HITRAN's; below it they are effective ones."""


def require(name: str, response: Response) -> None:
    """Raise InputError where too much of a response lies where no lines are at hand."""
    beyond = _share(response, 1e4 / START, np.inf) + _share(response, 0.0, 1e4 / END)
    if beyond > MOST_BEYOND:
        raise InputError(
            f"the spectroscopy covers {1e4 / END:.2f}-{1e4 / START:.2f} um, but {beyond:.0%} of "
            f"the response of {name} lies beyond ({MOST_BEYOND:.0%} may)"
        )


def experimental(response: Response) -> bool:
    """Whether most of a band lies where water lines are effective ones."""
    return _share(response, 1e4 / REAL_LINES, np.inf) > 0.5


def window(response: Response) -> Grid:
    """Wavenumbers that a response sees, on the points of the whole window."""
    wavelength, total = _cumulative(response)
    longest = wavelength[np.searchsorted(total, 1 - TAIL)]
    shortest = wavelength[np.searchsorted(total, TAIL, side="right") - 1]
    cell = STEP * REFINEMENT
    first = max(int((1e4 / longest - START) / cell), 0)
    last = min(int(np.ceil((1e4 / shortest - START) / cell)), round((END - START) / cell))
    return Grid(START + first * cell, STEP, last - first)


def _share(response: Response, low: float, high: float) -> float:
    """Share of a response between two wavelengths [um]."""
    wavelength, total = _cumulative(response)
    at_low, at_high = np.interp([low, high], wavelength, total)
    return float(at_high - at_low)


def _cumulative(response: Response) -> tuple[np.ndarray, np.ndarray]:
    """Wavelengths [um] and the share of the response below each."""
    nodes = np.asarray(response.wavelength)
    wavelength = np.unique(np.concatenate([nodes, np.linspace(nodes[0], nodes[-1], 20_001)]))
    weight = np.interp(wavelength, nodes, response.weight)
    steps = np.diff(wavelength) * (weight[1:] + weight[:-1]) / 2
    total = np.concatenate([[0.0], np.cumsum(steps)])
    return wavelength, total / total[-1]
