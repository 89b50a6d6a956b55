"""A spectral band: its response, and Planck's law averaged over it as a table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.physics import arrays, planck
from lstgeo.physics.arrays import Array

COLDEST, HOTTEST, STEP = 150.0, 400.0, 0.01
"""Range and step of the Planck table [K]."""
RADIANCE_NODES = 1 << 16
"""Nodes of the inverse table, uniform in radiance: its error stays below 0.1 mK at 150 K."""


@dataclass(frozen=True)
class Response:
    """Relative spectral response of a band, linear between its nodes.

    `wavelength` [um] rises strictly; `weight` is dimensionless and its scale does not matter.
    """

    wavelength: tuple[float, ...]
    weight: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.wavelength) != len(self.weight) or len(self.weight) < 2:
            raise ValueError("a response needs as many weights as wavelengths, two or more")
        if np.any(np.diff(self.wavelength) <= 0) or not sum(self.weight) > 0:
            raise ValueError("a response needs rising wavelengths and a positive sum of weights")

    def average(self, spectrum: NDArray[np.float64]) -> NDArray[np.float64]:
        """Band average of `spectrum` (..., wavelength), given at :attr:`nodes`."""
        return np.asarray(spectrum @ self.weights)

    @cached_property
    def nodes(self) -> NDArray[np.float64]:
        """Wavelengths [um] of the quadrature: the response's own and the midpoints between them."""
        wavelength = np.asarray(self.wavelength)
        midpoint = (wavelength[:-1] + wavelength[1:]) / 2
        return np.sort(np.concatenate([wavelength, midpoint]))

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """Weights of the quadrature (Simpson's rule in each interval); they sum to 1."""
        response = np.interp(self.nodes, self.wavelength, self.weight)
        width = np.diff(self.wavelength)
        simpson = np.zeros_like(self.nodes)
        simpson[1::2] = 4 * width
        simpson[:-1:2] += width
        simpson[2::2] += width
        weights = simpson * response
        return np.asarray(weights / weights.sum())

    @cached_property
    def centre(self) -> float:
        """Response-weighted mean wavelength [um]."""
        return float(self.average(self.nodes))


@dataclass(frozen=True, eq=False)
class PlanckTable:
    """Band-averaged Planck radiance and its inverse, from 150 to 400 K; NaN outside.

    Both directions are looked up by index arithmetic on a uniform grid. Arrays of any array-API
    kind go in and come out, float32 staying float32.
    """

    response: Response

    def radiance(self, temperature: Array) -> Array:
        """Band radiance [W m-2 sr-1 um-1] of a black body at `temperature` [K]."""
        return _lookup(self._radiances, temperature, COLDEST, STEP)

    def temperature(self, radiance: Array) -> Array:
        """Brightness temperature [K] of a band `radiance` [W m-2 sr-1 um-1]."""
        low, high = float(self._exact[0]), float(self._exact[-1])
        return _lookup(self._temperatures, radiance, low, (high - low) / (RADIANCE_NODES - 1))

    def slope(self, temperature: Array) -> Array:
        """Derivative of the band radiance by temperature [W m-2 sr-1 um-1 K-1]."""
        return _lookup(self._slopes, temperature, COLDEST, STEP)

    @cached_property
    def _radiances(self) -> _Nodes:
        return _Nodes(self._exact)

    @cached_property
    def _slopes(self) -> _Nodes:
        return _Nodes(np.asarray(np.gradient(self._exact, STEP)))

    @cached_property
    def _temperatures(self) -> _Nodes:
        radiances = self._exact
        temperature = np.linspace(COLDEST, HOTTEST, radiances.size)
        nodes = np.linspace(radiances[0], radiances[-1], RADIANCE_NODES)
        return _Nodes(np.interp(nodes, radiances, temperature))

    @cached_property
    def _exact(self) -> NDArray[np.float64]:
        temperature = np.linspace(COLDEST, HOTTEST, round((HOTTEST - COLDEST) / STEP) + 1)
        return self.response.average(planck.radiance(self.response.nodes, temperature[:, None]))


@dataclass(frozen=True, eq=False)
class _Nodes:
    """Values of a table, kept in single precision too, since it is looked up batch by batch."""

    exact: NDArray[np.float64]

    def like(self, value: Array, xp: Any) -> Array:
        """The table as an array of the kind and precision of `value`."""
        if isinstance(value, np.ndarray) and value.dtype == np.float32:
            return self._single
        return xp.asarray(self.exact, dtype=value.dtype)

    @cached_property
    def _single(self) -> NDArray[np.float32]:
        return self.exact.astype(np.float32)


def _lookup(table: _Nodes, value: Array, start: float, step: float) -> Array:
    xp = arrays.namespace(value)
    value = arrays.array(value, xp)
    if not xp.isdtype(value.dtype, "real floating"):
        value = xp.astype(value, xp.float64)
    return arrays.lookup(table.like(value, xp), (value - start) / step)
