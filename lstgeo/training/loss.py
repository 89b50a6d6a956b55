"""What training minimises: several constraints, each of which can be switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from lstgeo.physics import surface
from lstgeo.training import features, inversion

if TYPE_CHECKING:
    from torch import Tensor

    from lstgeo.physics.band import PlanckTable
    from lstgeo.training.batches import Batch
    from lstgeo.training.config import Losses
    from lstgeo.training.network import Heads

BETA = 0.5
"""Power of sigma that weighs the likelihood, so that hard samples count (Seitzer et al. 2022)."""

UNIT = {"transmittance": 0.03, "upwelling_radiance": 0.2, "downwelling_radiance": 0.3}
"""Error of each that counts as one."""

LARGEST_CORRECTION = 1.5
"""Correction, in sigmas, above which the bounds ask for less."""


def likelihood(error: Tensor, log_sigma: Tensor) -> Tensor:
    """Negative log likelihood of `error` [K] under a normal law, weighed by sigma**(2 BETA)."""
    sigma = torch.exp(log_sigma)
    each = 0.5 * (error / sigma) ** 2 + log_sigma
    return torch.mean(each * sigma.detach() ** (2 * BETA))


def terms(heads: Heads, batch: Batch, planck_table: PlanckTable) -> dict[str, Tensor]:
    """Every constraint as a number, zero where the model is exact (but the likelihood)."""
    given = batch.features[:, features.EMISSIVITY]
    physical = inversion.temperature(batch.radiance, given, heads, planck_table)
    result = physical + heads.correction
    errors = {
        name: (getattr(heads, name) - getattr(batch, name)) / unit for name, unit in UNIT.items()
    }
    found = {name: _robust(error) for name, error in errors.items()}
    found["temperature"] = likelihood(result - batch.temperature, heads.log_sigma)
    found["closure"] = closure(heads, batch, planck_table)
    found["bounds"] = bounds(heads, physical)
    return found


def closure(heads: Heads, batch: Batch, planck_table: PlanckTable) -> Tensor:
    """Radiance of the true surface through the predicted atmosphere against that simulated [K]."""
    predicted = surface.at_sensor_radiance(
        batch.temperature,
        batch.emissivity,
        heads.transmittance,
        heads.upwelling_radiance,
        heads.downwelling_radiance,
        planck_table,
    )
    return _robust((predicted - batch.clean_radiance) / planck_table.slope(batch.temperature))


def bounds(heads: Heads, physical: Tensor) -> Tensor:
    """Corrections beyond what sigma allows, and inversions outside the range of the table [K]."""
    limit = LARGEST_CORRECTION * torch.exp(heads.log_sigma.detach())
    excess = functional.relu(heads.correction.abs() - limit)
    beyond = functional.relu(physical - inversion.HOTTEST)
    beyond = beyond + functional.relu(inversion.COLDEST - physical)
    return torch.mean(excess + beyond)


def total(found: dict[str, Tensor], weights: Losses) -> Tensor:
    """Weighted sum of the constraints that are switched on."""
    parts = [
        getattr(weights, name) * value for name, value in found.items() if getattr(weights, name)
    ]
    return torch.stack(parts).sum()


def _robust(error: Tensor) -> Tensor:
    return functional.smooth_l1_loss(error, torch.zeros_like(error))
