"""The generated column that the weather over a synthetic scene is made of."""

from __future__ import annotations

import numpy as np

from lstgeo.profiles import columns, drawing, generator
from lstgeo.profiles.columns import Columns
from lstgeo.profiles.statistics import BAND_NAMES, SEASON_NAMES, TERRAIN_NAMES, Climate
from lstgeo.simulation import air
from lstgeo.simulation.air import Values

AIR_TEMPERATURE = 296.3
"""Air over the lowland at the overpass [K]: 2 K below the woods, 4 K above the water (ours)."""

SCALE_HEIGHT = 8_680.0
"""Height in which pressure falls to 1/e near the ground [m]: air of 296 K."""

CANDIDATES = 256
"""Columns drawn, of which the one most like the wanted day is taken."""

ROOM = 1.35
"""Water that a column could hold over what it must, so that it is not saturated all through."""

LAPSE = 7.0
"""Wanted fall of temperature in the lowest kilometre [K km-1], a morning's."""

_LIKE = {"air_temperature": 3.0, "log_water": 0.3, "lapse": 2.0}


def column(random: np.random.Generator, water: tuple[float, float]) -> Columns:
    """A summer day over low land of middle latitudes, for a scene that spans `water` [kg m-2].

    Of :data:`CANDIDATES` drawn from the generator's statistics it is the one nearest in air
    temperature, water and lapse among those that can hold as much water as the scene's wettest.
    """
    table = generator.shipped()
    drawn = drawing.draw(table, drawing.climates(table, CANDIDATES, random, _in_season), random)
    distance = (
        ((drawn.air_temperature - AIR_TEMPERATURE) / _LIKE["air_temperature"]) ** 2
        + (np.log(drawn.total_column_water_vapour / np.mean(water)) / _LIKE["log_water"]) ** 2
        + ((_lapse(drawn) - LAPSE) / _LIKE["lapse"]) ** 2
    )
    able = _capacity(drawn) > ROOM * water[1]
    best = int(np.argmin(np.where(able, distance, np.inf)))
    return drawn.take(slice(best, best + 1))


def _in_season(climate: Climate) -> bool:
    return (
        BAND_NAMES[climate.band] == "middle latitudes"
        and SEASON_NAMES[climate.season] == "summer"
        and TERRAIN_NAMES[climate.terrain] == "low"
    )


def _lapse(drawn: Columns) -> Values:
    """Fall of temperature in about the lowest kilometre [K km-1]; columns share their sigma."""
    height = SCALE_HEIGHT / 1000 * np.log(drawn.surface_pressure[0] / drawn.pressure[0])
    level = int(np.argmin(np.abs(height - 1.0)))
    return np.asarray((drawn.air_temperature - drawn.temperature[:, level]) / height[level])


def _capacity(drawn: Columns) -> Values:
    """Water [kg m-2] that columns hold at their most humid, once their ground air is as wanted."""
    aloft = air.troposphere(drawn.pressure)
    warming = (AIR_TEMPERATURE - drawn.air_temperature)[:, None]
    limit = air.most_humid(drawn.pressure, drawn.temperature + aloft * warming)
    moist = np.where(aloft > 0, limit, drawn.specific_humidity)
    return np.asarray(columns.layer_water(drawn.pressure, moist).sum(axis=1))
