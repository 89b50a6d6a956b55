"""Sensors and bands by the names that people give them, and their spectral responses."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from lstgeo.errors import MethodError
from lstgeo.sensors import platforms
from tests import bands
from tests.data import SHARED, needs_shared


@pytest.mark.parametrize(
    "name", ["landsat8", "LANDSAT_8", "Landsat 8", "landsat-8", "L8", "l8", "LC08", "lc08"]
)
def test_a_sensor_goes_by_many_names(name: str) -> None:
    assert platforms.sensor(name).name == "landsat8"


@pytest.mark.parametrize(
    ("spacecraft", "name"),
    [(f"LANDSAT_{number}", f"landsat{number}") for number in (4, 5, 7, 8, 9)],
)
def test_the_spacecraft_of_every_mtl_is_known(spacecraft: str, name: str) -> None:
    assert platforms.sensor(spacecraft).name == name


@pytest.mark.parametrize("name", ["landsat6", "modis", "", "LANDSAT_88", "8"])
def test_an_unknown_sensor_is_answered_with_those_that_are_known(name: str) -> None:
    with pytest.raises(MethodError) as caught:
        platforms.sensor(name)
    assert repr(name) in str(caught.value)
    assert all(known in str(caught.value) for known in platforms.SENSORS)


@pytest.mark.parametrize("name", ["B10", "b10", "10", "BAND_10", "band10", None])
def test_a_band_goes_by_many_names(name: str | None) -> None:
    assert platforms.sensor("landsat8").band(name).name == "B10"


def test_landsat_7_has_two_gains_of_which_the_low_one_is_the_default() -> None:
    sensor = platforms.sensor("landsat7")
    assert sensor.band().name == sensor.band("B6").name == "B6_VCID_1"
    assert sensor.band("b6_vcid_2").name == "B6_VCID_2"


def test_b6_means_the_thermal_band_only_where_band_6_is_thermal() -> None:
    assert platforms.sensor("landsat5").band("B6").name == "B6"
    with pytest.raises(MethodError, match=r"Landsat 8 has no thermal band B6; it has B10, B11"):
        platforms.sensor("landsat8").band("B6")


@pytest.mark.parametrize("response", bands.RESPONSES)
def test_a_response_is_a_window_band_without_negative_weights(response: str) -> None:
    shape = platforms.response(response)
    assert min(shape.weight) >= 0
    assert 10.4 < shape.centre < 12.5  # um; the thermal window


@pytest.mark.parametrize(
    ("response", "centre"),
    # Centre wavelengths of USGS, "What are the band designations for the Landsat satellites?":
    # B10 10.6-11.19, B11 11.5-12.51, B6 10.4-12.5 um; the half-power edges are given to .01 um.
    [("landsat8_b10", 10.895), ("landsat8_b11", 12.005), ("landsat7_b6", 11.45)],
)
def test_a_response_is_centred_where_usgs_says(response: str, centre: float) -> None:
    assert platforms.response(response).centre == pytest.approx(centre, abs=0.2)


@needs_shared
@pytest.mark.parametrize("number", [8, 9])
@pytest.mark.parametrize("name", ["B10", "B11"])
def test_responses_of_tirs_are_those_of_usgs(number: int, name: str) -> None:
    instrument = {8: "tirs", 9: "tirs2"}[number]
    path = SHARED / "responses" / f"landsat{number}_{instrument}_response.csv"
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    wavelength = np.array([float(row["wavelength_um"]) for row in rows])
    weight = np.array([float(row[name] or 0) for row in rows])
    shipped = platforms.response(f"landsat{number}_{name.lower()}")
    mean = np.trapezoid(weight * wavelength, wavelength) / np.trapezoid(weight, wavelength)
    assert shipped.centre == pytest.approx(mean, abs=2e-4)  # um; worth .1 mK of temperature
    np.testing.assert_allclose(
        np.interp(shipped.wavelength, wavelength, weight), shipped.weight, rtol=0, atol=1e-3
    )
