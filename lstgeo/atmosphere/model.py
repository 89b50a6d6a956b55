"""Band transmittance and radiances of atmospheric columns, and what a sensor sees above them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import array_api_compat
import numpy as np

from lstgeo.atmosphere import layers, transfer
from lstgeo.atmosphere.standard import Gases
from lstgeo.errors import InputError
from lstgeo.physics import arrays, planck

if TYPE_CHECKING:
    from lstgeo.atmosphere.layers import Profile
    from lstgeo.atmosphere.nodes import NodeTable
    from lstgeo.atmosphere.transfer import Channels
    from lstgeo.physics.arrays import Array

STEEPEST_VIEW = 65.0
"""Largest view zenith angle [degree] at which plane layers are good enough."""
COLUMNS_AT_ONCE = 24
"""Columns of a batch that go through together, so that they stay in the cache."""
AVERAGE_GASES = Gases()


class Parameters(NamedTuple):
    """Band values of columns: transmittance and radiances [W m-2 sr-1 um-1].

    Radiances are means over the band's response; the downwelling one is the hemispheric irradiance
    divided by pi. The transmittance is the mean weighted by the response times Planck's function
    at the temperature of the air at the ground: that is the one that the radiative transfer
    equation asks for (it keeps the isothermal law in a band), as where it is found from the
    radiance of two surfaces (Barsi et al. 2003). Against the mean weighted by the response alone
    it is .0005 higher for Landsat 8 B10 and .004 for Landsat 5 and 7 B6 in the tropics.
    """

    transmittance: Array
    upwelling_radiance: Array
    downwelling_radiance: Array


def parameters(
    profile: Profile,
    table: NodeTable,
    *,
    view_zenith_angle: Array = 0.0,
    gases: Gases = AVERAGE_GASES,
    count: int = layers.LAYERS,
) -> Parameters:
    """Parameters of a band for columns of any array-API kind; `count` layers.

    Differentiable in temperature, humidity and everything else that floats. Nothing is checked.
    """
    parts = [
        means(*_solved(part, table, angle, gases, count), table)
        for part, angle in _blocks(profile, view_zenith_angle)
    ]
    if len(parts) == 1:
        return parts[0]
    xp = arrays.namespace(profile.temperature)
    return Parameters(*(xp.concat(pieces) for pieces in zip(*parts, strict=True)))


def channels(
    profile: Profile,
    table: NodeTable,
    *,
    view_zenith_angle: Array = 0.0,
    gases: Gases = AVERAGE_GASES,
    count: int = layers.LAYERS,
) -> Channels:
    """Monochromatic results at the nodes (batch, nodes), to be integrated with their weights."""
    return _solved(profile, table, view_zenith_angle, gases, count)[0]


def at_sensor_radiance(
    channels: Channels, table: NodeTable, surface_temperature: Array, emissivity: Array
) -> Array:
    """Radiance [W m-2 sr-1 um-1] at the sensor, integrated over the nodes and not from band means.

    `surface_temperature` [K] and `emissivity` broadcast against the batch of `channels`.
    """
    xp = arrays.namespace(channels.transmittance)
    wavelength = _like(xp, table.wavelength, channels.transmittance)
    temperature = _value(xp, surface_temperature, channels.transmittance)[..., None]
    emissivity = _value(xp, emissivity, channels.transmittance)[..., None]
    emitted = emissivity * planck.radiance(wavelength, temperature)
    leaving = emitted + (1 - emissivity) * channels.downwelling_radiance
    radiance = channels.transmittance * leaving + channels.upwelling_radiance
    return radiance @ _like(xp, table.weight, channels.transmittance)


def means(channels: Channels, air_temperature: Array, table: NodeTable) -> Parameters:
    """Band values of monochromatic results.

    The transmittance is weighted by the response and by what a ground at `air_temperature` [K],
    that of the air there, emits.
    """
    xp = arrays.namespace(channels.transmittance)
    weight, wavelength = (
        _like(xp, values, channels.transmittance) for values in (table.weight, table.wavelength)
    )
    ground = planck.radiance(wavelength, air_temperature[..., None])
    return Parameters(
        (channels.transmittance * ground) @ weight / (ground @ weight),
        channels.upwelling_radiance @ weight,
        channels.downwelling_radiance @ weight,
    )


def _solved(
    profile: Profile, table: NodeTable, view_zenith_angle: Array, gases: Gases, count: int
) -> tuple[Channels, Array]:
    """Monochromatic results, and the temperature of the air at the ground."""
    layered = layers.layers(profile, count)
    xp = arrays.namespace(layered.temperature)
    wavelength = _like(xp, table.wavelength, layered.temperature)
    source = planck.radiance(wavelength, layered.edge_temperature[..., None])
    secant = _secant(xp, view_zenith_angle, layered.temperature)
    depth = table.optical_depth(layered, gases)
    return transfer.solve(depth, source, secant), layered.edge_temperature[..., 0]


def _blocks(profile: Profile, angle: Array) -> list[tuple[Profile, Array]]:
    """Batches of one dimension in the processor's memory in pieces that fit its cache."""
    temperature = profile.temperature
    size = temperature.shape[0] if temperature.ndim == 2 else 0
    on_processor = str(array_api_compat.device(temperature)) == "cpu"
    if not on_processor or size <= COLUMNS_AT_ONCE:
        return [(profile, angle)]
    xp = arrays.namespace(temperature)
    angles = xp.broadcast_to(xp.asarray(angle, dtype=temperature.dtype), (size,))
    pieces = (slice(start, start + COLUMNS_AT_ONCE) for start in range(0, size, COLUMNS_AT_ONCE))
    return [(profile.part(piece), angles[piece]) for piece in pieces]


def _secant(xp: Array, angle: Array, like: Array) -> Array:
    degrees = xp.asarray(angle, dtype=like.dtype)
    if bool(xp.any((degrees < 0) | (degrees > STEEPEST_VIEW) | xp.isnan(degrees))):
        raise InputError(
            f"view zenith angle must lie in 0-{STEEPEST_VIEW:g} degrees; it reaches "
            f"{float(xp.max(degrees)):g}"
        )
    return (1 / xp.cos(degrees * (np.pi / 180)))[..., None]


def _value(xp: Array, value: Array, like: Array) -> Array:
    """An array as it is, a number in the precision of `like`."""
    return value if hasattr(value, "shape") else _like(xp, value, like)


def _like(xp: Array, values: Array, like: Array) -> Array:
    return xp.asarray(values, dtype=like.dtype, device=like.device)
