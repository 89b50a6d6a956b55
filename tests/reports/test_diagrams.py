"""A histogram's bars, ticks and median lie where its values lie."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.reports import diagrams


def test_bars_are_as_high_as_their_counts_and_ticks_where_their_values_are() -> None:
    """Values of 20 to 32 in bins of .01, twice as many above 26 as below: the median is 27.5."""
    counts = np.zeros(5000, np.int64)
    counts[2000:2600], counts[2600:3200] = 10, 20
    found = diagrams.histogram(counts, 0.0, 0.01)
    assert found is not None
    middles = [(x + width / 2, height) for x, _, width, height in found.bars]
    assert {round(height) for x, height in middles if x < 290} == {75}
    assert {round(height) for x, height in middles if 310 < x < 590} == {150}
    assert all(y + height == pytest.approx(150, abs=0.02) for _, y, _, height in found.bars)
    assert [label for _, label in found.ticks] == ["22", "24", "26", "28", "30", "32"]
    # A bar is .2 wide; the outer permilles are left out, so that all moves by less than one.
    for x, label in [*found.ticks, (found.median, "27.5")]:
        assert x == pytest.approx((float(label) - 20) / 12 * 600, abs=10)


def test_nothing_is_no_histogram() -> None:
    empty = np.zeros(100, np.int64)
    assert diagrams.histogram(empty, 0.0, 0.01) is None
    assert diagrams.mean_and_spread(empty, 0.0, 0.01) is None


def test_one_value_is_one_bar() -> None:
    counts = np.zeros(100, np.int64)
    counts[50] = 7
    found = diagrams.histogram(counts, 273.15, 0.01)
    assert found is not None
    assert len(found.bars) == 1
    assert diagrams.mean_and_spread(counts, 0.0, 0.01) == pytest.approx((0.505, 0.0))
