"""Levels of a column: laid on the surface, taken from layers, made equal in number, resampled."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.errors import InputError
from lstgeo.physics import constants
from lstgeo.profiles import columns, saturation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

TOP = 1_000.0
"""Pressure of the highest level of the common grid [Pa]; GFS ends there."""

DRIEST = 1e-7
"""Specific humidity [kg kg-1] below which its logarithm says nothing."""

_SCALE_HEIGHT = 7.3
"""Scale height of the air [km], such that the common grid ends at about 10 hPa."""

THINNEST = 0.002
"""Share of the surface pressure that the lowest layer must span: about 16 m."""


def common_sigma(layers: int = 45) -> Array:
    """Sigma of the common grid, falling from 1 to 0 in layers .1 to 1.4 km thick at sea level."""
    height = np.concatenate([[0.0], np.cumsum(np.linspace(0.1, 1.4, layers) * 45 / layers)])
    share = np.exp(-height / _SCALE_HEIGHT)
    return (share - share[-1]) / (1 - share[-1])


def above_surface(
    pressure: Array, values: Mapping[str, Array], surface: Mapping[str, Array]
) -> dict[str, Array]:
    """Replace what lies below the ground by sub-layers of the lowest layer above it.

    `pressure` [Pa], (levels,) or (columns, levels), falls; `values` are (columns, levels);
    `surface` holds `pressure` and the same quantities at the surface, (columns,). The result
    has one level more, the surface first, and pressure falls strictly in it, so that batches stay
    rectangular.
    """
    ground = surface["pressure"][:, None]
    buried = np.sum(pressure > (1 - THINNEST) * ground, axis=1)
    stacked = {
        name: np.concatenate([surface[name][:, None], field], axis=1)
        for name, field in values.items()
    }
    everywhere = np.broadcast_to(pressure, (len(ground), pressure.shape[-1]))
    return _subdivide({"pressure": np.concatenate([ground, everywhere], axis=1)} | stacked, buried)


def above_ground(fields: Mapping[str, Array], ground: Array) -> dict[str, Array]:
    """Level fields (columns, levels) over ground at pressure `ground` [Pa], whose air they give.

    Air at the ground is interpolated in ln p; below the lowest level it is that of the level.
    """
    if len(np.unique(fields["pressure"], axis=0)) != 1:
        raise InputError("a surface pressure goes with pressure levels that all columns share")
    order = np.argsort(-fields["pressure"][0])
    falling = {name: values[:, order] for name, values in fields.items()}
    surface = interpolated(falling, ground[:, None])
    return above_surface(
        falling["pressure"][0],
        {name: values for name, values in falling.items() if name != "pressure"},
        {"pressure": ground} | {name: values[:, 0] for name, values in surface.items()},
    )


def padded(batch: Columns, count: int) -> Columns:
    """Columns with `count` levels: the lowest layer is cut into equal parts, no more."""
    extra = count - batch.pressure.shape[1]
    if extra == 0:
        return batch
    shifted = {
        name: np.concatenate(
            [field[:, :1], np.repeat(field[:, :1], extra, axis=1), field[:, 1:]], axis=1
        )
        for name in columns.LEVEL_FIELDS
        for field in (getattr(batch, name),)
    }
    return batch.replaced(**_subdivide(shifted, np.full(len(batch), extra)))


def concatenated(batches: Sequence[Columns]) -> Columns:
    """All columns of `batches` as one, with the levels of the one that has most."""
    count = max(batch.pressure.shape[1] for batch in batches)
    equal = [padded(batch, count) for batch in batches]
    return columns.Columns(
        *(
            np.concatenate([getattr(batch, field.name) for batch in equal])
            for field in dataclasses.fields(columns.Columns)
        )
    )


def resampled(batch: Columns, sigma: Array, top: float) -> Columns:
    """Columns on levels p = top + sigma (surface - top), `sigma` falling from 1 to 0, `top` [Pa].

    Where a column ends below `top`, its highest level stands for what lies above. Humidity is
    scaled by a factor a column (within 3 % of 1 for GFS) that keeps the total of water vapour.
    """
    target = top + sigma * (batch.surface_pressure[:, None] - top)
    fields = {name: getattr(batch, name) for name in columns.LEVEL_FIELDS}
    moved = batch.replaced(pressure=target, **interpolated(fields, target))
    ratio = batch.total_column_water_vapour / moved.total_column_water_vapour
    return moved.replaced(specific_humidity=moved.specific_humidity * ratio[:, None])


def interpolated(fields: Mapping[str, Array], target: Array) -> dict[str, Array]:
    """Level fields other than pressure at pressures `target` (columns, wanted levels), in ln p."""
    source = -np.log(fields["pressure"])
    wanted = -np.log(target)
    rows = np.arange(len(source))[:, None]
    index = np.sum(source[:, None, :] <= wanted[:, :, None], axis=2) - 1
    index = np.clip(index, 0, source.shape[1] - 2)
    span = source[rows, index + 1] - source[rows, index]
    weight = np.clip((wanted - source[rows, index]) / span, 0.0, 1.0)

    def blend(values: Array) -> Array:
        below, above = values[rows, index], values[rows, index + 1]
        return np.where(
            weight == 0, below, np.where(weight == 1, above, below + weight * (above - below))
        )

    return {
        name: np.exp(blend(np.log(np.maximum(values, DRIEST))))
        if name == "specific_humidity"
        else blend(values)
        for name, values in fields.items()
        if name != "pressure"
    }


def at_edges(
    edge_pressure: Array, edge_temperature: Array, layers: Mapping[str, Array]
) -> dict[str, Array]:
    """Specific humidity and ozone at the edges of `layers` from their means, ln q linear in ln p.

    Pressure falls with the index; the outermost edges take the value of their layer. Humidity is
    then corrected by the share of water that each layer lacks, three times, and kept below
    saturation at the temperature of the edge, which may be colder than its layer.
    """
    middle = {"pressure": 0.5 * (edge_pressure[:, 1:] + edge_pressure[:, :-1])}
    found = interpolated(middle | dict(layers), edge_pressure)
    moist = found["specific_humidity"]
    water = (
        layers["specific_humidity"] * -np.diff(edge_pressure, axis=1) / constants.STANDARD_GRAVITY
    )
    for _ in range(3):
        ratio = {"specific_humidity": water / columns.layer_water(edge_pressure, moist)}
        moist = moist * interpolated(middle | ratio, edge_pressure)["specific_humidity"]
        moist = saturation.limited(moist, edge_temperature, edge_pressure)
    return found | {"specific_humidity": moist}


def without_missing_tops(fields: Mapping[str, Array]) -> dict[str, Array]:
    """Level fields where levels missing altogether are spent as sub-layers beside the ground.

    A level is missing where pressure, temperature and humidity all are NaN; such levels must stand
    together at the end of a column, as CF stores profiles of unequal length.
    """
    needed = [fields[name] for name in ("pressure", "temperature", "specific_humidity")]
    missing = np.all([np.isnan(values) for values in needed], axis=0)
    spare = np.argmin(missing[:, ::-1], axis=1)
    trailing = np.arange(missing.shape[1])[None, :] >= missing.shape[1] - spare[:, None]
    # A gap inside a column is no missing top: the check names it.
    if not spare.any() or missing.all(axis=1).any() or (missing & ~trailing).any():
        return dict(fields)
    return _spent(fields, missing.shape[1] - spare)


def _spent(fields: Mapping[str, Array], counts: Array) -> dict[str, Array]:
    """Level fields of which `counts` levels are there, made full; the ground at either end."""
    width = fields["pressure"].shape[1]
    last = np.take_along_axis(fields["pressure"], counts[:, None] - 1, axis=1)
    rising = last[:, 0] > fields["pressure"][:, 0]
    spare = width - counts
    index = np.arange(width)[None, :]
    downwards = np.clip(counts[:, None] - 1 - index, 0, None)
    upwards = np.clip(index, 0, None)
    order = np.where(rising[:, None], downwards, upwards)
    shifted = np.where(index == 0, 0, np.clip(index - spare[:, None], 0, None))
    source = np.take_along_axis(order, shifted, axis=1)
    return _subdivide(
        {name: np.take_along_axis(values, source, axis=1) for name, values in fields.items()}, spare
    )


def _subdivide(fields: Mapping[str, Array], spare: Array) -> dict[str, Array]:
    """Fill levels 1 to `spare` of each column by equal parts of the layer under level spare + 1."""
    pressure = fields["pressure"]
    rows = np.arange(len(pressure))
    index = np.arange(pressure.shape[1])[None, :]
    inside = (index > 0) & (index <= spare[:, None])
    first = pressure[rows, spare + 1][:, None]
    ground = pressure[:, :1]
    even = ground + (first - ground) * index / (spare[:, None] + 1)
    result = {"pressure": np.where(inside, even, pressure)}
    weight = np.clip(np.log(result["pressure"] / ground) / np.log(first / ground), 0.0, 1.0)
    for name, values in fields.items():
        if name == "pressure":
            continue
        logarithmic = name == "specific_humidity"
        scale = np.log(np.maximum(values, DRIEST)) if logarithmic else values
        above = scale[rows, spare + 1][:, None]
        even = scale[:, :1] + weight * (above - scale[:, :1])
        result[name] = np.where(inside, np.exp(even) if logarithmic else even, values)
    return result
