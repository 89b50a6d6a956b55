"""Bad input: one clear sentence, exit 1, no output; and `lstgeo check` finds it before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from affine import Affine

from tests import aster, commands, models, rasters, scenes
from tests.data import SHARED, needs_shared
from tests.models import needs_model

Case = Callable[[Path], tuple[list[object], str]]
"""Prepares a folder; gives the arguments of a retrieval and what its sentence must say."""

WV = ["--wv", "15"]
COUPLED = ["--method", "coupled"]
CASES: dict[str, Case] = {}
OF_THE_MODEL = {
    "air temperature in degrees celsius",
    "air temperature of unknown units",
    "pressure in hectopascals",
    "coupled without water vapour",
    "truncated model",
    "model of another contract",
    "model of another sensor",
}
"""Cases that need the model that ships."""


def case(prepare: Case) -> Case:
    CASES[prepare.__name__.removeprefix("_").replace("_", " ")] = prepare
    return prepare


def _metadata(folder: Path) -> Path:
    return folder / f"{folder.name}_MTL.txt"


@case
def _no_such_scene(folder: Path) -> tuple[list[object], str]:
    return [folder / "nothing", *WV], "does not exist"


@case
def _missing_metadata(folder: Path) -> tuple[list[object], str]:
    scene = scenes.write(folder)
    _metadata(scene).unlink()
    return [scene, *WV], "has no metadata file"


@case
def _garbage_metadata(folder: Path) -> tuple[list[object], str]:
    scene = scenes.write(folder)
    _metadata(scene).write_bytes(bytes(range(256)) * 40)
    return [scene, *WV], "is not Landsat metadata"


@case
def _missing_thermal_band(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder, without=("B10",)), *WV], "lacks LC08"


@case
def _missing_red_band(folder: Path) -> tuple[list[object], str]:
    scene = scenes.write(folder, without=("B4",))
    return [scene, *WV, "--emissivity", "ndvi"], "it lacks red or near infrared"


@case
def _ndvi_at_night(folder: Path) -> tuple[list[object], str]:
    scene = scenes.write(folder, changes={"SUN_ELEVATION": "-31.0"})
    return [scene, *WV, "--emissivity", "ndvi"], "give --emissivity"


@case
def _truncated_thermal_band(folder: Path) -> tuple[list[object], str]:
    scene = scenes.write(folder)
    rasters.cut(next(scene.glob("*_B10.TIF")), 0.6)
    return [scene, *WV], "B10.TIF"


@case
def _truncated_quality_band(folder: Path) -> tuple[list[object], str]:
    scene = scenes.write(folder, shape=(300, 200))
    rasters.cut(next(scene.glob("*_QA_PIXEL.TIF")), 0.4)
    return [scene, *WV], "QA_PIXEL.TIF"


@case
def _truncated_water_vapour(folder: Path) -> tuple[list[object], str]:
    path = _vapour(folder / "w.tif")
    rasters.cut(path, 0.5)
    return [scenes.write(folder), "--wv", path], "w.tif"


@case
def _water_vapour_that_is_no_raster(folder: Path) -> tuple[list[object], str]:
    path = folder / "w.tif"
    path.write_text("moist", "utf-8")
    return [scenes.write(folder), "--wv", path], "cannot be read as a raster"


@case
def _water_vapour_that_is_not_there(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder), "--wv", folder / "w.tif"], "does not exist"


@case
def _no_water_vapour(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder)], "needs total column water vapour (--wv)"


@case
def _water_vapour_elsewhere(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder), "--wv", _vapour(folder / "w.tif", west=-60.0)], "does not overlap"


@case
def _water_vapour_without_a_value_here(folder: Path) -> tuple[list[object], str]:
    path = _vapour(folder / "w.tif", value=np.nan)
    return [scenes.write(folder), "--wv", path], "has no value of total column water vapour"


@case
def _water_vapour_of_unknown_units(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder), "--wv", _vapour(folder / "w.tif", units=None)], "states no units"


@case
def _water_vapour_in_kelvin(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder), "--wv", _vapour(folder / "w.tif", units="K")], "cannot be in 'K'"


@case
def _water_vapour_beyond_nature(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder), "--wv", "150"], "150 is outside 0 to 100 kg m-2"


@case
def _emissivity_in_percent(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder), *WV, "--emissivity", "97"], "is it in percent?"


@case
def _emissivity_file_in_percent(folder: Path) -> tuple[list[object], str]:
    values = np.full(scenes.SHAPE, 97, np.uint8)
    path = rasters.write(folder / "e.tif", values, transform=scenes.TRANSFORM)
    return [scenes.write(folder), *WV, "--emissivity", path], "is it in percent?"


@case
def _emissivity_as_scaled_integers(folder: Path) -> tuple[list[object], str]:
    values = np.full(scenes.SHAPE, 9700, np.int16)
    path = rasters.write(folder / "e.tif", values, transform=scenes.TRANSFORM)
    return [scenes.write(folder), *WV, "--emissivity", path], "are these scaled integers?"


def _classes(path: Path, **given: Any) -> str:
    codes = np.full(scenes.SHAPE, 3, np.uint8)
    return f"classes:{rasters.write(path, codes, **({'transform': scenes.TRANSFORM} | given))}"


@case
def _class_map_of_unknown_classes(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder), *WV, "--emissivity", _classes(folder / "c.tif")], "--class-table"


@case
def _class_map_without_crs(folder: Path) -> tuple[list[object], str]:
    given = _classes(folder / "nlcd.tif", crs=None)
    return [scenes.write(folder), *WV, "--emissivity", given], "no coordinate reference system"


@case
def _class_table_without_its_column(folder: Path) -> tuple[list[object], str]:
    table = folder / "t.csv"
    table.write_text("code,emissivity\n3,.97\n", "utf-8")
    given = ["--emissivity", _classes(folder / "c.tif"), "--class-table", table]
    return [scenes.write(folder), *WV, *given], "lacks the column class"


@case
def _class_table_with_text_for_a_number(folder: Path) -> tuple[list[object], str]:
    table = folder / "t.csv"
    table.write_text("class,emissivity\n3,high\n", "utf-8")
    given = ["--emissivity", _classes(folder / "c.tif"), "--class-table", table]
    return [scenes.write(folder), *WV, *given], "has '3,high'"


@case
def _folder_without_a_tile(folder: Path) -> tuple[list[object], str]:
    (folder / "ged").mkdir()
    given = ["--emissivity", f"aster:{folder / 'ged'}"]
    return [scenes.write(folder), *WV, *given], "has no tile of ASTER GED"


@case
def _aster_tile_elsewhere(folder: Path) -> tuple[list[object], str]:
    given = ["--emissivity", f"aster:{aster.write(folder, west=-89)}"]
    return [scenes.write(folder), *WV, *given], "does not overlap the scene"


@case
def _truncated_aster_tile(folder: Path) -> tuple[list[object], str]:
    path = aster.write(folder)
    rasters.cut(path, 0.5)
    return [
        scenes.write(folder),
        *WV,
        "--emissivity",
        f"aster:{path}",
    ], "cannot be read as a raster"


@case
def _all_nodata(folder: Path) -> tuple[list[object], str]:
    numbers = {"B10": np.zeros(scenes.SHAPE, np.uint16), "QA": np.ones(scenes.SHAPE, np.uint16)}
    return [scenes.write(folder, numbers=numbers), *WV], "every pixel is fill"


@case
def _level_2_scene(folder: Path) -> tuple[list[object], str]:
    scene = scenes.write(folder, changes={"PROCESSING_LEVEL": "L2SP"})
    return [scene, *WV], "is a Level-2 product"


@case
def _level_2_band(folder: Path) -> tuple[list[object], str]:
    name = "LC08_L2SP_191026_20160121_20200907_02_T1_ST_B10.TIF"
    path = rasters.write(folder / name, np.ones((4, 4), np.uint16), transform=scenes.TRANSFORM)
    return [path, *WV], "already is surface temperature"


@case
def _unknown_band(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder), *WV, "--band", "B6"], "has no thermal band B6; it has B10, B11"


@case
def _unknown_method(folder: Path) -> tuple[list[object], str]:
    return [
        scenes.write(folder),
        *WV,
        "--method",
        "guess",
    ], "there are coupled, profile, rte, single-channel"


@case
def _method_of_another_sensor(folder: Path) -> tuple[list[object], str]:
    scene = scenes.write(folder, "landsat9")
    return [scene, *WV, "--method", "practical"], "rte, statistical can be used"


@case
def _lone_raster_of_unknown_units(folder: Path) -> tuple[list[object], str]:
    path = rasters.write(folder / "l.tif", np.full((4, 4), 9.0), transform=scenes.TRANSFORM)
    return [path, "--sensor", "landsat8", "--emissivity", "1", *WV], "states no units"


@case
def _lone_raster_of_unknown_sensor(folder: Path) -> tuple[list[object], str]:
    path = rasters.write(folder / "l.tif", np.full((4, 4), 9.0), transform=scenes.TRANSFORM)
    return [path, *WV], "--sensor is needed"


@case
def _radiative_transfer_without_its_radiances(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder), "--tau", "0.9"], "(--up) and"


@case
def _hostile_archive(folder: Path) -> tuple[list[object], str]:
    import tarfile  # noqa: PLC0415

    with tarfile.open(folder / "scene.tar", "w") as target:
        target.addfile(tarfile.TarInfo("../../outside"))
    return [folder / "scene.tar", *WV], "is refused"


@case
def _air_temperature_in_degrees_celsius(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder), *WV, *COUPLED, "--air-temperature", "20"], "is it in degc?"


@case
def _air_temperature_of_unknown_units(folder: Path) -> tuple[list[object], str]:
    path = _vapour(folder / "t.tif", value=290.0, units=None)
    return [scenes.write(folder), *WV, *COUPLED, "--air-temperature", path], "states no units"


@case
def _pressure_in_hectopascals(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder), *WV, *COUPLED, "--pressure", "1013"], "is it in hpa?"


@case
def _coupled_without_water_vapour(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder), *COUPLED], "coupled needs total column water vapour (--wv)"


@case
def _truncated_model(folder: Path) -> tuple[list[object], str]:
    path = models.patched(folder, models.NAME, models.NAME)
    rasters.cut(path, 0.7)
    return [scenes.write(folder), *WV, "--model", path], f"{path} is not a whole ONNX model"


@case
def _model_of_another_contract(folder: Path) -> tuple[list[object], str]:
    path = models.patched(folder, '"contract": 1', '"contract": 9')
    return [scenes.write(folder), *WV, "--model", path], "follows version 9 of the model contract"


@case
def _model_of_another_sensor(folder: Path) -> tuple[list[object], str]:
    scene = scenes.write(folder, "landsat5")
    return [scene, *WV, "--model", models.NAME], "is of landsat8 B10, the scene of landsat5 B6"


@case
def _model_for_a_method_without(folder: Path) -> tuple[list[object], str]:
    scene = scenes.write(folder)
    return [scene, *WV, "--method", "practical", "--model", models.NAME], "uses no model"


@case
def _model_that_is_no_model(folder: Path) -> tuple[list[object], str]:
    (folder / "m.onnx").write_text("moist", "utf-8")
    return [scenes.write(folder), *WV, "--model", folder / "m.onnx"], "m.onnx is not a whole ONNX"


@case
def _model_that_is_not_there(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder), *WV, "--model", folder / "m.onnx"], "m.onnx does not exist"


@case
def _model_of_an_unknown_name(folder: Path) -> tuple[list[object], str]:
    return [scenes.write(folder), *WV, "--model", "best"], "'best' is neither a file nor one"


@case
def _coupled_for_a_band_without_a_model(folder: Path) -> tuple[list[object], str]:
    scene = scenes.write(folder)
    return [scene, *WV, *COUPLED, "--band", "B11"], "no coupled model ships for Landsat 8 B11"


def _vapour(
    path: Path, west: float = 10.0, value: float = 15.0, units: str | None = "kg m-2"
) -> Path:
    values = np.full((40, 40), value, np.float32)
    transform = Affine(0.25, 0, west, 0, -0.25, 54)
    return rasters.write(path, values, crs=rasters.DEGREES, transform=transform, units=units)


NAMES = [pytest.param(name, marks=[needs_model] if name in OF_THE_MODEL else []) for name in CASES]


@pytest.mark.parametrize("name", NAMES)
def test_bad_input_gives_one_sentence_and_no_output(tmp_path: Path, name: str) -> None:
    arguments, said = CASES[name](tmp_path)
    with commands.unchanged(tmp_path):
        ended = commands.run("-q", "retrieve", *arguments, "-o", tmp_path / "lst.tif")
    assert said in ended.sentence
    assert (ended.code, ended.out) == (1, "")


@pytest.mark.parametrize("name", NAMES)
def test_check_finds_it_before(tmp_path: Path, name: str) -> None:
    arguments, said = CASES[name](tmp_path)
    with commands.unchanged(tmp_path):
        ended = commands.run("-q", "check", *arguments, "-o", tmp_path / "lst.tif")
    assert (ended.code, ended.err) == (1, "")
    found = ended.out.splitlines()
    assert any(said in line for line in found), ended.out
    assert all(line.startswith(f"{arguments[0]}: ") for line in found)


UNWRITABLE = ["/proc/lst.tif", "{folder}/file/lst.tif", "{folder}/file", "{folder}/none/lst.tif"]


@pytest.mark.parametrize("output", UNWRITABLE)
@pytest.mark.parametrize("command", ["retrieve", "check"])
def test_a_folder_that_cannot_be_written_to(tmp_path: Path, output: str, command: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    scene = scenes.write(tmp_path)
    with commands.unchanged(tmp_path):
        ended = commands.run(command, scene, *WV, "-o", output.format(folder=tmp_path))
    assert ended.code == 1
    said = ended.sentence if command == "retrieve" else ended.out
    assert any(
        words in said for words in ("cannot be written to", "does not exist", "cannot be made")
    )


@pytest.mark.parametrize(
    "changes", [{}, {"K1_CONSTANT_BAND_10": None, "K2_CONSTANT_BAND_10": None}]
)
def test_nul_padding_and_absent_thermal_constants_are_no_errors(
    tmp_path: Path, changes: dict[str, str | None]
) -> None:
    scene = scenes.write(tmp_path, changes=changes)
    path = _metadata(scene)
    path.write_bytes(path.read_bytes() + b"\0" * 4096)
    checked = commands.run("-q", "check", scene, *WV, "-o", tmp_path / "lst.tif")
    assert (checked.code, checked.out) == (0, f"{scene}: nothing found wrong\n")
    assert commands.run("retrieve", scene, *WV, "-o", tmp_path / "lst.tif").code == 0


def test_check_tells_every_problem_of_every_scene(tmp_path: Path) -> None:
    good = scenes.write(tmp_path / "good")
    bad = scenes.write(tmp_path / "bad")
    rasters.cut(next(bad.glob("*_B5.TIF")))
    (tmp_path / "list.txt").write_text(
        f"# two scenes\ngood/{good.name}\n\nbad/{bad.name}\n", "utf-8"
    )
    ended = commands.run("-q", "check", "--list", tmp_path / "list.txt", "--emissivity", "98", *WV)
    assert ended.code == 1
    lines = ended.out.splitlines()
    assert sum(line.startswith(str(good)) for line in lines) == 1
    assert sum(line.startswith(str(bad)) for line in lines) == 2


@needs_shared
@pytest.mark.parametrize("scene", sorted((SHARED / "scenes").glob("LC08_L2SP*")), ids=str)
def test_real_level_2_folders_are_refused(scene: Path) -> None:
    ended = commands.run("check", scene, *WV)
    assert ended.code == 1
    assert "is a Level-2 product (L2SP)" in ended.out
