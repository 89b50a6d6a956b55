r"""Emissivity from the vegetation index, with water and snow from the quality bits.

.. math:: \varepsilon = f\,\varepsilon_v + (1 - f)\,\varepsilon_b,\quad
    f = \left(\frac{NDVI - .2}{.86 - .2}\right)^2

Source: Ermida et al. 2020 (Remote Sens. 12, 1471), vegetation .99 and the two NDVI; bare ground
.97, where they use a map; water .991 and snow or ice .989.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstgeo.quality import Quality

BARE_NDVI, FULL_NDVI = 0.2, 0.86
"""NDVI of bare ground and of full vegetation."""


@dataclass(frozen=True)
class Class:
    """Emissivity of a kind of surface and its standard deviation within the kind."""

    emissivity: float
    sigma: float


# Spread: bare soils differ by .02 between .8-12 um libraries, canopies by .005 (our figures).
VEGETATION = Class(0.99, 0.005)
BARE = Class(0.97, 0.015)
WATER = Class(0.991, 0.003)
SNOW_ICE = Class(0.989, 0.006)
UNKNOWN = Class(0.97, 0.02)
"""Fallback where nothing is known of the surface."""

Estimate = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]
"""Emissivity, its standard deviation, and whether it is a fallback."""


def emissivity(
    red: NDArray[np.float32], near_infrared: NDArray[np.float32], quality: NDArray[np.uint16]
) -> Estimate:
    """Emissivity of every pixel of a block, and how sure it is; NaN where there is fill.

    `red` and `near_infrared` are reflectances at the top of the atmosphere, `quality` house bits.
    Where either reflectance is missing the emissivity is that of unknown ground, said to be a
    fallback.
    """
    cover = vegetation_cover(red, near_infrared)
    fallback = np.isnan(cover)
    value = np.where(fallback, UNKNOWN.emissivity, _mixed(cover, "emissivity"))
    sigma = np.where(fallback, UNKNOWN.sigma, _mixed(cover, "sigma"))
    for bit, surface in ((Quality.WATER, WATER), (Quality.SNOW_ICE, SNOW_ICE)):
        here = (quality & bit) != 0
        value[here], sigma[here], fallback[here] = surface.emissivity, surface.sigma, False
    outside = (quality & Quality.FILL) != 0
    value[outside], sigma[outside], fallback[outside] = np.nan, np.nan, False
    return value.astype(np.float32), sigma.astype(np.float32), fallback


def vegetation_cover(
    red: NDArray[np.float32], near_infrared: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Fraction of a pixel that vegetation covers, 0 to 1; NaN where the NDVI cannot be formed."""
    total = red + near_infrared
    index = np.divide(near_infrared - red, total, out=np.full_like(total, np.nan), where=total > 0)
    cover = (index - BARE_NDVI) / (FULL_NDVI - BARE_NDVI)
    return np.asarray(np.clip(cover, 0, 1) ** 2)


def _mixed(cover: NDArray[np.float32], name: str) -> NDArray[np.float32]:
    full, bare = getattr(VEGETATION, name), getattr(BARE, name)
    return np.asarray(bare + (full - bare) * cover)
