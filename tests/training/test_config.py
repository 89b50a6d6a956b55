"""A configuration is read whole and checked, and what is wrong with it is one sentence."""

from __future__ import annotations

import dataclasses
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lstgeo.errors import InputError, MissingFileError
from lstgeo.training import config
from lstgeo.training.config import Config, Losses

OWN = {
    "sensor": "mysensor",
    "band": "TIR1",
    "response": "tir1.csv",
    "nedt": 0.2,
    "calibration_sigma": 0.5,
    "native_resolution": 60,
    "node_table": "tir1.npz",
}


def _written(folder: Path, **fields: object) -> Path:
    path = folder / "mine.yaml"
    path.write_text(yaml.safe_dump({"sensor": "landsat8", "band": "B10"} | fields), "utf-8")
    return path


def test_the_example_holds_every_field_and_the_defaults() -> None:
    given = yaml.safe_load(config.example())
    assert list(given) == [name for name in given if name in Config.__dataclass_fields__]
    assert set(given) == set(Config.__dataclass_fields__)
    assert set(given["losses"]) == set(Losses.__dataclass_fields__)
    assert config.parsed(given, Path()) == Config(sensor="landsat8", band="B10")


def test_the_example_explains_every_field() -> None:
    lines = [line for line in config.example().splitlines() if re.match(r" *[a-z_]+:", line)]
    terse = [line for line in lines if "#" not in line]
    # The two radiances follow the line that explains the transmittance; losses has one above.
    assert [line.split(":")[0].strip() for line in terse] == [
        "losses",
        "upwelling_radiance",
        "downwelling_radiance",
    ]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Folder with the files that a sensor of one's own names."""
    for name in ("tir1.csv", "tir1.npz"):
        (tmp_path / name).write_text("1", "utf-8")
    return tmp_path


def test_files_are_relative_to_the_configuration(own: Path, tmp_path: Path) -> None:
    read = config.read(_written(tmp_path, **OWN, start="old.onnx", output="out"))
    assert read.response == tmp_path / "tir1.csv"
    assert read.node_table == tmp_path / "tir1.npz"
    assert read.start == str(tmp_path / "old.onnx")
    assert read.output == tmp_path / "out"
    assert config.read(_written(tmp_path, start="landsat8-b10-coupled-v1")).start == (
        "landsat8-b10-coupled-v1"
    )
    assert config.read(_written(tmp_path, profiles="/")).profiles == Path("/")


@pytest.mark.parametrize("name", ["response", "node_table", "profiles", "spectroscopy"])
def test_a_file_that_is_not_there_is_named_before_anything_is_done(name: str, own: Path) -> None:
    path = _written(own, **OWN | {name: "lost"})
    with pytest.raises(MissingFileError) as caught:
        config.read(path)
    assert str(caught.value) == f"{path}: there is no {name} {own / 'lost'}"


def test_losses_are_switched_off_one_by_one(tmp_path: Path) -> None:
    read = config.read(_written(tmp_path, losses={"closure": 0}))
    assert read.losses == dataclasses.replace(Losses(), closure=0.0)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "landsat8-b10-coupled-v1"),
        ({"sensor": "L7", "band": "B6_VCID_2", "version": 3}, "landsat7-b6-coupled-v3"),
        ({"name": "gulf-summer"}, "gulf-summer-coupled-v1"),
        (OWN, "mysensor-tir1-coupled-v1"),
    ],
)
def test_a_model_is_called_after_its_band(fields: dict[str, object], name: str, own: Path) -> None:
    assert config.read(_written(own, **fields)).model == name


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"colour": 1}, ("knows no colour", "aerosol_share", "spectroscopy")),
        ({"sensor": None}, ("needs sensor",)),
        ({"band": "B12"}, ("no thermal band B12", "B10, B11")),
        ({"sensor": "mysensor"}, ("'mysensor' is not known", "response, nedt", "landsat9")),
        (OWN | {"nedt": None}, ("so its nedt must",)),
        (OWN | {"node_table": None}, ("spectroscopy", "node_table")),
        ({"spectroscopy": "lines"}, ("spectroscopy", "landsat8 B10 ships")),
        ({"nedt": "little"}, ("nedt must be a number", "'little'")),
        ({"nedt": 9}, ("nedt must lie in 0.001 to 5, it is 9",)),
        ({"nedt": True}, ("nedt must be a number",)),
        ({"nedt": float("nan")}, ("nedt must be a number",)),
        ({"steps": 10.5}, ("steps must be a whole number",)),
        ({"steps": 0}, ("steps must lie in 1 to",)),
        ({"prior": "best"}, ("prior must be one of regimes, uniform",)),
        ({"view_zenith_angle": 10}, ("view_zenith_angle must be two numbers",)),
        ({"view_zenith_angle": [10, 0]}, ("view_zenith_angle must rise",)),
        ({"view_zenith_angle": [0, 70]}, ("view_zenith_angle must lie in 0 to 65",)),
        ({"augmentation": 0.6}, ("augmentation must lie in 0 to 0.5",)),
        ({"name": "My Model"}, ("name must be small letters",)),
        ({"profiles": 3}, ("profiles must be a file or folder",)),
        ({"losses": 3}, ("losses must be names with values",)),
        ({"losses": {"beauty": 1}}, ("losses knows no beauty", "closure")),
        ({"losses": {"closure": -1}}, ("closure must lie in 0 to",)),
        ({"losses": {"temperature": 0}}, ("temperature above 0",)),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    fields: dict[str, object], words: tuple[str, ...], tmp_path: Path
) -> None:
    path = _written(tmp_path, **fields)
    with pytest.raises(InputError) as caught:
        config.read(path)
    said = str(caught.value)
    assert said.startswith(f"{path}: ")
    assert "\n" not in said
    for word in words:
        assert word in said


@pytest.mark.parametrize(
    ("text", "words"), [("a: [1", "is not YAML"), ("- 1", "names with values"), ("", "names with")]
)
def test_a_file_of_another_kind_is_refused(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=words) as caught:
        config.read(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"none\.yaml cannot be read"):
        config.read(tmp_path / "none.yaml")


def test_the_digest_knows_what_the_result_depends_on(own: Path) -> None:
    first = config.read(_written(own, **OWN))
    assert config.read(_written(own, **OWN, threads=1, output="o")).digest == first.digest
    assert config.read(_written(own, **OWN, seed=1)).digest != first.digest
    assert config.read(_written(own, **OWN, losses={"closure": 0})).digest != first.digest
    (own / "tir1.csv").write_text("2", "utf-8")
    assert config.read(_written(own, **OWN)).digest != first.digest


def test_the_digest_is_of_contents_and_not_of_places(own: Path) -> None:
    (own / "old.onnx").write_text("weights", "utf-8")
    before = config.read(_written(own, **OWN, start="old.onnx", profiles=".")).digest
    moved = own / "moved"
    moved.mkdir()
    for file in own.glob("*.*"):
        file.rename(moved / file.name)
    assert config.read(moved / "mine.yaml").digest == before


def test_a_configuration_travels_to_other_processes() -> None:
    known = Config(sensor="landsat8", band="B10")
    assert pickle.loads(pickle.dumps(known)) == known
    assert known.document()["output"] == "models"


def test_the_frame_of_training_needs_no_torch() -> None:
    """A machine without the extra still reads configurations, cards and manifests."""
    modules = "config, card, instrument, manifest, work"
    ended = subprocess.run(
        [sys.executable, "-c", f"from lstgeo.training import {modules}\nimport sys\n"
         "print(sorted({'torch', 'onnx', 'sklearn'} & set(sys.modules)))"],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert ended.stdout == "[]\n"
