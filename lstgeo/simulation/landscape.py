"""The covers of a synthetic land, and the temperature, emissivity and reflectance of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstgeo.simulation import noise, parcels
from lstgeo.simulation.terrain import LOWLAND, Terrain

Floats = NDArray[np.float32]

LAPSE = 0.0065
"""Fall of temperature with height [K m-1], the standard atmosphere's."""

SUNWARD_HEATING = 10.0
"""Temperature [K] that a unit slope towards the sun adds at mid-morning (our figure)."""

CAVITY = 0.016
"""Emissivity that multiple scattering adds, times cover (1 - cover): .004 at half (our figure)."""

_GRAIN = 20


@dataclass(frozen=True, eq=False)
class Surface:
    """The surface in the 30 m pixels of a window.

    `temperature` [K]; `emissivity`, `red` and `near_infrared` surface reflectance [1]; `water` is
    the part of the pixel under water.
    """

    temperature: Floats
    emissivity: Floats
    red: Floats
    near_infrared: Floats
    water: Floats

    def covered(self, part: Floats, other: _Cover, *, water: bool = False) -> Surface:
        """Surface of which `part` (0-1) is replaced by another cover."""
        return Surface(
            _mix(self.temperature, other.temperature, part),
            _mix(self.emissivity, other.emissivity, part),
            _mix(self.red, other.red, part),
            _mix(self.near_infrared, other.near_infrared, part),
            _mix(self.water, np.float32(1.0 if water else 0.0), part),
        )


@dataclass(frozen=True, eq=False)
class _Cover:
    temperature: Floats
    emissivity: Floats
    red: Floats
    near_infrared: Floats


@dataclass(frozen=True, eq=False)
class _Site:
    """What the covers of a window share: terrain and texture."""

    height: Floats
    moist: Floats
    soil: Floats
    grain: Floats
    uneven: Floats


def surface(terrain: Terrain, window: noise.Window, seed: int) -> Surface:
    """Surface of `window`: farmland, and on it woods, bare ground, towns, roads, then water."""
    site = _Site(
        terrain.height(window),
        terrain.moist(window),
        terrain.soil(window),
        noise.grain(window, seed, _GRAIN),
        terrain.patchy(window),
    )
    town = terrain.town(window)
    river = np.abs(terrain.river(window)) - (np.float32(3.0) + np.float32(0.5) * site.moist)
    land = _farmland(terrain, window, site, seed)
    wood = terrain.wood(window)
    land = land.covered(_step(wood + np.float32(0.18) * site.grain, 0.15, 0.45), _wood(site))
    bare = terrain.rock(window) + np.float32(0.1) * site.grain
    land = land.covered(_step(bare, 2.2, 2.6), _bare(site))
    urban = town + np.float32(0.05) * site.grain
    land = land.covered(_step(urban, 0.38, 0.5), _town(window, site, town, seed))
    road = np.float32(1.1) - np.abs(terrain.road(window))
    land = land.covered(np.float32(0.75) * _fraction(road), _paved(site))
    land = _in_the_sun(land, terrain.sunward(window), site)
    bank = np.float32(2.5) * (1 + site.uneven) - river
    land = land.covered(_fraction(bank / 2) * np.float32(0.8), _wood(site))
    lake = terrain.lake(window)
    return land.covered(
        _fraction(np.float32(0.5) - np.minimum(river, lake)), _water(site), water=True
    )


def _in_the_sun(land: Surface, sunward: Floats, site: _Site) -> Surface:
    warmth = np.float32(SUNWARD_HEATING) * np.clip(sunward, -0.35, 0.35)
    light = 1 + np.float32(0.6) * np.clip(sunward, -0.6, 0.6)
    return Surface(
        land.temperature + warmth - np.float32(LAPSE) * (site.height - np.float32(LOWLAND)),
        land.emissivity,
        land.red * light,
        land.near_infrared * light,
        land.water,
    )


def _farmland(terrain: Terrain, window: noise.Window, site: _Site, seed: int) -> Surface:
    rows = window.rows + terrain.bend_rows(window)
    columns = window.columns + terrain.bend_columns(window)
    parcel = parcels.at(rows, columns, 1000 + seed % 1_000_003)
    crops = np.array([0.08, 0.2, 0.3, 0.36, 0.45, 0.6, 0.72, 0.8, 0.9, 0.96], np.float32)
    cover = crops[(parcel.crop * crops.size).astype(np.int32)]
    cover = cover + np.float32(0.12) * (parcel.vigour - np.float32(0.5))
    pasture = _step(site.height + 12 * site.uneven, 130.0, 190.0)
    cover = _mix(cover, np.float32(0.62) + np.float32(0.07) * site.moist, pasture)
    cover = _mix(cover, np.float32(0.7), np.float32(0.5) * _fraction(np.float32(1.0) - parcel.edge))
    lane = np.float32(0.55) * _fraction(np.float32(1.2) - parcel.lane)
    cover = _mix(cover, np.float32(0.25), lane)
    cover = cover + np.float32(0.05) * site.uneven + np.float32(0.025) * site.grain
    own = (parcel.tillage - np.float32(0.5)) * (1 - pasture)
    field = _vegetated(np.clip(cover, 0.0, 1.0), own, site)
    none = np.zeros(window.shape, np.float32)
    return Surface(field.temperature, field.emissivity, field.red, field.near_infrared, none)


