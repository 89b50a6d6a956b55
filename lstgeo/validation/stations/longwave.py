r"""Surface temperature from longwave irradiances, and how sure it is.

.. math:: L^\uparrow = \varepsilon \sigma T_s^4 + (1 - \varepsilon) L^\downarrow

Irradiances are hemispheric [W m-2], temperatures in K, and the emissivity is that of the longwave
band as a whole. Source: Guillevic et al. 2018, doi:10.5067/doc/ceoswgcv/lpv/lst.001.
"""

from __future__ import annotations

import math

import numpy as np

from lstgeo.physics import constants
from lstgeo.physics.arrays import Array

STEFAN_BOLTZMANN = (
    2 * math.pi**5 * constants.BOLTZMANN**4 / (15 * constants.PLANCK**3 * constants.LIGHT_SPEED**2)
)
"""Stefan-Boltzmann constant [W m-2 K-4], from the exact constants of the SI."""


def upwelling(temperature: Array, downwelling: Array, emissivity: Array) -> Array:
    """Irradiance that leaves a surface of `temperature` [K] under a sky of `downwelling`."""
    return emissivity * STEFAN_BOLTZMANN * temperature**4 + (1 - emissivity) * downwelling


def temperature(upwelling: Array, downwelling: Array, emissivity: Array) -> Array:
    """Surface temperature [K] that explains `upwelling`; NaN where none does."""
    emitted = (upwelling - (1 - emissivity) * downwelling) / emissivity
    return (np.where(emitted > 0, emitted, np.nan) / STEFAN_BOLTZMANN) ** 0.25


def sigma(
    upwelling: Array,
    downwelling: Array,
    emissivity: Array,
    emissivity_sigma: Array,
    longwave_sigma: Array,
) -> Array:
    """Uncertainty (1 sigma) of :func:`temperature` [K], propagated to first order.

    `longwave_sigma` [W m-2] is that of each of the two pyrgeometers, which err independently.
    """
    slope = 4 * STEFAN_BOLTZMANN * temperature(upwelling, downwelling, emissivity) ** 3
    by_upwelling = longwave_sigma / (emissivity * slope)
    by_downwelling = (1 - emissivity) * by_upwelling
    by_emissivity = (upwelling - downwelling) * emissivity_sigma / (emissivity**2 * slope)
    return np.sqrt(by_upwelling**2 + by_downwelling**2 + by_emissivity**2)
