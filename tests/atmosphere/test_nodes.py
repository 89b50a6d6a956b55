"""Nodes against the full line-by-line spectrum, on columns that they were not chosen on.

A hundred real columns are compared by `python -m benchmarks.atmosphere_validation`, whose result
is committed; here two of the AFGL atmospheres stand for them.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lstgeo.atmosphere import layers, model, nodes
from lstgeo.atmosphere.spectroscopy import library, reference
from lstgeo.atmosphere.standard import Gases
from lstgeo.physics import planck, surface
from lstgeo.sensors import platforms
from tests.atmosphere import afgl
from tests.data import SHARED, needs_shared

BANDS = [("landsat8", "B10"), ("landsat9", "B10"), ("landsat7", "B6_VCID_1"), ("landsat5", "B6")]
RESULTS = Path(__file__).resolve().parents[2] / "benchmarks/results/atmosphere_validation.json"


@pytest.fixture(scope="module")
def absorbers() -> library.Library:
    return library.read(SHARED / "spectroscopy")


@needs_shared
@pytest.mark.parametrize("name", ["tropical", "subarctic_winter"])
def test_nodes_give_the_band_of_the_full_spectrum(name: str, absorbers: library.Library) -> None:
    profile = afgl.profile(name)
    layered = layers.layers(profile)
    wavenumber = absorbers.grid.wavenumber
    depth = absorbers.optical_depth(layered, Gases())
    spectra = reference.channels(depth, layered.edge_temperature, wavenumber)
    for sensor, band in BANDS:
        table = platforms.sensor(sensor).band(band)
        weight = reference.band_weights(table.spectral_response, wavenumber)
        found = model.parameters(profile, nodes.table(sensor, band))
        air = planck.radiance(1e4 / wavenumber, float(profile.temperature[0]))
        expected = [float(spectrum @ weight) for spectrum in spectra]
        expected[0] = float((spectra.transmittance * air) @ weight / (air @ weight))
        assert float(found.transmittance) == pytest.approx(expected[0], abs=1e-4)
        slope = float(table.planck_table.slope(np.asarray(float(profile.temperature[0]))))
        # .01 K at the surface, seen through the air (up) or reflected by 5 % (down)
        kelvin = 0.01 * slope * expected[0]
        assert float(found.upwelling_radiance) == pytest.approx(expected[1], abs=kelvin)
        assert float(found.downwelling_radiance) == pytest.approx(
            expected[2], abs=kelvin / 0.05 / expected[0]
        )


@needs_shared
def test_gases_absorb_where_they_are_known_to(absorbers: library.Library) -> None:
    wavenumber = absorbers.grid.wavenumber
    peaks = {
        "CFC-12": (absorbers.cfc12.at(253.0), 922.8),
        "CFC-11": (absorbers.cfc11.at(253.0), 847.3),
        "HNO3": (absorbers.nitric_acid.at(220.0), 879.1),
        "CO2": (absorbers.carbon_dioxide(800.0, 270.0)[wavenumber > 900.0], 973.3),
    }
    for name, (spectrum, expected) in peaks.items():
        place = wavenumber[-spectrum.size :][np.argmax(spectrum)]
        assert place == pytest.approx(expected, abs=2.0), name


@needs_shared
@pytest.mark.parametrize("name", afgl.FILES)
def test_two_sensors_find_one_temperature_each_from_its_own_radiance(name: str) -> None:
    profile = afgl.profile(name)
    truth = float(profile.temperature[0]) + 8.0
    found = []
    for sensor, band in (("landsat8", "B10"), ("landsat7", "B6_VCID_1"), ("landsat5", "B6")):
        table, exact = nodes.table(sensor, band), platforms.sensor(sensor).band(band).planck_table
        radiance = model.at_sensor_radiance(model.channels(profile, table), table, truth, 0.97)
        parameters = model.parameters(profile, table)
        found.append(float(surface.temperature(np.asarray(radiance), 0.97, *parameters, exact)))
    assert max(found) - min(found) < 0.3
    assert found == pytest.approx([truth] * 3, abs=0.3)


@pytest.mark.skipif(not RESULTS.parent.is_dir(), reason="benchmarks are not in the sdist")
def test_committed_comparison_on_a_hundred_columns_holds_what_is_promised() -> None:
    report = json.loads(RESULTS.read_text("utf-8"))
    assert report["columns"] >= 100
    for name in ("landsat8_b10", "landsat9_b10", "landsat7_b6", "landsat5_b6", "landsat4_b6"):
        nadir = report["bands"][name]["0_degrees"]
        assert nadir["largest"]["transmittance"] < 1e-4
        assert nadir["largest_lst_k"] < 0.01
