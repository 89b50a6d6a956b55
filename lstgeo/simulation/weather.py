"""The weather over a synthetic scene: air on pressure levels at every position, out of one column."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.atmosphere import standard
from lstgeo.errors import InputError
from lstgeo.profiles import columns, drawing, generator, humidity, levels
from lstgeo.profiles.columns import Columns
from lstgeo.profiles.statistics import BAND_NAMES, SEASON_NAMES, TERRAIN_NAMES, Climate
from lstgeo.simulation import lattice, noise, waves
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

MOST_HUMID = 0.97
"""Relative humidity over water that no level is above."""

HOURLY_WARMING, MIXED_LAYER = 1.0, 0.85
"""Warming of the ground air in the morning [K h-1], fading out at this share of surface pressure."""

ROOM = 1.35
"""Water that a column could hold over what it must, so that hills can stand under it too."""

CANDIDATES = 256
"""Columns drawn, of which the one most like the wanted weather is taken."""

LEVELS_HPA = (
    *(1000, 975, 950, 925, 900, 875, 850, 825, 800, 775, 750, 700, 650, 600, 550, 500, 450, 400),
    *(350, 300, 250, 225, 200, 175, 150, 125, 100, 70, 50, 30, 20, 10, 7, 5, 3, 2, 1),
)
"""The 37 pressure levels of ERA5 [hPa]; between them the air is as :class:`Columns` says."""

UNDERGROUND_EXPONENT = 0.19
"""T ~ p^.19 is 6.5 K km-1."""

SCALE_HEIGHT = 8_680.0
"""Fall of ln p with height near the ground [m]: air of 296 K."""

_STEPS, _CLOSE = 40, 1e-7
_WANTED_LAPSE = 7.0
_LIKE = {"air_temperature": 3.0, "log_water": 0.3, "lapse": 2.0}
_FADING = (20_000.0, 10_000.0)


@dataclass(frozen=True, eq=False)
class Air:
    """Air at positions: `temperature` [K] and `specific_humidity` (positions, levels), and ground.

    Levels are :data:`LEVELS_HPA`, filled under the ground as reanalyses do. `surface_pressure`
    [Pa] and `elevation` [m] of the ground (positions,).
    """

    temperature: Values
    specific_humidity: Values
    surface_pressure: Values
    elevation: Values

    @property
    def columns(self) -> Columns:
        """The air above the ground."""
        fields = levels.above_ground(
            {
                "pressure": np.broadcast_to(_pressure(), self.temperature.shape),
                "temperature": self.temperature,
                "specific_humidity": self.specific_humidity,
            },
            self.surface_pressure,
        )
        return columns.of(**fields, source="synthetic", elevation=self.elevation)


@dataclass(frozen=True, eq=False)
class Weather:
    """Air at every pixel position: one column warmed, moistened, and cut off by the ground.

    `temperature` [K] and `specific_humidity` are that column's at :data:`LEVELS_HPA`. `water` and
    `warmth` are patterns between the ends of `water_span` [kg m-2] and `warming_span` [K]. `ground`
    is the height [m] of the scene as a model of the atmosphere sees it, averaged over a cell of
    the lattice.
    """

    temperature: Values
    specific_humidity: Values
    sea_level_pressure: float
    ground: lattice.Field
    water: waves.Waves
    water_span: tuple[float, float]
    warmth: waves.Waves
    warming_span: tuple[float, float]

    def air(self, rows: Values, positions: Values, hours: float = 0.0) -> Air:
        """Air at each row and column `positions`, `hours` after the overpass.

        Temperature at a level changes linearly with `hours`, humidity not at all.
        """
        height = self.ground.at(rows, positions)
        surface = self.sea_level_pressure * np.exp(-height / SCALE_HEIGHT)
        coolest, warmest = self.warming_span
        pattern = np.clip(self.warmth(rows, positions), -1.0, 2.0)
        warming = coolest + (warmest - coolest) * pattern
        temperature = self.temperature + _fading(_pressure()) * warming[:, None]
        wanted = self.total_column_water_vapour(rows, positions)
        still = Air(
            temperature, np.tile(self.specific_humidity, (len(height), 1)), surface, height
        )
        depth = _pressure() / surface[:, None]
        mixed = np.clip((depth - MIXED_LAYER) / (1 - MIXED_LAYER), 0.0, 1.0)
        moist = _moistened(still, wanted)
        return Air(temperature + hours * HOURLY_WARMING * mixed, moist, surface, height)

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
    drawn = _drawn(random, span)
    sea_level = random.uniform(*SEA_LEVEL_PRESSURE)
    lowland = sea_level * math.exp(-LOWLAND / SCALE_HEIGHT)
    temperature, moist = _on_levels(drawn, lowland)
    lacking = AIR_TEMPERATURE - np.interp(-lowland, -_pressure(), temperature)
    differing = WARMER * min(1.0, max(shape) / FULL_SPAN)
    return Weather(
        temperature,
        moist,
        sea_level,
        _ground(shape, terrain),
        waves.over(shape, seed, 901),
        span,
        waves.over(shape, seed, 902),
        (lacking - differing, lacking + differing),
    )


def _drawn(random: np.random.Generator, span: tuple[float, float]) -> Columns:
    """Column of a generated summer day over low land nearest to the wanted air, moisture, lapse.

    It is one that can hold the most water of the scene without being saturated all through.
    """
    table = generator.shipped()
    climate = drawing.climates(table, CANDIDATES, random, _in_season)
    drawn = drawing.draw(table, climate, random)
    level = int(np.argmin(np.abs(_height(drawn) - 1.0)))
    lapse = (drawn.air_temperature - drawn.temperature[:, level]) / _height(drawn)[level]
    distance = (
        ((drawn.air_temperature - AIR_TEMPERATURE) / _LIKE["air_temperature"]) ** 2
        + (np.log(drawn.total_column_water_vapour / np.mean(span)) / _LIKE["log_water"]) ** 2
        + ((lapse - _WANTED_LAPSE) / _LIKE["lapse"]) ** 2
    )
    able = _capacity(drawn) > ROOM * span[1]
    best = int(np.argmin(np.where(able, distance, np.inf)))
    return drawn.take(slice(best, best + 1))


def _capacity(drawn: Columns) -> Values:
    """Water [kg m-2] that columns hold at the most humid, once their ground air is as wanted."""
    aloft = _fading(drawn.pressure)
    warming = (AIR_TEMPERATURE - drawn.air_temperature)[:, None]
    temperature = drawn.temperature + aloft * warming
    limit = humidity.of_relative_humidity(np.array(MOST_HUMID), temperature, drawn.pressure)
    moist = np.where(aloft > 0, limit, drawn.specific_humidity)
    return np.asarray(columns.layer_water(drawn.pressure, moist).sum(axis=1))


def _in_season(climate: Climate) -> bool:
    return (
        BAND_NAMES[climate.band] == "middle latitudes"
        and SEASON_NAMES[climate.season] == "summer"
        and TERRAIN_NAMES[climate.terrain] == "low"
    )


def _height(batch: Columns) -> Values:
    """Rough height of the sigma levels above the ground [km]."""
    return np.asarray(SCALE_HEIGHT / 1000 * np.log(batch.surface_pressure[0] / batch.pressure[0]))


def _on_levels(drawn: Columns, surface: float) -> tuple[Values, Values]:
    """Temperature [K] and specific humidity of a column at the levels, its ground at `surface` [Pa].

    Under the ground T ~ p^.19 (the standard lapse) and humidity is that of the ground air; above
    the column's top the air is the standard one that the transfer takes there.
    """
    top = drawn.pressure[:, -1:]
    share = (drawn.pressure - top) / (drawn.surface_pressure[:, None] - top)
    known = {
        "pressure": top + share * (surface - top),
        "temperature": drawn.temperature,
        "specific_humidity": drawn.specific_humidity,
    }
    pressure = _pressure()
    found = levels.interpolated(known, pressure[None, :])
    lapse = np.maximum(pressure / surface, 1.0) ** UNDERGROUND_EXPONENT
    high = np.interp(
        -np.log(pressure / 100), -np.log(standard.PRESSURE_ABOVE_HPA), standard.TEMPERATURE_ABOVE
    )
    above = pressure < top[0]
    return (
        np.where(above, high, found["temperature"][0] * lapse),
        np.where(above, standard.SPECIFIC_HUMIDITY_ABOVE, found["specific_humidity"][0]),
    )


def _pressure() -> Values:
    return 100.0 * np.array(LEVELS_HPA)


def _fading(pressure: Values) -> Values:
    """1 in the troposphere, 0 in the stratosphere."""
    full, none = _FADING
    return np.clip(np.log(pressure / none) / math.log(full / none), 0.0, 1.0)


def _moistened(air: Air, wanted: Values) -> Values:
    """Specific humidity times one factor a column, below saturation, such that it holds `wanted`.

    The factor is corrected by the ratio that is left until only saturation keeps it from 1.
    """
    limit = humidity.of_relative_humidity(np.array(MOST_HUMID), air.temperature, _pressure())
    aloft = _fading(_pressure())
    power, moist = np.zeros(wanted.shape), air.specific_humidity
    for _ in range(_STEPS):
        moist = air.specific_humidity * np.exp(aloft * power[:, None])
        moist = np.where(aloft > 0, np.minimum(moist, limit), moist)
        held = replace(air, specific_humidity=moist).columns.total_column_water_vapour
        if np.all(np.abs(held / wanted - 1) < _CLOSE):
            break
        power = power + np.log(wanted / held)
    return moist


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
