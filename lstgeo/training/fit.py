"""One network fitted to batches without end, stopped by atmospheres that it never saw."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import torch

from lstgeo.training import features, inversion
from lstgeo.training.batches import Batch, Source
from lstgeo.training.network import Coupled, Heads, Standalone
from lstgeo.training.network_profile import Profile

if TYPE_CHECKING:
    from torch import Tensor

    from lstgeo.physics.band import PlanckTable

Network: TypeAlias = Coupled | Profile | Standalone

Objective: TypeAlias = "Callable[[Network, Batch], Tensor]"

AVERAGE = 0.998
"""Share of the past in the running average of weights, which is what is kept."""

CHECK_EVERY = 500
"""Steps between two looks at the atmospheres that stop the training."""

EXAMPLES = 40_000
"""Samples of the atmospheres that stop the training."""


@dataclass(frozen=True)
class Effort:
    """How long and how fast a network learns."""

    steps: int = 8000
    batch: int = 4096
    rate: float = 3e-3
    seed: int = 0


def tensors(batch: Batch) -> Batch:
    """The batch as torch tensors."""
    return Batch(*(torch.from_numpy(np.ascontiguousarray(values)) for values in batch))


def result(network: Network, batch: Batch, planck_table: PlanckTable) -> tuple[Tensor, Tensor]:
    """Surface temperature [K] and log sigma, each (n,)."""
    if isinstance(network, Standalone):
        difference, log_sigma = network(batch.features)
        return batch.features[:, features.BRIGHTNESS] + difference, log_sigma
    return of_heads(network(batch.features), batch, planck_table)


def of_heads(heads: Heads, batch: Batch, planck_table: PlanckTable) -> tuple[Tensor, Tensor]:
    """Surface temperature [K] by inversion and correction, and log sigma, each (n,)."""
    given = batch.features[:, features.EMISSIVITY]
    physical = inversion.temperature(batch.radiance, given, heads, planck_table)
    return physical + heads.correction, heads.log_sigma


def fit(
    network: Network,
    training: Source,
    stopping: Source,
    effort: Effort,
    objective: Objective,
    *,
    checkpoint: Path | None = None,
    progress: Callable[[int, float], None] | None = None,
) -> Network:
    """The network with the average weights that did best on `stopping`.

    `objective` is what is minimised, from the network and a batch. With `checkpoint` the state is
    kept there, and a run that was interrupted goes on from it.
    `progress` is called with the steps done and the RMSE [K] on `stopping`.
    """
    planck_table = training.band.planck_table
    examples = tensors(stopping.batch(EXAMPLES, np.random.default_rng([effort.seed, 1])))
    run = _Run(network, effort)
    if checkpoint is not None and checkpoint.is_file():
        run.restore(torch.load(checkpoint, weights_only=True))
    while run.step < effort.steps:
        random = np.random.default_rng([effort.seed, 2, run.step])
        batch = tensors(training.batch(effort.batch, random))
        run.learn(objective(run.network, batch))
        if run.step % CHECK_EVERY == 0 or run.step == effort.steps:
            run.judge(rmse(run.average, examples, planck_table))
            if checkpoint is not None:
                _keep(run.state(), checkpoint)
            if progress is not None:
                progress(run.step, run.best)
    return run.winner()


def rmse(network: Network, batch: Batch, planck_table: PlanckTable) -> float:
    """Root mean square error of surface temperature [K]."""
    with torch.no_grad():
        temperature, _ = result(network, batch, planck_table)
    return float(torch.sqrt(torch.mean((temperature - batch.temperature) ** 2)))


class _Run:
    """The state of a training: network, its running average, the best of that, the optimiser."""

    def __init__(self, network: Network, effort: Effort) -> None:
        self.network = network
        self.average = copy.deepcopy(network)
        self.chosen = copy.deepcopy(network.state_dict())
        self.best = float("inf")
        self.step = 0
        self.optimiser = torch.optim.AdamW(network.parameters(), effort.rate, weight_decay=1e-4)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, effort.rate, total_steps=effort.steps, pct_start=0.1
        )

    def learn(self, value: Tensor) -> None:
        self.optimiser.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.step += 1
        share = min(AVERAGE, self.step / (self.step + 10))
        with torch.no_grad():
            for mean, value_now in zip(
                self.average.parameters(), self.network.parameters(), strict=True
            ):
                mean.lerp_(value_now, 1 - share)

    def judge(self, error: float) -> None:
        if error < self.best:
            self.best = error
            self.chosen = copy.deepcopy(self.average.state_dict())

    def winner(self) -> Network:
        self.average.load_state_dict(self.chosen)
        return self.average

    def state(self) -> dict[str, Any]:
        return {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "chosen": self.chosen,
            "best": self.best,
            "step": self.step,
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.chosen, self.best, self.step = state["chosen"], state["best"], state["step"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])


def _keep(state: dict[str, Any], path: Path) -> None:
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)
