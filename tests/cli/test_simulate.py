"""`lstgeo simulate` writes samples and says so in one line, or in JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xarray as xr

from lstgeo import cli


def _exit_code(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(["simulate", *arguments])
    return int(ended.value.code or 0)


def test_samples_are_written_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new" / "s.nc"
    assert _exit_code("--count", "75", "--sensor", "L9", "-o", str(path)) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith(f"{path}: 75 samples of Landsat 9 B10 in 8 scenes")
    with xr.open_dataset(path, engine="netcdf4") as data:
        assert data.sizes == {"sample": 75}
        assert data.attrs["sensor"] == "landsat9"


def test_json_says_what_was_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "s.nc"
    options = ["--prior", "uniform", "--surfaces", "3", "--view-zenith-angle", "10", "50"]
    assert _exit_code("--count", "30", "-o", str(path), "--seed", "9", *options, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["samples"], said["count"], said["scenes"]) == (str(path), 30, 10)
    assert said["attributes"]["prior_of_surfaces"] == "uniform"
    assert said["attributes"]["seed"] == 9
    with xr.open_dataset(path, engine="netcdf4") as data:
        assert 10 <= data["view_zenith_angle"].min() < data["view_zenith_angle"].max() <= 50


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--prior", "best"], "regimes, uniform"),
        (["--sensor", "sentinel3"], "sentinel3"),
        (["--band", "B12"], "B12"),
        (["--view-zenith-angle", "0", "80"], "0-65 degrees"),
        (["--profiles", "absent.nc"], "absent.nc"),
    ],
)
def test_what_is_wrong_costs_one_sentence(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _exit_code("-o", str(tmp_path / "s.nc"), "--count", "10", *arguments) == 1
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1
    assert words in said.err
    assert list(tmp_path.iterdir()) == []


def test_an_output_is_needed() -> None:
    assert _exit_code("--count", "10") == 2
