"""Where a model's inputs leave the domain of its training."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from lstgeo import vocabulary
from lstgeo.model import contract, quantities
from lstgeo.model.contract import ModelContract
from lstgeo.quality import Quality

Array = NDArray[np.float32]
Flags = NDArray[np.uint16]
Matrix = tuple[tuple[float, ...], ...]

DRIEST = 0.1
"""Water vapour [kg m-2] that stands for less in the joint domain, here as in the training."""

_PRESENCE = {
    vocabulary.NEAR_SURFACE_AIR_TEMPERATURE.name: contract.HAS_AIR_TEMPERATURE,
    contract.AIR_TEMPERATURE_SIGMA: contract.HAS_AIR_TEMPERATURE,
    vocabulary.SURFACE_PRESSURE.name: contract.HAS_SURFACE_PRESSURE,
}
"""The flag without which a feature does not count."""

_ABOVE_ONLY = (contract.WATER_VAPOUR_SIGMA, contract.AIR_TEMPERATURE_SIGMA)
"""Sigmas: a smaller one than those of the training counts as the smallest there was."""

_BOTH_ENDS = tuple(
    quantity.name for quantity in contract.QUANTITIES if quantity is not vocabulary.WATER_VAPOUR
)

_OF_PROFILE = (*quantities.TEMPERATURES, *quantities.LOG_HUMIDITIES)
"""Features of the profile tier that have two ends; what is computed from others has none."""

_ABOVE_OF_PROFILE = (quantities.PROFILE_TEMPERATURE_SIGMA, quantities.PROFILE_HUMIDITY_SIGMA)


def flags(stated: ModelContract, features: Mapping[str, Array]) -> Flags:
    """Bit 10 where water vapour is outside its range, bit 11 where anything else is.

    `features` by name, float32 (n,). Bit 11 is also for inputs each in its range, but together
    farther from the training samples than the joint domain reaches.
    """
    raised = np.zeros(features[contract.RADIOMETRIC_SIGMA].shape, np.uint16)
    low, high = _ends(stated, vocabulary.WATER_VAPOUR.name)
    vapour = features[vocabulary.WATER_VAPOUR.name]
    raised[(vapour < low) | (vapour > high)] = Quality.WATER_VAPOUR_DOMAIN
    raised[_outside_a_range(stated, features) | _beyond(stated, features)] |= np.uint16(
        Quality.INPUT_DOMAIN
    )
    return raised


def squared_distance(
    stated: ModelContract, features: Mapping[str, Array], *, air: bool, pressure: bool
) -> Array:
    """Squared Mahalanobis distance [1] of `features` from the training samples, float32 (n,).

    Without `air` temperature or `pressure`, over the axes that remain. A sum of as many squares as
    there are axes, in a fixed order: a pixel gets the same bits in every block.
    """
    axes, mean, whitening = _whitened(stated.domain.mean, stated.domain.covariance, air, pressure)
    offsets = [_axis(features, axis) - np.float32(mean[axis]) for axis in axes]
    total = np.zeros_like(offsets[0])
    for row in whitening:
        length = np.zeros_like(total)
        for weight, offset in zip(row, offsets, strict=True):
            length += np.float32(weight) * offset
        total += length**2
    return total


def _beyond(stated: ModelContract, features: Mapping[str, Array]) -> NDArray[np.bool_]:
    has_air, has_pressure = (
        _present(features, flag)
        for flag in (contract.HAS_AIR_TEMPERATURE, contract.HAS_SURFACE_PRESSURE)
    )
    beyond = np.zeros(has_air.shape, np.bool_)
    for air, pressure in product((False, True), repeat=2):
        here = np.flatnonzero((has_air == air) & (has_pressure == pressure))
        if here.size:
            there = {axis.name: features[axis.name][here] for axis in contract.JOINT}
            distance = squared_distance(stated, there, air=air, pressure=pressure)
            beyond[here] = distance > np.float32(stated.domain.limit[f"{air:d}{pressure:d}"])
    return beyond


def _outside_a_range(stated: ModelContract, features: Mapping[str, Array]) -> NDArray[np.bool_]:
    outside = np.zeros(features[contract.RADIOMETRIC_SIGMA].shape, np.bool_)
    profiled = stated.tier == contract.PROFILE
    sigmas = _ABOVE_OF_PROFILE if profiled else _ABOVE_ONLY
    for name in (*_BOTH_ENDS, *sigmas, *(_OF_PROFILE if profiled else ())):
        low, high = _ends(stated, name)
        here = features[name] > high
        if name not in sigmas:
            here |= features[name] < low
        if name in _PRESENCE:
            here &= _present(features, _PRESENCE[name])
        outside |= here
    return outside


def _present(features: Mapping[str, Array], flag: str) -> NDArray[np.bool_]:
    """Where what a `flag` tells of is there: everywhere in a tier that has no such flag."""
    if flag in features:
        return np.asarray(features[flag] > 0)
    return np.ones(features[contract.RADIOMETRIC_SIGMA].shape, np.bool_)


def _ends(stated: ModelContract, name: str) -> tuple[np.float32, np.float32]:
    low, high = stated.range(name)
    return np.float32(low), np.float32(high)


def _axis(features: Mapping[str, Array], axis: int) -> Array:
    quantity = contract.JOINT[axis]
    values = features[quantity.name]
    if quantity is vocabulary.WATER_VAPOUR:
        return np.log(np.maximum(values, np.float32(DRIEST)))
    return values


@lru_cache
def _whitened(
    mean: tuple[float, ...], covariance: Matrix, air: bool, pressure: bool
) -> tuple[tuple[int, ...], tuple[float, ...], Matrix]:
    """Axes that are there, the mean, and the inverse of the Cholesky factor of the covariance."""
    axes = tuple(axis for axis, there in enumerate((True, True, air, pressure)) if there)
    within = np.asarray(covariance)[np.ix_(axes, axes)]
    inverse = np.linalg.inv(np.linalg.cholesky(within))
    return axes, mean, tuple(tuple(row) for row in inverse.tolist())
