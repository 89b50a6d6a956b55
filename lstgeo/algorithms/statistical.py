r"""Statistical mono-window algorithm of Ermida et al. 2020 (`statistical`).

.. math:: T_s = A\, T_b / \varepsilon + B / \varepsilon + C

Source: Ermida et al. 2020 (Remote Sens. 12, 1471), coefficients for bins of 6 kg m-2 of water
vapour. Taken bin by bin, as published, the result jumps by .6 to 2.7 K between bins; here the
coefficients are interpolated linearly between the centres of the bins.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from lstgeo.algorithms import coefficients
from lstgeo.physics import arrays
from lstgeo.physics.arrays import Array
from lstgeo.sensors.platforms import ThermalBand

BIN = 6.0
"""Width of a bin of water vapour [kg m-2]; the last one is open."""

BINS = 10


@dataclass(frozen=True)
class Coefficients:
    """A fit: A [1], B and C [K] of each bin."""

    slope: tuple[float, ...]
    first: tuple[float, ...]
    constant: tuple[float, ...]


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
    xp = arrays.namespace(radiance, water_vapour)
    position = xp.clip(water_vapour / BIN - 0.5, 0.0, len(fit.slope) - 1.0)
    slope, first, constant = (
        arrays.lookup(np.asarray(column), position)
        for column in (fit.slope, fit.first, fit.constant)
    )
    return (slope * band.planck_table.temperature(radiance) + first) / emissivity + constant


@lru_cache
def published(sensor: str) -> Coefficients:
    """The published coefficients of a sensor."""
    rows = [row for row in coefficients.rows("statistical") if row["sensor"] == sensor]
    return Coefficients(*(tuple(float(row[name]) for row in rows) for name in "ABC"))
