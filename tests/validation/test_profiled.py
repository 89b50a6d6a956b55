"""The profile tier on a set: what it is told, the plain way, and what is asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lstgeo.model import contract, quantities
from lstgeo.profiles import errors
from lstgeo.validation import claims_profile, networks, predictors, profiled, scenes, told
from lstgeo.validation.predictors import Prediction, Predictor
from lstgeo.validation.scenes import Case
from lstgeo.validation.table import Table
from tests.validation import fakes


def _table(predictor: Predictor) -> Table:
    table = Table(profiled.SCORES)
    true = scenes.truth(fakes.columns(), fakes.band(), "uniform", 6_000)
    profiled.add_scores(table, true, (predictor,))
    return table


def _right(case: Case) -> Prediction:
    """The truth and an error of half a kelvin, of which it knows."""
    error = 0.5 * np.random.default_rng(0).standard_normal(len(case.truth.column))
    true = case.truth.surface_temperature
    return Prediction(true + error, np.full(true.shape, 0.5))


def test_the_plain_way_is_exact_where_nothing_errs() -> None:
    """The band equation errs by .18 K at most, and .05 rms (docs/theory/samples.md)."""
    table = _table(Predictor(predictors.PROFILE, (), _right))
    plain = {"predictor": claims_profile.PLAIN, "set": "few"}
    assert table.value("rmse", profiles="exact profile", **plain) < 0.1
    usual, better = (
        table.value("rmse", profiles=f"{name} profile", **plain) for name in ("usual", "better")
    )
    assert usual > better > 0.2


def test_what_is_told_errs_as_it_says() -> None:
    true = scenes.truth(fakes.columns(), fakes.band(), "uniform", 6_000)
    found = told.of(true, errors.USUAL)
    warmth = found["air_temperature"] - true.air_temperature
    # 12 columns, 334 profiles each: the standard deviation is known to 1.1 %.
    assert warmth.std() == pytest.approx(1.0, rel=0.05)
    assert (found[quantities.PROFILE_TEMPERATURE_SIGMA] == 1.0).all()
    again = told.of(true, errors.USUAL)
    np.testing.assert_array_equal(found["air_temperature"], again["air_temperature"])


def test_an_exact_profile_is_the_truth_of_each_sample() -> None:
    true = scenes.truth(fakes.columns(), fakes.band(), "uniform", 600)
    found = told.of(true, errors.NONE)
    for name, wanted in (
        (quantities.PROFILE_TRANSMITTANCE, true.transmittance),
        ("total_column_water_vapour", true.total_column_water_vapour),
        ("surface_pressure", true.surface_pressure),
    ):
        np.testing.assert_allclose(found[name], wanted, rtol=1e-12)


def test_every_feature_of_the_tier_is_known_of_a_case() -> None:
    true = scenes.truth(fakes.columns(), fakes.band(), "uniform", 600)
    case = scenes.given(true, scenes.NOISY)
    assert quantities.FIRST_GUESS not in networks.values(case)
    profile = {**told.of(true, errors.USUAL)}
    known = networks.values(replace(case, profile=profile))
    assert contract.FEATURES_OF["profile"] <= set(known)


def test_without_a_model_nothing_is_added() -> None:
    assert _table(Predictor("coupled", (), _right)).rows == []


def test_what_is_asked_for_is_looked_up_in_the_table() -> None:
    table = Table(profiled.SCORES)
    for name, rmse in ((predictors.PROFILE, 0.8), (claims_profile.PLAIN, 1.6)):
        table.add(
            set="GFS", profiles="usual profile", predictor=name, rmse=rmse, mae=0.5, bias=0.0,
            robust_sigma=0.8, missing=0.0, predicted_sigma=0.8, within_1_sigma=0.7,
            within_2_sigma=0.94,
        )  # fmt: skip
    found = {item: measure({"profile": table}) for item, _, _, _, measure in claims_profile.asked()}
    assert found["RMSE, usual profile: GFS"] == 0.8
    assert found["RMSE, usual profile, against plain RTM + RTE: GFS"] == pytest.approx(-50.0)
    assert found["usual profile, share of errors within sigma, off 68 % by: GFS"] == 2.0
    assert found["RMSE, usual profile: ERA5"] is None


def test_other_bands_are_judged_by_the_one_that_shows_least() -> None:
    table = Table(profiled.BANDS)
    for sensor, rmse in (("landsat9", 0.8), ("landsat5", 1.1)):
        for name, found in ((predictors.PROFILE, rmse), (claims_profile.PLAIN, 1.6)):
            table.add(
                sensor=sensor, band="B6", set="GFS", profiles="usual profile", predictor=name,
                rmse=found, mae=0.5, bias=0.0, robust_sigma=0.8, missing=0.0, predicted_sigma=0.8,
                within_1_sigma=rmse - 0.2, within_2_sigma=0.94,
            )  # fmt: skip
    tables = {"profile_bands": table}
    judged = {item: measure(tables) for item, _, _, _, measure in claims_profile.asked()}
    assert judged["RMSE, usual profile: GFS, worst other band"] == 1.1
    margin = judged["RMSE, usual profile, against plain RTM + RTE: GFS, worst other band"]
    assert margin == pytest.approx(100 * (1.1 / 1.6 - 1))
    share = "usual profile, share of errors within sigma, off 68 % by: GFS, worst other band"
    assert judged[share] == pytest.approx(22.0)
    assert judged["RMSE, exact profile: ERA5, worst other band"] is None


def test_a_band_without_a_model_is_left_out(tmp_path: Path) -> None:
    table = Table(profiled.BANDS)
    profiled.add_bands(table, fakes.sets(), [fakes.band()], tmp_path, 600)
    assert table.rows == []
