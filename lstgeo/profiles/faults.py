"""Pressure levels that are too few for the transfer are refused, and what is missing is made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.errors import InputError
from lstgeo.profiles import levels

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array

HIGHEST_TOP, HIGHEST_MOIST_TOP = 20_000.0, 40_000.0
"""Pressures [Pa] up to which temperature, and humidity, have to be known."""

LOWEST_BOTTOM = 0.84
"""Share of the surface pressure at which the lowest level must lie, where the ground is lower."""

WIDEST = 0.75
"""Step of ln p from level to level that is refused, between the ground and :data:`HIGHEST_TOP`."""

DRY_TOP, DRY = 10_000.0, 2.8e-6
"""Where humidity falls to above the levels that have it: 4.5 ppmv at 100 hPa [Pa, kg kg-1]."""


def require_levels(name: str, temperature: Array, humidity: Array, surface: Array) -> None:
    """Raise InputError where pressures [Pa] of temperature or humidity do not make a column.

    `surface` are the surface pressures [Pa] of the columns; `name` is the file.
    """
    for what, pressure, top in (
        ("temperature", temperature, HIGHEST_TOP),
        ("humidity", humidity, HIGHEST_MOIST_TOP),
    ):
        falling = np.sort(pressure)[::-1]
        if falling[-1] > top:
            raise InputError(
                f"{name}: {what} has to reach up to {top / 100:g} hPa; it is there up to "
                f"{falling[-1] / 100:g} hPa"
            )
        lowest = float(np.max(surface)) * LOWEST_BOTTOM
        if falling[0] < lowest:
            raise InputError(
                f"{name}: the lowest level of {what} is {falling[0] / 100:g} hPa, and the ground "
                f"lies at {np.max(surface) / 100:.0f} hPa; {lowest / 100:.0f} hPa or more is needed"
            )
        inner = falling[falling >= top]
        steps = -np.diff(np.log(np.append(inner, falling[inner.size : inner.size + 1])))
        if steps.size and steps.max() > WIDEST:
            step = int(np.argmax(steps))
            raise InputError(
                f"{name}: levels of {what} are missing between {falling[step] / 100:g} and "
                f"{falling[step + 1] / 100:g} hPa"
            )


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
