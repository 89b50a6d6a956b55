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

Values = NDArray[np.float32]
Estimate = tuple[Values, Values, NDArray[np.bool_]]
"""Emissivity, its standard deviation, and whether it is a fallback."""


def emissivity(
    red: Values | None, near_infrared: Values | None, quality: NDArray[np.uint16]
) -> Estimate:
    """Emissivity of every pixel of a block, and how sure it is; NaN where there is fill.

    `red` and `near_infrared` are reflectances at the top of the atmosphere, `quality` house bits.
    Where either reflectance is missing the emissivity is that of unknown ground, said to be a
    fallback; None stands for reflectances that are missing everywhere.
    """
    cover = cover_of(red, near_infrared, quality)
    value = cover * np.float32(VEGETATION.emissivity - BARE.emissivity)
    value += np.float32(BARE.emissivity)
    sigma = cover * np.float32(VEGETATION.sigma - BARE.sigma)
    sigma += np.float32(BARE.sigma)
    fallback = np.isnan(cover)
    assign(value, sigma, fallback, UNKNOWN)
    for bit, surface in ((Quality.WATER, WATER), (Quality.SNOW_ICE, SNOW_ICE)):
        fallback &= ~assign(value, sigma, (quality & np.uint16(bit)) != 0, surface)
    outside = (quality & np.uint16(Quality.FILL)) != 0
    fallback &= ~assign(value, sigma, outside, Class(np.nan, np.nan))
    return value, sigma, fallback


def assign(
    value: Values, sigma: Values, here: NDArray[np.bool_], surface: Class
) -> NDArray[np.bool_]:
    """Give `value` and `sigma` those of a `surface` where it is `here`; returns `here`."""
    if here.any():
        np.copyto(value, np.float32(surface.emissivity), where=here)
        np.copyto(sigma, np.float32(surface.sigma), where=here)
    return here


def cover_of(
    red: Values | None, near_infrared: Values | None, quality: NDArray[np.uint16]
) -> Values:
    """Vegetation cover of a block; NaN everywhere where there are no reflectances."""
    if red is None or near_infrared is None:
        return np.full(quality.shape, np.nan, np.float32)
    return vegetation_cover(red, near_infrared)


def vegetation_cover(red: Values, near_infrared: Values) -> Values:
    """Fraction of a pixel that vegetation covers, 0 to 1; NaN where the NDVI cannot be formed."""
    total = red + near_infrared
    index = near_infrared - red
    with np.errstate(invalid="ignore", divide="ignore"):
        index /= total
    without = total <= 0
    if without.any():
        np.copyto(index, np.nan, where=without)
    return cover_at(index)


def cover_at(index: Values) -> Values:
    """Fraction of a pixel that vegetation covers at an NDVI, 0 to 1; changes `index` to it."""
    index -= index.dtype.type(BARE_NDVI)
    index *= index.dtype.type(1 / (FULL_NDVI - BARE_NDVI))
    np.clip(index, 0, 1, out=index)
    index *= index
    return index
