"""Where a training has been: a range for each feature, a bound for those of the air together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lstgeo.model import contract, quantities
from lstgeo.model import domain as retrieval_domain
from lstgeo.training import batches, reanalysis
from lstgeo.training import features as known_features

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.training.batches import Source

SAMPLES = 400_000
"""Samples that the domain is found from."""

INSIDE = 0.9998
"""Share of the samples inside each range, and inside the joint bound."""

_OPTIONAL = (contract.HAS_AIR_TEMPERATURE, contract.HAS_SURFACE_PRESSURE)


@dataclass(frozen=True, eq=False)
class Domain:
    """Ranges by feature in their order, squared Mahalanobis distances that bound joint ones."""

    ranges: dict[str, tuple[float, float]]
    mean: Array
    covariance: Array
    limit: dict[str, float]

    @property
    def bounds(self) -> list[tuple[float, float]]:
        """Ranges in the order of the features."""
        return list(self.ranges.values())

    def document(self) -> dict[str, Any]:
        """The joint bound for the metadata."""
        return {
            "mean": self.mean.tolist(),
            "covariance": self.covariance.tolist(),
            "limit": self.limit,
        }


def of(source: Source, view_zenith_angle: tuple[float, float], seed: int = 0) -> Domain:
    """Domain of the samples of a source whose views are even in `view_zenith_angle` [degree]."""
    drawn = source.batch(SAMPLES, np.random.default_rng([seed, 3])).features.astype(float)
    names = list(known_features.OF_TIER[source.tier])
    flags = [names.index(name) for name in _OPTIONAL if name in names]
    complete = drawn[(drawn[:, flags] > 0).all(axis=1)]
    state = _state(complete, names)
    mean, covariance = state.mean(axis=0), np.cov(state, rowvar=False)
    limit = {
        f"{air:d}{pressure:d}": _limit(state, mean, covariance, (True, True, air, pressure))
        for air in (False, True)
        for pressure in (False, True)
    }
    ranges = _ranges(complete, names, source) | {"view_zenith_angle": view_zenith_angle}
    return Domain(ranges, mean, covariance, limit)


def _ranges(drawn: Array, names: list[str], source: Source) -> dict[str, tuple[float, float]]:
    """Range of each feature; of sigmas and flags as they are drawn, of water as it is."""
    ends = np.quantile(drawn, [(1 - INSIDE) / 2, (1 + INSIDE) / 2], axis=0)
    found = {name: (float(low), float(high)) for name, low, high in zip(names, *ends, strict=True)}
    stated = {} if source.inputs.clean == 1 else _drawn_sigmas()
    stated |= dict.fromkeys(_OPTIONAL, (0.0, 1.0))
    if source.tier == contract.COUPLED:
        water = float(source.bank.total_column_water_vapour.max())
        stated |= {"total_column_water_vapour": (0.0, water)}
    return found | {name: ends for name, ends in stated.items() if name in found}


def _drawn_sigmas() -> dict[str, tuple[float, float]]:
    """What sigmas are drawn from where they are; exact inputs have none but the noise."""
    return {
        "radiometric_sigma": batches.RADIOMETRIC_SIGMA,
        "total_column_water_vapour_sigma": (0.0, batches.LARGEST_SIGMA["water_vapour"]),
        "air_temperature_sigma": (0.0, batches.LARGEST_SIGMA["air_temperature"]),
        "emissivity_sigma": (0.0, batches.LARGEST_SIGMA["emissivity"]),
        quantities.PROFILE_TEMPERATURE_SIGMA: (0.0, reanalysis.LARGEST_SIGMA["temperature"]),
        quantities.PROFILE_HUMIDITY_SIGMA: (0.0, reanalysis.LARGEST_SIGMA["log_humidity"]),
    }


def _state(drawn: Array, names: list[str]) -> Array:
    """What the joint bound is of; water vapour by its logarithm."""
    state = drawn[:, [names.index(quantity.name) for quantity in contract.JOINT]]
    state[:, 1] = np.log(np.maximum(state[:, 1], retrieval_domain.DRIEST))
    return state


def _limit(state: Array, mean: Array, covariance: Array, known: tuple[bool, ...]) -> float:
    some = np.flatnonzero(known)
    away = (state - mean)[:, some]
    squared = np.einsum("ni,ij,nj->n", away, np.linalg.inv(covariance[np.ix_(some, some)]), away)
    return float(np.quantile(squared, INSIDE))
