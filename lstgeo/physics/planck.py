"""Planck's law at one wavelength, and its inverse."""

from __future__ import annotations

from lstgeo.physics import arrays
from lstgeo.physics.arrays import Array
from lstgeo.physics.constants import FIRST_RADIATION, SECOND_RADIATION


def radiance(wavelength: Array, temperature: Array) -> Array:
    r"""Spectral radiance of a black body [W m-2 sr-1 um-1].

    .. math:: B_\lambda(T) = c_1 / \lambda^5 (e^{c_2/\lambda T} - 1)

    `wavelength` [um] and `temperature` [K] broadcast. Source: CODATA 2018 constants.

    >>> round(float(radiance(10.9, 300.0)), 4)
    9.6227
    """
    xp = arrays.namespace(wavelength, temperature)
    exponent = arrays.array(SECOND_RADIATION / (wavelength * temperature), xp)
    return FIRST_RADIATION / (wavelength**5 * xp.expm1(exponent))


def temperature(wavelength: Array, radiance: Array) -> Array:
    r"""Temperature of the black body of a spectral `radiance` [K].

    .. math:: T = c_2 / \lambda \ln(1 + c_1 / \lambda^5 L)

    `wavelength` [um] and `radiance` [W m-2 sr-1 um-1] broadcast; undoes :func:`radiance`.

    >>> round(float(temperature(10.9, radiance(10.9, 300.0))), 6)
    300.0
    """
    xp = arrays.namespace(wavelength, radiance)
    ratio = arrays.array(FIRST_RADIATION / (wavelength**5 * radiance), xp)
    return SECOND_RADIATION / (wavelength * xp.log1p(ratio))
