"""`lstgeo train` as a whole: a sensor nobody here thought of, from response to retrieved map."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

import xarray as xr
from affine import Affine

import lstgeo
from lstgeo.atmosphere import nodes
from lstgeo.model import onnx, shipped
from lstgeo.quality import Quality
from lstgeo.sensors import platforms
from lstgeo.training import run, work
from lstgeo.training.config import Config
from tests import rasters

pytestmark = pytest.mark.train


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few atmospheres, so that a training takes seconds."""
    for name, count in (("PLAIN", 600), ("AUGMENTED", 200), ("TESTED", 300), ("EXAMPLES", 500)):
        monkeypatch.setattr(run, name, count)


def _config(folder: Path, **said: object) -> Config:
    """A sensor of ones own whose response is that of Landsat 9 and whose table is at hand."""
    response, table = folder / "tir.csv", folder / "table.npz"
    shape = platforms.response("landsat9_b10")
    rows = zip(shape.wavelength, shape.weight, strict=True)
    response.write_text("".join(f"{x!r},{y!r}\n" for x, y in rows), "utf-8")
    nodes.write(nodes.load("landsat9_b10"), table)
    own = {"sensor": "mysensor", "band": "TIR1", "response": response, "node_table": table}
    known = {"nedt": 0.2, "calibration_sigma": 0.5, "native_resolution": 60.0}
    small_one = {"teachers": 2, "steps": 60, "distillation_steps": 60, "batch": 512, "width": 16}
    return Config(**(own | known | small_one | {"threads": 1} | said))  # type: ignore[arg-type]


def test_a_sensor_of_ones_own_is_trained_and_retrieves(tmp_path: Path) -> None:
    out = tmp_path / "models"
    stages: dict[str, int] = {}
    config = _config(tmp_path, start="landsat8-b10-coupled-v1", width=64)
    model = run.train(config, out, lambda stage, done, _: stages.update({stage: done}))
    assert stages == {"teacher 1": 60, "teacher 2": 60, "student": 60}
    assert sorted(path.name for path in out.iterdir()) == [
        "manifest.json",
        "mysensor-tir1-coupled-v1.md",
        "mysensor-tir1-coupled-v1.onnx",
    ]
    listed = json.loads((out / "manifest.json").read_text("utf-8"))
    opened = onnx.open_model(model, listed[model.name]["sha256"])
    assert opened.contract.sensor == "mysensor"
    card = model.with_suffix(".md").read_text("utf-8")
    assert "generated" in card
    assert "student_over_teachers" in card
    _require_retrieval(tmp_path, model)


def _require_retrieval(folder: Path, model: Path) -> None:
    """A grey surface of 295 K under air that absorbs little comes out near it."""
    table = platforms.sensor("landsat9").band("B10").planck_table
    radiance = table.radiance(np.full((32, 32), 293.0))
    path = rasters.write(
        folder / "radiance.tif",
        radiance.astype(np.float32),
        transform=Affine(60.0, 0.0, 5e5, 0.0, -60.0, 5e6),
        units="W m-2 sr-1 um-1",
    )
    scene = lstgeo.open_scene(path, model=model)
    result = lstgeo.retrieve(scene, model=model, water_vapour=5.0, emissivity=0.98)
    assert isinstance(result, xr.Dataset)
    found = result.surface_temperature.to_numpy()
    assert np.isfinite(found).all()
    assert 290 < found.mean() < 300
    bits = result.quality.to_numpy()
    assert not (bits & int(Quality.WATER_VAPOUR_DOMAIN | Quality.INPUT_DOMAIN)).any()


def test_what_ships_can_be_trained_anew_after_an_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = _config(tmp_path)
    whole = run.train(config, tmp_path / "whole").read_bytes()

    def stop(stage: str, done: int, total: int) -> None:
        if stage == "student":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run.train(config, tmp_path / "again", stop)
    kept = work.folder(config, tmp_path / "again")
    assert {"bank.npz", "teacher-1.pt", "teacher-2.pt"} <= {path.name for path in kept.iterdir()}
    assert run.train(config, tmp_path / "again").read_bytes() == whole
    assert not kept.exists()


def test_the_shipped_models_have_cards_and_are_what_the_manifest_says() -> None:
    names = {model.name for model in shipped.verify()}
    bands = (
        *("landsat4-b6", "landsat5-b6", "landsat7-b6", "landsat8-b10", "landsat9-b10"),
        *("modis_terra-b31", "modis_aqua-b31", "ecostress-b4"),
    )
    assert {f"{band}-coupled" for band in bands} <= {name.rpartition("-v")[0] for name in names}
