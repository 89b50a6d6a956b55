"""What the profile tier is told of a set's columns: reanalyses with errors, and their transfer."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.atmosphere import model
from lstgeo.model import quantities
from lstgeo.profiles import errors, parameters, tier
from lstgeo.simulation import samples, sensing
from lstgeo.validation import scenes
from lstgeo.validation.scenes import Noise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.errors import ProfileErrors
    from lstgeo.validation.scenes import Truth

REANALYSES = 4_000
"""Profiles with errors of their own that a set's samples share, or a few more."""

SELF = Noise("exact", sensing.InputErrors(0.0, 0.0, 0.0, 0.0), 0.0)
"""Nothing but the model itself errs."""


@dataclass(frozen=True)
class Level:
    """How well profiles are known, in words, and how wrong the other inputs are then."""

    name: str
    errors: ProfileErrors
    noise: Noise


LEVELS = (
    Level("usual profile", errors.USUAL, scenes.NOISY),
    Level("better profile", errors.BETTER, scenes.NOISY),
    Level("exact profile", errors.NONE, SELF),
)
"""What is looked at."""


def of(true: Truth, stated: ProfileErrors) -> Mapping[str, Array]:
    """What each sample is told of its column, by name (samples,): the same each time."""
    batch = true.set.columns
    surfaces = len(true.column) // len(batch)
    versions = 1 if stated == errors.NONE else math.ceil(REANALYSES / len(batch))
    versions = min(versions, surfaces)
    column = np.repeat(np.arange(len(batch)), versions)
    many = batch.take(column)
    random = np.random.default_rng([scenes.SEED, zlib.crc32(true.set.name.encode()), _PURPOSE])
    given = errors.given(
        many,
        np.full(len(many), stated.temperature),
        np.full(len(many), stated.log_humidity),
        np.full(len(many), stated.surface_pressure),
        random,
    )
    table = parameters.table(true.band.sensor, true.band.name)
    view = true.view_zenith_angle[::surfaces][column]
    channels = samples.transfer(given, table, view)
    known = tier.of(given, model.means(channels, given.air_temperature, table))
    place = true.column * versions + np.arange(len(true.column)) % surfaces % versions
    return {name: values[place] for name, values in known.items()} | {
        quantities.PROFILE_TEMPERATURE_SIGMA: np.full(len(place), stated.temperature),
        quantities.PROFILE_HUMIDITY_SIGMA: np.full(len(place), stated.log_humidity),
    }


_PURPOSE = 5
"""Random stream of these errors, beside those of `scenes`."""
