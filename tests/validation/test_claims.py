"""Verdicts and margins follow from the scores, and from nothing else."""

from __future__ import annotations

import pytest

from lstgeo.validation import bands, claims, trials
from lstgeo.validation.table import Table


def _scores(**rmse: float) -> Table:
    """Scores of predictors on the held-out GFS columns, usual errors, with air temperature."""
    table = Table(trials.SCORES)
    for name, value in rmse.items():
        table.add(
            set="GFS", prior="uniform", noise="noisy", tier="W, Ta",
            predictor=name.replace("_", "-"), rmse=value, mae=value / 2, bias=0.0,
            robust_sigma=value, missing=0.0,
            predicted_sigma=value, within_1_sigma=0.70, within_2_sigma=0.91,
        )  # fmt: skip
    return table


def _judged(scores: Table, **card: float) -> dict[str, tuple[float | None, str]]:
    table = Table(bands.COLUMNS)
    for sensor, view, ratio, within in (
        ("landsat8", bands.NADIR, 1.0, 0.5),
        ("landsat9", bands.NADIR, 1.01, 0.5),
        ("landsat5", bands.NADIR, 1.3, 0.5),
        ("modis_terra", bands.NADIR, 1.05, 0.5),
        ("modis_terra", "55 degrees", 1.6, 0.70),
        ("ecostress", "55 degrees", 1.7, 0.64),
    ):
        table.add(
            sensor=sensor, band="B", view=view, noise="its own", nedt=0.1, tier="", rmse=1.0,
            ratio=ratio, bias=0.0, within_1_sigma=within, within_2_sigma=0.94,
        )  # fmt: skip
    rows = claims.judged({"scores": scores, "bands": table}, card).where()
    return {row["item"]: (row["measured"], row["verdict"]) for row in rows}


@pytest.mark.parametrize(
    ("rmse", "met"), [(1.0, "reached"), (1.08, "reached"), (1.1, "met"), (1.17, "missed")]
)
def test_a_figure_meets_the_line_that_it_does_not_exceed(rmse: float, met: str) -> None:
    assert _judged(_scores(coupled=rmse))["RMSE, {W, Ta}, noisy: GFS"] == (rmse, met)


def test_what_is_not_at_hand_is_not_measured() -> None:
    assert _judged(_scores(coupled=1.0))["RMSE, {W, Ta}, noisy: ERA5"] == (None, "not measured")


def test_coverage_is_off_to_either_side() -> None:
    found = _judged(_scores(coupled=1.0))
    assert found["share of errors within sigma, off 68 % by: GFS"] == (2.0, "reached")
    assert found["share of errors within 1.96 sigma, off 95 % by: GFS"] == (4.0, "missed")


def test_the_worst_of_the_other_bands_counts() -> None:
    assert _judged(_scores(coupled=1.0))["worst other band, its own noise"] == (1.3, "met")


def test_a_view_aslant_is_no_other_band() -> None:
    found = _judged(_scores(coupled=1.0))
    assert found["MODIS Terra B31, trained from its response alone, its own noise"][0] == 1.05
    assert found["share of errors within sigma, off 68 % by: worst band at 55 degrees"] == (
        4.0,
        "met",
    )
    within = found["share of errors within 1.96 sigma, off 95 % by: worst band at 55 degrees"]
    assert within == (1.0, "reached")


def test_the_student_is_what_its_card_says() -> None:
    found = _judged(_scores(coupled=1.0), student_over_teachers=1.008)
    assert found["RMSE of the student over its teachers (card)"] == (0.8, "met")


def test_the_honest_margin_is_marked() -> None:
    scores = _scores(
        coupled=0.9, standalone_noisy_augmented_all=1.0, standalone_clean_plain_all=1.8
    )
    found = claims.margins(scores).where()
    assert [(row["rival"], row["equal"], row["rmse"]) for row in found] == [
        (trials.FAIR, True, -0.1),
        ("standalone-clean-plain-all", False, -0.5),
    ]


def test_without_a_coupled_model_there_is_no_margin() -> None:
    assert claims.margins(_scores(standalone_noisy_augmented_all=1.0)).rows == []
