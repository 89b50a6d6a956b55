r"""Practical single-channel algorithm of Wang et al. 2019 for Landsat 8 B10 (`practical`).

.. math:: B(T_s) = a_0 + a_1 w + (a_2 + a_3 w + a_4 w^2) / \varepsilon
    + (a_5 + a_6 w + a_7 w^2) L / \varepsilon

Source: Wang et al. 2019 (J. Geophys. Res. Atmos. 124), coefficients for three ranges of w. The
published ranges jump by up to 1 K at w = 2 and 4 g cm-2; here they are blended over .25 g cm-2
to either side. Temperature follows from Planck's law at 10.904 um, as the coefficients were
fitted, not from the band table.
"""

from __future__ import annotations

from functools import lru_cache

from lstgeo.algorithms import coefficients
from lstgeo.physics import arrays, planck
from lstgeo.physics.arrays import Array
from lstgeo.sensors.platforms import ThermalBand

WAVELENGTH = 10.904
"""Effective wavelength of the fit [um]."""

BORDERS = (2.0, 4.0)
"""Water vapour at which the published ranges meet [g cm-2]."""

BLEND = 0.25
"""Half-width of the transition between two ranges [g cm-2]."""


def temperature(
    radiance: Array, emissivity: Array, water_vapour: Array, *, band: ThermalBand
) -> Array:
    """Surface temperature [K] from radiance [W m-2 sr-1 um-1] and water vapour [kg m-2]."""
    del band
    xp = arrays.namespace(radiance, emissivity, water_vapour)
    grams = water_vapour / 10
    lower, upper = (xp.clip((grams - border + BLEND) / (2 * BLEND), 0.0, 1.0) for border in BORDERS)
    shares = (1 - lower, lower - upper, upper)
    emitted = sum(
        share * _surface_radiance(radiance, emissivity, grams, row)
        for share, row in zip(shares, _rows(), strict=True)
    )
    return xp.where(emitted > 0, planck.temperature(WAVELENGTH, emitted), xp.nan)


def _surface_radiance(
    radiance: Array, emissivity: Array, grams: Array, row: tuple[float, ...]
) -> Array:
    a0, a1, a2, a3, a4, a5, a6, a7 = row
    path = a2 + (a3 + a4 * grams) * grams
    gain = a5 + (a6 + a7 * grams) * grams
    return a0 + a1 * grams + (path + gain * radiance) / emissivity


@lru_cache
def _rows() -> tuple[tuple[float, ...], ...]:
    ranges = coefficients.rows("practical")[: len(BORDERS) + 1]
    return tuple(tuple(float(row[f"a{index}"]) for index in range(8)) for row in ranges)
