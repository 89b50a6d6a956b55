"""Model cards say what a contract says; manifests say what the files are."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from lstgeo.errors import MissingFileError
from lstgeo.simulation import surfaces
from lstgeo.training import card, manifest

CONTRACT: dict[str, Any] = {
    "contract": 1,
    "name": "mysensor-tir1-coupled-v1",
    "sensor": "mysensor",
    "band": "TIR1",
    "tier": "coupled",
    "features": [
        {"name": "brightness_temperature", "units": "K", "range": [220.0, 340.0]},
        {"name": "total_column_water_vapour", "units": "kg m-2", "range": [0.3, 85.0]},
    ],
    "outputs": [{"name": "transmittance", "units": "1"}, {"name": "correction", "units": "K"}],
    "response": {"wavelength": [10.3, 11.3], "weight": [1.0, 1.0], "sha256": "abc"},
    "nedt": 0.2,
    "native_resolution": 60.0,
    "calibration_sigma": 0.5,
    "training": {
        "profiles": {"gfs": 4000, "era5": 900},
        "prior": "uniform",
        "augmentation": 0.1,
        "node_table_sha256": "def",
    },
    "evaluation": {
        "unseen GFS blocks": {"rmse": 1.2345678, "coverage": 0.69},
        "ERA5": {"rmse": 1.05},
        "note": "simulation",
    },
}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / f"{CONTRACT['name']}.onnx"
    path.write_bytes(b"network")
    return path


def test_a_card_lies_beside_its_model_and_identifies_it(model: Path) -> None:
    path = card.write(model, CONTRACT)
    assert path == model.with_suffix(".md")
    text = path.read_text("utf-8")
    assert text.startswith("# mysensor-tir1-coupled-v1\n")
    assert hashlib.sha256(b"network").hexdigest() in text
    assert "7 bytes" in text
    assert sorted(model.parent.iterdir()) == sorted([model, path])


def test_a_card_tells_inputs_outputs_sources_prior_and_figures(model: Path) -> None:
    text = card.write(model, CONTRACT).read_text("utf-8")
    for words in (
        "| `total_column_water_vapour` | kg m-2 | 0.3 | 85 |",
        "| `transmittance` | 1 |",
        "10.30-11.30 um",
        "Noise 0.2 K and calibration 0.5 K",
        "- gfs: 4000",
        "U.S. public domain",
        "modified Copernicus",
        surfaces.PRIORS["uniform"],
        "augmentation: 0.1",
        "| set | rmse | coverage |",
        "| unseen GFS blocks | 1.235 | 0.69 |",
        "| ERA5 | 1.05 |  |",
        "- note: simulation",
        "MT_CKD 4.x",
    ):
        assert words in text
    assert "RFMIP" not in text


@pytest.mark.parametrize(
    ("profiles", "words"),
    [
        ("generator_gfs.nc", "statistics of GFS columns"),
        ("mine.nc, era5_tl31_1959-01-02.nc", "modified Copernicus"),
        ([{"rfmip": 100}], "CC BY-SA 4.0"),
        ({"files": ["ifs_meridian_5E.nc"]}, "ECMWF IFS"),
    ],
)
def test_a_source_is_found_however_the_training_names_it(
    profiles: object, words: str, model: Path
) -> None:
    text = card.write(model, CONTRACT | {"training": {"profiles": profiles}}).read_text("utf-8")
    assert text.count("Source: ") == 1
    assert words in text


def test_a_card_without_figures_says_so(model: Path) -> None:
    text = card.write(model, CONTRACT | {"evaluation": {}}).read_text("utf-8")
    assert "None were stored with the model" in text


def test_a_manifest_names_every_model_by_its_path(model: Path) -> None:
    folder = model.parent
    (folder / "baselines").mkdir()
    (folder / "baselines" / "small.onnx").write_bytes(b"tree")
    (folder / "card.md").write_text("", "utf-8")
    (folder / ".mysensor.work").mkdir()
    (folder / ".mysensor.work" / "unfinished.onnx").write_bytes(b"")
    path = manifest.write(folder)
    assert json.loads(path.read_text("utf-8")) == {
        "baselines/small.onnx": {"sha256": hashlib.sha256(b"tree").hexdigest(), "bytes": 4},
        model.name: {"sha256": hashlib.sha256(b"network").hexdigest(), "bytes": 7},
    }
    assert [each.name for each in folder.glob(".*manifest*")] == []


def test_a_manifest_that_cannot_be_made_leaves_the_old_one(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = manifest.write(model.parent).read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match=r"manifest\.json cannot be written: No space"):
        manifest.write(model.parent)
    assert (model.parent / manifest.NAME).read_bytes() == old


def test_a_manifest_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="no folder of models"):
        manifest.entries(tmp_path / "none")
