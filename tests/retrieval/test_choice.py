"""Which method a band gets, and what is answered where none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstgeo.errors import MethodError, ModelError
from lstgeo.model import shipped
from lstgeo.retrieval import choice
from lstgeo.retrieval.uncertainty import InputSigmas
from lstgeo.sensors import platforms
from lstgeo.sensors.platforms import ThermalBand
from tests import models
from tests.models import needs_model

SIGMAS = InputSigmas(radiance_noise=0.007, calibration=0.05)
CLASSICAL = {"landsat8 B10": "practical", "landsat8 B11": "rte", "landsat9 B11": "rte"}
BANDS = [band for sensor in platforms.SENSORS.values() for band in sensor.bands]
B10 = platforms.sensor("landsat8").band("B10")


def _name(band: ThermalBand) -> str:
    return f"{band.sensor} {band.name}"


@pytest.fixture
def without_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models.manifest(tmp_path)
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)


@pytest.mark.parametrize("band", BANDS, ids=_name)
def test_without_a_model_it_is_practical_for_landsat_8_and_statistical_elsewhere(
    band: ThermalBand, without_models: None
) -> None:
    other = "statistical" if band.sensor.startswith("landsat") else "rte"
    expected = CLASSICAL.get(_name(band), other)
    assert choice.estimator(band, SIGMAS).name == expected


@pytest.mark.parametrize("band", BANDS, ids=_name)
def test_it_is_coupled_wherever_a_model_ships(band: ThermalBand) -> None:
    slug = f"{band.sensor}-{band.name.partition('_')[0].lower()}-coupled-v"
    ships = any(model.name.startswith(slug) for model in shipped.models())
    assert (choice.estimator(band, SIGMAS).name == "coupled") == ships


@pytest.mark.parametrize("method", ["split-window", "", "RTE"])
def test_an_unknown_method_is_answered_with_those_that_are_known(method: str) -> None:
    known = "coupled, profile, rte, single-channel, practical, statistical"
    with pytest.raises(MethodError, match=known):
        choice.estimator(B10, SIGMAS, method)


def test_a_method_of_another_sensor_is_answered_with_those_of_the_band(
    without_models: None,
) -> None:
    band = platforms.sensor("landsat9").band("B10")
    said = "practical has no coefficients for Landsat 9 B10; rte, statistical can be used"
    with pytest.raises(MethodError, match=said):
        choice.estimator(band, SIGMAS, "practical")


def test_coupled_without_a_model_is_refused(without_models: None) -> None:
    with pytest.raises(MethodError, match="no coupled model ships for Landsat 8 B10"):
        choice.estimator(B10, SIGMAS, "coupled")


@needs_model
def test_a_model_means_coupled_and_a_classical_method_has_none() -> None:
    chosen = choice.estimator(B10, SIGMAS, None, models.PATH)
    assert chosen.name == "coupled"
    assert chosen.source == models.NAME
    assert chosen.origin["model"]["contract"] == 1
    with pytest.raises(MethodError, match=f"practical uses no model; model {models.NAME}"):
        choice.estimator(B10, SIGMAS, "practical", models.NAME)
    with pytest.raises(ModelError, match="is of landsat8 B10, the scene of landsat5 B6"):
        choice.estimator(platforms.sensor("landsat5").band(), SIGMAS, None, models.NAME)
