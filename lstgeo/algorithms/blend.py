"""Neighbouring ranges of a formula, joined without steps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lstgeo.physics import arrays
from lstgeo.physics.arrays import Array

Ramp = tuple[float, float]
"""Where a share begins to pass from one range to the next, and where it has passed."""


def shares(value: Array, ramps: Sequence[Ramp]) -> tuple[Array, ...]:
    """Share of each of the ranges that `ramps`, in rising order, divide `value` into.

    They sum to 1, change linearly along a ramp, and are those of one range between two.

    >>> [float(share) for share in shares(2.1, [(1.75, 2.25), (3.75, 4.25)])]
    [0.2999999999999998, 0.7000000000000002, 0.0]
    """
    xp = arrays.namespace(value)
    given = arrays.array(value, xp)
    passed = [xp.clip((given - low) / (high - low), 0.0, 1.0) for low, high in ramps]
    edges = [xp.ones_like(given), *passed, xp.zeros_like(given)]
    return tuple(left - right for left, right in pairwise(edges))


def between(nodes: Sequence[float]) -> tuple[Ramp, ...]:
    """Ramps from each of the rising `nodes` to the next: shares for linear interpolation."""
    return tuple(pairwise(nodes))


def around(borders: Sequence[float], width: float) -> tuple[Ramp, ...]:
    """Ramps of half-width `width` around `borders`."""
    return tuple((border - width, border + width) for border in borders)
