"""What errors of a profile do to the transmittance and the radiances that are made of it."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from lstgeo.physics.arrays import Array
from lstgeo.physics.band import PlanckTable

DEPTH, DRY_DEPTH = 1.15, 0.03
"""Relative error of optical depth for an error of ln q of 1, in air so humid that little else
absorbs: what is left of errors that are correlated over 1.5 km, times what opacity grows faster
than humidity. At this optical depth it is half of that."""

OWN_WARMTH = 0.67
"""Error of the temperature that the air emits with [K], for one of temperature of 1 K."""

MOIST_WARMTH, SHARED = 4.1, 0.5
"""The same for an error of ln q of 1 [K], which moves where air emits from; and how much of it
goes with the error of the optical depth."""


class Sigmas(Protocol):
    """Standard deviations of a profile."""

    @property
    def profile_temperature(self) -> float:
        """Of temperature [K]."""

    @property
    def profile_log_humidity(self) -> float:
        """Of ln q."""


def moved(
    atmosphere: list[Array], table: PlanckTable, sigmas: Sigmas, sign: int
) -> list[list[Array]]:
    """Transmittance and radiances moved by one sigma of each of two independent errors."""
    moist = sigmas.profile_log_humidity
    shared = SHARED * MOIST_WARMTH * moist
    rest = np.hypot(OWN_WARMTH * sigmas.profile_temperature, MOIST_WARMTH * moist)
    rest = float(np.sqrt(max(rest**2 - shared**2, 0.0)))
    return [
        _changed(atmosphere, table, 1 + sign * moist * _moisture(atmosphere[0]), sign * shared),
        _changed(atmosphere, table, 1.0, sign * rest),
    ]


def _moisture(transmittance: Array) -> Array:
    """Relative error of optical depth for an error of ln q of 1."""
    depth = -np.log(np.clip(transmittance, 1e-3, 1.0))
    return DEPTH * depth / (depth + DRY_DEPTH)


def _changed(
    atmosphere: list[Array], table: PlanckTable, depth: Array | float, warmer: float
) -> list[Array]:
    """An atmosphere of `depth` times the optical depth that emits as one `warmer` [K] would."""
    transmittance, upwelling, downwelling = atmosphere
    seen = transmittance**depth
    absorbed = np.maximum(1 - transmittance, 1e-6)
    share = (1 - seen) / absorbed
    emitted = upwelling / absorbed
    emitting = table.temperature(emitted)
    ratio = table.radiance(emitting + warmer) / emitted
    factor = np.where(np.isfinite(ratio), ratio, 1.0) * share
    return [seen, upwelling * factor, downwelling * factor]
