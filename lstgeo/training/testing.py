"""A short look at a model with columns that never trained; `lstgeo evaluate` looks longer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import torch

from lstgeo.model import contract
from lstgeo.training import fit
from lstgeo.training.batches import Inputs
from lstgeo.validation import metrics

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from lstgeo.training.batches import Batch, Source

SAMPLES = 60_000

USUAL = "W and Ta, noisy"
TOLD = "profile, noisy"
"""The case of most users of each tier."""

CASES = {
    "W, noisy": Inputs(clean=0.0, usual=1.0, air_temperature=0.0, surface_pressure=0.0),
    USUAL: Inputs(clean=0.0, usual=1.0, air_temperature=1.0, surface_pressure=0.0),
    "W, Ta and ps, noisy": Inputs(clean=0.0, usual=1.0, air_temperature=1.0, surface_pressure=1.0),
    "W and Ta, clean": Inputs(clean=1.0, usual=0.0, air_temperature=1.0, surface_pressure=0.0),
}
PROFILE_CASES = {
    TOLD: Inputs(clean=0.0, usual=1.0),
    "profile, clean": Inputs(clean=1.0, usual=0.0),
}
"""Inputs and their errors that a model of either tier is looked at with."""

OF_TIER = {contract.COUPLED: (USUAL, CASES), contract.PROFILE: (TOLD, PROFILE_CASES)}
"""The case of most users and all cases of each tier."""


def figures(
    result: Callable[[Batch], tuple[Tensor, Tensor]], source: Source
) -> dict[str, dict[str, float]]:
    """Figures of each case [K; coverage as a share] over samples of `source`.

    `result` gives temperature and log sigma of a batch.
    """
    return {
        name: of(result, replace(source, inputs=inputs, augmented=0.0))
        for name, inputs in OF_TIER[source.tier][1].items()
    }


def of(
    result: Callable[[Batch], tuple[Tensor, Tensor]], source: Source, samples: int = SAMPLES
) -> dict[str, float]:
    """Figures [K; coverage as a share] over `samples` of `source`."""
    batch = fit.tensors(source.batch(samples, np.random.default_rng(0)))
    with torch.no_grad():
        temperature, log_sigma = result(batch)
    error = (temperature - batch.temperature).double().numpy()
    sigma = np.exp(log_sigma.double().numpy())
    found = {
        "rmse": metrics.root_mean_square_error(error),
        "mae": metrics.mean_absolute_error(error),
        "bias": metrics.bias(error),
        "coverage_68": metrics.coverage(error, sigma),
        "coverage_95": metrics.coverage(error, sigma, metrics.TWO_SIGMA),
    }
    return {name: round(value, 4) for name, value in found.items()}
