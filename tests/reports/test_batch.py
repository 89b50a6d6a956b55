"""The report of a batch tells what its journal tells, scene by scene."""

from __future__ import annotations

import base64
import json
import os
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.image import imread

import lstgeo
from lstgeo.errors import InputError, MissingFileError
from lstgeo.reports import thumbnail
from tests import commands
from tests.batches import made
from tests.pictures import retrievals
from tests.reports import browser
from tests.reports.browser import needs_browser
from tests.reports.pages import Parsed

HOSTILE = "/in/<script>alert('batch')</script>"


def _journal(folder: Path, *lines: dict[str, Any]) -> Path:
    path = folder / "batch.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def _line(scene: str, state: str, **more: Any) -> dict[str, Any]:
    return {"state": state, "key": scene, "scene": scene, "attempt": 1} | more


def _result(folder: Path, number: int) -> dict[str, Any]:
    """A result whose item tells a median of 280 + `number` K, and the line that names it."""
    name = f"S{number}_lst"
    values = retrievals.wave(30, 24)
    retrievals.write(folder / f"{name}.tif", values, nodata=float("nan"))
    summary = {
        "pixels": 100, "clear": 9 * number, "flagged": {"fill": 10},
        "surface_temperature": {"median": 280.0 + number},
        "surface_temperature_uncertainty": {"median": 1.0 + number / 10},
    }  # fmt: skip
    properties = {"lstgeo:summary": summary, "datetime": f"2020-01-0{number}T10:00:00Z"}
    (folder / f"{name}.json").write_text(json.dumps({"properties": properties}))
    return _line(f"/in/S{number}", "done", item=f"{name}.json", seconds=float(number))


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Three results, one failure of a hostile name, one scene begun and no more, one said again."""
    begun = {"state": "begun", "at": "2026-01-01T00:00:00Z", "host": "h", "version": "0.1.0"}
    return _journal(
        tmp_path,
        begun,
        _line("/in/S2", "started"),
        _line("/in/S2", "retry", error="the disk", wait=1),
        *(_result(tmp_path, number) for number in (3, 1)),
        _result(tmp_path, 2) | {"attempt": 2, "warnings": ["the sky fell"]},
        _line(HOSTILE, "failed", error=f"scene {HOSTILE} does not exist"),
        _line("/in/S9", "started"),
        _line("/in/S1", "repeated", error="list.txt line 9 says again"),
    )


def test_every_scene_has_a_row_with_its_last_state(journal: Path) -> None:
    report = lstgeo.report(journal)
    assert report.path == journal.with_suffix(".html")
    assert report.figures["scenes"] == {"done": 3, "failed": 1, "unfinished": 1}
    assert report.figures["repeated"] == 1
    states = {row["scene"]: row["state"] for row in report.figures["rows"]}
    assert states == {
        "/in/S2": "done", "/in/S3": "done", "/in/S1": "done",
        HOSTILE: "failed", "/in/S9": "unfinished",
    }  # fmt: skip
    page = Parsed(report.path)
    # 282 K, 1.2 K, 18 of the 90 measured pixels, 2 s, at the second attempt.
    row = next(row for row in page.rows if len(row) > 1 and "/in/S2" in row[1])
    assert row[2:] == ["done2 tries", "2020-01-02 10:00 UTC", "8.9", "1.20", "20 %", "2.0"]
    assert "the sky fell" in row[1]
    assert f"scene {HOSTILE} does not exist" in page.text
    assert "2026-01-01T00:00:00Z" in page.text


def test_the_folder_means_its_journal(journal: Path) -> None:
    assert lstgeo.report(journal.parent).path == journal.with_suffix(".html")


def test_reports_of_scenes_are_made_and_linked(journal: Path) -> None:
    assert not _links(lstgeo.report(journal).path)
    (journal.parent / "S3_lst.tif").write_bytes(b"")
    page = lstgeo.report(journal, journal.parent / "all.html", scenes=True).path
    assert _links(page) == ["S2_lst.html", "S1_lst.html"]
    assert all((page.parent / link).is_file() for link in _links(page))
    elsewhere = journal.parent / "pages"
    elsewhere.mkdir()
    moved = _links(lstgeo.report(journal, elsewhere / "all.html").path)
    assert moved == ["../S2_lst.html", "../S1_lst.html"]


def _links(page: Path) -> list[str]:
    return [keys["href"] or "" for name, keys in Parsed(page).elements if name == "a"]


def test_an_item_outside_the_folder_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    _result(tmp_path, 1)
    log = _journal(folder, _line("/in/S1", "done", item="../S1_lst.json"))
    (row,) = lstgeo.report(log).figures["rows"]
    assert "item" not in row


@pytest.mark.parametrize(
    ("content", "words"),
    [("", "is no journal of a batch"), ('{"a": 1}\n[2]\nno json\n', "is no journal of a batch")],
)
def test_another_file_is_no_journal(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "batch.jsonl"
    path.write_text(content)
    with pytest.raises(InputError, match=words):
        lstgeo.report(path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_without_a_journal_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"journal .*batch\.jsonl does not exist"):
        lstgeo.report(tmp_path)


def test_odd_values_in_a_journal_are_shown_as_they_are(tmp_path: Path) -> None:
    odd = _line("/in/S1", "done", attempt=True, seconds="long", warnings="no list", item=5)
    page = Parsed(lstgeo.report(_journal(tmp_path, odd)).path)
    assert page.rows[1][1:] == ["S1/in/S1", "done", "", "", "", "", ""]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 10**400, -1e300])
def test_impossible_numbers_are_left_out(tmp_path: Path, number: float) -> None:
    line = _result(tmp_path, 1) | {"seconds": number, "attempt": number}
    item = tmp_path / "S1_lst.json"
    document = json.loads(item.read_text())
    document["properties"]["lstgeo:summary"] |= {
        "pixels": number, "surface_temperature": {"median": number}
    }  # fmt: skip
    item.write_text(json.dumps(document))
    page = Parsed(lstgeo.report(_journal(tmp_path, line)).path)
    assert page.rows[1][2:] == ["done", "2020-01-01 10:00 UTC", "", "1.10", "", ""]


@pytest.mark.parametrize("name", ["a\0b.json", "\ud800.json", "x" * 5000, "../S1_lst.json", "."])
def test_a_name_that_no_result_has_is_no_result(tmp_path: Path, name: str) -> None:
    log = _journal(tmp_path, _line("/in/S1", "done", item=name))
    (row,) = lstgeo.report(log).figures["rows"]
    assert "item" not in row


def test_a_report_of_a_name_in_other_bytes_is_linked(tmp_path: Path) -> None:
    name = os.fsdecode(b"S\xff #?.json")
    (tmp_path / name).write_text("{}")
    (tmp_path / name).with_suffix(".html").write_text("")
    log = _journal(tmp_path, _line("/in/S1", "done", item=name))
    assert _links(lstgeo.report(log).path) == ["S%FF%20%23%3F.html"]


def test_a_real_batch_is_told(tmp_path: Path) -> None:
    scenes = [made.scene(tmp_path, number).relative_to(tmp_path) for number in range(2)]
    made.listed(tmp_path, [*scenes, "nothing"])
    out = tmp_path / "out"
    commands.run("batch", tmp_path / "list.txt", "--wv", 14, "--method", "statistical", "-o", out)
    ended = commands.run("report", out, "--scenes", "--json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert told["scenes"] == {"done": 2, "failed": 1}
    assert _links(Path(told["page"])) == ["S0_lst.html", "S1_lst.html"]


def test_a_picture_has_the_colours_of_its_scale_and_none_for_nodata(tmp_path: Path) -> None:
    """Cold is dark blue, warm is yellow; read by matplotlib's own reader."""
    values = np.tile(np.linspace(280, 300, 88, dtype=np.float32), (44, 1))
    values[:22] = np.nan
    lst = retrievals.write(tmp_path / "a.tif", values, nodata=float("nan"))
    address = thumbnail.of(lst)
    assert address is not None
    picture = imread(BytesIO(base64.b64decode(address.partition(",")[2])))
    assert picture.shape == (44, 88, 4)
    assert (picture[:22, :, 3] == 0).all()
    cold, warm = picture[30, 1], picture[30, -2]
    assert cold[2] > 2 * max(cold[:2])
    assert min(warm[:2]) > 2 * warm[2]


