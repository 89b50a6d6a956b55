"""Surfaces under a column: what covers them, their emissivity, and how warm they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lstgeo.errors import InputError

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array

COVERS = ("vegetation", "dry_vegetation", "soil", "sand", "rock", "water", "snow", "urban")
"""What covers a surface; one cover a sample, no mixtures."""

COVER_NAMES = ("unstated", *COVERS)
HOUR_NAMES = ("unstated", "day", "night")
"""Names by code, as samples carry them."""

EMISSIVITY = {
    10.9: (
        *((0.970, 0.986, 0.993), (0.940, 0.967, 0.985), (0.945, 0.970, 0.985)),
        *((0.925, 0.958, 0.975), (0.900, 0.950, 0.980), (0.985, 0.991, 0.994)),
        *((0.975, 0.990, 0.997), (0.900, 0.955, 0.980)),
    ),
    12.0: (
        *((0.970, 0.986, 0.993), (0.935, 0.965, 0.985), (0.955, 0.977, 0.988)),
        *((0.940, 0.968, 0.982), (0.920, 0.962, 0.985), (0.975, 0.986, 0.992)),
        *((0.960, 0.985, 0.998), (0.910, 0.962, 0.985)),
    ),
}
"""Least, most frequent and greatest band emissivity of each cover, by wavelength [um].

Our ranges, around published values of classes and of ASTER-GED; docs/theory/samples.md compares.
"""

DAY = (
    *((-5.0, 1.0, 10.0), (-2.0, 6.0, 18.0), (-2.0, 8.0, 22.0), (0.0, 12.0, 25.0)),
    *((-2.0, 8.0, 22.0), (-8.0, 0.0, 6.0), (-10.0, -1.0, 3.0), (-2.0, 7.0, 18.0)),
)
NIGHT = (
    *((-6.0, -1.5, 2.0), (-8.0, -2.5, 2.0), (-8.0, -2.5, 2.0), (-10.0, -4.0, 2.0)),
    *((-7.0, -1.5, 3.0), (-4.0, 1.0, 10.0), (-10.0, -3.0, 1.0), (-4.0, 0.0, 4.0)),
)
"""Least, most frequent and greatest difference of surface and air [K] of each cover.

Our figures: barren land, savanna and crops 10-20 K above hot air, forest near it (Mildrexler et al.
2011, doi:10.1029/2010JG001486), deserts to +25 K, snow to -10 K.
"""

NIGHTS = 0.25
"""Share of scenes at night (our figure; most Landsat scenes are of the morning)."""

LOW_SUN = ((255.0, 280.0), (0.4, 1.0))
"""Air temperatures [K] between which the factor on a warming by day rises, and from what to what.

