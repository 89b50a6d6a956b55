"""Generated columns are physical, repeatable, and distributed as real ones that made no table."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from statistics import NormalDist
from typing import TYPE_CHECKING

import netCDF4
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstgeo.profiles import (
    build,
    collection,
    columns,
    generator,
    levels,
    sky,
    splits,
    statistics,
    tail,
)
from tests.data import SHARED, needs_shared

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lstgeo.physics.arrays import Array


@lru_cache
def _generated() -> columns.Columns:
    return generator.generate(6_000, seed=3, tail=0.0)


@lru_cache
def _real() -> columns.Columns:
    whole = collection.load(SHARED / "profiles")
    return levels.concatenated([whole.selected, whole.summer])


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 2**31), count=st.integers(1, 200), share=st.floats(0, 1))
def test_whatever_the_seed_columns_are_physical(seed: int, count: int, share: float) -> None:
    batch = generator.generate(count, seed, share).check()
    water = batch.total_column_water_vapour
    extreme = batch.source == tail.SOURCE
    assert len(batch) == count
    assert extreme.sum() == round(count * share)
    assert ((water[extreme] > 59.9) & (water[extreme] < 85.1)).all()
    assert (water[~extreme] < 1.02 * splits.HUMID_WATER).all()
    assert (batch.surface_pressure > 49_000).all()
    assert batch.relative_humidity.max() < 1.1
    assert batch.air_temperature.max() < 321.1


def test_the_same_seed_draws_the_same_and_another_another() -> None:
    one, same, other = (generator.generate(50, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.temperature, same.temperature)
    np.testing.assert_array_equal(one.specific_humidity, same.specific_humidity)
    assert not np.array_equal(one.temperature, other.temperature)


def test_generated_skies_are_clear() -> None:
    # Levels above those whose humidity is drawn make the few that are not.
    assert sky.clear(_generated()).mean() > 0.98


def test_date_and_hemisphere_agree_with_the_season() -> None:
    batch = _generated()
    month = batch.time.astype("datetime64[M]").astype(int) % 12 + 1
    middle = (np.abs(batch.latitude) > 35) & (np.abs(batch.latitude) < 55)
    north = middle & (batch.latitude > 0)
    south = middle & (batch.latitude < 0)
    for july, january in ((north, south), (south, north)):
        summer = np.median(batch.air_temperature[july & (month == (7 if july is north else 1))])
        winter = np.median(batch.air_temperature[july & (month == (1 if july is north else 7))])
        assert summer > winter + 10
        assert january.sum() > 500


def test_the_table_is_small_and_says_where_it_comes_from() -> None:
    path = resources.files(generator.__package__ or "").joinpath(generator.TABLE)
    assert len(path.read_bytes()) < 1_000_000
    with resources.as_file(path) as file, netCDF4.Dataset(file) as data:
        assert "GFS" in data.source
        assert "public domain" in data.source
        assert "lstgeo.profiles.build" in data.history


def _lapse(batch: columns.Columns, low: float, high: float) -> Array:
    """Lapse rate [K km-1] between levels of two sigmas."""
    sigma = levels.common_sigma()
    below, above = (int(np.argmin(abs(sigma - value))) for value in (low, high))
    warm = batch.temperature[:, [below, above]]
    ratio = np.log(batch.pressure[:, below] / batch.pressure[:, above])
    return (warm[:, 0] - warm[:, 1]) / (0.02927 * warm.mean(axis=1) * ratio)


def _distance(one: Array, other: Array) -> float:
    """Greatest difference of the cumulative distributions (Kolmogorov and Smirnov)."""
    everywhere = np.concatenate([one, other])
    shares = [
        np.searchsorted(np.sort(values), everywhere, side="right") / len(values)
        for values in (one, other)
    ]
    return float(np.abs(shares[0] - shares[1]).max())


_FEATURES: dict[str, Callable[[columns.Columns], Array]] = {
    "water": lambda batch: batch.total_column_water_vapour,
    "air temperature": lambda batch: batch.air_temperature,
    "surface pressure": lambda batch: batch.surface_pressure,
    "lapse rate to 1.5 km": lambda batch: _lapse(batch, 1.0, 0.82),
    "lapse rate 1.5 to 5 km": lambda batch: _lapse(batch, 0.82, 0.5),
    "temperature at half the pressure": lambda batch: batch.temperature[:, 19],
    "humidity at 1.5 km": lambda batch: sky.relative_humidity(batch)[:, 9],
}


@needs_shared
@pytest.mark.parametrize("name", _FEATURES)
def test_distributions_are_those_of_the_columns_that_made_them(name: str) -> None:
    real = _real()
    real = real.take(splits.parts(real) == splits.TRAINING)
    feature = _FEATURES[name]
    distance = _distance(feature(real), feature(_generated()))
    # Greatest difference of cumulative probability; measured at most .08 (lapse rates).
    assert distance < 0.1


@needs_shared
@pytest.mark.parametrize("name", _FEATURES)
def test_distributions_are_no_further_from_unseen_blocks_than_training_is(name: str) -> None:
    real, feature = _real(), _FEATURES[name]
    part = splits.parts(real)
    training, unseen = (real.take(part == name) for name in (splits.TRAINING, splits.TEST))
    distance = _distance(feature(unseen), feature(_generated()))
    between = _distance(feature(unseen), feature(training))
    assert distance < between + 0.08


@needs_shared
def test_water_goes_with_temperature_as_in_real_columns() -> None:
    real = _real()
    real, drawn = real.take(splits.parts(real) == splits.TRAINING), _generated()
    for low in range(240, 310, 10):
        medians = []
        for batch in (real, drawn):
            inside = (batch.air_temperature >= low) & (batch.air_temperature < low + 10)
            medians.append(np.median(batch.total_column_water_vapour[inside]))
        # 20 %: a hundred to a thousand columns a bin.
        assert medians[1] == pytest.approx(medians[0], rel=0.2)


def test_normal_scores_are_those_of_the_normal_distribution() -> None:
    probability = np.linspace(0.001, 0.999, 201)
    expected = [NormalDist().inv_cdf(value) for value in probability]
    # 4.5e-4: stated by Abramowitz and Stegun, 26.2.23.
    np.testing.assert_allclose(statistics.normal_quantile(probability), expected, atol=4.5e-4)


@needs_shared
def test_one_command_rebuilds_the_table_that_ships(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "table.nc"
    assert build.main([str(SHARED / "profiles"), str(target)]) == 0
    assert str(target) in capsys.readouterr().out
    again, shipped = generator.read(target), generator.shipped()
    assert again.climates == shipped.climates
    np.testing.assert_allclose(again.quantiles, shipped.quantiles, rtol=1e-4, atol=1e-3)
    # Signs of components are free: compare the correlations that they make.
    for one, other in zip(again.loadings, shipped.loadings, strict=True):
        np.testing.assert_allclose(one @ one.T, other @ other.T, atol=0.02)


def test_the_command_says_how_it_is_used_and_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main([]) == 2
    assert "usage" in capsys.readouterr().err
    assert build.main([str(tmp_path)]) == 1
    assert "lacks gfs_2011" in capsys.readouterr().err
