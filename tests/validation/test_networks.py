"""What a model file is given, and what counts as outside its domain."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from lstgeo.errors import MethodError
from lstgeo.sensors import platforms
from lstgeo.validation import evaluate, networks, predictors, scenes
from lstgeo.validation.scenes import Case
from tests.validation import fakes


@pytest.fixture(scope="module")
def case() -> Case:
    true = scenes.truth(fakes.columns(), fakes.band(), "uniform", 120)
    return scenes.given(true, scenes.NOISY)


def test_features_stand_in_the_order_of_the_contract(case: Case) -> None:
    features = networks.features(fakes.network(), case)
    assert features.shape == (120, 12)
    assert features.dtype == np.float32
    np.testing.assert_allclose(features[:, 1], case.total_column_water_vapour, rtol=1e-6)
    assert features[:, 4] == pytest.approx(np.asarray(case.surface_pressure), rel=1e-6)
    np.testing.assert_allclose(
        features[0, 5:],
        [1, 1, case.truth.view_zenith_angle[0], 0.05, 0.1, 1.5, 0.01],
        rtol=1e-6,
    )


def test_what_is_absent_is_flagged_and_zero(case: Case) -> None:
    features = networks.features(fakes.network(), case.of_tier("W"))
    assert not features[:, [3, 4, 5, 6, 10]].any()
    assert features[:, 9] == pytest.approx(0.1)


def test_a_feature_that_nobody_has_is_refused_by_name(case: Case) -> None:
    unknown = fakes.network()
    contract = {"features": [{"name": "ozone", "range": [0, 1]}]}
    with pytest.raises(MethodError, match="ozone"):
        networks.features(dataclasses.replace(unknown, contract=contract), case)


def test_water_outside_its_range_has_a_flag_of_its_own(case: Case) -> None:
    narrow = fakes.network(total_column_water_vapour=(0.0, 20.0))
    water, other = networks.outside(narrow, case)
    np.testing.assert_array_equal(water, case.total_column_water_vapour > 20.0)
    assert not other.any()


def test_an_absent_input_is_not_outside_its_range(case: Case) -> None:
    narrow = fakes.network(air_temperature=(250.0, 260.0), air_temperature_sigma=(1.0, 2.0))
    assert networks.outside(narrow, case)[1].all()
    assert not networks.outside(narrow, case.of_tier("W"))[1].any()


def test_the_joint_bound_is_a_distance_over_what_is_given(case: Case) -> None:
    """Squared Mahalanobis distance of brightness and air temperature and ln W, by hand."""
    cut = case.of_tier("W, Ta")
    brightness = case.band.planck_table.temperature(cut.at_sensor_radiance)
    distance = (
        ((brightness - 290) / 10) ** 2
        + (np.log(cut.total_column_water_vapour / 20.0)) ** 2
        + ((np.asarray(cut.air_temperature) - 290) / 10) ** 2
    )
    far = networks.outside(fakes.network(), cut)[1]
    np.testing.assert_array_equal(far, distance > 1.0)
    assert 0 < far.sum() < far.size
    assert not networks.outside(fakes.network(), case)[1].any()


@pytest.mark.parametrize(
    ("sensor", "name", "stem"),
    [("landsat8", "B10", "landsat8-b10"), ("landsat7", "B6", "landsat7-b6")],
)
def test_model_files_are_named_after_sensor_and_band(sensor: str, name: str, stem: str) -> None:
    assert networks.stem(platforms.sensor(sensor).band(name)) == stem


def test_the_shipped_model_beats_practical_where_it_ships() -> None:
    model = predictors.shipped(fakes.band(), evaluate.models_at_hand())
    if model is None:
        pytest.skip("needs the shipped model of Landsat 8 B10")
    true = scenes.truth(fakes.columns(), fakes.band(), "uniform", 1200)
    case = scenes.given(true, scenes.NOISY).of_tier("W, Ta")
    error = model.prediction(case).temperature - true.surface_temperature
    every = predictors.of(fakes.band(), evaluate.models_at_hand())
    practical = next(each for each in every if each.name == "practical")
    other = practical.prediction(case).temperature - true.surface_temperature
    assert np.sqrt(np.mean(error**2)) < np.sqrt(np.mean(other**2))
