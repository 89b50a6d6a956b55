"""The report of a retrieval tells what the rasters and their item hold, and nothing else runs."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import lstgeo
from lstgeo.errors import InputError, MetadataError, MissingFileError, OutputError, RasterError
from lstgeo.model import shipped
from lstgeo.quality import Quality
from lstgeo.raster import area
from tests import models, rasters, scenes
from tests.pictures import retrievals
from tests.reports import browser
from tests.reports.browser import needs_browser
from tests.reports.pages import Parsed

HOSTILE = "</script><script>alert('scene')</script><img src=x onerror=alert(1)>"


NO_NAMES = json.dumps(
    {
        "assets": {
            str(number): {"href": name} for number, name in enumerate(["a\0b", "\ud800", ".."])
        }
    }
)
"""An item that vouches for files that cannot be."""


def _written(folder: Path, **options: Any) -> Path:
    """A whole result as `write` leaves it, with water, a cloud and saturated pixels."""
    thermal = np.full(scenes.SHAPE, 25_000, np.uint16)
    thermal[:3] = 0
    thermal[10, :20] = np.arange(20_000, 24_000, 200)
    bits = np.full(scenes.SHAPE, 21824, np.uint16)
    bits[30, 3:9] = 22280
    scene = scenes.write(folder / "scene", numbers={"B10": thermal, "QA": bits})
    result = lstgeo.retrieve(scene, water_vapour=15, **options)
    return lstgeo.write(result, folder / "lst.tif").item.with_suffix(".tif")


def _change(lst: Path, **properties: Any) -> None:
    item = lst.with_suffix(".json")
    document = json.loads(item.read_text("utf-8"))
    document["properties"] |= {name.replace("__", ":"): value for name, value in properties.items()}
    item.write_text(json.dumps(document), "utf-8")


def test_counts_and_statistics_are_those_of_the_item(tmp_path: Path) -> None:
    """Gathered anew from the rasters, they equal what `write` gathered while it made them."""
    lst = _written(tmp_path, method="statistical")
    figures = lstgeo.report(lst).figures
    summary = json.loads(lst.with_suffix(".json").read_text("utf-8"))["properties"][
        "lstgeo:summary"
    ]
    assert figures["pixels"] == summary["pixels"]
    assert figures["clear"]["pixels"] == summary["clear"]
    found = {flag["name"]: flag["pixels"] for flag in figures["flags"] if flag["pixels"]}
    assert found == summary["flagged"]
    for name, statistics in figures["statistics"].items():
        assert {key: statistics[key] for key in summary[name]} == summary[name]


def test_mean_and_spread_are_those_of_the_clear_pixels(tmp_path: Path) -> None:
    """Within .005 K, half a bin of the summary they are taken from."""
    lst = _written(tmp_path, method="statistical")
    statistics = lstgeo.report(lst).figures["statistics"]["surface_temperature"]
    bits = rasters.read(tmp_path / "lst_qa.tif")
    values = rasters.read(lst)[lstgeo.decode_quality(bits)["clear"]].astype(np.float64)
    assert statistics["mean"] == pytest.approx(values.mean(), abs=0.005)
    assert statistics["standard_deviation"] == pytest.approx(values.std(), abs=0.005)


def test_areas_are_those_of_the_pixels_on_the_ellipsoid(tmp_path: Path) -> None:
    """Pixel by pixel, from the bits on disk; in UTM .9992 to 1.002 of 900 m2 each."""
    lst = retrievals.write_retrieval(tmp_path)
    figures = lstgeo.report(lst).figures
    bits = rasters.read(tmp_path / "lst_qa.tif")
    pixel = area.of_rows(retrievals.grid(*bits.shape))
    assert pixel is not None
    for position, bit in enumerate(Quality):
        flag = figures["flags"][position]
        rows, _ = np.nonzero(bits & int(bit))
        assert flag["pixels"] == rows.size
        assert flag["km2"] == pytest.approx(pixel[rows].sum() / 1e6, abs=1e-4)
        assert flag["km2"] == pytest.approx(900e-6 * rows.size, rel=2e-3)
        whole = bits.size if bit is Quality.FILL else np.sum((bits & 1) == 0)
        assert flag["share"] == pytest.approx(rows.size / whole)
    clear = lstgeo.decode_quality(bits)["clear"]
    assert figures["clear"]["km2"] == pytest.approx(
        pixel[np.nonzero(clear)[0]].sum() / 1e6, abs=1e-4
    )


def test_figures_do_not_depend_on_the_size_of_the_map(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    assert lstgeo.report(lst).figures == lstgeo.report(lst, longest_side=7).figures


def test_the_page_tells_the_areas(tmp_path: Path) -> None:
    page = lstgeo.report(retrievals.write_retrieval(tmp_path)).path
    row = Parsed(page).row("cloud shadow")
    # Half the rows and a sixth of the columns of 120 x 100, of 90 measured rows.
    assert row[:2] == ["2", "cloud shadow"]
    assert float(row[2]) == pytest.approx(900e-6 * 60 * 17, rel=2e-3)
    assert row[3:5] == ["1,020", "11 %"]


@models.needs_model
def test_inputs_model_and_parameters_are_told_with_checksums(tmp_path: Path) -> None:
    lst = _written(tmp_path)
    properties = json.loads(lst.with_suffix(".json").read_text("utf-8"))["properties"]
    page = Parsed(lstgeo.report(lst).path)
    for given in properties["lstgeo:inputs"]:
        name = Path(given["path"]).name
        row = next(row for row in page.rows if row and name in row[0])
        sha256 = hashlib.sha256(Path(given["path"]).read_bytes()).hexdigest()
        assert row[2] == sha256
    model = properties["lstgeo:model"]
    assert page.row("name") == ["name", model["name"]]
    assert ["SHA-256", model["sha256"]] in page.rows
    card = shipped.find(model["name"]).path.with_suffix(".md").read_text("utf-8")
    assert " ".join(card.split()) in page.text
    assert page.row("acquired")[1] == "2016-01-21 09:50 UTC"
    assert page.row("software")[1] == f"lstgeo {lstgeo.__version__}"
    assert page.row("method")[1] == "coupled"
    assert "15" in page.row("total column water vapour")[1]


def test_an_output_that_is_not_as_the_item_says_is_told(tmp_path: Path) -> None:
    lst = _written(tmp_path, method="statistical")
    assert {each["state"] for each in lstgeo.report(lst).figures["outputs"]} == {"as the item says"}
    retrievals.write(tmp_path / "lst_qa.tif", rasters.read(tmp_path / "lst_qa.tif"))
    (tmp_path / "lst_uncertainty.tif").unlink()
    made = lstgeo.report(lst)
    states = {each["file"]: each["state"] for each in made.figures["outputs"]}
    assert states == {
        "lst.tif": "as the item says",
        "lst_uncertainty.tif": "not there",
        "lst_qa.tif": "differs from the item",
    }
    assert "Not what was written. lst_qa.tif: differs from the item" in Parsed(made.path).text


def test_hostile_text_is_text(tmp_path: Path) -> None:
    lst = _written(tmp_path, method="statistical")
    origins = [{"quantity": HOSTILE, "given": HOSTILE, "files": [HOSTILE], "units": {"a": HOSTILE}}]
    _change(
        lst, lstgeo__scene=HOSTILE, lstgeo__band=HOSTILE, platform=HOSTILE, datetime=HOSTILE,
        lstgeo__model={"name": HOSTILE, "sha256": 3}, lstgeo__inputs=[{"path": HOSTILE}, 7],
        lstgeo__parameters={HOSTILE: HOSTILE, "origins": origins, "input_sigma": [HOSTILE]},
    )  # fmt: skip
    plain, page = Parsed(_plain(tmp_path)), Parsed(lstgeo.report(lst).path)
    assert HOSTILE in page.title
    assert page.text.count(HOSTILE) >= 8
    _require_own_code_alone(page)
    assert len(page.scripts) == len(plain.scripts)
    assert not [name for name, _ in page.elements if name == "img"]
    assert not [key for _, keys in page.elements for key in keys if key.startswith("on")]


def _plain(folder: Path) -> Path:
    values = retrievals.wave(20, 20)
    return lstgeo.report(retrievals.write(folder / "plain.tif", values)).path


def _require_own_code_alone(page: Parsed) -> None:
    """Every script and style that may run has its hash in the policy, and nothing is loaded."""
    policy = next(
        keys["content"] or ""
        for name, keys in page.elements
        if name == "meta" and keys.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    hashes = set(re.findall(r"'sha256-([^']+)'", policy))
    running = [text for keys, text in page.scripts if keys.get("type") != "application/json"]
    own = {
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for text in [*running, *page.styles]
    }
    assert own == hashes
    loading = {"src", "srcset", "href", "data", "action", "poster", "style"}
    assert not [keys for _, keys in page.elements if loading & set(keys)]
    assert "sourceMappingURL" not in page.source


@needs_browser
def test_hostile_text_is_text_to_a_browser_too(tmp_path: Path) -> None:
    lst = _written(tmp_path, method="statistical")
    _change(lst, lstgeo__scene=HOSTILE, lstgeo__parameters={HOSTILE: HOSTILE})
    with browser.opened(lstgeo.report(lst).path) as shown:
        assert HOSTILE in shown.page.title()
        assert HOSTILE in shown.page.locator(".line").inner_text()


@pytest.mark.parametrize("content", ["[1, 2]", '{"properties": 5, "assets": [3]}', "{}", NO_NAMES])
def test_an_item_of_another_kind_tells_nothing_and_harms_nothing(
    tmp_path: Path, content: str
) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    lst.with_suffix(".json").write_text(content, "utf-8")
    assert "Area by flag" in Parsed(lstgeo.report(lst).path).text


def test_the_stac_item_means_the_raster_beside_it(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    by_raster = lstgeo.report(lst, tmp_path / "a.html").path.read_bytes()
    assert lstgeo.report(tmp_path / "lst.json", tmp_path / "b.html").path.read_bytes() == by_raster


def test_the_page_lies_beside_the_raster_and_nothing_else_is_left(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    assert lstgeo.report(lst).path == tmp_path / "lst.html"
    assert {path.name for path in tmp_path.iterdir()} == before | {"lst.html"}


def _text(folder: Path) -> Path:
    path = folder / "lst.tif"
    path.write_text("no raster", "utf-8")
    return path


def _whole_numbers(folder: Path) -> Path:
    retrievals.write(folder / "lst_qa.tif", retrievals.wave(20, 20))
    return retrievals.write(folder / "lst.tif", retrievals.wave(20, 20))


def _broken_item(folder: Path) -> Path:
    (folder / "lst.json").write_text("{", "utf-8")
    return retrievals.write(folder / "lst.tif", retrievals.wave(20, 20))


def _truncated(folder: Path) -> Path:
    values = np.random.default_rng(0).normal(295, 3, (600, 600)).astype(np.float32)
    path = retrievals.write(folder / "lst.tif", values)
    rasters.cut(path, 0.7)
    return path


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        (lambda folder: folder / "none.tif", MissingFileError, "does not exist"),
        (_text, RasterError, "cannot be read as a raster"),
        (
            lambda f: retrievals.write(f / "dn.tif", np.full((9, 9), 9e3, "f4")),
            InputError,
            "around",
        ),
        (_whole_numbers, RasterError, "quality bits are whole numbers"),
        (_broken_item, MetadataError, "is not a readable STAC item"),
        (_truncated, RasterError, "cannot be read to its end"),
    ],
)
def test_bad_input_is_a_sentence_and_leaves_nothing(
    tmp_path: Path, given: Any, error: type[Exception], words: str
) -> None:
    path = given(tmp_path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(error, match=words):
        lstgeo.report(path)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("target", "error", "words"),
    [
        ("lst.tif", InputError, "a report is a page, NAME.html"),
        ("none/page.html", OutputError, "does not exist"),
        ("folder.html", OutputError, "is a folder"),
    ],
)
def test_a_page_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, target: str, error: type[Exception], words: str
) -> None:
    lst = retrievals.write_retrieval(tmp_path, 20, 20)
    content = lst.read_bytes()
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(error, match=words):
        lstgeo.report(lst, tmp_path / target)
    assert lst.read_bytes() == content


def test_a_map_needs_a_cell(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="at least 1 cell"):
        lstgeo.report(retrievals.write_retrieval(tmp_path, 20, 20), longest_side=0)
