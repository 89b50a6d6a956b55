"""Clear skies are told from moist levels, and a selection evens out what is common and rare."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.profiles import selection, sky
from tests.profiles import examples


def test_one_saturated_level_aloft_makes_a_cloud_and_dew_does_not() -> None:
    batch = examples.standard(3)
    moist = batch.specific_humidity.copy()
    saturated = moist / sky.relative_humidity(batch)
    moist[1, 4], moist[2, 0] = saturated[1, 4], saturated[2, 0]
    assert batch.pressure[1, 4] < 0.5e5
    assert sky.clear(batch.replaced(specific_humidity=moist)).tolist() == [True, False, True]


def test_a_selection_takes_rare_states_whole_and_thins_common_ones() -> None:
    common, rare = examples.standard(1), examples.standard(2).take(slice(1, 2))
    both = [np.repeat([0, 1], [500, 5])][0]
    pair = examples.standard(2)
    batch = pair.take(both)
    chosen = batch.take(selection.stratified(batch, 25))
    assert len(chosen) == 25
    assert np.sum(chosen.air_temperature == rare.air_temperature[0]) == 5
    assert np.sum(chosen.air_temperature == common.air_temperature[0]) == 20


def test_land_and_clear_sky_come_first_within_a_stratum() -> None:
    batch = examples.standard(1).take(np.zeros(6, dtype=int))
    batch = batch.replaced(
        land=np.array([0.0, 1.0, 1.0, 0.0, 1.0, np.nan]),
        cloud_cover=np.array([0.0, 0.9, 0.1, 0.5, np.nan, 0.95]),
    )
    assert selection.stratified(batch, 2).tolist() == [2, 4]
    assert selection.stratified(batch, 99).tolist() == list(range(6))


@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_seed_selects_the_same(seed: int) -> None:
    batch = examples.standard(2).take(np.arange(400) % 2)
    first = selection.stratified(batch, 100, seed)
    np.testing.assert_array_equal(first, selection.stratified(batch, 100, seed))
    assert not np.array_equal(first, selection.stratified(batch, 100, seed + 1))
