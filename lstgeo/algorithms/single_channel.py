r"""Generalised single-channel algorithm of Jimenez-Munoz and Sobrino (`single-channel`).

.. math:: T_s = \gamma [(\psi_1 L + \psi_2) / \varepsilon + \psi_3] + \delta,\quad
    \gamma = T_b^2 / (b_\gamma L),\quad \delta = T_b - T_b^2 / b_\gamma

Sources: Jimenez-Munoz et al. 2009 (IEEE TGRS 47, 339) and 2014 (IEEE GRSL 11, 1840).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from lstgeo.algorithms import coefficients
from lstgeo.physics.arrays import Array
from lstgeo.sensors.platforms import ThermalBand

LINEARISATION: Mapping[str, float] = MappingProxyType(
    {"landsat5": 1256.0, "landsat7": 1277.0, "landsat8": 1324.0}
)
"""Published b_gamma [K] by sensor: second radiation constant over the effective wavelength."""

Quadratic = tuple[float, float, float]
"""Factors of the square of water vapour [g cm-2], of water vapour, and of one."""


@dataclass(frozen=True)
class Coefficients:
    """A fit: b_gamma [K], and psi 1, 2 and 3 as functions of water vapour."""

    linearisation: float
    functions: tuple[Quadratic, ...]


def temperature(
    radiance: Array,
    emissivity: Array,
    water_vapour: Array,
    *,
    band: ThermalBand,
    fit: Coefficients | None = None,
) -> Array:
    """Surface temperature [K] from radiance [W m-2 sr-1 um-1] and water vapour [kg m-2]."""
    fit = fit or published(band.sensor)
    psi1, psi2, psi3 = atmospheric_functions(water_vapour, fit)
    brightness = band.planck_table.temperature(radiance)
    gamma = brightness**2 / (fit.linearisation * radiance)
    delta = brightness - brightness**2 / fit.linearisation
    return gamma * ((psi1 * radiance + psi2) / emissivity + psi3) + delta


def transmittance(water_vapour: Array, *, band: ThermalBand) -> Array:
    """Transmittance that the algorithm implies for `water_vapour` [kg m-2], 1 / psi 1."""
    return 1 / atmospheric_functions(water_vapour, published(band.sensor))[0]


def atmospheric_functions(water_vapour: Array, fit: Coefficients) -> tuple[Array, Array, Array]:
    """Psi 1, 2 and 3 of `water_vapour` [kg m-2]; psi 1 approximates 1 / transmittance."""
    grams = water_vapour / 10
    psi1, psi2, psi3 = (
        (second * grams + first) * grams + constant for second, first, constant in fit.functions
    )
    return psi1, psi2, psi3


@lru_cache
def published(sensor: str) -> Coefficients:
    """The published coefficients of a sensor."""
    rows = [row for row in coefficients.rows("single_channel") if row["sensor"] == sensor]
    return Coefficients(
        LINEARISATION[sensor],
        tuple((float(row["c_w2"]), float(row["c_w1"]), float(row["c_w0"])) for row in rows),
    )
