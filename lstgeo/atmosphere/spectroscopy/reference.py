"""Band quantities from the full spectrum, the truth that node tables are made from and held to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lstgeo.atmosphere import transfer
from lstgeo.physics import planck
from lstgeo.physics.band import PlanckTable

if TYPE_CHECKING:
    from lstgeo.physics.band import Response


EDGE = 5.0
"""Width [cm-1] at either end of the window where the response beyond it is counted."""


MATCHED_TEMPERATURES = np.array([230.0, 310.0])
"""Temperatures [K] at which the weights average Planck's law as the whole response does."""


def band_weights(response: Response, wavenumber: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights, of sum 1, that average a spectrum over a band per unit wavelength.

    What the response holds beyond the ends of `wavenumber` (.3 % for Landsat 8 B10, 4.5 % for
    B11) is spread over the last 5 cm-1 at that end; then a parabola makes Planck's law average to
    that of the whole response; it moves the transmittance of B10 by 1e-4, that of B11 by .002.
    """
    everywhere = np.arange(650.0, 1250.0, wavenumber[1] - wavenumber[0])
    weight = _per_wavenumber(response, everywhere)
    inside = _per_wavenumber(response, wavenumber)
    low = wavenumber < wavenumber[0] + EDGE
    high = wavenumber > wavenumber[-1] - EDGE
    inside[low] += weight[everywhere < wavenumber[0]].sum() / low.sum()
    inside[high] += weight[everywhere > wavenumber[-1]].sum() / high.sum()
    return _matched(inside / inside.sum(), response, wavenumber)


def _matched(
    weight: NDArray[np.float64], response: Response, wavenumber: NDArray[np.float64]
) -> NDArray[np.float64]:
    centre = weight @ wavenumber
    spread = np.sqrt(weight @ (wavenumber - centre) ** 2)
    place = np.clip((wavenumber - centre) / spread, -3.0, 3.0)
    shapes = np.stack([np.ones_like(place), place, place**2])
    black = planck.radiance(1e4 / wavenumber, MATCHED_TEMPERATURES[:, None])
    rows = np.concatenate([np.ones((1, wavenumber.size)), black])
    wanted = np.append(1.0, PlanckTable(response).radiance(MATCHED_TEMPERATURES))
    change = np.linalg.solve((rows * weight) @ shapes.T, wanted - rows @ weight)
    return np.asarray(weight * (1 + change @ shapes))


def _per_wavenumber(response: Response, wavenumber: NDArray[np.float64]) -> NDArray[np.float64]:
    wavelength = 1e4 / wavenumber
    weight = np.interp(wavelength, response.wavelength, response.weight, left=0.0, right=0.0)
    return np.asarray(weight * wavelength**2)


def channels(
    optical_depth: NDArray[np.float64],
    edge_temperature: NDArray[np.float64],
    wavenumber: NDArray[np.float64],
    secant: float | NDArray[np.float64] = 1.0,
) -> transfer.Channels:
    """Spectra of transmittance, upwelling and sky radiance of one column.

    Several secants give a row of the first two each.
    """
    source = planck.radiance(1e4 / wavenumber, edge_temperature[:, None])
    return transfer.solve(optical_depth, source, np.asarray(secant)[..., None])
