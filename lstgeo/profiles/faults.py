"""Pressure levels that are too few for the transfer are refused, and thin ones told of.

The figures behind the limits are those of `docs/design/profiles.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.errors import InputError
from lstgeo.profiles import levels

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array

TOP = 30_000.0
"""Pressure [Pa] up to which temperature and humidity have to be known."""

LOWEST = 0.84
"""Share of the greatest surface pressure at which, or lower, the lowest level must lie."""

WIDEST = 0.4
"""Step of ln p that is refused below :data:`TOP`; from 700 to 500 hPa it is .34."""

WIDE, MOIST = 0.16, 50_000.0
"""Step of ln p that is worth a warning, up to this pressure [Pa]; from 700 to 600 hPa it is .15."""

DRY_TOP, DRY = 10_000.0, 2.8e-6
"""Where humidity falls to above the levels that have it: 4.5 ppmv at 100 hPa [Pa, kg kg-1]."""


def require_levels(name: str, what: str, pressure: Array, surface: Array) -> str | None:
    """What the user should know of `pressure` [Pa], the levels of `what`, or None.

    `surface` are the surface pressures [Pa] of the columns; `name` is the file. Raises InputError
    where the levels do not make a column.
    """
    falling = np.sort(pressure)[::-1]
    if falling[-1] > TOP:
        raise InputError(
            f"{name}: {what} has to reach up to {TOP / 100:g} hPa; it is there up to "
            f"{falling[-1] / 100:g} hPa"
        )
    ground = float(np.max(surface))
    if falling[0] < LOWEST * ground:
        raise InputError(
            f"{name}: the lowest level of {what} is {falling[0] / 100:g} hPa, and the ground lies "
            f"at up to {ground / 100:.0f} hPa; one of {LOWEST * ground / 100:.0f} hPa or more is "
            "needed"
        )
    wide = _widest(falling, TOP, WIDEST)
    if wide:
        raise InputError(f"{name}: levels of {what} are missing between {wide}")
    thin = _widest(falling, MOIST, WIDE)
    return f"no levels of {what} between {thin}, which may cost half a kelvin" if thin else None


def _widest(falling: Array, top: float, limit: float) -> str | None:
    """The widest step of ln p below `top` in words, where it is above `limit`."""
    steps = np.where(falling[:-1] > top, -np.diff(np.log(falling)), 0.0)
    step = int(np.argmax(steps))
    if steps[step] <= limit:
        return None
    return f"{falling[step] / 100:g} and {falling[step + 1] / 100:g} hPa"


def at_levels(pressure: Array, humidity: Array, wanted: Array) -> Array:
    """Specific humidity (cells, levels) at pressures `wanted` [Pa], ln q linear in ln p.

    Both pressures fall. Above the highest level that has it, it falls to 4.5 ppmv at 100 hPa.
    """
    if np.array_equal(pressure, wanted):
        return humidity
    if pressure[-1] > DRY_TOP:
        pressure = np.append(pressure, DRY_TOP)
        humidity = np.concatenate([humidity, np.full((len(humidity), 1), DRY)], axis=1)
    shape = (len(humidity), len(pressure))
    fields = {"pressure": np.broadcast_to(pressure, shape), "specific_humidity": humidity}
    target = np.broadcast_to(wanted, (len(humidity), len(wanted)))
    return levels.interpolated(fields, target)["specific_humidity"]