def _vegetated(cover: Floats, own: Floats, site: _Site) -> _Cover:
    """Soil under a canopy that hides `cover` of it; `own` (-.5 to .5) tells parcels apart."""
    bright = np.float32(0.17) + np.float32(0.02) * site.soil + np.float32(0.07) * own
    bright = np.clip(bright, 0.08, 0.3)
    soil = np.float32(0.964) + np.float32(0.004) * site.soil + np.float32(0.012) * own
    canopy = np.float32(0.983) + np.float32(0.0015) * site.uneven
    warmth = np.float32(312.0) - np.float32(12.0) * cover - np.float32(0.9) * site.moist
    scatter = np.float32(CAVITY) * cover * (1 - cover)
    return _Cover(
        warmth + np.float32(2.0) * own + _texture(site),
        _mix(soil, canopy, cover) + scatter + np.float32(0.0012) * site.grain,
        _mix(bright, np.float32(0.035), cover),
        _mix(np.float32(1.3) * bright, np.float32(0.45) + np.float32(0.05) * own, cover),
    )


def _wood(site: _Site) -> _Cover:
    return _Cover(
        np.float32(298.6) - np.float32(0.4) * site.moist + np.float32(0.6) * _texture(site),
        np.float32(0.986) + np.float32(0.001) * site.uneven + np.float32(0.0008) * site.grain,
        np.float32(0.026) + np.float32(0.002) * site.grain,
        np.float32(0.34) + np.float32(0.02) * site.uneven + np.float32(0.012) * site.grain,
    )


def _bare(site: _Site) -> _Cover:
    return _Cover(
        np.float32(313.0) - np.float32(0.5) * site.moist + _texture(site),
        np.float32(0.957) + np.float32(0.004) * site.uneven + np.float32(0.002) * site.grain,
        np.float32(0.24) + np.float32(0.015) * site.grain,
        np.float32(0.3) + np.float32(0.018) * site.grain,
    )


def _paved(site: _Site) -> _Cover:
    return _Cover(
        np.float32(311.5) + np.float32(0.5) * _texture(site),
        np.full_like(site.grain, 0.962),
        np.full_like(site.grain, 0.13),
        np.full_like(site.grain, 0.16),
    )


def _town(window: noise.Window, site: _Site, town: Floats, seed: int) -> _Cover:
    """Blocks of houses, halls or parks between streets; greener towards the outskirts."""
    angle = 0.3 + (seed % 7) * 0.17
    sine, cosine = np.float32(np.sin(angle)), np.float32(np.cos(angle))
    u = window.columns * cosine + window.rows * sine + 2 * site.moist
    v = window.rows * cosine - window.columns * sine + 2 * site.moist
    (block_u, street_u), (block_v, street_v) = _blocks(u, 7.0), _blocks(v, 5.0)
    kind = noise.hashed(seed % 1_000_003, block_u, block_v)
    roofs = noise.hashed(1 + seed % 1_000_003, block_u, block_v)
    core = _step(town, 0.55, 0.95)
    green = np.float32(0.45) - np.float32(0.33) * core
    green = np.where(kind < 0.1, np.float32(0.85), np.where(kind > 0.82, np.float32(0.04), green))
    green = green * (np.float32(0.75) + np.float32(0.5) * roofs) + np.float32(0.05) * site.grain
    hall = (kind > 0.82).astype(np.float32)
    warmth = np.float32(312.0) + 3 * core + 4 * hall * roofs + np.float32(1.5) * (roofs - 0.5)
    roof = np.float32(0.966) - np.float32(0.03) * hall * roofs - np.float32(0.008) * roofs
    bright = np.float32(0.13) + np.float32(0.06) * roofs + np.float32(0.08) * hall * roofs
    garden = _vegetated(np.ones_like(green), roofs - np.float32(0.5), site)
    cover = _fraction(green)
    house = _Cover(
        _mix(warmth, garden.temperature, cover) + _texture(site),
        _mix(roof, garden.emissivity, cover),
        _mix(bright, garden.red, cover),
        _mix(np.float32(1.25) * bright, garden.near_infrared, cover),
    )
    return _with_streets(house, np.float32(0.6) * np.maximum(street_u, street_v), _paved(site))


def _with_streets(house: _Cover, part: Floats, street: _Cover) -> _Cover:
    return _Cover(
        _mix(house.temperature, street.temperature, part),
        _mix(house.emissivity, street.emissivity, part),
        _mix(house.red, street.red, part),
        _mix(house.near_infrared, street.near_infrared, part),
    )


def _blocks(position: Floats, size: float) -> tuple[NDArray[np.int32], Floats]:
    relative = position / np.float32(size)
    block = np.floor(relative)
    distance = (relative - block) * np.float32(size)
    return block.astype(np.int32), _fraction(np.float32(1.3) - distance)


def _water(site: _Site) -> _Cover:
    return _Cover(
        np.float32(292.4) + np.float32(0.25) * site.uneven + np.float32(0.12) * site.grain,
        np.full_like(site.grain, 0.9905) + np.float32(0.0002) * site.grain,
        np.float32(0.032) + np.float32(0.004) * site.uneven + np.float32(0.001) * site.grain,
        np.float32(0.013) + np.float32(0.001) * site.grain,
    )


def _texture(site: _Site) -> Floats:
    return np.float32(0.6) * site.grain + np.float32(0.6) * site.uneven


def _mix(first: Floats, second: Floats | np.float32, part: Floats) -> Floats:
    return first + part * (second - first)


def _fraction(value: Floats) -> Floats:
    return np.clip(value, np.float32(0), np.float32(1))


def _step(value: Floats, low: float, high: float) -> Floats:
    t = _fraction((value - np.float32(low)) * np.float32(1 / (high - low)))
    return t * t * (3 - 2 * t)
