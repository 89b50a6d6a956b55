"""The weather over a synthetic scene: a column of air at every position, out of one real-like one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.errors import InputError
from lstgeo.profiles import columns, drawing, generator, humidity
from lstgeo.profiles.columns import Columns
from lstgeo.profiles.statistics import BAND_NAMES, SEASON_NAMES, TERRAIN_NAMES, Climate
from lstgeo.simulation import lattice, noise, waves
from lstgeo.simulation.landscape import LAPSE
from lstgeo.simulation.terrain import LOWLAND, Terrain

Values = NDArray[np.floating[Any]]

DRIEST, WETTEST = 1.0, 45.0
"""Total column water vapour [kg m-2] that air of such a morning holds without cloud."""

AIR_TEMPERATURE, WARMER = 296.3, 0.7
"""Air over the lowland [K], 1 to 3 K below the woods, and how much it differs within a scene."""

FULL_SPAN = 1024
"""Pixels along the side of a scene within which the air differs by all of :data:`WARMER`."""

SEA_LEVEL_PRESSURE = (101_300.0, 102_300.0)
"""Pressure at sea level of a clear summer day [Pa]."""

MOST_HUMID = 0.98
"""Relative humidity over water that no level is above."""

HOURLY_WARMING, MIXED_LAYER = 1.0, 0.85
"""Warming of the ground air in the morning [K h-1], fading out at this share of surface pressure."""

CANDIDATES = 256
"""Columns drawn, of which the one most like the wanted weather is taken."""

_WANTED_LAPSE = 7.0
_LIKE = {"air_temperature": 3.0, "log_water": 0.3, "lapse": 2.0}
_FADING = (20_000.0, 10_000.0)
_SCALE_HEIGHT = 8.68


@dataclass(frozen=True, eq=False)
class Weather:
    """Columns at every pixel position: one column moved, warmed and moistened.

    `base` lies on sigma levels; `water` and `warmth` are patterns between the ends of `water_span`
    [kg m-2] and `temperature_span` [K, over the lowland]; `ground` is the height [m] of the scene
    as a model of the atmosphere sees it, averaged over a cell of the lattice.
    """

    base: Columns
    water: waves.Waves
    water_span: tuple[float, float]
    warmth: waves.Waves
    temperature_span: tuple[float, float]
    ground: lattice.Field
    sea_level_pressure: float

    def columns(self, rows: Values, positions: Values, hours: float = 0.0, **place: Any) -> Columns:
        """One column at each row and column `positions`, `hours` after the overpass.

        The temperature at a pressure changes linearly with `hours`, humidity not at all. `place`
        (latitude, longitude, time) is handed on.
        """
        height = self.ground.at(rows, positions)
        surface = self.sea_level_pressure * np.exp(-height / (1000 * _SCALE_HEIGHT))
        top = self.base.pressure[:, -1]
        share = (self.base.pressure[0] - top) / (self.base.surface_pressure - top)
        pressure = top + share * (surface[:, None] - top)
        aloft = _fading(pressure)
        warming = self.air_temperature(rows, positions) - self.base.air_temperature
        temperature = self.base.temperature + aloft * warming[:, None]
        wanted = self.total_column_water_vapour(rows, positions)
        moist = _moistened(pressure, temperature, self.base.specific_humidity, aloft, wanted)
        mixed = np.clip((share - MIXED_LAYER) / (1 - MIXED_LAYER), 0.0, 1.0)
        temperature = temperature + hours * HOURLY_WARMING * mixed
        return columns.of(pressure, temperature, moist, "synthetic", elevation=height, **place)

    def air_temperature(self, rows: Values, positions: Values) -> Values:
        """Near-surface air temperature [K] at the overpass."""
        coldest, warmest = self.temperature_span
        pattern = np.clip(self.warmth(rows, positions), -1.0, 2.0)
        low = coldest + (warmest - coldest) * pattern
        return np.asarray(low - LAPSE * (self.ground.at(rows, positions) - LOWLAND))

    def total_column_water_vapour(self, rows: Values, positions: Values) -> Values:
        """Wanted total column water vapour [kg m-2], above a fifth of the scene's driest."""
        driest, wettest = self.water_span
        wanted = driest + (wettest - driest) * self.water(rows, positions)
        return np.asarray(np.clip(wanted, max(driest / 5, DRIEST), WETTEST))


