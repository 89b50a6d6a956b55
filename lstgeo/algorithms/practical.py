r"""Practical single-channel algorithm of Wang et al. 2019 for Landsat 8 B10 (`practical`).

.. math:: B(T_s) = a_0 + a_1 w + (a_2 + a_3 w + a_4 w^2) / \varepsilon
    + (a_5 + a_6 w + a_7 w^2) L / \varepsilon

Source: Wang et al. 2019 (J. Geophys. Res. Atmos. 124), coefficients for three ranges of w. The
published ranges jump by up to 1 K at w = 2 and 4 g cm-2; here they are blended over .25 g cm-2
to either side. Temperature follows from Planck's law at 10.904 um, as the coefficients were
fitted, not from the band table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lstgeo.algorithms import blend, coefficients
from lstgeo.physics import arrays, planck
from lstgeo.physics.arrays import Array
from lstgeo.sensors.platforms import ThermalBand

WAVELENGTH = 10.904
"""Effective wavelength of the published fit [um]."""

BORDERS = (2.0, 4.0)
"""Water vapour at which the ranges meet [g cm-2]."""

BLEND = 0.25
"""Half-width of the transition between two ranges [g cm-2]."""

TERMS = 8
"""Coefficients of a range."""


@dataclass(frozen=True)
class Coefficients:
    """A fit: its effective `wavelength` [um], and a0 to a7 of each range of water vapour."""

    wavelength: float
    ranges: tuple[tuple[float, ...], ...]


def temperature(
    radiance: Array,
    emissivity: Array,
    water_vapour: Array,
    *,
    band: ThermalBand,
    fit: Coefficients | None = None,
) -> Array:
    """Surface temperature [K] from radiance [W m-2 sr-1 um-1] and water vapour [kg m-2]."""
    del band
    fit = fit or published()
    xp = arrays.namespace(radiance, emissivity, water_vapour)
    emitted = surface_radiance(radiance, emissivity, water_vapour, fit)
    return xp.where(emitted > 0, planck.temperature(fit.wavelength, emitted), xp.nan)


def surface_radiance(
    radiance: Array, emissivity: Array, water_vapour: Array, fit: Coefficients
) -> Array:
    """Radiance [W m-2 sr-1 um-1] of a black body at the surface temperature."""
    grams = water_vapour / 10
    shares = blend.shares(grams, blend.around(BORDERS, BLEND))
    return sum(
        share * _of_range(radiance, emissivity, grams, row)
        for share, row in zip(shares, fit.ranges, strict=True)
    )


def _of_range(radiance: Array, emissivity: Array, grams: Array, row: tuple[float, ...]) -> Array:
    a0, a1, a2, a3, a4, a5, a6, a7 = row
    path = a2 + (a3 + a4 * grams) * grams
    gain = a5 + (a6 + a7 * grams) * grams
    return a0 + a1 * grams + (path + gain * radiance) / emissivity


@lru_cache
def published() -> Coefficients:
    """The published coefficients."""
    ranges = coefficients.rows("practical")[: len(BORDERS) + 1]
    return Coefficients(
        WAVELENGTH,
        tuple(tuple(float(row[f"a{index}"]) for index in range(TERMS)) for row in ranges),
    )
