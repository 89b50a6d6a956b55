"""The styles beside the rasters are what QGIS reads, and fit what the rasters hold.

No QGIS is at hand where tests run: what it reads is taken from its sources (release 3,
src/core/raster: qgscolorrampshader.cpp, qgssinglebandpseudocolorrenderer.cpp,
qgspalettedrasterrenderer.cpp). That release 3.22.16 does read it was seen by hand.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from defusedxml import ElementTree
from matplotlib import colors

import lstgeo
from lstgeo.pictures import quicklook
from lstgeo.quality import Quality
from lstgeo.raster import palette
from tests import rasters, scenes
from tests.pictures import retrievals


def written(folder: Path, encoding: str = "float32") -> Any:
    return lstgeo.write(_result(folder / "in"), folder / "lst.tif", encoding=encoding)


def _result(folder: Path) -> xr.Dataset:
    thermal = np.full(scenes.SHAPE, 25_000, np.uint16)
    thermal[:3] = 0
    thermal[10, :20] = np.arange(20_000, 24_000, 200)
    quality = np.full(scenes.SHAPE, 21824, np.uint16)
    quality[30, 3:9] = 22280
    scene = scenes.write(folder, numbers={"B10": thermal, "QA": quality})
    return lstgeo.retrieve(scene, water_vapour=15, method="statistical")


def renderer(path: Path) -> Any:
    """The renderer of a style, which lies where QgsRasterLayer::readSymbology looks for it."""
    text = path.read_text("utf-8")
    assert text.startswith("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis ")
    root = ElementTree.fromstring(text)
    found = root.find("pipe/rasterrenderer")
    assert found.attrib.items() >= {"band": "1", "opacity": "1", "alphaBand": "-1"}.items()
    return found


@pytest.mark.parametrize("encoding", ["float32", "usgs"])
@pytest.mark.parametrize(
    ("stem", "quantity", "ramp"),
    [
        ("lst", "surface_temperature", palette.TEMPERATURE),
        ("lst_uncertainty", "surface_temperature_uncertainty", palette.UNCERTAINTY),
    ],
)
def test_a_ramp_reaches_over_the_clear_pixels_in_kelvin(
    tmp_path: Path, encoding: str, stem: str, quantity: str, ramp: palette.Ramp
) -> None:
    """QGIS applies scale and offset of a file, so both encodings have the same style."""
    item = json.loads(written(tmp_path, encoding).item.read_text("utf-8"))
    summary = item["properties"]["lstgeo:summary"][quantity]
    low, high = ramp.limits((summary["p1"], summary["p99"]))
    found = renderer(tmp_path / f"{stem}.qml")
    assert found.get("type") == "singlebandpseudocolor"
    shader = found.find("rastershader/colorrampshader")
    assert shader.attrib.items() >= {"colorRampType": "INTERPOLATED", "clip": "0"}.items()
    for given, names in ((found, "classification{}"), (shader, "{}imumValue")):
        ends = ("Min", "Max") if given is found else ("min", "max")
        assert [float(given.get(names.format(end))) for end in ends] == pytest.approx([low, high])
    items = shader.findall("item")
    assert [entry.get("color") for entry in items] == list(ramp.colours)
    assert {entry.get("alpha") for entry in items} == {"255"}
    values = [float(entry.get("value")) for entry in items]
    assert values == pytest.approx(list(np.linspace(low, high, len(ramp.colours))))
    labels = [entry.get("label").removesuffix(" K") for entry in items]
    assert len(set(labels)) == len(items)
    assert [float(label) for label in labels] == pytest.approx(values, abs=0.051)


def test_the_colours_in_qgis_are_those_of_the_quicklook(tmp_path: Path) -> None:
    """A scene of three temperatures has the same three colours: 3 of 255 levels for rounding."""
    thermal = np.repeat(np.array([24_000, 24_300, 25_000], np.uint16), 20)[None].repeat(50, axis=0)
    scene = scenes.write(tmp_path / "in", numbers={"B10": thermal}, shape=thermal.shape)
    result = lstgeo.retrieve(scene, water_vapour=15, emissivity=0.97, method="statistical")
    rasters_ = lstgeo.write(result, tmp_path / "lst.tif").rasters
    picture = quicklook.draw(rasters_["surface_temperature"], width=700, panels=False)
    items = renderer(tmp_path / "lst.qml").findall("rastershader/colorrampshader/item")
    values = [float(entry.get("value")) for entry in items]
    shades = np.array([colors.to_rgb(entry.get("color")) for entry in items])
    shown = np.unique(rasters.read(rasters_["surface_temperature"]))
    assert len(shown) == 3
    for temperature in shown:
        colour = [np.interp(temperature, values, channel) for channel in shades.T]
        assert retrievals.share_of(picture, colour) > 0.15


def test_moving_the_limits_in_qgis_keeps_the_colours(tmp_path: Path) -> None:
    """The source ramp, from which QGIS classifies anew, has the colours of the classes."""
    written(tmp_path)
    source = renderer(tmp_path / "lst.qml").find("rastershader/colorrampshader/colorramp")
    assert source.attrib == {"type": "gradient", "name": "[source]"}
    given = {entry.get("k"): entry.get("v") for entry in source.findall("prop")}
    stops = [stop.partition(";") for stop in given["stops"].split(":")]
    places = [0.0, *(float(place) for place, _, _ in stops), 1.0]
    colours = [given["color1"], *(colour for _, _, colour in stops), given["color2"]]
    assert places == pytest.approx(list(np.linspace(0, 1, len(palette.TEMPERATURE.colours))))
    parts = [[int(part) for part in colour.split(",")] for colour in colours]
    assert [f"#{r:02x}{g:02x}{b:02x}" for r, g, b, _ in parts] == list(palette.TEMPERATURE.colours)
    assert {opacity for *_, opacity in parts} == {255}


def test_every_value_of_the_quality_raster_is_named_and_no_other(tmp_path: Path) -> None:
    bits = rasters.read(written(tmp_path).rasters["quality"])
    found = renderer(tmp_path / "lst_qa.qml")
    assert found.get("type") == "paletted"
    entries = {int(entry.get("value")): entry for entry in found.findall("colorPalette/*")}
    assert set(entries) == set(np.unique(bits).tolist())
    for value, entry in entries.items():
        assert entry.tag == "paletteEntry"
        assert entry.get("color") == palette.colour(value)
        assert entry.get("label") == f"{value}: {palette.label(value)}"
        assert (entry.get("alpha") == "0") == bool(value & Quality.FILL)
    assert next(iter(entries)) == np.bincount(bits.reshape(-1)).argmax()


def test_a_style_that_a_user_changes_leaves_the_proof_whole(tmp_path: Path) -> None:
    item = json.loads(written(tmp_path).item.read_text("utf-8"))
    assert not [asset for asset in item["assets"].values() if asset["href"].endswith(".qml")]
