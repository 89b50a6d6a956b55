"""Choosing a band's nodes: few wavenumbers whose weighted sum is the band for every column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstgeo.atmosphere.build import nnls
from lstgeo.atmosphere.build.spectra import RADIANCE_SCALE
from lstgeo.atmosphere.spectroscopy import reference
from lstgeo.physics import planck
from lstgeo.physics.band import PlanckTable, Response

LAW_SCALE = 20.0
"""How much more the sum of weights and Planck's law count than one column."""
PLANCK_TEMPERATURES = np.array([200.0, 220.0, 240.0, 260.0, 280.0, 300.0, 320.0, 335.0])
CANDIDATES = 5000
ATTEMPTS = 6
"""Random sets of candidates that are tried; the one with the smallest largest error is kept."""


@dataclass(frozen=True)
class Selection:
    """Nodes of a band as indices into the library's grid, with weights of sum 1."""

    index: NDArray[np.int64]
    weight: NDArray[np.float64]


def select(
    spectra: NDArray[np.float32],
    wavenumber: NDArray[np.float64],
    response: Response,
    count: int,
    seed: int,
) -> Selection:
    """Best `count` nodes for a band, the best of a few random sets of candidates."""
    band = reference.band_weights(response, wavenumber)
    flat = spectra.reshape(-1, wavenumber.size)
    target = flat @ band
    generator = np.random.default_rng(seed)
    best, smallest = None, np.inf
    for _ in range(ATTEMPTS):
        candidates = _candidates(band, generator)
        chosen, weight = _fitted(flat, target, wavenumber, response, candidates, count)
        found = Selection(candidates[chosen], weight / weight.sum())
        largest = float(np.abs(flat[:, found.index] @ found.weight - target).max())
        if largest < smallest:
            best, smallest = found, largest
    assert best is not None
    return best


def _fitted(
    flat: NDArray[np.float32],
    target: NDArray[np.float64],
    wavenumber: NDArray[np.float64],
    response: Response,
    candidates: NDArray[np.int64],
    count: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    source = planck.radiance(1e4 / wavenumber[candidates], PLANCK_TEMPERATURES[:, None])
    law = LAW_SCALE * RADIANCE_SCALE
    sum_row = np.full((1, candidates.size), LAW_SCALE)
    matrix = np.concatenate([flat[:, candidates].astype(np.float64), law * source, sum_row])
    black = law * PlanckTable(response).radiance(PLANCK_TEMPERATURES)
    return nnls.solve(matrix, np.concatenate([target, black, [LAW_SCALE]]), count)


def _candidates(band: NDArray[np.float64], generator: np.random.Generator) -> NDArray[np.int64]:
    inside = np.flatnonzero(band > 0)
    chance = band[inside] / (2 * band[inside].sum()) + 1 / (2 * inside.size)
    return np.sort(generator.choice(inside, CANDIDATES, replace=False, p=chance))
