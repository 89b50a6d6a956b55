"""The retrieval of one block: pixels without a measurement skipped, the rest estimated, flagged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.quality import Quality
from lstgeo.retrieval import budget, estimate
from lstgeo.retrieval.estimate import Array, Estimator, Flags, Pixels
from lstgeo.vocabulary import SURFACE_TEMPERATURE

EMISSIVITY_RANGE = (0.8, 1.0)
PLAUSIBLE_RANGE = (190.0, 350.0)
HIGH_UNCERTAINTY = 3.0

BATCH = 1 << 14
"""Pixels worked on at once, so that intermediate arrays stay in the cache."""

Place = slice | NDArray[np.intp]
"""Where a batch lies in a block: a run of pixels, which is not copied, or pixels here and there."""

MASKED = Quality.CLOUD | Quality.CLOUD_SHADOW
"""Pixels that `mask_clouds` empties."""


@dataclass(frozen=True)
class Retrieval:
    """All that is the same for every pixel of a scene. Pickles to workers.

    `atmosphere` names the arrays of the atmosphere that a block is given, in their order.
    """

    estimator: Estimator
    atmosphere: tuple[str, ...]
    mask_clouds: bool = False
    budget: bool = False


def retrieve_block(
    radiance: Array,
    quality: Flags,
    emissivity: Array,
    emissivity_sigma: Array,
    *atmosphere: Array,
    retrieval: Retrieval,
) -> tuple[NDArray[Any], ...]:
    """Surface temperature [K], its uncertainty (1 sigma) [K] and quality bits of a block.

    `radiance` [W m-2 sr-1 um-1] and `quality` are arrays of one shape, the rest broadcast to it;
    `atmosphere` holds what the retrieval names, in its order and in house units. A pixel without a
    measurement is NaN and has the fill bit alone, or with it that of a saturated sensor; one that
    cannot be retrieved is NaN and says so.
    With a budget the shares of the uncertainty [K] come last, by source along a last axis.
    """
    unmeasured = np.uint16(Quality.FILL) | quality & np.uint16(Quality.SATURATED)
    flags = np.where(np.isnan(radiance), unmeasured, quality)
    temperature, sigma = (np.full(radiance.shape, np.nan, np.float32) for _ in range(2))
    inputs = [
        np.broadcast_to(np.asarray(given, np.float32), radiance.shape).reshape(-1)
        for given in (radiance, emissivity, emissivity_sigma, *atmosphere)
    ]
    kelvin, spreads = (array.reshape(-1) for array in (temperature, sigma))
    raised = flags.reshape(-1)
    shares = np.full((*radiance.shape, len(budget.SOURCES) * retrieval.budget), np.nan, np.float32)
    for place in _batches(flags):
        bits = raised[place]
        seen, emitting, spread, *air = (given[place] for given in inputs)
        named = dict(zip(retrieval.atmosphere, air, strict=True))
        filled = (bits & Quality.ATMOSPHERE_FILLED) != 0
        pixels = Pixels(seen, emitting, spread, named, filled)
        kelvin[place], spreads[place], raised[place] = _retrieved(retrieval, pixels, bits)
        if retrieval.budget:
            by_pixel = shares.reshape(-1, shares.shape[-1])
            by_pixel[place] = _shares(retrieval, pixels, kelvin[place], spreads[place]).T
    found_all = (temperature, sigma, flags)
    return (*found_all, shares) if retrieval.budget else found_all


def _shares(retrieval: Retrieval, pixels: Pixels, temperature: Array, sigma: Array) -> Array:
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        return budget.split(sigma, retrieval.estimator.changes(pixels, temperature))


def _batches(flags: Flags) -> Iterator[Place]:
    """Places of the measured pixels of a block, a batch at a time."""
    measured = np.flatnonzero((flags & Quality.FILL) == 0)
    for start in range(0, measured.size, BATCH):
        batch = measured[start : start + BATCH]
        first, last = int(batch[0]), int(batch[-1])
        yield slice(first, last + 1) if last - first + 1 == batch.size else batch


def _retrieved(retrieval: Retrieval, pixels: Pixels, flags: Flags) -> tuple[Array, Array, Flags]:
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        found = retrieval.estimator.estimate(pixels)
    low, high = SURFACE_TEMPERATURE.plausible
    kept = (found.temperature >= low) & (found.temperature <= high)
    temperature, sigma = (
        np.where(kept, value, np.nan) for value in (found.temperature, found.sigma)
    )
    flags = flags | found.flags | _raised(pixels.emissivity, temperature, sigma)
    if retrieval.mask_clouds:
        masked = (flags & MASKED) != 0
        temperature, sigma = (np.where(masked, np.nan, value) for value in (temperature, sigma))
    return temperature, sigma, flags


def _raised(emissivity: Array, temperature: Array, sigma: Array) -> Flags:
    """Bits 8 and 13 to 15, which are the same for every estimator."""
    found = {
        Quality.EMISSIVITY_RANGE: estimate.outside(emissivity, EMISSIVITY_RANGE),
        Quality.TEMPERATURE_RANGE: estimate.outside(temperature, PLAUSIBLE_RANGE),
        Quality.HIGH_UNCERTAINTY: sigma > HIGH_UNCERTAINTY,
        Quality.NO_SOLUTION: np.isnan(temperature),
    }
    return estimate.flags(found, temperature.shape)
