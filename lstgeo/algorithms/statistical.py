r"""Statistical mono-window algorithm of Ermida et al. 2020 (`statistical`).

.. math:: T_s = A\, T_b / \varepsilon + B / \varepsilon + C

Source: Ermida et al. 2020 (Remote Sens. 12, 1471), coefficients for bins of 6 kg m-2 of water
vapour. Taken bin by bin, as published, the result jumps by .6 to 2.7 K between bins; here the
coefficients are interpolated linearly between the centres of the bins.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lstgeo.algorithms import coefficients
from lstgeo.physics import arrays
from lstgeo.physics.arrays import Array
from lstgeo.sensors.platforms import ThermalBand

BIN = 6.0
"""Width of a bin of water vapour [kg m-2]; the last one is open."""


def temperature(
    radiance: Array, emissivity: Array, water_vapour: Array, *, band: ThermalBand
) -> Array:
    """Surface temperature [K] from radiance [W m-2 sr-1 um-1] and water vapour [kg m-2]."""
    xp = arrays.namespace(radiance, water_vapour)
    columns = _columns(band.sensor)
    position = xp.clip(water_vapour / BIN - 0.5, 0.0, columns.shape[1] - 1.0)
    slope, first, constant = (arrays.lookup(column, position) for column in columns)
    return (slope * band.planck_table.temperature(radiance) + first) / emissivity + constant


@lru_cache
def _columns(sensor: str) -> NDArray[np.float64]:
    rows = [row for row in coefficients.rows("statistical") if row["sensor"] == sensor]
    return np.array([[float(row[name]) for row in rows] for name in "ABC"])