def over(shape: tuple[int, int], seed: int, terrain: Terrain, span: tuple[float, float]) -> Weather:
    """Weather over a scene of `shape` whose water vapour spans `span` [kg m-2].

    Raises InputError where `span` does not rise within what the air of the season holds.
    """
    driest, wettest = span
    if not DRIEST <= driest <= wettest <= WETTEST:
        raise InputError(
            "water vapour of a synthetic scene must rise within "
            f"{DRIEST:g}-{WETTEST:g} kg m-2, got {span}"
        )
    random = np.random.default_rng([seed, 903])
    differing = WARMER * min(1.0, max(shape) / FULL_SPAN)
    return Weather(
        _base(random, 0.5 * (driest + wettest)),
        waves.over(shape, seed, 901),
        span,
        waves.over(shape, seed, 902),
        (AIR_TEMPERATURE - differing, AIR_TEMPERATURE + differing),
        _ground(shape, terrain),
        random.uniform(*SEA_LEVEL_PRESSURE),
    )


def _base(random: np.random.Generator, water: float) -> Columns:
    """Column of a generated summer day over low land nearest to the wanted air, moisture, lapse."""
    table = generator.shipped()
    climate = drawing.climates(table, CANDIDATES, random, _in_season)
    drawn = drawing.draw(table, climate, random)
    level = int(np.argmin(np.abs(_height(drawn) - 1.0)))
    lapse = (drawn.air_temperature - drawn.temperature[:, level]) / _height(drawn)[level]
    distance = (
        ((drawn.air_temperature - AIR_TEMPERATURE) / _LIKE["air_temperature"]) ** 2
        + (np.log(drawn.total_column_water_vapour / water) / _LIKE["log_water"]) ** 2
        + ((lapse - _WANTED_LAPSE) / _LIKE["lapse"]) ** 2
    )
    return drawn.take(slice(int(distance.argmin()), int(distance.argmin()) + 1))


def _in_season(climate: Climate) -> bool:
    return (
        BAND_NAMES[climate.band] == "middle latitudes"
        and SEASON_NAMES[climate.season] == "summer"
        and TERRAIN_NAMES[climate.terrain] == "low"
    )


def _height(batch: Columns) -> Values:
    """Rough height of the sigma levels above the ground [km]."""
    return np.asarray(_SCALE_HEIGHT * np.log(batch.surface_pressure[0] / batch.pressure[0]))


def _fading(pressure: Values) -> Values:
    """1 in the troposphere, 0 in the stratosphere."""
    full, none = _FADING
    return np.clip(np.log(pressure / none) / math.log(full / none), 0.0, 1.0)


def _moistened(
    pressure: Values, temperature: Values, moist: Values, aloft: Values, wanted: Values
) -> Values:
    """Specific humidity times one factor a column, below saturation, that holds `wanted` water."""
    limit = humidity.of_relative_humidity(np.array(MOST_HUMID), temperature, pressure)
    low, high = np.full(wanted.shape, -5.0), np.full(wanted.shape, 5.0)

    def at(power: Values) -> Values:
        scaled = moist * np.exp(aloft * power[:, None])
        return np.where(aloft > 0, np.minimum(scaled, limit), scaled)

    for _ in range(40):
        middle = 0.5 * (low + high)
        short = columns.layer_water(pressure, at(middle)).sum(axis=1) < wanted
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return at(0.5 * (low + high))


def _ground(shape: tuple[int, int], terrain: Terrain) -> lattice.Field:
    """Height at the nodes of the lattice: the terrain averaged with weights that fall over a cell."""
    weights = [
        _averaging(places[:, 0], size)
        for places, size in zip(
            (noise.node_coordinates(shape)[0], noise.node_coordinates(shape)[1].T),
            shape,
            strict=True,
        )
    ]
    height = terrain.height.nodes.astype(np.float64)
    return lattice.Field(shape, weights[0] @ height @ weights[1].T)


def _averaging(places: Values, size: int) -> Values:
    """Weights (nodes of the lattice, `places`) along a side of `size` pixels."""
    reach = max((size - 1) / lattice.CELLS, 2.0 * noise.SPACING)
    middle = np.clip(lattice.nodes(size), 0, size - 1)
    weight = np.clip(1 - np.abs(places[None, :] - middle[:, None]) / reach, 0.0, None)
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))
