"""The page on granules says what was measured."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import granules, retrieve

PAGE = Path(__file__).resolve().parents[2] / "docs/how-to/swath.md"


def test_the_table_of_the_page_is_that_of_the_benchmark() -> None:
    document = json.loads((retrieve.RESULTS / "granules.json").read_text())
    assert granules.table(document) in PAGE.read_text("utf-8")
    least, most = document["water_kg_m2"]
    assert f"{document['columns']} columns of air ({least:g} to {most:.0f} kg" in PAGE.read_text()
