"""Quantisation, noise and calibration uncertainty, against the MTL's gains and the literature."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from lstgeo.sensors import calibration, platforms
from lstgeo.sensors.calibration import CalibrationState

BEST = CalibrationState("2 T1", stray_light_correction="TIRS", scene_select_mirror_model="FINAL")


@pytest.mark.parametrize(
    ("sensor", "band", "gain", "kelvin"),
    [
        ("landsat5", "B6", 0.055375, 0.42),
        ("landsat7", "B6_VCID_1", 0.067087, 0.49),
        ("landsat7", "B6_VCID_2", 0.037205, 0.27),
        ("landsat8", "B10", 3.342e-4, 0.0023),
    ],
)
def test_a_step_of_the_stored_number_is_worth_this_much_at_300_kelvin(
    sensor: str, band: str, gain: float, kelvin: float
) -> None:
    step = gain / float(platforms.sensor(sensor).band(band).planck_table.slope(300.0))
    assert step == pytest.approx(kelvin, rel=0.02)  # the figures are rounded to two digits


@pytest.mark.parametrize("sensor", platforms.SENSORS)
def test_noise_is_never_less_than_detector_or_quantisation(sensor: str) -> None:
    band = platforms.sensor(sensor).band()
    slope = float(band.planck_table.slope(300.0))
    gain = (
        0.5 * slope
    )  # a step of .5 K, of which a uniform error has a standard deviation / sqrt 12
    expected = math.hypot(band.nedt, 0.5 / math.sqrt(12))
    assert calibration.noise_radiance(band, gain) / slope == pytest.approx(expected, rel=1e-12)
    assert calibration.noise_radiance(band, 0.0) / slope == pytest.approx(band.nedt, rel=1e-12)


def test_the_best_data_have_the_sigma_of_the_band_and_no_reason_to_warn() -> None:
    band = platforms.sensor("landsat8").band("B10")
    assert calibration.sigma(band, BEST) == (band.calibration_sigma, [])


@pytest.mark.parametrize(("band", "kelvin"), [("B10", 0.87), ("B11", 1.67)])
def test_without_stray_light_correction_sigma_is_that_of_montanaro(
    band: str, kelvin: float
) -> None:
    """Montanaro et al. 2014 (doi:10.3390/rs61111607): .87 K in B10, 1.67 K in B11."""
    thermal = platforms.sensor("landsat8").band(band)
    for state in (
        CalibrationState("pre-collection", stray_light_correction="TIRS"),
        CalibrationState("1 T1", stray_light_correction="NONE"),
        CalibrationState("1 T1"),
    ):
        sigma, reasons = calibration.sigma(thermal, state)
        assert sigma == pytest.approx(kelvin, abs=1e-9)
        assert "no stray-light correction" in reasons


def test_landsat_9_was_built_without_the_stray_light() -> None:
    band = platforms.sensor("landsat9").band("B10")
    assert calibration.sigma(band, CalibrationState("2 T1")) == (band.calibration_sigma, [])


def test_old_processing_of_tm_adds_what_was_found_later() -> None:
    """Barsi et al. 2007 (IEEE GRSL 4, 552): data of Landsat 5 were .68 K off."""
    band = platforms.sensor("landsat5").band()
    sigma, reasons = calibration.sigma(band, CalibrationState("pre-collection"))
    assert sigma == pytest.approx(math.hypot(band.calibration_sigma, 0.68))
    assert reasons == ["pre-collection processing"]


@pytest.mark.parametrize(
    "state",
    [
        replace(BEST, scene_select_mirror_model="PRELIMINARY"),
        replace(BEST, collection="2 RT"),
    ],
)
def test_preliminary_data_are_less_certain_and_say_so(state: CalibrationState) -> None:
    band = platforms.sensor("landsat8").band("B10")
    sigma, reasons = calibration.sigma(band, state)
    assert sigma > band.calibration_sigma
    assert len(reasons) == 1


def test_what_the_metadata_does_not_say_is_not_invented() -> None:
    assert CalibrationState("2 T1").attributes() == {"collection": "2 T1"}
