"""A ladder of heights, what columns are at each rung, and the polynomial through that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.profiles import cells, parameters, tier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

LEVEL = 1.0
"""Relief [m] below which a scene is level."""

FEWEST, MOST = 4, 9
"""Rungs of a ladder over a relief."""

SPACING = 400.0
"""Relief [m] for which a ladder has another rung."""


def rungs(low: float, high: float) -> Array:
    """Heights [m] between `low` and `high` where a polynomial is to be known (Chebyshev, ends in).

    One alone where the ground is level.
    """
    if high - low < LEVEL:
        return np.array([(low + high) / 2])
    count = min(max(FEWEST, 3 + int(np.ceil((high - low) / SPACING))), MOST)
    place = -np.cos(np.pi * np.arange(count) / (count - 1))
    return (low + high) / 2 + (high - low) / 2 * place


def powers(values: Array, heights: Array) -> Array:
    """Coefficients, the lowest power first, of the polynomial through `values` (rungs, ...).

    Height counts from -1 to 1 between the lowest and the highest rung.
    """
    if len(heights) == 1:
        return values
    low, high = heights[0], heights[-1]
    place = (2 * heights - low - high) / (high - low)
    matrix = np.vander(place, increasing=True)
    return np.linalg.solve(matrix, values.reshape(len(heights), -1)).reshape(values.shape)


def known(batch: Columns, sensor: str, band: str) -> dict[str, Array]:
    """What a retrieval is told of columns and what the band makes of them, by name (columns,)."""
    return dict(tier.of(batch, parameters.of(batch, sensor, band)))


def climbed(batch: Columns, heights: Array, sensor: str, band: str) -> Mapping[str, Array]:
    """The same over ground at each of `heights` [m], (rungs, columns)."""
    found = [known(cells.moved(batch, height), sensor, band) for height in heights]
    return {name: np.stack([rung[name] for rung in found]) for name in found[0]}
