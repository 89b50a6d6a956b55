"""The band of a training and its absorption, of sensors that lstgeo knows and of others."""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path

import numpy as np
import pytest

from lstgeo.atmosphere import nodes
from lstgeo.errors import InputError, MissingFileError
from lstgeo.physics.band import Response
from lstgeo.sensors import platforms, response_file
from lstgeo.training import instrument
from lstgeo.training.config import Config

KNOWN = Config(sensor="landsat8", band="B10")


def _csv(path: Path, shape: Response, head: str = "wavelength_um,weight\n") -> Path:
    rows = zip(shape.wavelength, shape.weight, strict=True)
    path.write_text(head + "".join(f"{x!r},{y!r}\n" for x, y in rows), "utf-8")
    return path


def _own(folder: Path, shape: Response, **fields: object) -> Config:
    said = {"nedt": 0.2, "calibration_sigma": 0.5, "native_resolution": 60.0}
    response = _csv(folder / "own.csv", shape)
    return Config(sensor="mysensor", band="TIR1", response=response, **(said | fields))  # type: ignore[arg-type]


def test_a_known_band_is_what_lstgeo_knows() -> None:
    band = platforms.sensor("landsat8").band("B10")
    assert instrument.band(KNOWN) == band
    assert instrument.node_table(KNOWN, Path("unused")) is nodes.load("landsat8_b10")


def test_a_configuration_replaces_what_is_known() -> None:
    band = instrument.band(dataclasses.replace(KNOWN, nedt=0.1))
    assert band == dataclasses.replace(platforms.sensor("landsat8").band("B10"), nedt=0.1)


def test_a_band_of_ones_own_carries_its_response(tmp_path: Path) -> None:
    shape = platforms.response("landsat9_b10")
    band = instrument.band(_own(tmp_path, shape, node_table=tmp_path / "t.npz"))
    assert band.spectral_response == shape
    assert band.title == "mysensor TIR1"
    assert (band.nedt, band.calibration_sigma, band.native_resolution) == (0.2, 0.5, 60.0)
    ours = platforms.sensor("landsat9").band("B10").planck_table
    assert band.planck_table.radiance(np.asarray(300.0)) == ours.radiance(np.asarray(300.0))


def test_a_band_of_ones_own_is_a_value(tmp_path: Path) -> None:
    """It can be a key of a cache and go to other processes, and makes its Planck table once."""
    config = _own(tmp_path, platforms.response("landsat9_b10"), node_table=tmp_path / "t.npz")
    band, again = instrument.band(config), instrument.band(config)
    assert hash(band) == hash(again)
    assert band.planck_table is again.planck_table
    assert pickle.loads(pickle.dumps(band)) == band


def test_a_response_may_have_comments_and_no_head(tmp_path: Path) -> None:
    shape = Response((10.5, 11.0, 11.5), (0.0, 1.0, 0.0))
    assert response_file.read(_csv(tmp_path / "r.csv", shape, "# mine\n\n")) == shape


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10500,0\n11000,1\n11500,0\n", "7-16 um; those of"),
        ("10.5,0\n11.0,high\n", "wavelength_um,weight"),
        ("10.5,0\n11.0\n", "wavelength_um,weight"),
        ("10.5,0,1\n11.0,1,1\n", "wavelength_um,weight"),
        ("11.0,0\n10.5,1\n", "rising wavelengths"),
        ("10.5,1\n", "two or more"),
        ("", "wavelength_um,weight"),
        ("10.5,-1\n11.0,5\n11.5,1\n", "negative"),
        ("10.5,nan\n11.0,5\n11.5,1\n", "must"),
    ],
)
def test_a_response_that_cannot_be_right_is_refused(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=words) as caught:
        response_file.read(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_response_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"none\.csv cannot be read"):
        response_file.read(tmp_path / "none.csv")


def test_a_node_table_belongs_to_its_response(tmp_path: Path) -> None:
    path = tmp_path / "table.npz"
    nodes.write(nodes.load("landsat9_b10"), path)
    right = _own(tmp_path, platforms.response("landsat9_b10"), node_table=path)
    assert instrument.node_table(right, tmp_path).weight.size == 44
    # A black body at 230-310 K looks up to .28 K colder or warmer to Landsat 8's band.
    wrong = _own(tmp_path, platforms.response("landsat8_b10"), node_table=path)
    with pytest.raises(InputError, match="was not made for the response of mysensor TIR1"):
        instrument.node_table(wrong, tmp_path)


def test_a_response_beyond_the_lines_at_hand_is_refused(tmp_path: Path) -> None:
    shape = Response((8.0, 8.5, 9.5, 10.5), (0.0, 1.0, 1.0, 0.0))
    config = _own(tmp_path, shape, spectroscopy=tmp_path)
    with pytest.raises(InputError, match=r"10\.11-12\.56 um, but 9\d% of the response"):
        instrument.node_table(config, tmp_path / "work")
    assert not (tmp_path / "work").exists()


def test_a_folder_without_line_files_is_refused(tmp_path: Path) -> None:
    config = _own(tmp_path, platforms.response("landsat9_b10"), spectroscopy=tmp_path)
    with pytest.raises(MissingFileError, match=r"lacks h2o_hitran_\*\.par, co2_hitran_\*\.par or"):
        instrument.node_table(config, tmp_path / "work")


def test_a_table_that_was_made_is_not_made_again(tmp_path: Path) -> None:
    nodes.write(nodes.load("landsat9_b10"), tmp_path / "mysensor_tir1.npz")
    config = _own(tmp_path, platforms.response("landsat9_b10"), spectroscopy=tmp_path / "none")
    assert instrument.node_table(config, tmp_path).name == "mysensor_tir1"
