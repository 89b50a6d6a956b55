"""The lie of a synthetic land: relief, rivers, lakes, towns and roads as smooth fields."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.simulation import noise

Values = NDArray[np.floating[Any]]

DISTRICT = 1024
"""Pixels along the side of a district: each has a town and a lake."""

LOWLAND = 80.0
"""Height of the plains [m]."""

RIVER_SPACING = 2600.0
"""Pixels between rivers."""


@dataclass(frozen=True, eq=False)
class Terrain:
    """What the land is like, before it is covered.

    Distances in pixels, negative within lakes and across the river or road; `height` [m], `sunward`
    the slope towards the sun; `town` is how urban, `wood`, `rock`, `moist`, `soil` and `patchy` are
    how wooded, bare, moist, bright and uneven, in standard deviations.
    """

    height: noise.SmoothField
    sunward: noise.SmoothField
    river: noise.SmoothField
    lake: noise.SmoothField
    road: noise.SmoothField
    town: noise.SmoothField
    wood: noise.SmoothField
    rock: noise.SmoothField
    moist: noise.SmoothField
    soil: noise.SmoothField
    patchy: noise.SmoothField
    bend_rows: noise.SmoothField
    bend_columns: noise.SmoothField


def over(shape: tuple[int, int], seed: int, sun_azimuth: float, pixel: float) -> Terrain:
    """Terrain over a scene of `shape`; `sun_azimuth` [degree], `pixel` [m]."""
    length = float(min(*shape, DISTRICT))
    region = math.sqrt(length * min(shape)) / length

    def fractal(channel: int, longest: float, slope: float) -> Values:
        return noise.spectral(shape, seed, channel, longest=longest * length, slope=slope)

    sites = _Sites.over(shape, seed)
    river = _river(shape, seed, sites, fractal(107, 0.24, 4.0), 0.05 * length)
    lake = sites.nearness(sites.lakes, 0.1 * length) + 0.3 * fractal(2, 0.16, 2.4)
    town = sites.nearness(sites.towns, 0.14 * length) + 0.22 * fractal(3, 0.09, 1.7)
    road = _road(seed, sites, fractal(4, 0.5, 4.0), 0.02 * length)
    flat = _rise(np.abs(river) / (0.13 * length)) * _rise((0.9 - lake) / 0.9) * _rise(0.9 - town)
    hills, ridge, low = fractal(5, 0.9 * region, 3.0), fractal(6, 0.22, 2.0), fractal(7, 0.3, 2.2)
    relief = _relief(shape, flat, hills, ridge, low)
    height = LOWLAND + math.sqrt(length / DISTRICT) * relief
    wood = 0.75 * fractal(8, 0.13, 1.6) + 1.7 * (relief / 300 - 0.28)
    fields = {
        "height": height,
        "sunward": _sunward(height, sun_azimuth, pixel),
        "river": river,
        "lake": _distance(0.5 - lake),
        "road": road,
        "town": town,
        "wood": wood - 1.2 * _rise(town) - 0.6 * (1 - flat),
        "rock": fractal(9, 0.08, 1.9),
        "moist": fractal(10, 0.25, 1.8),
        "soil": fractal(11, 0.3, 1.8),
        "patchy": fractal(12, 0.05, 1.3),
        "bend_rows": 0.011 * length * fractal(13, 0.3, 3.2),
        "bend_columns": 0.011 * length * fractal(14, 0.3, 3.2),
    }
    return Terrain(
        **{name: noise.SmoothField(values.astype(np.float32)) for name, values in fields.items()}
    )


def _relief(
    shape: tuple[int, int], flat: Values, hills: Values, ridge: Values, low: Values
) -> Values:
    """Height above the plains [m]: low swells, and ridged hill country on one side of the scene."""
    rows, columns = noise.node_coordinates(shape)
    tilt = 1.3 * (columns / shape[1] - rows / shape[0])
    rugged = _rise((hills + tilt + 0.9) / 2.4)
    ridges = np.clip(1.25 - np.abs(ridge), 0.0, None) ** 1.4
    return np.asarray(12 * low + flat * (25 + rugged * (110 + 330 * ridges + 45 * low)))


def _sunward(height: Values, azimuth: float, pixel: float) -> Values:
    down, right = np.gradient(height, noise.SPACING * pixel)
    angle = math.radians(azimuth)
    return np.asarray(down * math.cos(angle) - right * math.sin(angle))


def _river(
    shape: tuple[int, int], seed: int, sites: _Sites, bends: Values, amplitude: float
) -> Values:
    """Signed distance [pixels] from the nearest river; one passes by the middlemost town."""
    rows, columns = noise.node_coordinates(shape)
    heading = np.random.default_rng([seed, 51]).uniform(0.9, 1.5)
    across = columns * math.sin(heading) + rows * math.cos(heading) + amplitude * 1.1 * bends
    across = across - sites.at_middle(sites.towns, across) + 0.8 * amplitude
    return _distance(RIVER_SPACING / np.pi * np.sin(np.pi * across / RIVER_SPACING))


def _road(seed: int, sites: _Sites, bends: Values, amplitude: float) -> Values:
    """Signed distance [pixels] from the nearest of the roads through the middlemost town."""
    heading = np.random.default_rng([seed, 52]).uniform(0.1, 0.5)
    roads = []
    for turn, sign in ((heading, 1.0), (heading + 1.2, -1.0), (heading + 2.3, 1.0)):
        across = sites.rows * math.cos(turn) + sites.columns * math.sin(turn)
        across = across + sign * amplitude * bends
        across = across - sites.at_middle(sites.towns, across)
        roads.append(_distance(DISTRICT / np.pi * np.sin(np.pi * across / DISTRICT)))
    nearest = np.argmin(np.abs(roads), axis=0)
    return np.asarray(np.take_along_axis(np.asarray(roads), nearest[None], axis=0)[0])


def _distance(implicit: Values) -> Values:
    """Signed distance [pixels] from the zero line of an implicit function at the nodes."""
    gradient = np.hypot(*np.gradient(implicit, noise.SPACING))
    return np.asarray(implicit / np.maximum(gradient, 0.25 * np.median(gradient)))


def _rise(value: Values) -> Values:
    t = np.clip(value, 0.0, 1.0)
    return np.asarray(t * t * (3 - 2 * t))


@dataclass(frozen=True, eq=False)
class _Sites:
    """Where the town and the lake of each district are (row and column, a line each), how large."""

    rows: Values
    columns: Values
    towns: Values
    lakes: Values
    sizes: Values

    @classmethod
    def over(cls, shape: tuple[int, int], seed: int) -> _Sites:
        random = np.random.default_rng([seed, 53])
        counts = [max(1, round(size / DISTRICT)) for size in shape]
        corners = np.array(list(np.ndindex(*counts)), np.float64)
        side = np.array(shape) / counts
        heading = random.uniform(0, 2 * np.pi, (len(corners), 1))
        spread = 0.22 if len(corners) == 1 else 0.45
        distance = random.uniform(0.17, spread, heading.shape)
        away = np.hstack([np.sin(heading), np.cos(heading)]) * distance
        middles = corners + 0.5
        rows, columns = noise.node_coordinates(shape)
        sizes = random.uniform(0.4, 1.2, len(corners))
        sizes[len(corners) // 2] = 1.0
        return cls(rows, columns, (middles + away) * side, (middles - away) * side, sizes)

    def nearness(self, sites: Values, radius: float) -> Values:
        """1 at a site, falling by 1 each `radius` [pixels] times its size from the nearest."""
        nearest = np.full((self.rows.size, self.columns.size), np.inf, np.float32)
        for (row, column), size in zip(sites, self.sizes, strict=True):
            distance = np.hypot(self.rows - np.float32(row), self.columns - np.float32(column))
            np.minimum(nearest, distance / np.float32(size * radius), out=nearest)
        return np.asarray(1 - nearest)

    def at_middle(self, sites: Values, values: Values) -> float:
        """What `values` are at the site of the middlemost district."""
        row, column = sites[len(sites) // 2]
        return float(
            values[
                np.abs(self.rows[:, 0] - row).argmin(), np.abs(self.columns[0] - column).argmin()
            ]
        )
