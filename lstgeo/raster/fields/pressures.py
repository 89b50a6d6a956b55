"""The pressures of the levels along a dimension of a NetCDF file."""

from __future__ import annotations

import re
from collections.abc import Hashable

import numpy as np
import xarray as xr

VERTICAL = re.compile(
    r"(lev\d*|level|plev\d*|pressure|pressure_level|isobaric\w*|hybrid|altitude)$", re.I
)
"""Names of vertical coordinates."""

_UNITS = {"pa": 1.0, "hpa": 100.0, "mb": 100.0, "mbar": 100.0, "millibar": 100.0}
_UNITS |= {"millibars": 100.0, "hectopascals": 100.0, "kpa": 1000.0}
_UNITLESS = frozenset({"", "1"})
_HIGHEST_HPA = 1100.0


def of(data: xr.Dataset, dimension: Hashable) -> tuple[float, ...] | None:
    """Pressures [Pa] along a dimension; None where it has other coordinates, or none.

    Without units the greatest tells them: 1000 hPa and 100 000 Pa cannot be taken for each other.
    """
    if dimension not in data.variables:
        return None
    values = np.asarray(data[dimension].to_numpy(), np.float64)
    stated = str(data[dimension].attrs.get("units", "")).lower()
    factor = _UNITS.get(stated)
    if factor is None and stated in _UNITLESS and VERTICAL.match(str(dimension)) and values.size:
        factor = 100.0 if values.max() <= _HIGHEST_HPA else 1.0
    return None if factor is None else tuple(float(value) for value in values * factor)
