"""What a network learns from: the simulated truth, or a bag of networks that did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from lstgeo.training import fit, loss
from lstgeo.training.network import Standalone

if TYPE_CHECKING:
    from torch import Tensor

    from lstgeo.physics.band import PlanckTable
    from lstgeo.training.batches import Batch
    from lstgeo.training.config import Losses
    from lstgeo.training.fit import Network

SIGMA_WEIGHT, TRUTH_WEIGHT = 1.0, 0.2
"""Weights of the bag's sigma and of the truth in what a student learns."""


@dataclass(frozen=True, eq=False)
class Truth:
    """All constraints for a coupled network, the likelihood alone for a standalone one."""

    planck_table: PlanckTable
    weights: Losses

    def __call__(self, network: Network, batch: Batch) -> Tensor:
        """Value to minimise."""
        if isinstance(network, Standalone):
            temperature, log_sigma = fit.result(network, batch, self.planck_table)
            return loss.likelihood(temperature - batch.temperature, log_sigma)
        found = loss.terms(network(batch.features), batch, self.planck_table)
        return loss.total(found, self.weights)


@dataclass(frozen=True, eq=False)
class Bag:
    """Networks of one kind that vote: the mean of what they give, and their disagreement."""

    networks: tuple[Network, ...]
    planck_table: PlanckTable

    def result(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Mean temperature [K] and log of the sigma that holds their disagreement too."""
        with torch.no_grad():
            return _vote([fit.result(each, batch, self.planck_table) for each in self.networks])

    def lesson(self, batch: Batch) -> tuple[Tensor, Tensor, dict[str, Tensor]]:
        """The result, and the mean of the atmospheres; those of standalone networks are none."""
        coupled = [each for each in self.networks if not isinstance(each, Standalone)]
        if not coupled:
            return *self.result(batch), {}
        with torch.no_grad():
            heads = [each(batch.features) for each in coupled]
            votes = _vote([fit.of_heads(each, batch, self.planck_table) for each in heads])
        means = {
            name: torch.stack([getattr(each, name) for each in heads]).mean(dim=0)
            for name in loss.UNIT
        }
        return *votes, means


def _vote(found: list[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    temperatures, log_sigmas = (torch.stack(values) for values in zip(*found, strict=True))
    variance = torch.exp(2 * log_sigmas).mean(dim=0) + temperatures.var(dim=0, correction=0)
    return temperatures.mean(dim=0), 0.5 * torch.log(variance)


@dataclass(frozen=True, eq=False)
class Distillation:
    """Temperature, sigma and atmosphere of a bag, with the constraints of the truth beside."""

    bag: Bag
    truth: Truth

    def __call__(self, network: Network, batch: Batch) -> Tensor:
        """Value to minimise."""
        wanted, wanted_log_sigma, atmosphere = self.bag.lesson(batch)
        temperature, log_sigma = fit.result(network, batch, self.bag.planck_table)
        sigma = torch.exp(wanted_log_sigma)
        follow = torch.mean((temperature - wanted) ** 2 / sigma ** (2 - 2 * loss.BETA))
        sure = torch.mean((log_sigma - wanted_log_sigma) ** 2)
        truth = self.truth(network, batch._replace(**atmosphere))
        return follow + SIGMA_WEIGHT * sure + TRUTH_WEIGHT * truth
