"""`lstgeo atmosphere` prints what profiles give, or one sentence on what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lstgeo import cli
from tests.data import SHARED, needs_shared

ACPC = SHARED / "reference" / "acpc_landsat8_b10_2016-06-30.csv"
KEYS = [
    "profile",
    "sensor",
    "band",
    "transmittance",
    "upwelling_radiance",
    "downwelling_radiance",
    "total_column_water_vapour",
    "view_zenith_angle",
]
PROFILE = """pressure_hpa,temperature_k,specific_humidity
1000,300,0.012
850,290,0.008
500,265,0.001
100,210,0.000003
"""


def _exit_code(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return int(ended.value.code or 0)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "column.csv"
    path.write_text(PROFILE, encoding="utf-8")
    return path


@needs_shared
def test_json_of_the_acpc_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert _exit_code(["atmosphere", str(ACPC), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert list(found) == KEYS
    assert found["profile"] == str(ACPC)
    assert (found["sensor"], found["band"]) == ("landsat8", "B10")
    assert found["transmittance"] == pytest.approx(0.78, abs=0.015)
    assert found["upwelling_radiance"] == pytest.approx(1.82, abs=0.05)
    assert found["downwelling_radiance"] == pytest.approx(3.00, abs=0.06)


def test_many_profiles_are_lines_of_a_table(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _exit_code(["atmosphere", str(profile), str(profile), "--sensor", "landsat5"]) == 0
    header, *lines = (line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert header == [
        "profile",
        "total_column_water_vapour",
        "transmittance",
        "upwelling_radiance",
        "downwelling_radiance",
    ]
    assert len(lines) == 2
    assert lines[0] == lines[1]
    assert 0 < float(lines[0][2]) < 1


def test_a_terminal_gets_a_table(
    profile: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    assert _exit_code(["atmosphere", str(profile), "--view-zenith-angle", "30"]) == 0
    said = capsys.readouterr().out
    assert "landsat8 B10, view 30" in said
    assert "downwelling [W m-2 sr-1 um-1]" in said
    assert "column.csv" in said.replace("\n", "")


def test_a_slanted_view_sees_less_of_the_ground(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = []
    for angle in ("0", "60"):
        _exit_code(["atmosphere", str(profile), "--view-zenith-angle", angle, "--json"])
        seen.append(json.loads(capsys.readouterr().out)[0])
    assert seen[1]["view_zenith_angle"] == 60
    assert seen[1]["transmittance"] < seen[0]["transmittance"] - 0.1
    assert seen[1]["upwelling_radiance"] > seen[0]["upwelling_radiance"] + 0.5
    assert seen[1]["downwelling_radiance"] == seen[0]["downwelling_radiance"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("850,290", "850,17", ("level 1", "degrees Celsius")),
        ("850,290", "1020,290", ("level 1", "not monotonic")),
        ("850,290", "850,", ("level 1", "nan")),
        ("265,0.001", "265,0.009", ("level 2", "relative humidity")),
    ],
)
def test_bad_profiles_cost_one_sentence(
    profile: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, words: tuple[str, ...]
) -> None:
    profile.write_text(PROFILE.replace(old, new), encoding="utf-8")
    assert _exit_code(["atmosphere", str(profile)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    for word in (str(profile), "column 0", *words):
        assert word in said.err


def test_wrong_usage_ends_with_2() -> None:
    assert _exit_code(["atmosphere"]) == 2
