"""The models that ship: found, chosen, and verified against their manifest."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from lstgeo.errors import MethodError, ModelError
from lstgeo.model import onnx, shipped
from lstgeo.sensors import platforms
from tests import models
from tests.models import needs_model

B10 = platforms.sensor("landsat8").band("B10")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of models in place of the one that ships."""
    made = tmp_path / "models"
    made.mkdir()
    monkeypatch.setattr(shipped, "FOLDER", made)
    return made


def test_the_package_carries_its_models() -> None:
    carried = resources.files("lstgeo") / "models" / "manifest.json"
    assert carried.is_file()
    assert shipped.FOLDER.is_dir()


def test_what_ships_is_what_the_manifest_says_and_each_is_of_its_band() -> None:
    shipped.verify()
    for entry in shipped.models():
        model = shipped.open_any(entry.name)
        stated = model.contract
        slug = f"{stated.sensor}-{stated.band.partition('_')[0].lower()}"
        assert stated.name == entry.name
        assert entry.name.startswith(f"{slug}-{stated.tier}-v")
        shipped.require_band(model, platforms.sensor(stated.sensor).band(stated.band))
        assert entry.path.with_suffix(".md").is_file(), "a model has a card"


def _named(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_bytes(name.encode())
    models.manifest(folder)


def test_the_newest_version_of_a_band_is_chosen_by_its_number(folder: Path) -> None:
    _named(
        folder, "landsat8-b10-coupled-v2.onnx", "landsat8-b10-coupled-v10.onnx",
        "landsat9-b10-coupled-v11.onnx", "landsat8-b10-profile-v12.onnx", "landsat8-b10-v13.onnx",
    )  # fmt: skip
    found = shipped.of_band(B10)
    assert found is not None
    assert found.name == "landsat8-b10-coupled-v10"
    assert shipped.of_band(platforms.sensor("landsat8").band("B11")) is None


def test_both_gains_of_landsat_7_have_one_model(folder: Path) -> None:
    _named(folder, "landsat7-b6-coupled-v1.onnx")
    found = [shipped.of_band(band) for band in platforms.sensor("landsat7").bands]
    assert [model.name for model in found if model] == ["landsat7-b6-coupled-v1"] * 2


def test_without_a_model_of_the_band_it_says_so(folder: Path) -> None:
    _named(folder)
    assert shipped.of_band(B10) is None
    with pytest.raises(MethodError, match="no coupled model ships for Landsat 8 B10"):
        shipped.opened(None, B10)


def test_an_unknown_name_is_answered_with_those_that_are_known(folder: Path) -> None:
    _named(folder, "landsat7-b6-coupled-v1.onnx")
    with pytest.raises(ModelError, match=r"neither a file .* there are landsat7-b6-coupled-v1"):
        shipped.open_any("landsat8")


def _change(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def test_a_model_that_the_manifest_does_not_list_is_named(folder: Path) -> None:
    _named(folder)
    (folder / "baselines").mkdir()
    (folder / "baselines" / "x.onnx").write_bytes(b"")
    with pytest.raises(ModelError, match=r"says: baselines/x\.onnx"):
        shipped.verify()


@pytest.mark.parametrize("change", [_change, Path.unlink, lambda path: path.rename("z.onnx")])
def test_a_file_that_is_not_as_it_shipped_is_named(
    folder: Path, change: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    _named(folder, "landsat7-b6-coupled-v1.onnx", "landsat8-b10-coupled-v1.onnx")
    assert len(shipped.verify()) == 2
    change(folder / "landsat7-b6-coupled-v1.onnx")
    with pytest.raises(ModelError, match=r"manifest of .* says: landsat7-b6-coupled-v1\.onnx"):
        shipped.verify()


@pytest.mark.parametrize("text", ["", "[]", '{"m.onnx": {}}', '{"m.onnx": 3}'])
def test_a_manifest_that_cannot_be_read_is_named(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text, "utf-8")
    with pytest.raises(ModelError, match=r"manifest\.json cannot be read as a manifest"):
        shipped.models()


@needs_model
def test_a_shipped_model_that_was_changed_is_not_used(folder: Path) -> None:
    shutil.copy(models.PATH, folder)
    models.manifest(folder, sha256="0" * 64)
    with pytest.raises(ModelError, match="is not the model it should be"):
        shipped.opened(None, B10)
    with pytest.raises(ModelError, match="is not the model it should be"):
        shipped.opened(models.NAME, B10)


@needs_model
@pytest.mark.parametrize(("sensor", "band"), [("landsat9", "B10"), ("landsat8", "B11")])
def test_a_model_of_another_band_is_refused_in_one_sentence(sensor: str, band: str) -> None:
    other = platforms.sensor(sensor).band(band)
    with pytest.raises(ModelError, match="is of landsat8 B10, the scene of") as caught:
        shipped.opened(models.NAME, other)
    assert f"{sensor} {band}" in str(caught.value)


@needs_model
def test_a_model_of_another_response_is_refused(tmp_path: Path) -> None:
    """The file says Landsat 9; its response stays that of Landsat 8."""
    path = models.patched(tmp_path, '"sensor": "landsat8"', '"sensor": "landsat9"')
    band = platforms.sensor("landsat9").band("B10")
    with pytest.raises(ModelError, match="was made for another response of Landsat 9 B10"):
        shipped.require_band(onnx.open_model(path), band)
