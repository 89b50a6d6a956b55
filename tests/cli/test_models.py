"""`lstgeo models`: list, description and verification, and models as options of a retrieval."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import lstgeo
from lstgeo.model import onnx, shipped
from tests import commands, models, rasters, scenes
from tests.models import needs_model


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "models"
    made.mkdir()
    monkeypatch.setattr(shipped, "FOLDER", made)
    return made


def test_the_list_has_one_line_a_model() -> None:
    ended = commands.run("models")
    assert (ended.code, ended.err) == (0, "")
    names = [line.split()[0] for line in ended.out.splitlines()]
    assert names == [model.name for model in shipped.models()]
    listed = json.loads(commands.run("models", "--json").out)
    assert [model["name"] for model in listed] == names
    assert all(model["sha256"] == onnx.checksum(Path(model["file"])) for model in listed)


def test_all_models_are_verified_at_once() -> None:
    ended = commands.run("models", "--verify")
    assert (ended.code, ended.err) == (0, "")
    assert "as the manifest says" in ended.out
    checksums = json.loads(commands.run("models", "--verify", "--json").out)
    assert set(checksums) >= {model.file for model in shipped.models()}


def test_a_model_that_differs_from_the_manifest_fails_the_verification(folder: Path) -> None:
    (folder / "landsat8-b10-coupled-v1.onnx").write_bytes(b"")
    models.manifest(folder, sha256="0" * 64)
    ended = commands.run("models", "--verify")
    assert (ended.code, ended.out) == (1, "")
    assert "landsat8-b10-coupled-v1.onnx" in ended.sentence


def test_a_model_to_be_verified_is_not_named() -> None:
    ended = commands.run("models", "--verify", "landsat8-b10-coupled-v1")
    assert (ended.code, ended.out) == (2, "")


@needs_model
@pytest.mark.parametrize("name", [models.NAME, str(models.PATH)])
def test_a_model_is_described_by_name_and_as_a_file(name: str) -> None:
    ended = commands.run("models", name)
    assert (ended.code, ended.err) == (0, "")
    stated = onnx.open_model(models.PATH).contract
    for feature in stated.features:
        line = next(ln for ln in ended.out.splitlines() if ln.startswith(f"  {feature.name} "))
        assert f"[{feature.units}]" in line
        assert line.endswith(f"{feature.range[0]:g} to {feature.range[1]:g}")
    assert "training:" in ended.out
    assert "evaluation:" in ended.out
    document = json.loads(commands.run("models", name, "--json").out)
    assert document["contract"] == 1
    assert document["sha256"] == onnx.checksum(models.PATH)


def test_an_unknown_model_is_one_sentence() -> None:
    ended = commands.run("models", "nothing")
    assert ended.code == 1
    assert "model 'nothing' is neither a file nor one that ships" in ended.sentence


@needs_model
def test_options_reach_the_model(tmp_path: Path) -> None:
    scene = scenes.write(tmp_path)
    ended = commands.run(
        "retrieve", scene, "--wv", "15", "--emissivity", "0.97", "--method", "coupled", "--model",
        models.NAME, "--air-temperature", "291", "--pressure", "97000", "--input-sigma",
        "air-temperature=1", "-o", tmp_path / "lst.tif",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    expected = lstgeo.retrieve(
        scene, water_vapour=15, emissivity=0.97, air_temperature=291, surface_pressure=97_000,
        input_sigma={"air_temperature": 1},
    )  # fmt: skip
    np.testing.assert_array_equal(rasters.read(tmp_path / "lst.tif"), expected.surface_temperature)
