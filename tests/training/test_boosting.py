"""Boosted trees: what they gain, and that their ONNX file says the same."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import numpy as np
import onnxruntime
import pytest

from lstgeo.physics.arrays import Array
from tests.training import drawn

boosting = pytest.importorskip("lstgeo.training.boosting", exc_type=ImportError)
boosting_export = pytest.importorskip("lstgeo.training.boosting_export", exc_type=ImportError)

pytestmark = pytest.mark.train

SETTINGS = boosting.Settings(trees=200, learning_rate=0.1)
TRAINING, VALIDATION, TEST = (0, 6), (6, 8), (8, 10)


def _features(parts: tuple[int, int], *, air: bool = True) -> Array:
    samples, fields = drawn.noisy(*parts), drawn.fields(*parts)
    one = np.ones_like(samples.radiance)
    return np.stack(
        [
            drawn.BAND.planck_table.temperature(samples.radiance),
            *(samples.water_vapour, samples.emissivity),
            *(samples.air_temperature, fields["given_surface_pressure"]),
            *(one * air, one * air, fields["view_zenith_angle"]),
            *(0.35 * one, 0.1 * one, 1.5 * one, 0.01 * one),
        ],
        axis=1,
    ).astype(np.float32)


@lru_cache
def _sets(parts: tuple[int, int]) -> tuple[Array, Array]:
    """Features with and without air temperature and pressure, and differences."""
    features = np.concatenate([_features(parts), _features(parts, air=False)])
    truth = np.tile(drawn.noisy(*parts).surface_temperature, 2)
    return features, truth - features[:, 0]


@lru_cache
def _trees() -> Any:
    return boosting.fitted(*_sets(TRAINING), *_sets(VALIDATION), SETTINGS)


@lru_cache
def _content() -> bytes:
    made = boosting_export.model(_trees(), {"lstgeo": json.dumps({"contract": 1})})
    return bytes(made.SerializeToString())


def _through_onnx(features: Array) -> Array:
    session = onnxruntime.InferenceSession(_content())
    return np.asarray(session.run(["difference"], {"features": features})[0])


def test_the_file_says_what_the_trees_say() -> None:
    features, _ = _sets(TEST)
    found = _through_onnx(features)
    assert found.shape == (len(features),)
    assert found.dtype == np.float32
    assert np.abs(found - boosting.predicted(_trees(), features)).max() < 1e-3  # 1 mK


def test_a_feature_on_a_threshold_falls_to_the_same_side() -> None:
    """The next single number to either side of thresholds of brightness temperature and W."""
    nodes = np.concatenate([tree.nodes for trees in _trees()._predictors for tree in trees])
    features = np.repeat(_sets(TEST)[0][:1], 600, axis=0)
    for column in (0, 1, 2):
        inner = nodes[(nodes["is_leaf"] == 0) & (nodes["feature_idx"] == column)]
        values = np.resize(inner["num_threshold"].astype(np.float32), 200)
        for step, towards in enumerate((-np.inf, 0, np.inf)):
            moved = np.nextafter(values, np.float32(towards)) if towards else values
            features[step * 200 : step * 200 + 200, column] = moved
    found = _through_onnx(features)
    assert np.abs(found - boosting.predicted(_trees(), features)).max() < 1e-3  # 1 mK


def test_what_is_absent_may_hold_anything() -> None:
    features = _features(TEST, air=False)
    other = features.copy()
    other[:, [3, 4, 10]] = (999.0, -5.0, 3.0)
    np.testing.assert_array_equal(_through_onnx(features), _through_onnx(other))


def test_the_file_is_small_and_carries_its_metadata() -> None:
    assert len(_content()) < 1.5e6
    meta = onnxruntime.InferenceSession(_content()).get_modelmeta().custom_metadata_map
    assert json.loads(meta["lstgeo"]) == {"contract": 1}


def test_growth_stops_where_the_validation_set_is_best() -> None:
    trees = _trees()
    score = trees.validation_score_
    assert len(trees._predictors) == int(np.argmax(score)) < SETTINGS.trees


def test_air_temperature_and_pressure_gain_a_tenth() -> None:
    features, difference = _sets(TEST)
    error = boosting.predicted(_trees(), features) - difference
    known, unknown = np.split(error, 2)
    assert np.sqrt(np.mean(known**2)) < 0.9 * np.sqrt(np.mean(unknown**2))
