r"""Mono-window algorithm of Qin et al. 2001 and Wang et al. 2015 (`mono-window`).

.. math:: T_s = \{a (1 - C - D) + [b (1 - C - D) + C + D] T_b - D T_a\} / C,\quad
    C = \varepsilon \tau,\quad D = (1 - \tau) [1 + (1 - \varepsilon) \tau]

Planck's law is linearised as :math:`B / B' = a + b T`. Transmittance :math:`\tau` comes from water
vapour, the effective mean temperature of the air :math:`T_a` from that near the ground.

Sources: Qin, Karnieli and Berliner 2001 (Int. J. Remote Sens. 22, 3719) for Landsat 5 B6, and Wang
et al. 2015 (Remote Sens. 7, 4268) for Landsat 8 B10. Their users choose an atmosphere; here it
follows from the air near the ground. T_a is that of the mid-latitude winter, mid-latitude summer
and tropical atmospheres at 272.2, 294.2 and 299.7 K, the ground temperatures of those atmospheres,
with linear shares of both neighbours in between and the nearest one outside. Transmittance is
Qin's for air of 18 and of 35 degree C, blended likewise; Wang's is that of the mid-latitude summer
throughout. Its lines for ranges of water vapour are joined where they cross and continued to 0 and
to 7 g cm-2. Brightness temperature is that of the band table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from lstgeo.algorithms import blend, coefficients
from lstgeo.physics import arrays
from lstgeo.physics.arrays import Array
from lstgeo.sensors.platforms import ThermalBand

MOISTEST = 7.0
"""Water vapour to which transmittance is continued, and beyond which it is held [g cm-2]."""

Line = tuple[float, float]
"""Constant and slope."""


@dataclass(frozen=True)
class Coefficients:
    """A fit.

    `planck` holds a [K] and b. Transmittance is linear between the nodes `vapour` [g cm-2], a row
    of values for each of the air temperatures `transmittance_air` [K]; `effective` are the lines of
    effective temperature for each of `effective_air` [K].
    """

    planck: Line
    vapour: tuple[float, ...]
    transmittance_air: tuple[float, ...]
    transmittance: tuple[tuple[float, ...], ...]
    effective_air: tuple[float, ...]
    effective: tuple[Line, ...]


def temperature(
    radiance: Array,
    emissivity: Array,
    water_vapour: Array,
    air_temperature: Array,
    *,
    band: ThermalBand,
    fit: Coefficients | None = None,
) -> Array:
    """Surface temperature [K].

    `radiance` in W m-2 sr-1 um-1, `water_vapour` in kg m-2, `air_temperature` [K] near the ground.
    """
    fit = fit or published(band.sensor)
    xp = arrays.namespace(radiance, emissivity, water_vapour, air_temperature)
    brightness = band.planck_table.temperature(radiance)
    tau = _transmittance(water_vapour, air_temperature, fit)
    air = effective_temperature(air_temperature, fit)
    a, b = fit.planck
    c = emissivity * tau
    d = (1 - tau) * (1 + (1 - emissivity) * tau)
    rest = 1 - c - d
    found = (a * rest + (b * rest + c + d) * brightness - d * air) / c
    return xp.where(c > 0, found, xp.nan)


def transmittance(water_vapour: Array, air_temperature: Array, *, band: ThermalBand) -> Array:
    """Transmittance that the algorithm takes for `water_vapour` [kg m-2]."""
    return _transmittance(water_vapour, air_temperature, published(band.sensor))


def effective_temperature(air_temperature: Array, fit: Coefficients) -> Array:
    """Effective mean temperature of the air [K] from that near the ground [K]."""
    shares = blend.shares(air_temperature, blend.between(fit.effective_air))
    return sum(
        share * (constant + slope * air_temperature)
        for share, (constant, slope) in zip(shares, fit.effective, strict=True)
    )


def _transmittance(water_vapour: Array, air_temperature: Array, fit: Coefficients) -> Array:
    airs = blend.shares(air_temperature, blend.between(fit.transmittance_air))
    nodes = blend.shares(water_vapour / 10, blend.between(fit.vapour))
    return sum(
        air * sum(share * value for share, value in zip(nodes, row, strict=True))
        for air, row in zip(airs, fit.transmittance, strict=True)
    )


@lru_cache
def published(sensor: str) -> Coefficients:
    """The published coefficients of a sensor."""
    rows = [row for row in coefficients.rows("mono_window") if row["sensor"] == sensor]
    effective = _lines(rows, "effective")
    transmittances = _lines(rows, "transmittance")
    crossings = {_crossing(*pair) for lines in transmittances.values() for pair in pairwise(lines)}
    nodes = (0.0, *sorted(crossings), MOISTEST)
    return Coefficients(
        planck=_line(next(row for row in rows if row["quantity"] == "planck")),
        vapour=nodes,
        transmittance_air=tuple(transmittances),
        transmittance=tuple(_joined(lines, nodes) for lines in transmittances.values()),
        effective_air=tuple(effective),
        effective=tuple(lines[0] for lines in effective.values()),
    )


def _lines(rows: Sequence[Mapping[str, str]], quantity: str) -> dict[float, list[Line]]:
    """Lines of a quantity by the air temperature [K] that they are for."""
    found: dict[float, list[Line]] = {}
    for row in rows:
        if row["quantity"] == quantity:
            found.setdefault(float(row["air"]), []).append(_line(row))
    return found


def _line(row: Mapping[str, str]) -> Line:
    return float(row["first"]), float(row["second"])


def _crossing(left: Line, right: Line) -> float:
    return (right[0] - left[0]) / (left[1] - right[1])


def _joined(lines: Sequence[Line], nodes: Sequence[float]) -> tuple[float, ...]:
    """Values at `nodes` of lines that follow each other, each up to its crossing with the next."""
    ends = [*(_crossing(*pair) for pair in pairwise(lines)), float("inf")]
    chosen = [next(line for line, end in zip(lines, ends, strict=True) if w <= end) for w in nodes]
    return tuple(constant + slope * w for (constant, slope), w in zip(chosen, nodes, strict=True))
