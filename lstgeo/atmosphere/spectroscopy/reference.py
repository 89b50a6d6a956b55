"""Band quantities from the full spectrum, the truth that node tables are made from and held to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lstgeo.atmosphere import transfer
from lstgeo.physics import planck

if TYPE_CHECKING:
    from lstgeo.physics.band import Response


def band_weights(response: Response, wavenumber: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights, of sum 1, that average a spectrum over a band per unit wavelength."""
    wavelength = 1e4 / wavenumber
    weight = np.interp(wavelength, response.wavelength, response.weight, left=0.0, right=0.0)
    weight = weight * wavelength**2
    return np.asarray(weight / weight.sum())


def channels(
    optical_depth: NDArray[np.float64],
    edge_temperature: NDArray[np.float64],
    wavenumber: NDArray[np.float64],
    secant: float = 1.0,
    streams: int = 8,
) -> transfer.Channels:
    """Spectra of transmittance, upwelling and sky radiance of one column."""
    source = planck.radiance(1e4 / wavenumber, edge_temperature[:, None])
    return transfer.solve(optical_depth, source, np.array([secant]), streams)
