"""A whole evaluation of predictors whose errors are made, and so known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lstgeo.validation import evaluate, report, scenes, table
from lstgeo.validation.evaluate import Results
from tests.validation import fakes


@pytest.fixture(scope="module")
def results() -> Results:
    return evaluate.of(fakes.sets(), fakes.among(), fakes.band(), Path("nowhere"), 6_000)


def test_scores_are_the_errors_that_were_made(results: Results) -> None:
    """6,000 draws: an RMSE is known to .9 %, so 4 % is more than four standard errors."""
    key = {"set": "GFS", "prior": "uniform", "noise": "noisy", "tier": "W, Ta"}
    scores = results.tables["scores"]
    assert scores.value("rmse", predictor="coupled", **key) == pytest.approx(1.0, rel=0.04)
    within = scores.value("within_1_sigma", predictor="coupled", **key)
    assert within == pytest.approx(0.683, abs=0.03)
    fair = {"predictor": "standalone-noisy-augmented-all"} | key
    assert scores.value("rmse", **fair) == pytest.approx(2.0, rel=0.04)
    margin = results.tables["margins"].value("rmse", set="GFS", rival_tier="W, Ta")
    assert margin == pytest.approx(-0.5, abs=0.03)


def test_every_circumstance_is_scored_for_what_leads(results: Results) -> None:
    found = results.tables["scores"].where(predictor="coupled", set="humid", tier="W")
    assert {(row["prior"], row["noise"]) for row in found} == {
        ("uniform", "noisy"),
        ("uniform", "clean"),
        ("uniform", "noisy and biased"),
        ("regimes", "noisy"),
    }


def test_bins_hold_every_column_once(results: Results) -> None:
    bins = results.tables["bins"].where(predictor="coupled", noise="noisy", tier="W, Ta")
    for by in ("W", "Ta", "ground", "season", "continent", "source"):
        assert sum(row["columns"] for row in bins if row["by"] == by) == 12, by


def test_a_method_is_given_no_more_than_it_takes(results: Results) -> None:
    assert {row["tier"] for row in results.tables["scores"].where(predictor="practical")} == {"W"}


def test_brightness_temperature_follows_the_radiance_alone(results: Results) -> None:
    """A step of 1 K is 1 K, to .01 mK of the Planck table's inverse; nothing else moves it."""
    moved = results.tables["sensitivity"].where(predictor="practical")
    for row in moved:
        expected = 1.0 if row["input"] == "radiance" else 0.0
        assert row["mean"] == pytest.approx(expected, abs=1e-3)
    assert {row["input"] for row in moved} == {"radiance", "W", "emissivity"}


def test_a_sigma_that_is_true_is_reliable_in_every_tenth(results: Results) -> None:
    rows = results.tables["reliability"].where(predictor="coupled", set="GFS")
    assert rows
    assert all(row["rmse"] == pytest.approx(1.0, rel=0.15) for row in rows)


def test_results_on_disk_are_the_results(results: Results) -> None:
    stored = json.loads(report.text(results))
    assert stored == json.loads(json.dumps(results.document))
    assert table.of_document(stored["scores"]).rows == results.tables["scores"].rows


def test_the_page_says_simulated_and_claims_no_validation(results: Results) -> None:
    page = report.page(results, ["errors_by_water.png"])
    assert page.startswith("# Simulated test")
    assert "validat" not in page.lower()
    assert "independent profiles are not independent physics" in page
    assert "![errors_by_water.png](errors_by_water.png)" in page
    assert "| coupled | W, Ta |" in page


def test_what_is_not_at_hand_is_named(results: Results) -> None:
    absent = results.about["absent"]
    assert "boosting-noisy-augmented-all" in absent
    assert "coupled" not in absent
    assert all(name in report.page(results) for name in absent)
    assert any("not at hand" in line for line in report.summary(results))


def test_a_set_is_large_enough(results: Results) -> None:
    sizes = [row["samples"] for row in results.tables["sets"].where()]
    assert all(size >= min(6_000, scenes.MOST) for size in sizes)
