"""Random atmospheric columns, wider than nature, that nodes are chosen over."""

from __future__ import annotations

import numpy as np

from lstgeo.atmosphere.layers import Profile
from lstgeo.physics import constants, humidity

LEVELS = 40
TOP_HPA = 5.0
WETTEST = 95.0
"""Largest total column water vapour [kg m-2]."""
MOISTEST = 0.03
"""Largest specific humidity [kg kg-1]."""


def column(generator: np.random.Generator) -> Profile:
    """One column: ground from 500 hPa, air of 215-322 K, inversions, RH of all shapes."""
    surface = generator.choice([1013.0, generator.uniform(500.0, 1050.0)])
    pressure = np.geomspace(surface, TOP_HPA, LEVELS)
    height = np.log(surface / pressure) * 7.5
    temperature = _temperature(generator, height)
    moisture = np.clip(_smooth(generator, height, 0.5, 0.35), 0.003, 1.02)
    moisture = moisture ** generator.choice([1.0, 1.0, 2.0, 0.5])
    ice_free = humidity.of_relative_humidity(
        moisture, np.minimum(temperature, 312.0), 100 * pressure
    )
    troposphere = np.clip(ice_free, 2.5e-6, MOISTEST)
    specific = np.where(height < 18.0, troposphere, 3e-6)
    water = (
        np.sum((specific[1:] + specific[:-1]) / 2 * -np.diff(pressure))
        * 100
        / constants.STANDARD_GRAVITY
    )
    return Profile(pressure, temperature, specific * min(1.0, WETTEST / water), np.asarray(surface))


def columns(count: int, seed: int) -> list[Profile]:
    """`count` columns; the same seed gives the same columns."""
    generator = np.random.default_rng(seed)
    return [column(generator) for _ in range(count)]


def _temperature(generator: np.random.Generator, height: np.ndarray) -> np.ndarray:
    ground = 215.0 + 107.0 * generator.beta(1.8, 1.0)
    lapse = generator.uniform(4.0, 8.5) * np.clip((ground - 200.0) / 70.0, 0.3, 1.0)
    falling = ground - lapse * height
    inversion = generator.choice([0.0, 0.0, generator.uniform(0.0, 15.0)])
    falling = falling + inversion * (1 - np.exp(-height / 0.6))
    tropopause = generator.uniform(188.0, 222.0)
    stratosphere = tropopause + generator.uniform(0.0, 2.0) * np.maximum(height - 17.0, 0.0)
    wiggle = _smooth(generator, height, 0.0, 2.0)
    return np.asarray(np.maximum(falling, stratosphere) + wiggle * np.exp(-height / 20.0))


def _smooth(
    generator: np.random.Generator, height: np.ndarray, mean: float, spread: float
) -> np.ndarray:
    """A random function of height with a correlation length of a few kilometres."""
    knots = np.array([0.0, 0.7, 1.5, 3.0, 5.0, 8.0, 12.0, 40.0])
    values = mean + spread * generator.standard_normal(knots.size)
    return np.asarray(np.interp(height, knots, values))