In cold air the sun is low: no GFS land below 283 K is over 2.4 K above its air in mid-morning.
"""

MELTING, FREEZING_SEA = 273.15, 271.35
"""Highest temperature of snow and lowest of open water [K]."""

COLD, COOL, WARM = 268.0, 278.0, 295.0
"""Air temperatures [K] that divide the climates of cover."""

DRY = 30.0
"""Water vapour [kg m-2] below which warm air is that of dry land."""

SHARES = (
    (0.10, 0.05, 0.10, 0.00, 0.10, 0.00, 0.60, 0.05),
    (0.20, 0.15, 0.15, 0.00, 0.10, 0.08, 0.25, 0.07),
    (0.35, 0.15, 0.15, 0.05, 0.08, 0.12, 0.00, 0.10),
    (0.10, 0.15, 0.25, 0.25, 0.12, 0.05, 0.00, 0.08),
    (0.45, 0.10, 0.12, 0.03, 0.05, 0.13, 0.00, 0.12),
)
"""Share of each cover in cold, cool and mild, and in warm dry and warm humid air (our figures)."""

PRIORS = {
    "regimes": (
        "cover by climate of the air, day or night for a scene, emissivity and Ts - Ta triangular "
        "by cover: from -10 K (snow, cold nights) to +25 K (sand by day)"
    ),
    "uniform": (
        "Ts = Ta + U(-10, 25) K where Ta is above 280 K, U(-12, 12) K elsewhere, "
        "emissivity U(.91, .995), as in the prototype of the project"
    ),
}
"""How surfaces are drawn, in words, by name."""


class Surfaces(NamedTuple):
    """Surfaces (scenes, surfaces): temperature [K], emissivity, and codes of cover and hour."""

    temperature: Array
    emissivity: Array
    cover: Array
    hour: Array


def draw(
    prior: str,
    air_temperature: Array,
    water_vapour: Array,
    count: int,
    wavelength: float,
    random: np.random.Generator,
) -> Surfaces:
    """`count` surfaces under each column of `air_temperature` [K] and `water_vapour` [kg m-2].

    `wavelength` [um] is the band's centre; :data:`PRIORS` tells what a `prior` draws.
    """
    if prior not in PRIORS:
        raise InputError(f"no prior is {prior!r}; there are {', '.join(PRIORS)}")
    if prior == "uniform":
        return _uniform(air_temperature, count, random)
    shape = (len(air_temperature), count)
    cover = _covers(climates(air_temperature, water_vapour), random.random(shape))
    night = np.broadcast_to((random.random(shape[0]) < NIGHTS)[:, None], shape)
    emissivity = _triangular(np.asarray(_emissivities(wavelength))[cover], random.random(shape))
    limits = np.where(night[..., None], np.asarray(NIGHT)[cover], np.asarray(DAY)[cover])
    difference = _triangular(limits, random.random(shape))
    sun: Array = np.interp(air_temperature, *LOW_SUN)
    warming = (difference > 0) & ~night
    difference = np.where(warming, difference * sun[:, None], difference)
    temperature = _possible(air_temperature[:, None] + difference, cover)
    return Surfaces(temperature, emissivity, cover + 1, np.where(night, 2, 1))


def climates(air_temperature: Array, water_vapour: Array) -> Array:
    """Row of `SHARES` of each column: cold, cool, mild, warm and dry, warm and humid."""
    climate = np.searchsorted([COLD, COOL, WARM], air_temperature, side="right")
    return climate + ((climate == 3) & (water_vapour > DRY))


def _covers(climate: Array, chance: Array) -> Array:
    below = np.cumsum(np.asarray(SHARES), axis=1)[climate]
    return np.sum(chance[..., None] >= below[:, None, :-1], axis=-1)


def _possible(temperature: Array, cover: Array) -> Array:
    """Temperatures of snow that does not melt and of water that does not freeze."""
    snow, water = cover == COVERS.index("snow"), cover == COVERS.index("water")
    temperature = np.where(snow, np.minimum(temperature, MELTING), temperature)
    return np.where(water, np.maximum(temperature, FREEZING_SEA), temperature)


def _emissivities(wavelength: float) -> Array:
    """Ranges of emissivity at a wavelength, between those that are known."""
    (first, short), (last, long) = EMISSIVITY.items()
    weight = np.clip((wavelength - first) / (last - first), 0.0, 1.0)
    return (1 - weight) * np.asarray(short) + weight * np.asarray(long)


def _triangular(limits: Array, chance: Array) -> Array:
    """Values of triangular distributions (..., least, most frequent, greatest) at a probability."""
    low, mode, high = np.moveaxis(limits, -1, 0)
    rising = low + np.sqrt(chance * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - chance) * (high - low) * (high - mode))
    return np.where(chance * (high - low) < mode - low, rising, falling)


def _uniform(air_temperature: Array, count: int, random: np.random.Generator) -> Surfaces:
    shape = (len(air_temperature), count)
    chance, other = random.random(shape), random.random(shape)
    warm = air_temperature[:, None] > 280.0
    difference = np.where(warm, -10.0 + 35.0 * chance, -12.0 + 24.0 * chance)
    unstated = np.zeros(shape, dtype=int)
    return Surfaces(air_temperature[:, None] + difference, 0.91 + 0.085 * other, unstated, unstated)
