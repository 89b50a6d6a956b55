"""The AFGL standard atmospheres (AFGL-TR-86-0110) from the tables of libRadtran."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lstgeo.errors import InputError
from lstgeo.physics import humidity
from lstgeo.profiles import columns

SOURCE = "AFGL"

NAMES = {
    "afglt": "tropical",
    "afglms": "midlatitude_summer",
    "afglmw": "midlatitude_winter",
    "afglss": "subarctic_summer",
    "afglsw": "subarctic_winter",
    "afglus": "us_standard_1976",
}
"""Name of the atmosphere by name of its file."""

_COLUMNS = 9
_ALTITUDE, _PRESSURE, _TEMPERATURE, _AIR, _OZONE, _WATER = 0, 1, 2, 3, 4, 6

HIGHEST_KM = 100.0
"""Altitude above which the air is no longer mixed and no infrared band sees it."""


def read(path: str | Path) -> columns.Columns:
    """One standard atmosphere from number densities [cm-3] at altitudes [km], up to 100 km."""
    path = Path(path)
    try:
        table = np.loadtxt(path, comments="#", ndmin=2)
    except (ValueError, OSError) as error:
        raise InputError(f"{path} is no AFGL table that can be read: {error}") from error
    if table.shape[1] < _COLUMNS:
        raise InputError(f"an AFGL table has {_COLUMNS} columns, {path} has {table.shape[1]}")
    table = table[table[:, _ALTITUDE] <= HIGHEST_KM]
    dry = table[:, _AIR] - table[:, _WATER]
    name = NAMES.get(path.stem, path.stem)
    return columns.of(
        100 * table[:, _PRESSURE],
        table[:, _TEMPERATURE],
        humidity.of_dry_mole_fraction(table[:, _WATER] / dry),
        f"{SOURCE} {name}",
        ozone=table[:, _OZONE] / dry,
        elevation=1000 * table[:, _ALTITUDE].min(),
    )
