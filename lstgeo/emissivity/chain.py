"""Emissivity without holes: the first source, then the vegetation index, then unknown ground."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lstgeo.emissivity import ndvi
from lstgeo.emissivity.ndvi import Estimate, Values
from lstgeo.physics import footprint
from lstgeo.quality import Quality

Known = tuple[Values, Values]
"""Emissivity and its standard deviation; NaN where the source does not know them."""

Source = Callable[[tuple[Values, ...], Values, NDArray[np.uint16]], Known]
"""What makes emissivity of a source's own layers, the scene's vegetation cover and its quality."""

STAND_IN_SIGMA = 0.01
"""Error that a stand-in has beyond its own, in quadrature.

Bare ground of the vegetation index then is uncertain by .018: on the Level-2 scene of South
Australia in the development data, land where ASTER is known differs from it by .0184 (rms).
"""

SURFACE = np.dtype([("emissivity", "f4"), ("sigma", "f4"), ("fallback", "?")], align=True)
"""A pixel of the surface: emissivity, its standard deviation, and whether it is a fallback."""


def surface(
    quality: NDArray[np.uint16],
    *layers: Values,
    reflective: bool,
    source: Source | None,
    width: float,
) -> NDArray[np.void]:
    """Surface (`SURFACE`) of every pixel of a block, averaged over a footprint of `width` pixels.

    `layers` begin with red and near-infrared reflectance where the scene is `reflective`; the
    others are those of the `source`, which comes first where there is one. Where there is fill
    emissivity is NaN.
    """
    red, near_infrared = layers[:2] if reflective else (None, None)
    found = ndvi.emissivity(red, near_infrared, quality)
    if source is not None:
        cover = ndvi.cover_of(red, near_infrared, quality)
        found = completed(source(layers[2 * reflective :], cover, quality), found, quality)
    return _packed(_averaged(found, width))


def given_first(
    behind: NDArray[np.void], quality: NDArray[np.uint16], value: Values, sigma: Values
) -> NDArray[np.void]:
    """Surface of a block whose emissivity is given, at the footprint; `behind` it is another."""
    names = SURFACE.names or ()
    second = behind[names[0]], behind[names[1]], behind[names[2]]
    return _packed(completed((value, sigma), second, quality))


def completed(first: Known, second: Estimate, quality: NDArray[np.uint16]) -> Estimate:
    """`first`, and where it is unknown `second` as a fallback, with a larger sigma."""
    value, sigma, _ = second
    known = ~np.isnan(first[0])
    outside = (quality & np.uint16(Quality.FILL)) != 0
    if not known.all():
        sigma = np.hypot(sigma, np.float32(STAND_IN_SIGMA))
    value = np.where(known & ~outside, first[0], value)
    return value, np.where(known & ~outside, first[1], sigma), ~(known | outside)


def _averaged(found: Estimate, width: float) -> Estimate:
    """`found` over the footprint; a fallback stays as uncertain as it was."""
    value, sigma, fallback = found
    mean = footprint.average(sigma, width)
    if fallback.any():
        np.maximum(mean, sigma, out=mean, where=fallback)
    return footprint.average(value, width), mean, fallback


def _packed(found: Estimate) -> NDArray[np.void]:
    packed = np.empty(found[0].shape, SURFACE)
    for name, values in zip(SURFACE.names or (), found, strict=True):
        packed[name] = values
    return packed
