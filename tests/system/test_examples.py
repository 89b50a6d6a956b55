"""Every example runs as it stands, and leaves what it says."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests import commands

EXAMPLES = Path(__file__).parents[2] / "examples"

LEFT = {
    "one_scene": "lst.json",
    "time_series": "series.nc",
    "heat_island": "lst.json",
    "local_batch": "out/middle.json",
    "methods_compared": "profile.json",
}
"""What each leaves in its folder."""

TRAINED = "new_band"


def test_every_example_is_tested() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.py")} == {*LEFT, TRAINED}


def _printed(name: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / f"{name}.py"), str(folder)],
        capture_output=True, text=True, check=False, timeout=300, env=commands.environment(),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (folder / LEFT[name]).is_file()
    return done.stdout


def test_one_scene(tmp_path: Path) -> None:
    assert "clear water alone" in _printed("one_scene", tmp_path)


def test_the_spread_of_the_series_is_within_what_sigma_allows(tmp_path: Path) -> None:
    """The ground did not change: 2 K would be more than any stated sigma."""
    lines = _printed("time_series", tmp_path).splitlines()
    assert float(lines[-1].split(":")[1].split()[0]) < 2.0
    sigmas = [float(line.split()[-2]) for line in lines[1:-1]]
    assert sigmas == sorted(sigmas)  # the moister, the less sure


def test_the_town_is_warmer_than_its_surroundings_and_fades_with_distance(tmp_path: Path) -> None:
    lines = _printed("heat_island", tmp_path).splitlines()
    rings = [float(line.split()[2]) for line in lines if " km " in line]
    assert rings == sorted(rings, reverse=True)
    assert rings[0] - rings[-1] == pytest.approx(6.0, abs=1.0)  # roofs 312 K, fields near 302 K


def test_the_batch_goes_on_where_it_failed(tmp_path: Path) -> None:
    lines = _printed("local_batch", tmp_path).splitlines()
    assert "done=2, kept=0, failed=1" in lines[0]
    assert "lacks" in lines[1]
    assert "done=1, kept=2, failed=0" in lines[2]


def test_the_errors_of_the_methods_are_of_the_size_that_they_state(tmp_path: Path) -> None:
    rows = [line.split() for line in _printed("methods_compared", tmp_path).splitlines()[1:]]
    assert len(rows) == 6
    for _, _, error, sigma in rows:
        assert float(error) < 2 * float(sigma)


@pytest.mark.train
def test_a_band_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With few atmospheres and steps, so that it takes seconds; the figures are as poor."""
    from lstgeo.training import run  # noqa: PLC0415

    for name, count in (("PLAIN", 600), ("AUGMENTED", 200), ("TESTED", 300), ("EXAMPLES", 500)):
        monkeypatch.setattr(run, name, count)
    example = runpy.run_path(str(EXAMPLES / f"{TRAINED}.py"))["main"]
    names = example.__globals__
    names["CONFIGURATION"] = names["CONFIGURATION"].replace("steps: 500", "steps: 60")
    names["CONFIGURATION"] += "batch: 512\n"
    example(tmp_path)
    assert "| W and Ta, noisy |" in capsys.readouterr().out
    assert (tmp_path / "models/cubesat-tir1-coupled-v1.onnx").is_file()
