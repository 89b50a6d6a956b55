"""The page on a sensor of one's own: its files and commands, run in order, on tiny sizes."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from lstgeo.atmosphere.build import __main__ as build
from lstgeo.atmosphere.build import fitting, making, selection
from lstgeo.quality import Quality
from lstgeo.training import run
from tests import commands, rasters
from tests.data import SHARED, needs_shared

pytestmark = [pytest.mark.train, needs_shared]

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "new-sensor.md"
BLOCK = re.compile(r"(?:^`([\w.]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A block of code, and the name of its file where one stands in the line before."""
SMALL = "teachers: 1\nsteps: 150\ndistillation_steps: 150\nbatch: 512\nwidth: 16\nthreads: 1\n"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few columns and states of absorption, few atmospheres."""
    monkeypatch.setattr(making, "COLUMNS", 6)
    monkeypatch.setattr(selection, "ATTEMPTS", 1)
    monkeypatch.setattr(selection, "CANDIDATES", 300)
    monkeypatch.setattr(fitting, "PRESSURES_HPA", np.array([10.0, 300.0, 900.0]))
    monkeypatch.setattr(fitting, "TEMPERATURES", 3)
    for name, count in (("PLAIN", 600), ("AUGMENTED", 200), ("TESTED", 300), ("EXAMPLES", 500)):
        monkeypatch.setattr(run, name, count)


def test_the_page_makes_a_map_from_a_response(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spectroscopy").symlink_to(SHARED / "spectroscopy")
    for title, kind, text in BLOCK.findall(PAGE.read_text("utf-8")):
        if title:
            Path(title).write_text(text + SMALL * title.endswith(".yaml"), "utf-8")
        if kind == "python":
            runpy.run_path(title)
        if kind == "sh":
            _run(shlex.split(text))
    said = capsys.readouterr().out
    assert "mysensor TIR1, nadir, {W, Ta}: RMSE " in said
    assert re.search(r"^bias [+-]\d+\.\d\d K, within sigma \d+%$", said, re.MULTILINE)
    _require_a_map()


def _run(command: list[str]) -> None:
    """A command of the page, in this process; evaluation on few samples."""
    if command[:3] == ["python", "-m", "lstgeo.atmosphere.build"]:
        assert build.main(command[3:]) == 0
        return
    assert command[0] == "lstgeo"
    few = ["--samples", "10"] if command[1] == "evaluate" else []
    ended = commands.run(*command[1:], *few)
    assert ended.code == 0, ended.err
    print(ended.out)


def _require_a_map() -> None:
    """Every pixel has a temperature, and most follow the truth as far as so small a model can."""
    found, truth = rasters.read("lst.tif"), rasters.read("truth.tif")
    assert np.isfinite(found).all()
    # A model of 150 steps errs by a few kelvin; without the equation, by the 35 K of the ground.
    assert np.abs(found - truth).max() < 12
    assert np.corrcoef(found.ravel(), truth.ravel())[0, 1] > 0.99
    bits = rasters.read("lst_qa.tif")
    outside = Quality.WATER_VAPOUR_DOMAIN | Quality.INPUT_DOMAIN
    assert ((bits & int(outside)) == 0).mean() > 0.9
