"""Bits 10 and 11: each input in its range, and all of them together near the training samples."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from lstgeo.model import domain
from lstgeo.quality import Quality
from tests.model import documents

CONTRACT = documents.parsed()
INSIDE = {
    "brightness_temperature": 290.0,
    "total_column_water_vapour": 20.0,
    "emissivity": 0.97,
    "air_temperature": 292.0,
    "surface_pressure": 96_000.0,
    "has_air_temperature": 1.0,
    "has_surface_pressure": 1.0,
    "view_zenith_angle": 0.0,
    "radiometric_sigma": 0.4,
    "total_column_water_vapour_sigma": 0.1,
    "air_temperature_sigma": 1.5,
    "emissivity_sigma": 0.01,
}


def _features(count: int, **changes: float) -> dict[str, NDArray[np.float32]]:
    return {name: np.full(count, value, np.float32) for name, value in (INSIDE | changes).items()}


def _flags(**changes: float) -> Quality:
    return Quality(int(domain.flags(CONTRACT, _features(1, **changes))[0]))


def test_the_distance_of_one_axis_is_its_deviation_squared() -> None:
    """Two axes without covariance: brightness 12 K, log of vapour 0 from the mean."""
    stated = documents.parsed(
        domain={
            "mean": documents.MEAN,
            "covariance": np.diag([144.0, 0.8, 160.0, 3.6e7]).tolist(),
            "limit": {"00": 9.0, "10": 12.0, "01": 12.5, "11": 16.0},
        }
    )
    features = _features(1, brightness_temperature=302.0, total_column_water_vapour=math.exp(3))
    found = domain.squared_distance(stated, features, air=False, pressure=False)
    assert found[0] == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(("air", "pressure"), [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_the_distance_is_that_of_the_covariance_without_the_absent_axes(
    air: int, pressure: int
) -> None:
    """By the definition, solved in float64 by NumPy."""
    random = np.random.default_rng(4)
    state = random.normal(0, 1, (50, 4)) * [15, 0.8, 15, 4000] + documents.MEAN
    features = _features(50)
    features["brightness_temperature"] = state[:, 0].astype(np.float32)
    features["total_column_water_vapour"] = np.exp(state[:, 1]).astype(np.float32)
    features["air_temperature"] = state[:, 2].astype(np.float32)
    features["surface_pressure"] = state[:, 3].astype(np.float32)
    axes = [0, 1, *([2] if air else []), *([3] if pressure else [])]
    offset = (state - documents.MEAN)[:, axes]
    covariance = np.array(documents.COVARIANCE)[np.ix_(axes, axes)]
    expected = np.sum(offset * np.linalg.solve(covariance, offset.T).T, axis=1)
    found = domain.squared_distance(CONTRACT, features, air=bool(air), pressure=bool(pressure))
    np.testing.assert_allclose(found, expected, rtol=1e-3)  # float32; the limits are guidance

    features["has_air_temperature"][:] = air
    features["has_surface_pressure"][:] = pressure
    bits = domain.flags(CONTRACT, features)
    beyond = expected > CONTRACT.domain.limit[f"{air}{pressure}"]
    assert 0 < beyond.sum() < 50
    clear_cut = np.abs(expected / CONTRACT.domain.limit[f"{air}{pressure}"] - 1) > 0.01
    in_range = (features["total_column_water_vapour"] > 0.5) & clear_cut
    for name in ("brightness_temperature", "air_temperature", "surface_pressure"):
        low, high = CONTRACT.range(name)
        in_range &= (features[name] >= low) & (features[name] <= high)
    np.testing.assert_array_equal(((bits & Quality.INPUT_DOMAIN) != 0)[in_range], beyond[in_range])


def test_inside_no_bit_is_set() -> None:
    assert _flags() == 0
    assert _flags(has_air_temperature=0.0) == 0
    assert _flags(has_surface_pressure=0.0) == 0


@pytest.mark.parametrize("vapour", [0.4, 70.1])
def test_water_vapour_beyond_its_range_has_its_own_bit(vapour: float) -> None:
    assert Quality.WATER_VAPOUR_DOMAIN in _flags(total_column_water_vapour=vapour)


@pytest.mark.parametrize(
    "change",
    [
        {"emissivity": 0.849},
        {"view_zenith_angle": 10.1},
        {"surface_pressure": 49_000.0},
        {"air_temperature": 326.0},
        {"brightness_temperature": 341.0},
        {"total_column_water_vapour_sigma": 0.41},
        {"air_temperature_sigma": 4.1},
        # Each in its range, and never together: warm ground under air of 240 K full of water.
        {"air_temperature": 240.0, "total_column_water_vapour": 60.0},
    ],
)
def test_any_other_input_beyond_the_training_raises_bit_11(change: dict[str, float]) -> None:
    assert _flags(**change) == Quality.INPUT_DOMAIN


@pytest.mark.parametrize(
    "change",
    [
        {"air_temperature": 0.0, "has_air_temperature": 0.0, "air_temperature_sigma": 9.0},
        {"surface_pressure": 0.0, "has_surface_pressure": 0.0},
        {"radiometric_sigma": 5.0},  # added to sigma instead
        {"emissivity_sigma": 0.2},
        {"radiometric_sigma": 0.0},  # counts as the least of the training
    ],
)
def test_what_is_absent_or_made_up_for_raises_nothing(change: dict[str, float]) -> None:
    assert _flags(**change) == 0


def test_no_water_at_all_is_outside_and_not_infinite() -> None:
    assert Quality.WATER_VAPOUR_DOMAIN in _flags(total_column_water_vapour=0.0)
    features = _features(1, total_column_water_vapour=0.0)
    distance = domain.squared_distance(CONTRACT, features, air=True, pressure=True)
    assert np.isfinite(distance[0])
