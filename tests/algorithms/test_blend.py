"""Shares of neighbouring ranges."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.algorithms import blend

VALUES = np.linspace(-1.0, 9.0, 401)
NODES = (0.0, 1.5, 4.0, 7.0)


def test_shares_between_nodes_interpolate_linearly_and_hold_the_ends() -> None:
    heights = (3.0, -1.0, 2.0, 5.0)
    shares = blend.shares(VALUES, blend.between(NODES))
    found = sum(share * height for share, height in zip(shares, heights, strict=True))
    np.testing.assert_allclose(found, np.interp(VALUES, NODES, heights), rtol=0, atol=1e-12)


@pytest.mark.parametrize("ramps", [(), ((1.0, 2.0),), ((1.75, 2.25), (3.75, 4.25))])
def test_shares_sum_to_one(ramps: tuple[tuple[float, float], ...]) -> None:
    shares = blend.shares(VALUES, ramps)
    assert len(shares) == len(ramps) + 1
    np.testing.assert_allclose(np.sum(shares, axis=0), 1.0, rtol=0, atol=1e-12)
    assert np.min(shares) >= 0


def test_away_from_a_border_one_range_has_it_all() -> None:
    shares = blend.shares(np.array([1.0, 3.0, 6.0]), blend.around((2.0, 4.0), 0.25))
    np.testing.assert_array_equal(np.stack(shares), np.eye(3))
