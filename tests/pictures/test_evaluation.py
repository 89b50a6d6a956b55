"""Figures of an evaluation are drawn from its results alone."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from lstgeo.pictures import evaluation
from lstgeo.validation import evaluate
from tests.pictures import retrievals
from tests.validation import fakes


def test_every_figure_is_drawn_from_what_json_holds(tmp_path: Path) -> None:
    results = evaluate.of(fakes.sets(), fakes.among(), fakes.band(), Path("nowhere"), 600)
    stored = json.loads(json.dumps(results.document))
    made = evaluation.draw(stored, tmp_path)
    assert [path.name for path in made] == [
        "errors_by_water.png", "coverage.png", "sensitivity.png", "places.png"
    ]  # fmt: skip
    for path in made:
        pixels = retrievals.pixels(path)
        assert pixels.shape[1] == evaluation.WIDTH
        assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 100
        assert path.stat().st_size < 200_000
