"""Works that pages cite are in the bibliography; figures that they repeat are in the results."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
BIBLIOGRAPHY = html.unescape((DOCS / "theory/bibliography.md").read_text("utf-8"))
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in DOCS.rglob("*.md"))


@pytest.mark.parametrize("page", [*PAGES, "README.md"])
def test_a_work_that_a_page_cites_is_in_the_bibliography(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    works = re.findall(r"10\.\d{4,5}/[^\s)\]`|,]*[^\s)\]`|,.;:]", html.unescape(text))
    works += re.findall(r"\b\d{4}\.\d{5}\b(?=[)v\s])", text)
    assert [work for work in works if work not in BIBLIOGRAPHY] == []


def test_the_bibliography_is_in_order_and_names_no_work_twice() -> None:
    names = re.findall(r'<span id="([^"]+)">', BIBLIOGRAPHY)
    assert names == sorted(set(names))


def test_margins_beside_those_of_the_paper_are_those_of_the_tables() -> None:
    page = (DOCS / "theory/coupled.md").read_text("utf-8")
    found = re.search(r"(\d+) to (\d+) % lower .* published, (\d+) to (\d+) % lower", page)
    assert found
    tables = (DOCS / "validation/tables.md").read_text("utf-8")
    margins = {
        cells[1].strip(): abs(int(cells[4].split("/")[0].replace("\N{MINUS SIGN}", "-")))
        for line in tables.split("## Margins")[1].split("\n## ")[0].splitlines()
        if len(cells := line.split("|")) > 4 and cells[2].strip() == cells[3].strip() == "W"
    }
    published = [margins[name] for name in ("single-channel", "practical", "statistical")]
    refitted = [margins[name] for name in margins if "refit" in name]
    ends = (min(published), max(published), min(refitted), max(refitted))
    assert tuple(map(int, found.groups())) == ends


def test_the_figures_beside_those_of_the_paper_are_those_of_the_study() -> None:
    page = (DOCS / "theory/coupled.md").read_text("utf-8")
    found = re.search(r"([\d.]+) → ([\d.]+) K from a standalone.*?; ([\d.]+) K for", page)
    assert found
    study = (DOCS / "validation/study.md").read_text("utf-8").split("### Trained on dry")[1]
    rows = {
        cells[1].strip(): cells[4]
        for line in study.split("###")[0].splitlines()
        if len(cells := line.split("|")) > 4
    }
    names = ("standalone, {W, Ta, ps}, not augmented", "profile tier, share .20")
    for name, kelvin in zip(
        (*names, "standalone, the tier's inputs, share .20"), found.groups(), strict=True
    ):
        assert rows[name].split("/")[1].split("(")[0].strip() == kelvin
