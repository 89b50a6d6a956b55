"""The northern summer that the real columns lack, built of southern ones and a June climatology."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.physics import constants, humidity
from lstgeo.profiles import columns, splits

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

HALF_A_YEAR = np.timedelta64(182, "D")

MOST_WARMING = 12.0
"""Most that the well-mixed surface layer is warmer than the southern column [K]."""

WARMEST = 320.0
"""Air temperature that no column is warmed beyond [K]."""

ADIABAT = 2 / 7
"""Gas constant over heat capacity of dry air."""

MOST_HUMID = 0.98
"""Relative humidity over water [1] that mixing does not pass."""

NORTHERN_SUMMER = (10.0, 75.0)
"""Latitudes whose June the built season stands for [degree]."""

# Spread of single days about the monthly mean, and how near a donor must be to count as alike.
_DAILY = {"air_temperature": 4.0, "log_water": 0.3, "surface_pressure": 1_000.0}
_ALIKE = {"air_temperature": 4.0, "log_water": 0.3, "surface_pressure": 4_000.0}


def built(southern: Columns, june: Columns, count: int, seed: int = 0) -> Columns:
    """`count` columns of a northern summer over land; their source ends in `mirrored`.

    A place of the `june` climatology (land is for the caller to choose) is drawn by area, single
    days are spread about its mean, and the southern summer column nearest in air temperature, water
    vapour and surface pressure is carried to its mirrored latitude, half a year later. Then a
    well-mixed surface layer 0 to 12 K warmer, 320 K at most, is laid under it.
    """
    random = np.random.default_rng(seed)
    inside = (june.latitude > NORTHERN_SUMMER[0]) & (june.latitude < NORTHERN_SUMMER[1])
    weight = np.cos(np.radians(june.latitude)) * inside
    place = june.take(random.choice(len(june), count, p=weight / weight.sum()))
    donor = southern.take(_donors(southern, place, random))
    warming = np.minimum(
        random.uniform(0.0, MOST_WARMING, count), np.maximum(WARMEST - donor.air_temperature, 0.0)
    )
    return mirrored(mixed(donor, warming))


def mirrored(batch: Columns) -> Columns:
    """Columns at the opposite latitude and season; skin and cloud are no longer known."""
    unknown = np.full(len(batch), np.nan)
    return batch.replaced(
        latitude=-batch.latitude,
        time=batch.time + HALF_A_YEAR,
        skin_temperature=unknown,
        cloud_cover=unknown,
        source=np.char.add(np.char.add(batch.source, " "), splits.MIRRORED),
    )


def mixed(batch: Columns, warming: Array) -> Columns:
    """Columns whose surface air is `warming` [K] warmer, over a dry adiabat and even humidity.

    The layer reaches up to where the adiabat from the warmed surface meets the air above. Specific
    humidity within is even and holds the water that was there, less what would not evaporate.
    """
    ground = batch.air_temperature + warming
    adiabat = ground[:, None] * (batch.pressure / batch.surface_pressure[:, None]) ** ADIABAT
    inside = np.cumprod(adiabat > batch.temperature, axis=1).astype(bool)
    temperature = np.where(inside, adiabat, batch.temperature)
    moist = _even(batch, inside)
    limit = humidity.of_relative_humidity(np.array(MOST_HUMID), temperature, batch.pressure)
    moist = np.where(inside, np.minimum(moist, limit), batch.specific_humidity)
    return batch.replaced(temperature=temperature, specific_humidity=moist)


def _even(batch: Columns, inside: Array) -> Array:
    """Specific humidity of each column, even `inside` and with the same total of water."""
    pressure, moist = batch.pressure, batch.specific_humidity
    layer = inside[:, :-1] & inside[:, 1:]
    thickness = (-np.diff(pressure, axis=1) * layer).sum(axis=1)
    water = (columns.layer_water(pressure, moist) * layer).sum(axis=1)
    mean = water * constants.STANDARD_GRAVITY / np.maximum(thickness, 1.0)
    return np.where(inside & (thickness > 0)[:, None], mean[:, None], moist)


def _donors(southern: Columns, place: Columns, random: np.random.Generator) -> Array:
    """Index of the southern column most like a day at each place, half of all being at hand."""
    wanted, there = _state(place), _state(southern)
    distance = np.zeros((len(place), len(southern)))
    for name, spread in _DAILY.items():
        day = wanted[name] + spread * random.standard_normal(len(place))
        distance += ((day[:, None] - there[name][None, :]) / _ALIKE[name]) ** 2
    away = random.random(distance.shape) < 0.5
    return np.argmin(np.where(away, np.inf, distance), axis=1)


def _state(batch: Columns) -> dict[str, Array]:
    return {
        "air_temperature": batch.air_temperature,
        "log_water": np.log(batch.total_column_water_vapour),
        "surface_pressure": batch.surface_pressure,
    }
