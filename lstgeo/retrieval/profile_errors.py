"""What errors of a profile do to the transmittance and the radiances that are made of it."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Step:
    """One sigma of one independent error of a column, in what the transfer makes of it.

    `warmth` [K] is of the temperature that the air emits with; optical depth errs as for an error
    of ln q of `moisture`.
    """

    warmth: float
    moisture: float = 0.0


def of_temperature(sigmas: Sigmas) -> Step:
    """What errors of temperature make: as if the whole column were warmer."""
    return Step(OWN_WARMTH * sigmas.profile_temperature)


def of_humidity(sigmas: Sigmas) -> tuple[Step, Step]:
    """What errors of humidity make: a moister column, and what moves where it emits from."""
    moist = sigmas.profile_log_humidity
    warmth = MOIST_WARMTH * moist
    return (
        Step(SHARED * warmth, moisture=moist),
        Step(float(np.sqrt(1 - SHARED**2)) * warmth),
    )


def moved(
    atmosphere: list[Array], table: PlanckTable, sigmas: Sigmas, sign: int
) -> list[list[Array]]:
    """Transmittance and radiances moved by one sigma of each of two independent errors."""
    moister, other = of_humidity(sigmas)
    warmer = Step(float(np.hypot(of_temperature(sigmas).warmth, other.warmth)))
    return [changed(atmosphere, table, step, sign) for step in (moister, warmer)]


def by_source(moister: Array, warmer: Array, sigmas: Sigmas) -> tuple[Array, Array]:
    """What humidity and what temperature change, of the changes by the two errors of `moved`."""
    own, other = of_temperature(sigmas).warmth, of_humidity(sigmas)[1].warmth
    both = float(np.hypot(own, other)) or 1.0
    return np.hypot(moister, warmer * (other / both)), warmer * (own / both)


def changed(atmosphere: list[Array], table: PlanckTable, step: Step, sign: int) -> list[Array]:
    """Transmittance and radiances of the air moved by `sign` times a step."""
    depth = 1 + sign * step.moisture * _moisture(atmosphere[0])
    return _changed(atmosphere, table, depth, sign * step.warmth)


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
