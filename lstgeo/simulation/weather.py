"""The weather over a synthetic scene: air at every position, made of one generated column."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from lstgeo.errors import InputError
from lstgeo.simulation import air, lattice, noise, summer_day, waves
from lstgeo.simulation.air import Air, Values
from lstgeo.simulation.terrain import LOWLAND, Terrain

DRIEST, WETTEST = 1.0, 45.0
"""Total column water vapour [kg m-2] that a scene may have."""

WARMER = 0.7
"""How much warmer and cooler the air is within a scene [K], its ground's height aside (ours)."""

FULL_SPAN = 1024
"""Pixels along the side of a scene within which the air differs by all of :data:`WARMER`."""

SEA_LEVEL_PRESSURE = (101_300.0, 102_300.0)
"""Pressure at sea level of a clear summer day [Pa] (ours)."""

HOURLY_WARMING, MIXED_LAYER = 1.0, 0.85
"""Warming of the ground air [K h-1] (ours), none from this share of surface pressure upwards."""


@dataclass(frozen=True, eq=False)
class Weather:
    """Air at every pixel position: one column warmed, moistened, and cut off by the ground.

    `temperature` [K] and `specific_humidity` are that column's on the levels of :mod:`air`. `water`
    and `warmth` are patterns between the ends of `water_span` [kg m-2] and `warming_span` [K].
    `ground` is the height [m] of the scene as a model of the atmosphere sees it, averaged over a
    cell of the lattice.
    """

    temperature: Values
    specific_humidity: Values
    sea_level_pressure: float
    ground: lattice.Field
    water: waves.Waves
    water_span: tuple[float, float]
    warmth: waves.Waves
    warming_span: tuple[float, float]

    def air(self, rows: Values, columns: Values, hours: float = 0.0) -> Air:
        """Air at pixel positions (positions,), `hours` after the overpass.

        Temperature at a level changes linearly with `hours`, humidity not at all.
        """
        height = self.ground.at(rows, columns)
        surface = self.sea_level_pressure * np.exp(-height / summer_day.SCALE_HEIGHT)
        warming = _between(self.warming_span, np.clip(self.warmth(rows, columns), -1.0, 2.0))
        temperature = self.temperature + air.troposphere(air.PRESSURE) * warming[:, None]
        humidity = np.tile(self.specific_humidity, (height.size, 1))
        wanted = self.total_column_water_vapour(rows, columns)
        now = air.moistened(Air(temperature, humidity, surface, height), wanted)
        depth = air.PRESSURE / surface[:, None]
        mixed = np.clip((depth - MIXED_LAYER) / (1 - MIXED_LAYER), 0.0, 1.0)
        return replace(now, temperature=temperature + hours * HOURLY_WARMING * mixed)

    def total_column_water_vapour(self, rows: Values, columns: Values) -> Values:
        """Wanted total column water vapour [kg m-2], above a fifth of the scene's driest."""
        wanted = _between(self.water_span, self.water(rows, columns))
        return np.asarray(np.clip(wanted, max(self.water_span[0] / 5, DRIEST), WETTEST))


def over(shape: tuple[int, int], seed: int, terrain: Terrain, span: tuple[float, float]) -> Weather:
    """Weather over a scene of `shape` whose water vapour spans `span` [kg m-2].

    Raises InputError where `span` does not rise within :data:`DRIEST` and :data:`WETTEST`.
    """
    if not DRIEST <= span[0] <= span[1] <= WETTEST:
        raise InputError(
            "water vapour of a synthetic scene must rise within "
            f"{DRIEST:g}-{WETTEST:g} kg m-2, got {span}"
        )
    random = np.random.default_rng([seed, 903])
    column = summer_day.column(random, span)
    sea_level = random.uniform(*SEA_LEVEL_PRESSURE)
    lowland = sea_level * math.exp(-LOWLAND / summer_day.SCALE_HEIGHT)
    temperature, humidity = air.on_levels(column, lowland)
    lacking = summer_day.AIR_TEMPERATURE - np.interp(-lowland, -air.PRESSURE, temperature)
    differing = WARMER * min(1.0, max(shape) / FULL_SPAN)
    return Weather(
        temperature,
        humidity,
        sea_level,
        _ground(shape, terrain),
        waves.over(shape, seed, 901),
        span,
        waves.over(shape, seed, 902),
        (lacking - differing, lacking + differing),
    )


def _between(ends: tuple[float, float], pattern: Values) -> Values:
    return np.asarray(ends[0] + (ends[1] - ends[0]) * pattern)


def _ground(shape: tuple[int, int], terrain: Terrain) -> lattice.Field:
    """Height at the nodes of the lattice: the terrain averaged, less and less up to a cell away."""
    rows, columns = (places.ravel() for places in noise.node_coordinates(shape))
    height = terrain.height.nodes.astype(np.float64)
    down, across = _averaging(rows, shape[0]), _averaging(columns, shape[1])
    return lattice.Field(shape, down @ height @ across.T)


def _averaging(places: Values, size: int) -> Values:
    """Weights (nodes of the lattice, `places`) along a side of `size` pixels."""
    reach = max((size - 1) / lattice.CELLS, 2.0 * noise.SPACING)
    middle = np.clip(lattice.nodes(size), 0, size - 1)
    weight = np.clip(1 - np.abs(places[None, :] - middle[:, None]) / reach, 0.0, None)
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))