def test_a_picture_of_no_raster_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(zlib.compress(b"no raster"))
    assert thumbnail.of(path) is None


def _names(shown: browser.Shown) -> list[str]:
    return [text.split()[0] for text in shown.texts("#scenes tbody .path")]


@needs_browser
def test_the_table_sorts_and_filters(journal: Path) -> None:
    with browser.opened(lstgeo.report(journal).path) as shown:
        assert _names(shown)[:3] == ["S2", "S3", "S1"]
        by_median = shown.page.get_by_role("button", name="median")
        by_median.click()
        assert _names(shown)[:3] == ["S1", "S2", "S3"]
        by_median.click()
        assert _names(shown)[:3] == ["S3", "S2", "S1"]
        assert shown.page.locator("th[aria-sort=descending]").inner_text().startswith("median")
        shown.page.fill("#find", "SKY fell")
        assert _names(shown) == ["S2"]
        assert shown.text("shown") == "1 of 5"
        shown.page.fill("#find", "")
        shown.page.select_option("#state", "failed")
        assert _names(shown) == ["script>"]
        assert shown.page.locator("img").first.evaluate("image => image.naturalWidth") == 24


@needs_browser
def test_a_link_of_the_table_opens_the_report(journal: Path) -> None:
    page = lstgeo.report(journal, scenes=True).path
    with browser.opened(page) as shown:
        shown.page.get_by_role("link", name="S2").click()
        shown.page.wait_for_selector("body[data-state=ready] #map")
        assert shown.requests[1:] == [(journal.parent / "S2_lst.html").as_uri()]
        shown.requests.pop()
