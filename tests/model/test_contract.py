"""What a model file says of itself is understood, or refused in one sentence that names it."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from lstgeo.errors import ModelError
from lstgeo.model import contract
from lstgeo.physics.band import Response
from tests.model import documents

Change = Callable[[dict[str, Any]], object]


def test_a_contract_says_what_its_document_said() -> None:
    stated = documents.parsed()
    assert (stated.name, stated.sensor, stated.band) == ("nosat-b1-coupled-v1", "nosat", "B1")
    assert [feature.name for feature in stated.features] == list(documents.RANGES)
    assert stated.range("total_column_water_vapour") == (0.5, 70.0)
    assert [output.units for output in stated.outputs] == list(documents.OUTPUTS.values())
    assert stated.response == Response((10.0, 11.0, 12.0), (0.0, 1.0, 0.0))
    assert stated.domain.limit["10"] == 12.0
    assert stated.training == {"profiles": {"count": 3}}


def test_a_contract_travels_to_workers() -> None:
    stated = documents.parsed()
    assert pickle.loads(pickle.dumps(stated)) == stated


@pytest.mark.parametrize("version", [0, 2, 9, "1", None])
def test_another_version_is_refused_by_name(version: object) -> None:
    with pytest.raises(
        ModelError, match=rf"m\.onnx follows version {version} of .* reads version 1"
    ):
        documents.parsed(contract=version)


@pytest.mark.parametrize("field", sorted(set(documents.document()) - {"contract"}))
def test_a_field_that_is_missing_is_named(field: str) -> None:
    document = documents.document()
    del document[field]
    with pytest.raises(ModelError, match=rf"the metadata of m\.onnx lack '{field}'"):
        contract.parse(json.dumps(document), "m.onnx")


def _feature(document: dict[str, Any], name: str) -> dict[str, Any]:
    return next(feature for feature in document["features"] if feature["name"] == name)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["features"].pop(2), "features do not agree in emissivity"),
        (lambda d: d["features"].append(d["features"][0]), "agree in brightness_temperature"),
        (lambda d: d["outputs"].pop(), "outputs do not agree in log_sigma"),
        (lambda d: _feature(d, "emissivity").update(name="albedo"), "agree in albedo, emissivity"),
        (lambda d: _feature(d, "surface_pressure").update(units="hPa"), "'hPa', not in 'Pa'"),
        (lambda d: _feature(d, "air_temperature").update(units="m"), "is in 'm', not in 'K'"),
        (lambda d: _feature(d, "emissivity").update(range=[1, 0.8]), "range of emissivity is 1"),
        (lambda d: _feature(d, "emissivity").update(range=[1]), "cannot be right"),
        (lambda d: d["domain"].update(mean=[1, 2, 3]), "does not have 4 axes"),
        (lambda d: d["domain"]["covariance"][0].__setitem__(0, 1.0), "not positive definite"),
        (lambda d: d["response"].update(sha256="0" * 64), "does not have the SHA-256"),
        (lambda d: d["response"].update(weight=[1.0]), "as many weights as wavelengths"),
        (lambda d: d.update(nedt="low"), "could not convert"),
        (lambda d: d.update(features=3), "cannot be right"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused(change: Change, said: str) -> None:
    document = copy.deepcopy(documents.document())
    change(document)
    with pytest.raises(ModelError, match=said) as caught:
        contract.parse(json.dumps(document), "m.onnx")
    assert "m.onnx" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("text", "said"), [("{", "are not JSON"), ("[1]", "not a JSON object")])
def test_metadata_that_are_no_document_are_refused(text: str, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        contract.parse(text, "m.onnx")
