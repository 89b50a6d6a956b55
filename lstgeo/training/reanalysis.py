"""What reanalyses say of the atmospheres of a bank: several of each, right, usual and any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.atmosphere import model
from lstgeo.model import quantities
from lstgeo.profiles import errors, tier
from lstgeo.simulation import samples

if TYPE_CHECKING:
    from lstgeo.atmosphere.nodes import NodeTable
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns
    from lstgeo.profiles.errors import ProfileErrors

LARGEST_SIGMA = {"temperature": 2.0, "log_humidity": 0.35}
"""Sigmas of any reanalysis are drawn evenly from 0 to these [K, 1]."""

EXACT, USUAL, ANY = (0, 1), (1, 3), (3, 6)
"""Places of the reanalyses of an atmosphere: first and one past the last, by how wrong they are."""

COUNT = ANY[1]
"""Reanalyses of an atmosphere."""

FIELDS = quantities.OF_COLUMN
"""What a reanalysis says, along the last axis."""


def none(count: int) -> Array:
    """No reanalyses (count, 0, fields) of atmospheres."""
    return np.empty((count, 0, len(FIELDS)), np.float32)


def of(
    batch: Columns,
    view: Array,
    table: NodeTable,
    usual: ProfileErrors,
    random: np.random.Generator,
) -> Array:
    """Reanalyses (columns, COUNT, fields), float32, of the truth `batch`, seen at `view` [degree].

    Their transfer is that which a retrieval makes: of the profile as told, with average gases.
    """
    told = [
        _told(batch, view, table, temperature, log_humidity, usual.surface_pressure, random)
        for temperature, log_humidity in _sigmas(len(batch), usual, random)
    ]
    return np.stack(told, axis=1)


def _sigmas(
    count: int, usual: ProfileErrors, random: np.random.Generator
) -> list[tuple[Array, Array]]:
    """Sigmas of temperature and ln q of each reanalysis, (count,) each."""
    right = [(np.zeros(count), np.zeros(count))]
    stated = (np.full(count, usual.temperature), np.full(count, usual.log_humidity))
    drawn = [
        (
            random.uniform(0.0, LARGEST_SIGMA["temperature"], count),
            random.uniform(0.0, LARGEST_SIGMA["log_humidity"], count),
        )
        for _ in range(*ANY)
    ]
    return [*right, *[stated for _ in range(*USUAL)], *drawn]


def _told(
    batch: Columns,
    view: Array,
    table: NodeTable,
    temperature: Array,
    log_humidity: Array,
    surface_pressure: float,
    random: np.random.Generator,
) -> Array:
    right = (temperature == 0) & (log_humidity == 0)
    pressure = np.where(right, 0.0, surface_pressure)
    given = errors.given(batch, temperature, log_humidity, pressure, random)
    seen = model.means(samples.transfer(given, table, view), given.air_temperature, table)
    known = tier.of(given, seen) | {
        quantities.PROFILE_TEMPERATURE_SIGMA: temperature,
        quantities.PROFILE_HUMIDITY_SIGMA: log_humidity,
    }
    return np.stack([known[name] for name in FIELDS], axis=1).astype(np.float32)
