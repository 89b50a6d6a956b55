"""Columns over the cells of a model: laid on its ground, or moved to other ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.physics import constants, elevation, humidity
from lstgeo.profiles import columns, levels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

LAPSE_EXPONENT = 0.19
"""T ~ p^.19 (6.5 K km-1) below a model's ground, where its own levels are of no air."""

_VIRTUAL = 1 / humidity.WATER_TO_DRY_AIR - 1
"""Virtual temperature is T (1 + .608 q)."""

_KNOWN = ("pressure", "temperature", "specific_humidity")


def laid(
    pressure: Array,
    fields: Mapping[str, Array],
    surface: Mapping[str, Array],
    names: Array,
    **known: Array,
) -> Columns:
    """Columns of a model's levels above its ground, whatever it states below.

    `pressure` [Pa] (levels,) falls, `fields` are `temperature` [K] and `specific_humidity` (cells,
    levels), NaN under the ground at will; `surface` holds `pressure` and what else is known there.
    """
    ground = surface["pressure"][:, None]
    above = pressure[None, :] < ground
    lowest = np.argmax(above, axis=1)[:, None]
    clean = {
        name: np.where(above, values, np.take_along_axis(values, lowest, axis=1))
        for name, values in fields.items()
    }
    buried = np.isfinite(fields["temperature"]) & ~above
    usable = {
        name: np.where(buried & np.isfinite(values), values, clean[name])
        for name, values in fields.items()
    }
    found = levels.interpolated(
        {"pressure": np.broadcast_to(pressure, above.shape)} | usable, ground
    )
    deeper = np.maximum(surface["pressure"] / pressure[0], 1.0) ** LAPSE_EXPONENT
    at_ground = {name: values[:, 0] for name, values in found.items()}
    at_ground["temperature"] = at_ground["temperature"] * deeper
    at_ground |= surface
    stacked = levels.above_surface(pressure, clean, at_ground)
    return columns.of(
        stacked["pressure"], stacked["temperature"], stacked["specific_humidity"], list(names),
        **known,
    )  # fmt: skip


def heights(batch: Columns) -> Array:
    """Heights of the levels above the sea [m] in hydrostatic balance over each column's ground."""
    virtual = batch.temperature * (1 + _VIRTUAL * batch.specific_humidity)
    middle = (virtual[:, 1:] + virtual[:, :-1]) / 2
    thickness = (
        -elevation.GAS_CONSTANT / constants.STANDARD_GRAVITY
        * middle * np.diff(np.log(batch.pressure), axis=1)
    )  # fmt: skip
    bottom = batch.elevation[:, None]
    return np.concatenate([bottom, bottom + np.cumsum(thickness, axis=1)], axis=1)


def pressure_at(batch: Columns, height: Array) -> Array:
    """Pressure [Pa] of each column at `height` [m] (cells,), below its ground by the lapse rate."""
    level = heights(batch)
    wanted = np.broadcast_to(height, (len(batch),))[:, None]
    fields = {"pressure": np.exp(-level / 1e4), "log": np.log(batch.pressure)}
    above = np.exp(levels.interpolated(fields, np.exp(-wanted / 1e4))["log"][:, 0])
    depth = wanted[:, 0] - batch.elevation
    warmth = np.maximum(1 - _LAPSE * depth / batch.air_temperature, 0.1)
    return np.where(depth < 0, batch.surface_pressure * warmth ** (1 / LAPSE_EXPONENT), above)


_LAPSE = LAPSE_EXPONENT * constants.STANDARD_GRAVITY / elevation.GAS_CONSTANT
"""Fall of temperature with height [K m-1] that goes with T ~ p^.19."""


def moved(batch: Columns, height: Array) -> Columns:
    """Columns over ground at `height` [m]: cut off there, or drawn down to it.

    Below a column's own ground temperature rises by 6.5 K km-1 and humidity stays.
    """
    ground = pressure_at(batch, height)
    fields = {name: getattr(batch, name) for name in _KNOWN}
    found = levels.interpolated(fields, ground[:, None])
    deeper = np.maximum(ground / batch.surface_pressure, 1.0)
    surface = {
        "pressure": ground,
        "temperature": found["temperature"][:, 0] * deeper**LAPSE_EXPONENT,
        "specific_humidity": found["specific_humidity"][:, 0],
    }
    stacked = levels.above_surface(
        batch.pressure,
        {name: getattr(batch, name) for name in _KNOWN[1:]},
        surface,
    )
    size = stacked["pressure"].shape
    return batch.replaced(
        **stacked,
        ozone=np.full(size, np.nan),
        elevation=np.broadcast_to(np.asarray(height, float), (len(batch),)),
    )
