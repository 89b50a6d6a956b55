"""Running a model file: in pieces, in threads and processes, and files that are no model."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lstgeo.errors import MissingFileError, ModelError
from lstgeo.model import contract, onnx
from tests import models, rasters
from tests.models import needs_model

pytestmark = needs_model


def _features(count: int, seed: int = 1) -> dict[str, NDArray[np.float32]]:
    """Random pixels within the ranges of the model, half of them without air temperature."""
    random = np.random.default_rng(seed)
    stated = onnx.open_model(models.PATH).contract
    drawn = {
        feature.name: random.uniform(*feature.range, count).astype(np.float32)
        for feature in stated.features
    }
    for flag in (contract.HAS_AIR_TEMPERATURE, contract.HAS_SURFACE_PRESSURE):
        drawn[flag] = (drawn[flag] > 0.5).astype(np.float32)
    return drawn


def test_a_model_gives_every_output_of_its_contract_for_every_row() -> None:
    model = onnx.open_model(models.PATH)
    found = model.outputs(_features(7))
    assert set(found) == contract.OUTPUTS
    assert all(values.shape == (7,) for values in found.values())
    assert all(values.dtype == np.float32 for values in found.values())
    assert (found["transmittance"] > 0).all()
    assert (found["transmittance"] < 1).all()
    assert model.outputs(_features(0))["correction"].shape == (0,)


def test_a_row_gets_the_same_bits_in_every_company() -> None:
    """Pieces of any size, and any place in them: strips must not show."""
    model, features = onnx.open_model(models.PATH), _features(onnx.PIECE + 300)
    whole = model.outputs(features)
    for start in (0, 5, onnx.PIECE - 2, onnx.PIECE + 17):
        for count in (1, 2, 3, 4, 7, 12, 33, 100):
            part = model.outputs({n: v[start : start + count] for n, v in features.items()})
            for name, values in part.items():
                np.testing.assert_array_equal(values, whole[name][start : start + count], name)


@pytest.mark.parametrize("name", ["air_temperature", "surface_pressure"])
def test_the_value_of_what_is_absent_is_ignored(name: str) -> None:
    model, features = onnx.open_model(models.PATH), _features(200)
    features[f"has_{name}"][:] = 0
    features["air_temperature_sigma"][features["has_air_temperature"] == 0] = 0
    expected = model.outputs(features | {name: np.zeros(200, np.float32)})
    for value in (1.0, 290.0, 1e5, -1e5):
        found = model.outputs(features | {name: np.full(200, value, np.float32)})
        for output in contract.OUTPUTS:
            np.testing.assert_array_equal(found[output], expected[output], output)


def test_transmittance_falls_with_water_vapour() -> None:
    model, features = onnx.open_model(models.PATH), _features(1)
    low, high = model.contract.range("total_column_water_vapour")
    vapour = np.linspace(low, high, 50, dtype=np.float32)
    same = {name: np.repeat(values, 50) for name, values in features.items()}
    found = model.outputs(same | {"total_column_water_vapour": vapour})["transmittance"]
    assert (np.diff(found) <= 0).all()
    assert found[-1] < found[0] / 2


def test_one_session_serves_all_threads_alike() -> None:
    model, features = onnx.open_model(models.PATH), _features(5000)
    expected = model.outputs(features)["correction"]
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: model.outputs(features)["correction"], range(12)):
            np.testing.assert_array_equal(found, expected)


def test_a_model_travels_to_another_process() -> None:
    model, features = onnx.open_model(models.PATH), _features(10)
    assert pickle.loads(pickle.dumps(model)) == model
    code = (
        "import pickle, sys; model, features = pickle.load(sys.stdin.buffer); "
        "sys.stdout.buffer.write(model.outputs(features)['correction'].tobytes())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps((model, features)), capture_output=True,
        check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert ended.stdout == model.outputs(features)["correction"].tobytes()


def test_a_file_that_changed_since_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.onnx"
    path.write_bytes(models.PATH.read_bytes())
    model = pickle.loads(pickle.dumps(onnx.open_model(path)))
    path.write_bytes(path.read_bytes() + b"\0")
    onnx._session.cache_clear()
    with pytest.raises(ModelError, match=r"m\.onnx has changed since"):
        model.outputs(_features(1))


@pytest.mark.parametrize("keep", [0.0, 0.01, 0.3, 0.7, 0.9, 0.99])
def test_a_truncated_file_is_refused_by_name(tmp_path: Path, keep: float) -> None:
    path = tmp_path / "m.onnx"
    path.write_bytes(models.PATH.read_bytes())
    rasters.cut(path, keep)
    with pytest.raises(ModelError, match=r"m\.onnx") as caught:
        onnx.open_model(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"moist", b"\x89PNG\r\n\x1a\n", bytes(1000)])
def test_what_is_no_model_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"m\.onnx"):
        onnx.open_model(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"model file .*nothing\.onnx does not exist"):
        onnx.open_model(tmp_path / "nothing.onnx")


def test_another_version_of_the_contract_is_refused_by_name(tmp_path: Path) -> None:
    path = models.patched(tmp_path, '"contract": 1', '"contract": 9')
    with pytest.raises(ModelError, match="follows version 9 of the model contract"):
        onnx.open_model(path)


def test_another_checksum_than_the_known_one_is_refused(tmp_path: Path) -> None:
    path = models.patched(tmp_path, models.NAME, models.NAME.upper())
    with pytest.raises(ModelError, match="is not the model it should be: its SHA-256 is"):
        onnx.open_model(path, onnx.open_model(models.PATH).sha256)
