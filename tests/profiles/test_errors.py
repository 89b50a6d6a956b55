"""Errors of profiles are as large as they are said to be, and reach as far over height."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.profiles import errors, generator
from lstgeo.profiles.columns import Columns
from tests.profiles import examples


def _given(batch: Columns, temperature: float, log_humidity: float, pressure: float) -> Columns:
    each = np.ones(len(batch))
    random = np.random.default_rng(0)
    return errors.given(batch, temperature * each, log_humidity * each, pressure * each, random)


def test_errors_have_the_sigmas_that_are_stated() -> None:
    """4,000 columns: a standard deviation is known to 1.1 %, so 5 % is more than four of these."""
    batch = examples.standard(4_000)
    found = _given(batch, 1.0, 0.175, 200.0)
    warmth = found.temperature - batch.temperature
    np.testing.assert_allclose(warmth.std(axis=0), 1.0, rtol=0.05)
    moisture = np.log(found.specific_humidity / batch.specific_humidity)
    np.testing.assert_allclose(moisture.std(axis=0), 0.175, rtol=0.05)
    ground = found.surface_pressure - batch.surface_pressure
    assert ground.std() == pytest.approx(200.0, rel=0.05)


def test_correlation_falls_to_its_e_th_part_over_the_reach() -> None:
    batch = examples.standard(20_000)
    warmth = _given(batch, 1.0, 0.0, 0.0).temperature - batch.temperature
    distance = np.log(batch.pressure[0, 0] / batch.pressure[0])
    for level in (1, 2, 4):
        found = np.mean(warmth[:, 0] * warmth[:, level])
        assert found == pytest.approx(np.exp(-distance[level] / errors.REACH), abs=0.03)


def test_water_vapour_errs_as_it_does_for_users_who_give_it_alone() -> None:
    """About a tenth, as `sensing.USUAL_ERRORS` has it: docs/design/profile-tier.md."""
    batch = generator.generate(2_000, seed=3)
    found = _given(batch, 1.0, 0.175, 200.0).total_column_water_vapour
    assert np.std(found / batch.total_column_water_vapour - 1) == pytest.approx(0.11, abs=0.01)


def test_no_air_becomes_wetter_than_saturated_by_an_error() -> None:
    batch = generator.generate(500, seed=4)
    found = _given(batch, 1.0, 0.5, 0.0)
    assert (found.relative_humidity <= np.maximum(batch.relative_humidity, 1.0) + 1e-9).all()


def test_a_profile_without_errors_is_the_profile() -> None:
    batch = examples.standard(5)
    found = _given(batch, 0.0, 0.0, 0.0)
    for name in ("pressure", "temperature", "specific_humidity"):
        np.testing.assert_array_equal(getattr(found, name), getattr(batch, name))
