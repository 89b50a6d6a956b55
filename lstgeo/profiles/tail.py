"""The warm and moist tail: columns of 6 to 8.5 g cm-2, as no real one of the collection is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.physics import humidity
from lstgeo.profiles import drawing, levels, statistics

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns
    from lstgeo.profiles.statistics import Statistics

SOURCE = "generated warm and moist"

WATER = (60.0, 85.0)
"""Total column water vapour [kg m-2]."""

WARMING = (-2.0, 8.0)
"""Change of temperature that a drawn column may take [K], fading out at 100 hPa."""

WARMEST = 315.0
"""Air temperature that no column is above [K]."""

HIGHEST_DEW_POINT = 308.2
"""Dew point that no column is above [K]: 35 C, the highest ever observed."""


def drawn(table: Statistics, count: int, random: np.random.Generator) -> Columns:
    """Columns of 6 to 8.5 g cm-2, made of the warmest and moistest that can be drawn."""
    found: list[Columns] = []
    while sum(map(len, found)) < count:
        climate = drawing.climates(table, 8 * count, random, _humid)
        batch = drawing.draw(table, climate, random)
        wanted = random.uniform(*WATER, len(batch))
        moister = random.uniform(0.5, 1.0, len(batch))
        batch, reached = _warmed_to(batch, wanted, moister)
        found.append(batch.take(reached & bearable(batch)))
    tail = levels.concatenated(found).take(slice(count))
    return tail.replaced(source=np.full(count, SOURCE))


def _humid(climate: statistics.Climate) -> bool:
    """Whether a climate is one of low land near the equator whose columns are wet."""
    wet = statistics.MOISTURE_NAMES.index("wet")
    return climate.band <= 1 and climate.terrain == 0 and climate.moisture == wet


def bearable(batch: Columns) -> Array:
    """Whether heat and dew point at the surface occur on Earth."""
    vapour = humidity.vapour_pressure(batch.specific_humidity[:, 0], batch.surface_pressure)
    sultry = vapour > humidity.saturation_pressure(np.array(HIGHEST_DEW_POINT))
    return ~sultry & (batch.air_temperature < WARMEST)


def _warmed_to(batch: Columns, water: Array, power: Array) -> tuple[Columns, Array]:
    """Columns warmed until they hold `water` [kg m-2], and whether that can be.

    Relative humidity over water is first raised to `power`, which is below 1, and kept.
    """
    relative = np.minimum(batch.relative_humidity, 1.0) ** power[:, None]
    share = np.clip(np.log(batch.pressure / drawing.STRATOSPHERE) / np.log(2.0), 0.0, 1.0)
    low, high = (np.full(len(batch), end) for end in WARMING)

    def at(warming: Array) -> Columns:
        temperature = batch.temperature + share * warming[:, None]
        moist = humidity.of_relative_humidity(relative, temperature, batch.pressure)
        moist = np.where(share > 0, moist, batch.specific_humidity)
        return batch.replaced(temperature=temperature, specific_humidity=moist)

    for _ in range(20):
        middle = 0.5 * (low + high)
        short = at(middle).total_column_water_vapour < water
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    result = at(0.5 * (low + high))
    return result, np.abs(result.total_column_water_vapour - water) < 0.1
