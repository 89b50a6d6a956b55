"""The way from a bank of atmospheres to one network: teachers, their bag, a student."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from lstgeo.model import contract
from lstgeo.training import domain, fit
from lstgeo.training.batches import Inputs, Source
from lstgeo.training.fit import Network
from lstgeo.training.network import Coupled, Standalone
from lstgeo.training.network_profile import Profile, ProfileStandalone
from lstgeo.training.objectives import Bag, Distillation, Truth

if TYPE_CHECKING:
    from torch import Tensor

    from lstgeo.atmosphere.nodes import NodeTable
    from lstgeo.physics.arrays import Array
    from lstgeo.sensors.platforms import ThermalBand
    from lstgeo.training.bank import Bank
    from lstgeo.training.config import Config
    from lstgeo.training.domain import Domain

FAMILIES: dict[str, dict[str, Callable[..., Network]]] = {
    contract.COUPLED: {"coupled": Coupled, "standalone": Standalone},
    contract.PROFILE: {"coupled": Profile, "standalone": ProfileStandalone},
}
"""Kinds of networks by tier and name."""

TEACHER_WIDTH = 96
"""Neurons of each of the two layers of a teacher."""

SLOW_START = 0.3
"""Factor on the rate of a network that starts from the weights of another."""

Progress = Callable[[str, int, int], None]
"""Called with a stage, how much of it is done and how much there is."""


@dataclass(frozen=True, eq=False)
class Trained:
    """A student, the teachers it learned from, and the domain in which they did."""

    student: Network
    bag: Bag
    domain: Domain


@dataclass(frozen=True, eq=False)
class Procedure:
    """Everything that a training needs.

    `family` is one of `FAMILIES`, `inputs` what samples are given; `start` holds weights to begin
    with, if any.
    """

    config: Config
    bank: Bank
    band: ThermalBand
    table: NodeTable
    work: Path
    family: str = "coupled"
    inputs: Inputs = field(default_factory=Inputs)
    start: dict[str, Tensor] | None = None
    progress: Progress | None = None

    def trained(self) -> Trained:
        """Teachers, each stopped by another fold of the columns, and what a student makes of them.

        Everything that takes long is kept in `work`, and a run that was interrupted goes on.
        """
        source = self._source(np.ones(len(self.bank), dtype=bool))
        where = domain.of(source, self.config.view_zenith_angle, self.config.seed)
        teachers = tuple(self._teacher(number, where) for number in range(self.config.teachers))
        bag = Bag(teachers, self.band.planck_table)
        truth = Truth(self.band.planck_table, self.config.losses)
        folds = np.unique(self.bank.group)
        student = self._fitted(
            "student",
            self._network(where, self.config.width, 0),
            source,
            self._source((self.bank.group == folds[0]) & ~self.bank.augmented),
            fit.Effort(self.config.distillation_steps, self.config.batch, seed=self.config.seed),
            Distillation(bag, truth),
        )
        return Trained(student, bag, where)

    def examples(self, count: int) -> Array:
        """Features (n, k) of samples such as train."""
        source = self._source(np.ones(len(self.bank), dtype=bool))
        return source.batch(count, np.random.default_rng([self.config.seed, 4])).features

    def _teacher(self, number: int, where: Domain) -> Network:
        folds = np.unique(self.bank.group)
        stops = self.bank.group == folds[number % len(folds)]
        seed = self.config.seed + 1 + number
        return self._fitted(
            f"teacher {number + 1}",
            self._network(where, self._teacher_width, seed),
            self._source(~stops),
            self._source(stops & ~self.bank.augmented),
            fit.Effort(self.config.steps, self.config.batch, seed=seed),
            Truth(self.band.planck_table, self.config.losses),
        )

    @property
    def _teacher_width(self) -> int:
        """That of the network whose weights a teacher begins with, if any."""
        if self.start is None or "heads.weight" not in self.start:
            return TEACHER_WIDTH
        return int(self.start["heads.weight"].shape[1])

    def _fitted(
        self,
        title: str,
        network: Network,
        training: Source,
        stopping: Source,
        effort: fit.Effort,
        objective: fit.Objective,
    ) -> Network:
        """A network fitted, or as it was when this was done before."""
        done = self.work / f"{title.replace(' ', '-')}.pt"
        if self.start is not None:
            effort = replace(effort, rate=effort.rate * SLOW_START)

        def told(step: int, _: float) -> None:
            if self.progress is not None:
                self.progress(title, step, effort.steps)

        return fit.fit(
            network, training, stopping, effort, objective, checkpoint=done, progress=told
        )

    def _network(self, where: Domain, width: int, seed: int) -> Network:
        torch.manual_seed(seed)
        network = FAMILIES[self.config.tier][self.family](where.bounds, width)
        if self.start is not None:
            weights = network.state_dict()
            fitting = {
                name: value
                for name, value in self.start.items()
                if name in weights
                and not name.startswith("preparation.")
                and weights[name].shape == value.shape
            }
            network.load_state_dict(weights | fitting)
        return network

    def _source(self, chosen: Array) -> Source:
        augmented = self.config.augmentation if (self.bank.augmented & chosen).any() else 0.0
        return Source(
            self.bank.take(chosen),
            self.band,
            self.table,
            prior=self.config.prior,
            augmented=augmented,
            inputs=self.inputs,
            tier=self.config.tier,
        )
