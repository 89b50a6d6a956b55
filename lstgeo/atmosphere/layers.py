"""From a profile on its own levels to thin layers between the ground and space."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np

from lstgeo.atmosphere import standard
from lstgeo.physics import arrays, constants
from lstgeo.physics.arrays import Array

LAYERS = 45
"""Layers of the model atmosphere."""
SCALE_HEIGHT = 7.5
"""Scale height [km] that turns the layers' nominal heights into pressure."""
LOWER_DEPTH, UPPER_DEPTH, UPPER_POWER = 9.0, 51.0, 6
"""Nominal height of the layer edges [km]: 9 t + 51 t^6 for t from 0 to 1; 200 m near the ground."""
LAPSE_EXPONENT = 0.19
"""T ~ p^.19 (6.5 K km-1) between a profile's lowest level and a ground below it."""


@dataclass(frozen=True)
class Profile:
    """Atmospheric columns: levels along the last axis from the lowest up, any batch before it.

    `pressure_hpa` falls strictly along the levels and may be one-dimensional, shared by all
    columns; `temperature` [K] and `specific_humidity` [kg kg-1, above 0] have the batch's shape;
    `surface_pressure_hpa` has it without the levels. Levels under the ground are ignored.
    `surface_air_temperature` [K] and `surface_specific_humidity` describe the air at the ground;
    without them the profile is interpolated there. `ozone` is its dry-air mole fraction; without
    it, or where it is NaN, the standard one is used.
    """

    pressure_hpa: Array
    temperature: Array
    specific_humidity: Array
    surface_pressure_hpa: Array
    surface_air_temperature: Array | None = None
    surface_specific_humidity: Array | None = None
    ozone: Array | None = None

    def part(self, chosen: slice) -> Profile:
        """Columns `chosen` of a batch of one dimension."""
        shared = self.pressure_hpa if self.pressure_hpa.ndim == 1 else self.pressure_hpa[chosen]
        rest = {
            field.name: None if (value := getattr(self, field.name)) is None else value[chosen]
            for field in fields(self)[1:]
        }
        return Profile(shared, **rest)


class Layers(NamedTuple):
    """Thin layers from the ground up: edges have one more entry than layers along the last axis.

    `pressure_hpa`, `temperature` and `water_fraction` (mole fraction in moist air) are means
    weighted by water vapour; amounts are in mol m-2; `ozone` and `nitric_acid` are amounts.
    """

    edge_temperature: Array
    pressure_hpa: Array
    temperature: Array
    water_fraction: Array
    water: Array
    dry_air: Array
    ozone: Array
    nitric_acid: Array


def layers(profile: Profile, count: int = LAYERS) -> Layers:
    """Layers of a profile; `count` of them, their edges fixed fractions of the surface pressure."""
    xp = arrays.namespace(profile.temperature)
    surface = profile.surface_pressure_hpa[..., None]
    edge_log = xp.log(surface) - _depth(xp, surface, count)
    state = _interpolated(*_levels(xp, profile), edge_log)
    edge_temperature, humidity = state[..., 0], xp.exp(state[..., 1])
    ozone = _ozone(xp, profile, state, edge_log)
    return _integrated(xp, xp.exp(edge_log), edge_temperature, humidity, ozone, edge_log)


def total_column_water_vapour(profile: Profile, count: int = LAYERS) -> Array:
    """Total column water vapour [kg m-2] of the layers that the transfer sees."""
    xp = arrays.namespace(profile.temperature)
    return xp.sum(layers(profile, count).water, axis=-1) * constants.WATER_MOLAR_MASS


def _depth(xp: Array, like: Array, count: int) -> Array:
    """Optical-path-like depth ln(ps/p) of the layer edges."""
    t = np.linspace(0.0, 1.0, count + 1)
    height = LOWER_DEPTH * t + UPPER_DEPTH * t**UPPER_POWER
    return _constant(xp, height / SCALE_HEIGHT, like)


def _constant(xp: Array, values: Array, like: Array) -> Array:
    return xp.asarray(np.asarray(values), dtype=like.dtype, device=like.device)


def _levels(xp: Array, profile: Profile) -> tuple[Array, Array]:
    """Ln p and the state (T, ln q, ozone) of ground, profile and standard levels, batch first.

    Levels under the ground are moved to it, standard levels under the profile's top to that top:
    both become segments of no depth.
    """
    temperature = profile.temperature
    log_pressure = xp.broadcast_to(xp.log(profile.pressure_hpa), temperature.shape)
    parts = [temperature, xp.log(profile.specific_humidity)]
    if profile.ozone is not None:
        parts.append(_known_ozone(xp, profile.ozone, log_pressure))
    state = xp.stack(parts, axis=-1)
    surface_log = xp.log(profile.surface_pressure_hpa)[..., None]
    ground = _ground(xp, profile, log_pressure, state, surface_log)
    buried = log_pressure >= surface_log
    state = xp.where(buried[..., None], ground, state)
    log_pressure = xp.minimum(log_pressure, surface_log)
    above_log, above = _above(xp, log_pressure[..., -1:], state[..., -1:, :])
    return (
        xp.concat([surface_log, log_pressure, above_log], axis=-1),
        xp.concat([ground, state, above], axis=-2),
    )


