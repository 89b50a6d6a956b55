"""The contract and the domain of models that are told a whole profile."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lstgeo.errors import ModelError
from lstgeo.model import contract, domain, quantities, shipped
from lstgeo.model.onnx import OnnxAtmosphereModel
from lstgeo.quality import Quality
from tests.model import documents


def _parsed(**changes: object) -> contract.ModelContract:
    return contract.parse(json.dumps(documents.of_profile(**changes)), "m.onnx")


def _flags(stated: contract.ModelContract, **changes: float) -> Quality:
    inside = dict.fromkeys((known.name for known in stated.features), 1.0) | {
        "brightness_temperature": 290.0,
        "total_column_water_vapour": 20.0,
        "emissivity": 0.97,
        "air_temperature": 292.0,
        "surface_pressure": 96_000.0,
        "view_zenith_angle": 0.0,
        "emissivity_sigma": 0.01,
    }
    given = {name: np.array([value], np.float32) for name, value in (inside | changes).items()}
    return Quality(int(domain.flags(stated, given)[0]))


def test_a_tier_asks_for_its_own_features() -> None:
    assert {known.name for known in _parsed().features} == contract.FEATURES_OF["profile"]
    with pytest.raises(ModelError, match="the features do not agree in "):
        contract.parse(json.dumps(documents.document(tier="profile")), "m.onnx")


def test_what_is_told_of_a_column_is_asked_for() -> None:
    assert set(quantities.OF_COLUMN) < contract.FEATURES_OF["profile"]
    assert len(set(quantities.OF_COLUMN)) == len(quantities.OF_COLUMN)


def test_inputs_are_there_without_flags_that_say_so() -> None:
    assert _flags(_parsed()) == Quality(0)
    assert _flags(_parsed(), air_temperature=400.0) == Quality.INPUT_DOMAIN


@pytest.mark.parametrize("name", [quantities.TEMPERATURES[2], quantities.LOG_HUMIDITIES[5]])
def test_a_level_beyond_the_training_raises_a_bit(name: str) -> None:
    assert _flags(_parsed(), **{name: 2e6}) == Quality.INPUT_DOMAIN
    assert _flags(_parsed(), **{name: -2e6}) == Quality.INPUT_DOMAIN


def test_a_sigma_counts_above_its_range_alone() -> None:
    name = quantities.PROFILE_HUMIDITY_SIGMA
    assert _flags(_parsed(), **{name: 2e6}) == Quality.INPUT_DOMAIN
    assert _flags(_parsed(), **{name: -2e6}) == Quality(0)


def test_a_model_of_another_tier_is_refused() -> None:
    model = OnnxAtmosphereModel(Path("m.onnx"), _parsed(), "")
    shipped.require_tier(model, "profile")
    with pytest.raises(ModelError, match="of the profile tier, not the coupled one"):
        shipped.require_tier(model, "coupled")
