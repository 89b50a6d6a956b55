"""Columns drawn from statistics: normal numbers, correlated, put through distributions."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.profiles import columns, levels, saturation, statistics

if TYPE_CHECKING:
    from collections.abc import Callable

    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns
    from lstgeo.profiles.statistics import Statistics

SOURCE = "generated"

TEMPERATURE_ROOM, WATER_ROOM = 1.0, 1.02
"""How far beyond the range of its climate a column may lie [K; ratio]."""

STRATOSPHERIC_HUMIDITY = 2.8e-6
"""Specific humidity at and above 100 hPa [kg kg-1]: 4.5 ppmv."""

STRATOSPHERE = 10_000.0
"""Pressure [Pa] at which humidity reaches that of the stratosphere."""

_MONTHS = {"winter": 0, "transition": 9, "summer": 6}
_EXTREME_SCORE = 3.0
_COLDEST = 175.0


def climates(
    table: Statistics,
    count: int,
    random: np.random.Generator,
    wanted: Callable[[statistics.Climate], bool] = lambda _: True,
) -> Array:
    """Climate of each of `count` columns, by weight among those `wanted`."""
    weight = table.weight * [wanted(climate) for climate in table.climates]
    return random.choice(len(weight), count, p=weight / weight.sum())


def draw(table: Statistics, climate: Array, random: np.random.Generator) -> Columns:
    """One column of each climate, drawn again while it is outside what was seen."""
    batch = _attempt(table, climate, random)
    fields = {field.name: getattr(batch, field.name) for field in dataclasses.fields(batch)}
    missed = np.flatnonzero(~_seen(table, climate, batch))
    while missed.size:
        again = _attempt(table, climate[missed], random)
        for name, values in fields.items():
            fields[name] = values.copy()
            fields[name][missed] = getattr(again, name)
        missed = missed[~_seen(table, climate[missed], again)]
    return columns.Columns(**fields)


def _seen(table: Statistics, climate: Array, batch: Columns) -> Array:
    """Whether temperature and water lie in the range of the climate, with a little room."""
    coldest, warmest = np.moveaxis(table.temperature_range[climate], 1, 0)
    driest, wettest = table.water_range[climate].T
    water = batch.total_column_water_vapour
    colder = batch.temperature < coldest - TEMPERATURE_ROOM
    warmer = batch.temperature > warmest + TEMPERATURE_ROOM
    within = (water > driest / WATER_ROOM) & (water < wettest * WATER_ROOM)
    return within & ~colder.any(axis=1) & ~warmer.any(axis=1)


def _attempt(table: Statistics, climate: Array, random: np.random.Generator) -> Columns:
    """One column of each climate, as distributions and correlation alone would have it."""
    loadings = table.loadings[climate]
    common = random.standard_normal((len(climate), loadings.shape[2]))
    own = random.standard_normal(loadings.shape[:2])
    left = np.sqrt(np.maximum(1 - (loadings**2).sum(axis=2), 0.0))
    score = np.einsum("nvk,nk->nv", loadings, common) + left * own
    return _columns(_values(table.quantiles[climate], score), climate, table, random)


def _values(quantiles: Array, score: Array) -> Array:
    """Values of variables at normal scores, from their distributions (columns, variables, ...)."""
    node = statistics.normal_quantile(np.array(statistics.PROBABILITIES[1:-1]))
    node = np.concatenate([[-_EXTREME_SCORE], node, [_EXTREME_SCORE]])
    score = np.clip(score, node[0], node[-1])
    found = np.asarray(np.searchsorted(node, score, side="right"))
    below = np.clip(found - 1, 0, len(node) - 2)
    weight = (score - node[below]) / (node[below + 1] - node[below])
    low, high = (
        np.take_along_axis(quantiles, below[..., None] + step, axis=2)[..., 0] for step in (0, 1)
    )
    return low + weight * (high - low)


def _columns(
    values: Array, climate: Array, table: Statistics, random: np.random.Generator
) -> Columns:
    """Columns whose variables are `values`, as :func:`statistics.state` has them."""
    sigma = levels.common_sigma()
    latitude, surface = np.abs(values[:, 0]), values[:, 1]
    changes = values[:, 2 : 2 + len(sigma)]
    temperature = np.maximum(np.cumsum(changes, axis=1), _COLDEST)
    pressure = levels.TOP + sigma * (surface[:, None] - levels.TOP)
    moist = _humidity(pressure, temperature, values[:, 2 + len(sigma) :])
    northern = random.random(len(values)) < 0.5
    return columns.of(
        pressure,
        temperature,
        moist,
        SOURCE,
        latitude=np.where(northern, latitude, -latitude),
        time=_time(northern, [table.climates[index] for index in climate]),
        cloud_cover=0.0,
    )


def _humidity(pressure: Array, temperature: Array, relative: Array) -> Array:
    """Specific humidity of all levels from the relative humidity of the lowest ones.

    Above them ln q falls along ln p to that of the stratosphere, below saturation.
    """
    count = relative.shape[1]
    saturated = saturation.ncep_humidity(temperature, pressure)
    moist = np.maximum(relative * saturated[:, :count], levels.DRIEST)
    last, height = (
        np.log(moist[:, -1:]),
        np.log(pressure[:, count - 1 : count] / pressure[:, count:]),
    )
    whole = np.maximum(np.log(pressure[:, count - 1 : count] / STRATOSPHERE), 1e-3)
    dry = np.log(STRATOSPHERIC_HUMIDITY)
    above = last + np.clip(height / whole, 0.0, 1.0) * (dry - last)
    return np.concatenate([moist, np.minimum(np.exp(above), saturated[:, count:])], axis=1)


def _time(northern: Array, climates: list[statistics.Climate]) -> Array:
    """The middle of a month of the season in each hemisphere, in a year that stands for none."""
    month = np.array([_MONTHS[statistics.SEASON_NAMES[climate.season]] for climate in climates])
    month = np.where(northern, month, (month + 6) % 12)
    return np.datetime64("2011-01-15", "D") + (month * 30.44).astype("timedelta64[D]")