def _ground(
    xp: Array, profile: Profile, log_pressure: Array, state: Array, surface: Array
) -> Array:
    """State at the ground, (..., 1, quantities)."""
    found = _interpolated(log_pressure, state, surface)
    warming = xp.exp(LAPSE_EXPONENT * xp.clip(surface - log_pressure[..., :1], 0.0, None))
    temperature, humidity = found[..., 0] * warming, found[..., 1]
    if profile.surface_air_temperature is not None:
        temperature = profile.surface_air_temperature[..., None]
    if profile.surface_specific_humidity is not None:
        humidity = xp.log(profile.surface_specific_humidity)[..., None]
    rest = [found[..., index] for index in range(2, found.shape[-1])]
    return xp.stack([temperature, humidity, *rest], axis=-1)


def _above(xp: Array, top_log: Array, top: Array) -> tuple[Array, Array]:
    """Standard levels above the profile's top, those under it moved to it."""
    standard_log = _constant(xp, np.log(standard.PRESSURE_ABOVE_HPA), top_log)
    columns = [
        np.asarray(standard.TEMPERATURE_ABOVE),
        np.full(len(standard.PRESSURE_ABOVE_HPA), np.log(standard.SPECIFIC_HUMIDITY_ABOVE)),
        np.interp(
            np.log(standard.PRESSURE_ABOVE_HPA),
            np.log(standard.OZONE_PRESSURE_HPA)[::-1],
            standard.OZONE_MOLE_FRACTION[::-1],
        ),
    ]
    values = _constant(xp, np.stack(columns[: top.shape[-1]], axis=-1), top)
    below = (standard_log >= top_log)[..., None]
    return xp.minimum(standard_log, top_log), xp.where(below, top, values)


def _interpolated(log_pressure: Array, state: Array, target: Array) -> Array:
    """State at ln p `target`, linear in ln p and constant beyond the ends, without searching.

    A piecewise linear function is the sum of its steps, each passed by a fraction 0 to 1.
    """
    xp = arrays.namespace(state)
    step = log_pressure[..., :-1] - log_pressure[..., 1:]
    inverse = 1 / xp.where(step > 0, step, xp.ones_like(step))
    beyond = log_pressure[..., None, :-1] - target[..., None]
    passed = xp.clip(beyond * inverse[..., None, :], 0.0, 1.0)
    return state[..., :1, :] + passed @ (state[..., 1:, :] - state[..., :-1, :])


def _ozone(xp: Array, profile: Profile, state: Array, edge_log: Array) -> Array:
    if profile.ozone is not None:
        return state[..., 2]
    return _climatology(xp, edge_log, standard.OZONE_PRESSURE_HPA, standard.OZONE_MOLE_FRACTION)


def _known_ozone(xp: Array, ozone: Array, log_pressure: Array) -> Array:
    fractions = (standard.OZONE_PRESSURE_HPA, standard.OZONE_MOLE_FRACTION)
    return xp.where(xp.isnan(ozone), _climatology(xp, log_pressure, *fractions), ozone)


def _climatology(
    xp: Array, edge_log: Array, pressure_hpa: tuple[float, ...], fraction: tuple[float, ...]
) -> Array:
    log_pressure = _constant(xp, np.log(pressure_hpa), edge_log)
    return _interpolated(log_pressure, _constant(xp, fraction, edge_log)[:, None], edge_log)[..., 0]


def _integrated(
    xp: Array,
    pressure: Array,
    temperature: Array,
    humidity: Array,
    ozone: Array,
    edge_log: Array,
) -> Layers:
    """Amounts and vapour-weighted means by Simpson's rule in ln p; T and ln q linear in ln p."""
    middle_pressure = xp.sqrt(pressure[..., :-1] * pressure[..., 1:])
    middle_humidity = xp.sqrt(humidity[..., :-1] * humidity[..., 1:])
    edge_vapour, middle_vapour = pressure * humidity, 4 * middle_pressure * middle_humidity
    vapour = edge_vapour[..., :-1] + middle_vapour + edge_vapour[..., 1:]

    def mean(edge: Array, middle: Array) -> Array:
        weighted = edge_vapour * edge
        return (weighted[..., :-1] + middle_vapour * middle + weighted[..., 1:]) / vapour

    depth = edge_log[..., :-1] - edge_log[..., 1:]
    column = 100 / constants.STANDARD_GRAVITY
    water_mass = vapour * depth * (column / 6)
    moist_mass = (pressure[..., :-1] - pressure[..., 1:]) * column
    dry_air = (moist_mass - water_mass) / constants.AIR_MOLAR_MASS
    nitric_acid = _climatology(
        xp, edge_log, standard.NITRIC_ACID_PRESSURE_HPA, standard.NITRIC_ACID_MOLE_FRACTION
    )
    return Layers(
        temperature,
        mean(pressure, middle_pressure),
        mean(temperature, (temperature[..., :-1] + temperature[..., 1:]) / 2),
        mean(_mole_fraction(humidity), _mole_fraction(middle_humidity)),
        water_mass / constants.WATER_MOLAR_MASS,
        dry_air,
        dry_air * (ozone[..., :-1] + ozone[..., 1:]) / 2,
        dry_air * (nitric_acid[..., :-1] + nitric_acid[..., 1:]) / 2,
    )


def _mole_fraction(humidity: Array) -> Array:
    """Mole fraction of water in moist air of a specific humidity."""
    ratio = constants.AIR_MOLAR_MASS / constants.WATER_MOLAR_MASS
    return ratio * humidity / (1 + (ratio - 1) * humidity)
