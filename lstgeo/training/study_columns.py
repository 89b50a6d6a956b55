"""Banks of the study: columns that train in each experiment, and those that it is tested with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.atmosphere import nodes
from lstgeo.profiles import continents, errors, levels, splits
from lstgeo.training import bank, columns, study_plan
from lstgeo.training.bank import Bank, Variation
from lstgeo.training.experiments import BAND, DRY, SENSOR
from lstgeo.validation import sets

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns
    from lstgeo.training.columns import Material

PLAIN, AUGMENTED = 20_000, 15_000
"""Atmospheres of all columns, as they are and perturbed."""

FEW_PLAIN, FEW_AUGMENTED = 2_000, 3_000
"""Atmospheres of a few columns."""

TESTED = 2_500
"""Atmospheres of a test set, at most."""

TESTS = ("GFS", "ERA5", "humid", "+4 K")
"""Sets that every network is tested with."""

TROPICS = 23.5
"""Latitude [degree] that the tropics reach to."""

VARIED = Variation((0.0, 10.0), continuum_sigma=0.03, aerosol_share=0.25)
EXACT = Variation((0.0, 8.3), continuum_sigma=0.0, aerosol_share=0.0)


@dataclass(frozen=True, eq=False)
class Banks:
    """Banks of the columns of the folder `profiles`, made once and kept in `work`."""

    profiles: Path
    work: Path

    def training(self, which: str, seed: int) -> Bank:
        """Atmospheres that train where the columns are `which`; `seed` chooses the few."""
        counts = {study_plan.few(count): count for count in study_plan.FEW}
        if which in counts:
            return self._few(counts[which], seed)
        everything = self._kept("all", self._all)
        return everything.take(self._chosen(which)[everything.column])

    def tests(self, which: str) -> dict[str, Bank]:
        """Sets that a training on `which` is tested with, by name."""
        found = {name: self._kept(f"test {name}", self._member(name)) for name in TESTS}
        if which.startswith("without "):
            found["left out"] = self._kept(f"test {which}", lambda: self._left_out(which))
        return found

    @cached_property
    def _material(self) -> Material:
        return columns.of(self.profiles).training

    @cached_property
    def _sets(self) -> sets.Sets:
        return sets.of(self.profiles)

    def _all(self) -> Bank:
        return _bank(self._material.batch, self._material.fold, VARIED, PLAIN, AUGMENTED, 0)

    def _few(self, count: int, seed: int) -> Bank:
        def make() -> Bank:
            random = np.random.default_rng([seed, count])
            some = random.choice(len(self._material.batch), count, replace=False)
            fold = np.arange(count) % 4
            few = self._material.batch.take(some)
            return _bank(few, fold, VARIED, FEW_PLAIN, FEW_AUGMENTED, seed)

        return self._kept(f"{count} {seed}", make)

    def _chosen(self, which: str) -> Array:
        """Mask of the training columns of an experiment."""
        batch = self._material.batch
        if which == study_plan.ALL:
            return np.ones(len(batch), dtype=bool)
        if which == study_plan.DRY:
            return np.asarray(batch.total_column_water_vapour < DRY)
        return ~_there(batch, which)

    def _member(self, name: str) -> Callable[[], Bank]:
        return lambda: _tested(self._sets.members[name].columns)

    def _left_out(self, which: str) -> Bank:
        """Real columns of the part of the world that was left out, over any block."""
        batch = levels.concatenated([self._material.batch, self._sets.members["GFS"].columns])
        return _tested(batch.take(_there(batch, which) & ~splits.mirrored(batch)))

    def _kept(self, name: str, make: Callable[[], Bank]) -> Bank:
        return bank.kept(self.work / f"bank-{name.replace(' ', '-')}.npz", make)


def _there(batch: Columns, which: str) -> Array:
    """Whether columns were observed in the part of the world that `which` is without."""
    latitude = splits.origin_latitude(batch)
    if which == study_plan.without(study_plan.TROPICS):
        return np.asarray(np.abs(latitude) <= TROPICS)
    place = continents.names(latitude, batch.longitude, batch.land)
    return np.asarray(place == which.removeprefix("without "))


def _tested(batch: Columns) -> Bank:
    return _bank(batch, np.zeros(len(batch)), EXACT, TESTED, 0, 1)


def _bank(
    batch: Columns, group: Array, variation: Variation, plain: int, augmented: int, seed: int
) -> Bank:
    return bank.of(
        *(batch, group, nodes.table(SENSOR, BAND), variation),
        plain=plain,
        augmented=augmented,
        seed=seed,
        told=errors.USUAL,
    )
