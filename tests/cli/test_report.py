"""`lstgeo report` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests import commands
from tests.pictures import retrievals


def test_it_prints_the_path_of_the_page(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    assert commands.run("report", lst) == commands.Outcome(0, f"{tmp_path / 'lst.html'}\n", "")
    page = tmp_path / "page.html"
    assert commands.run("report", lst, "-o", page, "--cells", 20).out == f"{page}\n"
    assert page.stat().st_size < (tmp_path / "lst.html").stat().st_size


def test_json_tells_the_figures(tmp_path: Path) -> None:
    ended = commands.run("report", retrievals.write_retrieval(tmp_path), "--json")
    told = json.loads(ended.out)
    assert told["page"] == str(tmp_path / "lst.html")
    assert told["pixels"] == 120 * 100
    assert told["flags"][0] | {"km2": 0} == {
        "bit": 0, "name": "fill", "meaning": "no measurement here (border, gap or fill)",
        "pixels": 3000, "km2": 0, "share": 0.25,
    }  # fmt: skip


def test_what_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path, 20, 20)
    with commands.unchanged(tmp_path):
        assert "does not exist" in commands.run("report", tmp_path / "nothing.tif").sentence
        assert "is no batch" in commands.run("report", lst, "--scenes").sentence
        assert "NAME.html" in commands.run("report", lst, "-o", lst).sentence
    assert commands.run("report", lst, "--cells", 0).code == 2
