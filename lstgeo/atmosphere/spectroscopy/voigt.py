"""The Voigt line shape from a rational approximation of the Faddeeva function."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

ASYMPTOTIC_FROM = 15.0
"""|x| + y above which w(z) = i z / sqrt(pi) / (z2 - 1/2) is right to 4e-5 of its value."""
TERMS = 32
"""Terms of Weideman's series; 32 give w(z) to 1e-10 or better near the real axis."""


def profile(
    offset: NDArray[np.float64], doppler: NDArray[np.float64], lorentz: NDArray[np.float64]
) -> NDArray[np.float64]:
    r"""Voigt profile [cm], of unit area, at `offset` [cm-1] from the line centre.

    .. math:: f = \Re\,w(x + i y) / (\alpha \sqrt\pi),\quad x = \delta/\alpha,\ y = \gamma/\alpha

    `doppler` is the 1/e half width and `lorentz` the half width at half maximum [cm-1].
    """
    z = np.asarray((offset + 1j * lorentz) / doppler, dtype=np.complex128)
    return np.asarray(faddeeva(z).real / (doppler * np.sqrt(np.pi)))


def faddeeva(z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """Faddeeva function w(z) in the upper half plane, within 4e-5 of its value.

    Source: Humlicek 1982 (region 1) far from the origin, Weideman 1994 near it.
    """
    value = 1j / np.sqrt(np.pi) * z / (z * z - 0.5)
    near = np.abs(z.real) + z.imag < ASYMPTOTIC_FROM
    value[near] = _weideman(z[near])
    return np.asarray(value)


def _weideman(z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    ratio = (SCALE + 1j * z) / (SCALE - 1j * z)
    series = np.polyval(COEFFICIENTS, ratio)
    return np.asarray(2 * series / (SCALE - 1j * z) ** 2 + (1 / np.sqrt(np.pi)) / (SCALE - 1j * z))


def _coefficients(terms: int) -> tuple[float, NDArray[np.float64]]:
    """Scale and polynomial of Weideman's series (SIAM J. Numer. Anal. 31, 1994, table I)."""
    points = 2 * terms
    scale = float(np.sqrt(terms / np.sqrt(2)))
    angle = np.arange(-points + 1, points) * np.pi / points
    t = scale * np.tan(angle / 2)
    sampled = np.concatenate([[0.0], np.exp(-(t**2)) * (scale**2 + t**2)])
    spectrum = np.real(np.fft.fft(np.fft.fftshift(sampled))) / (2 * points)
    return scale, np.asarray(np.flipud(spectrum[1 : terms + 1]))


SCALE, COEFFICIENTS = _coefficients(TERMS)
