"""The split of the total uncertainty by source."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lstgeo.retrieval.estimate import Array

RADIANCE_NOISE = "radiance noise"
CALIBRATION = "calibration"
WATER_VAPOUR = "water vapour"
AIR_TEMPERATURE = "air temperature"
EMISSIVITY = "emissivity"
METHOD = "method"

SOURCES = (RADIANCE_NOISE, CALIBRATION, WATER_VAPOUR, AIR_TEMPERATURE, EMISSIVITY, METHOD)
"""Sources in their order; water vapour is opacity where the atmosphere itself is given, and the
method all that no input explains."""


def split(total: Array, changes: Mapping[str, Array]) -> Array:
    """Shares (source, n) [K] of `total`, whose squares add up to its own; NaN where it is.

    `changes` are what one sigma of each input changes temperature by. Where together they exceed
    the total they are scaled down to it, and nothing is left for the method.
    """
    shares = np.zeros((len(SOURCES), *total.shape), np.float32)
    for name, change in changes.items():
        shares[SOURCES.index(name)] = np.where(np.isfinite(change), change, 0)
    together = np.sum(shares**2, axis=0)
    known = together > 0
    scale = np.where(known, np.minimum(1, total / np.sqrt(np.where(known, together, 1))), 1)
    shares *= scale.astype(np.float32)
    shares[-1] = np.sqrt(np.maximum(total**2 - np.sum(shares**2, axis=0), 0))
    return np.where(np.isfinite(total), shares, np.float32(np.nan))


def of_radiance(change: Array, noise: float, calibration: float) -> dict[str, Array]:
    """A change by noise and calibration together, apart."""
    both = float(np.hypot(noise, calibration)) or 1.0
    return {RADIANCE_NOISE: change * (noise / both), CALIBRATION: change * (calibration / both)}
