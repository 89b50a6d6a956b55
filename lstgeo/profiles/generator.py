"""Columns drawn from the statistics that ship with lstgeo: a collection for who has no files."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lstgeo.profiles import columns, humidity, levels, statistics

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns
    from lstgeo.profiles.statistics import Statistics

SOURCE, TAIL_SOURCE = "generated", "generated warm and moist"

TABLE = "generator_gfs.nc"
"""Name of the table of statistics beside this file."""

STRATOSPHERIC_HUMIDITY = 2.8e-6
"""Specific humidity at and above 100 hPa [kg kg-1]: 4.5 ppmv."""

STRATOSPHERE = 10_000.0
"""Pressure [Pa] at which humidity reaches that of the stratosphere."""

TAIL_WATER = (60.0, 85.0)
"""Total column water vapour of the warm and moist tail [kg m-2]."""

TAIL_WARMING = (-2.0, 8.0)
"""Change of temperature that a column of the tail may take [K], fading out at 100 hPa."""

TAIL_AIR_TEMPERATURE = 315.0
"""Air temperature that no column of the tail is above [K]."""

TAIL_DEW_POINT = 308.2
"""Dew point that no column of the tail is above [K]: 35 C, the highest ever observed."""

TEMPERATURE_ROOM, WATER_ROOM = 1.0, 1.02
"""How far beyond the range of its climate a column may lie [K; ratio]."""

TAIL_FROM = 42.0
"""Total column water vapour of the columns that the tail is made of [kg m-2], at least."""

_FIELDS = ("weight", "quantiles", "loadings", "temperature_range", "water_range")
_MONTHS = {"winter": 0, "transition": 9, "summer": 6}
_EXTREME_SCORE = 3.0


def generate(count: int, seed: int = 0, tail: float = 0.05) -> Columns:
    """`count` clear-sky columns on the common levels, the same for the same `seed`.

    A share `tail` of them, source `generated warm and moist`, holds 6 to 8.5 g cm-2 evenly: warm,
    moist columns brought there by more relative humidity and more warmth, as none is in the real
    collection. Longitude, elevation and skin are not known. Latitude and date are those of the
    climate, in either hemisphere.
    """
    random = np.random.default_rng(seed)
    extreme = round(count * tail)
    table = shipped()
    batch = _draw(table, _climates(table, count - extreme, random), random)
    if not extreme:
        return batch
    both = levels.concatenated([batch, _tail(table, extreme, random)])
    return both.take(random.permutation(count))


@lru_cache
def shipped() -> Statistics:
    """Statistics of the table that ships with lstgeo."""
    with resources.as_file(resources.files(__package__).joinpath(TABLE)) as path:
        return read(path)


def read(path: str | Path) -> Statistics:
    """Statistics of a table written by :func:`write`."""
    with xr.open_dataset(path, engine="netcdf4") as data:
        numbers = data["climate_numbers"].to_numpy()
        return statistics.Statistics(
            tuple(statistics.Climate(*(int(number) for number in row)) for row in numbers),
            *(data[name].to_numpy().astype(float) for name in _FIELDS),
        )


def write(table: Statistics, path: str | Path, provenance: Mapping[str, str]) -> None:
    """Write statistics as NetCDF, single precision, with their `provenance` as attributes."""
    title = [climate.title for climate in table.climates]
    data = xr.Dataset(
        {
            "climate_numbers": (("climate", "part"), np.array(table.climates, dtype="i1")),
            "title": ("climate", np.array(title, dtype=object)),
            "weight": ("climate", table.weight.astype("f4")),
            "quantiles": (("climate", "variable", "probability"), table.quantiles.astype("f4")),
            "loadings": (("climate", "variable", "component"), table.loadings.astype("f4")),
            "temperature_range": (
                ("climate", "end", "level"),
                table.temperature_range.astype("f4"),
            ),
            "water_range": (("climate", "end"), table.water_range.astype("f4")),
        },
        coords={"probability": np.array(statistics.PROBABILITIES, dtype="f4")},
        attrs=dict(provenance),
    )
    packed: dict[str, Any] = {"zlib": True, "complevel": 9, "shuffle": True}
    digits = {"quantiles": 5, "loadings": 3}
    encoding = {
        name: packed | {"least_significant_digit": places} for name, places in digits.items()
    }
    data.to_netcdf(path, engine="netcdf4", encoding=encoding)


def _climates(
    table: Statistics,
    count: int,
    random: np.random.Generator,
    wanted: Callable[[statistics.Climate], bool] = lambda _: True,
) -> Array:
    """Climate of each of `count` columns, by weight among those `wanted`."""
    weight = table.weight * [wanted(climate) for climate in table.climates]
    return random.choice(len(weight), count, p=weight / weight.sum())


def _draw(table: Statistics, climate: Array, random: np.random.Generator) -> Columns:
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


_COLDEST = 175.0
"""Temperature that no drawn level is below [K]."""


def _humidity(pressure: Array, temperature: Array, relative: Array) -> Array:
    """Specific humidity of all levels from the relative humidity of the lowest ones.

    Above them ln q falls along ln p to that of the stratosphere, below saturation.
    """
    count = relative.shape[1]
    vapour = np.minimum(humidity.ncep_saturation_pressure(temperature), pressure)
    saturation = humidity.specific_humidity(vapour, pressure)
    moist = np.maximum(relative * saturation[:, :count], levels.DRIEST)
    last, height = (
        np.log(moist[:, -1:]),
        np.log(pressure[:, count - 1 : count] / pressure[:, count:]),
    )
    whole = np.maximum(np.log(pressure[:, count - 1 : count] / STRATOSPHERE), 1e-3)
    dry = np.log(STRATOSPHERIC_HUMIDITY)
    above = last + np.clip(height / whole, 0.0, 1.0) * (dry - last)
    return np.concatenate([moist, np.minimum(np.exp(above), saturation[:, count:])], axis=1)


def _time(northern: Array, climates: list[statistics.Climate]) -> Array:
    """The middle of a month of the season in each hemisphere, in a year that stands for none."""
    month = np.array([_MONTHS[statistics.SEASON_NAMES[climate.season]] for climate in climates])
    month = np.where(northern, month, (month + 6) % 12)
    return np.datetime64("2011-01-15", "D") + (month * 30.44).astype("timedelta64[D]")


def _tail(table: Statistics, count: int, random: np.random.Generator) -> Columns:
    """Columns of 6 to 8.5 g cm-2, made of the warmest and moistest that can be drawn."""
    found: list[Columns] = []
    while sum(map(len, found)) < count:
        climate = _climates(table, 8 * count, random, _humid)
        batch = _draw(table, climate, random)
        batch = batch.take(batch.total_column_water_vapour > TAIL_FROM)
        wanted = random.uniform(*TAIL_WATER, len(batch))
        moister = random.uniform(0.5, 1.0, len(batch))
        batch, reached = _warmed_to(batch, wanted, moister)
        found.append(batch.take(reached & _bearable(batch)))
    tail = levels.concatenated(found).take(slice(count))
    return tail.replaced(source=np.full(count, TAIL_SOURCE))


def _humid(climate: statistics.Climate) -> bool:
    """Whether a climate is one of low land near the equator whose columns are wet."""
    wet = statistics.MOISTURE_NAMES.index("wet")
    return climate.band <= 1 and climate.terrain == 0 and climate.moisture == wet


def _bearable(batch: Columns) -> Array:
    """Whether heat and dew point at the surface occur on Earth."""
    vapour = humidity.vapour_pressure(batch.specific_humidity[:, 0], batch.surface_pressure)
    sultry = vapour > humidity.saturation_pressure(np.array(TAIL_DEW_POINT))
    return ~sultry & (batch.air_temperature < TAIL_AIR_TEMPERATURE)


def _warmed_to(batch: Columns, water: Array, power: Array) -> tuple[Columns, Array]:
    """Columns warmed until they hold `water` [kg m-2], and whether that can be.

    Relative humidity over water is first raised to `power`, which is below 1, and kept.
    """
    relative = np.minimum(batch.relative_humidity, 1.0) ** power[:, None]
    share = np.clip(np.log(batch.pressure / STRATOSPHERE) / np.log(2.0), 0.0, 1.0)
    low, high = (np.full(len(batch), end) for end in TAIL_WARMING)

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
