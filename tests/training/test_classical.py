"""Refits of the classical formulas: better than the published ones, and smooth."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from lstgeo.algorithms import methods, mono_window, refit
from lstgeo.physics.arrays import Array
from lstgeo.training import classical
from lstgeo.training.classical import Samples
from tests.training import drawn

FIT, HELD_OUT = (0, 8), (8, 10)
"""Parts that are fitted, and parts of other columns."""


@lru_cache
def _fits(noisy: bool) -> dict[str, dict[str, Any]]:
    samples = drawn.noisy(*FIT) if noisy else drawn.clean(*FIT)
    return classical.fitted(samples, drawn.BAND)


def _refitted(name: str, samples: Samples, noisy: bool) -> Array:
    inputs = (*samples.inputs, samples.air_temperature)
    return refit.temperature(name, _fits(noisy)[name], *inputs, band=drawn.BAND)


def _published(name: str, samples: Samples) -> Array:
    method = methods.METHODS[name]
    inputs = (*samples.inputs, samples.air_temperature)[: 2 + len(method.atmosphere)]
    return method.temperature(*inputs, band=drawn.BAND)


@pytest.mark.parametrize("name", refit.MODULES)
def test_a_refit_beats_the_published_coefficients_on_columns_it_never_saw(name: str) -> None:
    """By .1 K at least: they were fitted to other columns, surfaces and spectroscopy."""
    held_out = drawn.noisy(*HELD_OUT)
    with np.errstate(invalid="ignore"):
        published = drawn.rmse(_published(name, held_out), held_out)
    assert drawn.rmse(_refitted(name, held_out, noisy=True), held_out) < published - 0.1


@pytest.mark.parametrize("name", refit.MODULES)
def test_each_refit_is_best_for_the_errors_it_was_made_with(name: str) -> None:
    for samples, alike in ((drawn.noisy(*FIT), True), (drawn.clean(*FIT), False)):
        own = drawn.rmse(_refitted(name, samples, noisy=alike), samples)
        assert own < drawn.rmse(_refitted(name, samples, noisy=not alike), samples)


def test_air_temperature_helps_mono_window_past_the_others() -> None:
    clean = drawn.clean(*HELD_OUT)
    errors = {name: drawn.rmse(_refitted(name, clean, noisy=False), clean) for name in _fits(False)}
    assert errors["mono-window"] < 0.85 * min(
        error for name, error in errors.items() if name != "mono-window"
    )


@pytest.mark.parametrize("name", refit.MODULES)
@pytest.mark.parametrize("noisy", [True, False])
def test_a_refit_is_continuous_in_water_vapour_up_to_nine_grams(name: str, noisy: bool) -> None:
    vapour = np.arange(1.0, 90.0, 0.01)
    radiance = float(drawn.BAND.planck_table.radiance(294.0))
    coefficients = _fits(noisy)[name]
    inputs = (np.full_like(vapour, radiance), 0.97, vapour, np.full_like(vapour, 298.0))
    found = refit.temperature(name, coefficients, *inputs, band=drawn.BAND)
    assert np.isfinite(found).all()
    assert np.abs(np.diff(found)).max() < 0.02  # K from one .01 kg m-2 to the next


def test_where_no_sample_is_the_drier_coefficients_go_on() -> None:
    """Fitted below 3 g cm-2, each formula stays within 30 K of the air at 5 g cm-2."""
    samples = drawn.noisy(*FIT)
    dry = samples.water_vapour < 30
    fields = {name: values[dry] for name, values in vars(samples).items()}
    fits = classical.fitted(Samples(**fields), drawn.BAND)
    inputs = (np.array([9.0]), 0.97, np.array([50.0]), np.array([300.0]))
    for name, coefficients in fits.items():
        found = float(refit.temperature(name, coefficients, *inputs, band=drawn.BAND)[0])
        assert found == pytest.approx(300.0, abs=30.0), name


def test_coefficients_are_json() -> None:
    fits = _fits(True)
    assert json.loads(json.dumps(fits)) == fits
    assert list(fits) == list(refit.MODULES)


def test_statistical_is_found_again_in_temperatures_that_it_made() -> None:
    samples = drawn.clean(*FIT)
    truth = replace(samples, surface_temperature=_published("statistical", samples))
    coefficients = classical.fitted(truth, drawn.BAND)["statistical"]
    found = refit.temperature("statistical", coefficients, *samples.inputs, band=drawn.BAND)
    np.testing.assert_allclose(found, truth.surface_temperature, rtol=0, atol=2e-3)  # 2 mK


def test_mono_window_is_found_again_in_temperatures_that_it_made() -> None:
    """From a start that the samples give, and in spite of a formula that is not linear."""
    samples = drawn.clean(*FIT)
    known = mono_window.Coefficients(
        planck=(-62.7, 0.434),
        vapour=classical.MOIST,
        transmittance_air=classical.AIRS[:1],
        transmittance=((0.98, 0.9, 0.8, 0.69, 0.57, 0.45, 0.34, 0.25, 0.18),),
        effective_air=classical.AIRS,
        effective=((60.0, 0.75), (17.0, 0.92), (25.0, 0.89)),
    )
    inputs = (*samples.inputs, samples.air_temperature)
    truth = mono_window.temperature(*inputs, band=drawn.BAND, fit=known)
    coefficients = classical.fitted(replace(samples, surface_temperature=truth), drawn.BAND)
    found = refit.temperature("mono-window", coefficients["mono-window"], *inputs, band=drawn.BAND)
    assert np.sqrt(np.mean((found - truth) ** 2)) < 0.01  # K


def test_refitting_needs_neither_torch_nor_sklearn() -> None:
    code = "import lstgeo.training.classical, sys; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ended.stdout.split()}
    assert not loaded & {"torch", "sklearn", "onnx", "onnxruntime"}
