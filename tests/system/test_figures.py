"""The figures of the simulated test that the README states are those that were measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def scores() -> list[dict[str, Any]]:
    table = json.loads((ROOT / "docs/validation/results.json").read_text("utf-8"))["scores"]
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


def _figure(scores: list[dict[str, Any]], column: str, place: str, tier: str, name: str) -> float:
    wanted = {"set": place, "tier": tier, "predictor": name, "noise": "noisy", "prior": "uniform"}
    (found,) = (row for row in scores if wanted.items() <= row.items())
    return float(found[column])


def _pair(scores: list[dict[str, Any]], tier: str, name: str) -> tuple[str, str]:
    """RMSE on GFS and on ERA5 as the README writes it."""
    gfs, era5 = (_figure(scores, "rmse", place, tier, name) for place in ("GFS", "ERA5"))
    return f"{gfs:.2f}".removeprefix("0"), f"{era5:.2f}".removeprefix("0")


def test_the_readme_states_what_was_measured(scores: list[dict[str, Any]]) -> None:
    alone, with_air = (_pair(scores, tier, "coupled") for tier in ("W", "W, Ta"))
    assert f"{alone[0]} K on GFS test blocks and {alone[1]} K on ERA5 with W alone" in README
    assert f"{with_air[0]} and {with_air[1]} K with W and Ta" in README
    published, refit = (_pair(scores, "W", f"practical{kind}") for kind in ("", " refit noisy"))
    assert f"as published errs by {published[0]} and {published[1]} K" in README
    assert f"refit to our samples by {refit[0]} and {refit[1]} K" in README


def test_a_network_without_physics_is_a_tie(scores: list[dict[str, Any]]) -> None:
    """Within 1 % on the pooled columns, as the README says."""
    for tier in ("W", "W, Ta", "W, Ta, ps"):
        ours, theirs = (
            _figure(scores, "rmse", "real", tier, name)
            for name in ("coupled", "standalone-noisy-augmented-all")
        )
        assert abs(ours / theirs - 1) < 0.01


def test_the_readme_states_the_coverage_that_was_measured(scores: list[dict[str, Any]]) -> None:
    one, two = (
        _figure(scores, f"within_{count}_sigma", "ERA5", "W, Ta", "coupled") for count in (1, 2)
    )
    assert f"{one:.0%} of the errors on ERA5".replace("%", " %") in README
    assert f"{two:.0%} within 1.96".replace("%", " %") in README


def test_the_readme_states_what_profiles_gave() -> None:
    table = json.loads((ROOT / "docs/validation/results.json").read_text("utf-8"))["profile"]
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    wanted = {"profiles": "usual profile", "predictor": "profile"}
    found = [
        f"{row['rmse']:.2f}".removeprefix("0")
        for place in ("GFS", "ERA5")
        for row in rows
        if (wanted | {"set": place}).items() <= row.items()
    ]
    assert found == [".77", ".77"]
    assert "(Landsat 8: .77 K on the same sets" in README
    others = json.loads((ROOT / "docs/validation/results.json").read_text("utf-8"))["profile_bands"]
    rows = [dict(zip(others["columns"], row, strict=True)) for row in others["rows"]]
    shown = [
        row["rmse"]
        for row in rows
        if wanted.items() <= row.items() and row["set"] in ("GFS", "ERA5")
    ]
    least, most = f"{min(shown):.2f}".removeprefix("0"), f"{max(shown):.2f}"
    assert f"the other Landsats {least} to {most} K" in README
