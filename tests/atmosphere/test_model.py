"""The transfer that ships: laws of physics, published runs of other models, and bad profiles."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstgeo.atmosphere import layers, model, nodes, standard, transfer
from lstgeo.atmosphere.layers import Profile
from lstgeo.atmosphere.standard import Gases
from lstgeo.errors import InputError, MethodError
from lstgeo.physics import humidity, planck, surface
from lstgeo.sensors import platforms
from tests.atmosphere import afgl
from tests.data import SHARED, needs_shared

B10 = nodes.table("landsat8", "B10")
BANDS = [
    *(("landsat4", "B6"), ("landsat5", "B6"), ("landsat7", "B6_VCID_1"), ("landsat7", "B6")),
    *(("landsat8", "B10"), ("landsat9", "B10"), ("landsat8", "B11"), ("landsat9", "B11")),
]
REFERENCE_GASES = Gases(carbon_dioxide=400e-6, cfc11=0.0, cfc12=0.5e-9, ozone=0.0, nitric_acid=0.0)
"""Settings of the prototype's line-by-line values in `afgl_landsat8_b10.csv`."""
NOTHING = Gases(0.0, 0.0, 0.0, 0.0, 0.0)


def column(ground: float, lapse: float, humid: float, surface_hpa: float) -> Profile:
    pressure = np.geomspace(surface_hpa, 30.0, 35)
    height = 7.5 * np.log(surface_hpa / pressure)
    temperature = np.maximum(ground - lapse * height, 205.0)
    moisture = humidity.of_relative_humidity(
        humid * np.exp(-height / 9.0), temperature, 100 * pressure
    )
    return Profile(pressure, temperature, np.clip(moisture, 3e-6, None), np.asarray(surface_hpa))


columns = st.builds(
    column,
    ground=st.floats(240.0, 315.0),
    lapse=st.floats(3.0, 8.0),
    humid=st.floats(0.05, 0.95),
    surface_hpa=st.floats(550.0, 1040.0),
)


def values(parameters: model.Parameters) -> np.ndarray:
    return np.array([float(value) for value in parameters])


@needs_shared
def test_acpc_run_of_modtran_is_met() -> None:
    path = SHARED / "reference" / "acpc_landsat8_b10_2016-06-30.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    pressure, celsius, percent = (
        np.array([float(row[name]) for row in rows])
        for name in ("pressure_hpa", "temperature_c", "relative_humidity_percent")
    )
    temperature = celsius + 273.15
    moisture = humidity.of_relative_humidity(percent / 100, temperature, 100 * pressure)
    profile = Profile(pressure, temperature, moisture, np.asarray(pressure[0]))
    found = model.band_parameters(profile, "landsat8", "B10")
    assert found.transmittance == pytest.approx(0.78, abs=0.015)
    assert found.upwelling_radiance == pytest.approx(1.82, abs=0.05)
    assert found.downwelling_radiance == pytest.approx(3.00, abs=0.06)


@needs_shared
@pytest.mark.parametrize("name", afgl.FILES)
def test_afgl_atmospheres_are_those_of_line_by_line(name: str) -> None:
    found = values(model.parameters(afgl.profile(name), B10, gases=REFERENCE_GASES))
    expected = afgl.published("lbl_mtckd3.x")[name]
    assert found[0] == pytest.approx(expected[0], abs=0.006)
    np.testing.assert_allclose(found[1:], expected[1:], rtol=0, atol=0.06)


@needs_shared
@pytest.mark.parametrize("name", afgl.FILES)
def test_land_surface_temperature_agrees_with_lowtran(name: str) -> None:
    profile, table = afgl.profile(name), platforms.sensor("landsat8").band("B10").planck_table
    truth = float(profile.temperature[0]) + 5.0
    lowtran = model.Parameters(*map(np.asarray, afgl.published("lowtran7")[name]))
    radiance = surface.at_sensor_radiance(np.asarray(truth), 0.97, *lowtran, table)
    ours = model.parameters(profile, B10)
    found = surface.temperature(radiance, 0.97, *ours, table)
    tolerance = LOWTRAN_KNOWN_DIFFERENCE.get(name, 0.5)
    assert float(found) == pytest.approx(truth, abs=tolerance)


LOWTRAN_KNOWN_DIFFERENCE: dict[str, float] = {}


@given(temperature=st.floats(220.0, 310.0), humid=st.floats(0.01, 0.9), angle=st.floats(0.0, 65.0))
@settings(max_examples=30, deadline=None)
def test_isothermal_atmosphere_emits_what_it_absorbs(
    temperature: float, humid: float, angle: float
) -> None:
    cold = column(temperature, 6.0, humid, 1000.0)
    depth = B10.optical_depth(layers.layers(cold), Gases())
    black = planck.radiance(B10.wavelength, np.full((depth.shape[0] + 1, 1), temperature))
    secant = np.array([1 / np.cos(np.radians(angle))])
    found = transfer.solve(depth, black, secant)
    np.testing.assert_allclose(
        found.upwelling_radiance, (1 - found.transmittance) * black[0], rtol=0, atol=1e-12
    )


@pytest.mark.parametrize(("sensor", "band"), BANDS)
@pytest.mark.parametrize("angle", [0.0, 60.0])
def test_isothermal_law_holds_for_bands(sensor: str, band: str, angle: float) -> None:
    profile = column(290.0, 6.0, 0.7, 1000.0)
    # as warm as the standard air above it, so that all of the column is
    warm = replace(profile, temperature=np.full(35, 290.0))
    table = nodes.table(sensor, band)
    found = model.parameters(warm, table, view_zenith_angle=angle, gases=NOTHING)
    black = platforms.sensor(sensor).band(band).planck_table.radiance(np.asarray(290.0))
    expected = (1 - float(found.transmittance)) * float(black)
    # water above 30 hPa, in air that is not isothermal, and the band average by nodes: .1 %
    assert float(found.upwelling_radiance) == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(("sensor", "band"), BANDS)
def test_nothing_in_the_air_is_seen_through(sensor: str, band: str) -> None:
    dry = replace(column(290.0, 6.0, 0.5, 1000.0), specific_humidity=np.full(35, 1e-12))
    found = values(model.parameters(dry, nodes.table(sensor, band), gases=NOTHING))
    np.testing.assert_allclose(found, [1.0, 0.0, 0.0], rtol=0, atol=5e-4)


@given(profile=columns)
@settings(max_examples=30, deadline=None)
def test_slanted_view_sees_less_of_the_ground_and_more_air(profile: Profile) -> None:
    found = [
        model.parameters(profile, B10, view_zenith_angle=angle) for angle in (0.0, 20.0, 45.0, 65.0)
    ]
    transmittance = [float(one.transmittance) for one in found]
    upward = [float(one.upwelling_radiance) for one in found]
    assert transmittance == sorted(transmittance, reverse=True)
    # Air of more water darkens to the limb: a slanted view ends in its higher, colder parts.
    if layers.total_column_water_vapour(profile) < 70.0:
        assert upward == sorted(upward)


@given(profile=columns, factor=st.floats(1.01, 1.5))
@settings(max_examples=50, deadline=None)
def test_more_vapour_never_raises_transmittance(profile: Profile, factor: float) -> None:
    wetter = replace(profile, specific_humidity=profile.specific_humidity * factor)
    for table in (B10, nodes.table("landsat7", "B6")):
        before, after = (model.parameters(one, table) for one in (profile, wetter))
        assert float(after.transmittance) < float(before.transmittance)


@given(profile=columns)
@settings(max_examples=30, deadline=None)
def test_twice_the_layers_change_transmittance_by_less_than_5e_4(profile: Profile) -> None:
    once, twice = (model.parameters(profile, B10, count=count) for count in (45, 90))
    assert float(once.transmittance) == pytest.approx(float(twice.transmittance), abs=5e-4)
    assert float(once.upwelling_radiance) == pytest.approx(
        float(twice.upwelling_radiance), abs=5e-3
    )


@given(profile=columns)
@settings(max_examples=20, deadline=None)
def test_sky_is_the_cosine_mean_over_all_directions(profile: Profile) -> None:
    layered = layers.layers(profile)
    depth = B10.optical_depth(layered, Gases())
    black = planck.radiance(B10.wavelength, layered.edge_temperature[:, None])
    cosine, weight = np.polynomial.legendre.leggauss(48)
    cosine, weight = (cosine + 1) / 2, weight / 2
    beams = [
        transfer.solve(depth[::-1], black[::-1], np.array([1 / c])).upwelling_radiance
        for c in cosine
    ]
    expected = 2 * (weight * cosine) @ np.array(beams) @ B10.weight
    found = transfer.solve(depth, black, np.array([1.0])).downwelling_radiance @ B10.weight
    assert found == pytest.approx(expected, rel=2e-3)


def test_weights_add_up_and_planck_averages_to_the_band() -> None:
    for sensor, band in BANDS:
        table = nodes.table(sensor, band)
        assert table.weight.sum() == pytest.approx(1.0, abs=1e-12)
        assert np.all(table.weight > 0)
        exact = platforms.sensor(sensor).band(band).planck_table
        for temperature in (220.0, 260.0, 300.0, 330.0):
            found = planck.radiance(table.wavelength, temperature) @ table.weight
            expected = float(exact.radiance(np.asarray(temperature)))
            assert found == pytest.approx(expected, rel=2e-4)  # 10 mK at 300 K


def test_sensor_sees_the_ground_through_nodes_as_through_the_band() -> None:
    profile = column(298.0, 6.5, 0.6, 1000.0)
    monochromatic = model.channels(profile, B10)
    band, table = model.parameters(profile, B10), platforms.sensor("landsat8").band("B10")
    exact = model.at_sensor_radiance(monochromatic, B10, 303.0, 0.97)
    simple = surface.at_sensor_radiance(np.asarray(303.0), 0.97, *band, table.planck_table)
    kelvin = float(table.planck_table.slope(np.asarray(303.0))) * float(band.transmittance)
    assert abs(float(exact) - float(simple)) < 0.05 * kelvin  # what band means cost, .05 K


def test_precision_of_the_input_is_kept_and_enough() -> None:
    profile = column(298.0, 6.5, 0.6, 1000.0)
    single = Profile(
        *(
            np.asarray(getattr(profile, name), dtype=np.float32)
            for name in ("pressure_hpa", "temperature", "specific_humidity", "surface_pressure_hpa")
        )
    )
    found, exact = model.parameters(single, B10), model.parameters(profile, B10)
    assert found.transmittance.dtype == np.float32
    np.testing.assert_allclose(values(found), values(exact), rtol=0, atol=1e-4)


def test_long_batches_are_the_same_as_single_columns() -> None:
    grounds = np.linspace(270.0, 310.0, 71)
    single = [column(ground, 6.0, 0.5, 1000.0) for ground in grounds]
    batch = Profile(
        single[0].pressure_hpa,
        np.stack([one.temperature for one in single]),
        np.stack([one.specific_humidity for one in single]),
        np.full(71, 1000.0),
    )
    angles = np.linspace(0.0, 60.0, 71)
    together = model.parameters(batch, B10, view_zenith_angle=angles)
    for index in (0, 31, 32, 70):
        alone = model.parameters(single[index], B10, view_zenith_angle=angles[index])
        np.testing.assert_allclose(
            [float(value[index]) for value in together], values(alone), rtol=1e-12
        )


def test_carbon_dioxide_and_freon_take_their_small_share() -> None:
    profile = column(290.0, 6.0, 0.3, 1000.0)
    plain = float(model.parameters(profile, B10, gases=NOTHING).transmittance)
    carbonic = float(
        model.parameters(profile, B10, gases=replace(NOTHING, carbon_dioxide=400e-6)).transmittance
    )
    freon = float(
        model.parameters(profile, B10, gases=replace(NOTHING, cfc12=0.5e-9)).transmittance
    )
    assert 0.002 < plain - carbonic < 0.03
    assert 0.002 < plain - freon < 0.012


def broken(**changes: Any) -> Profile:
    return replace(column(290.0, 6.0, 0.5, 1000.0), **changes)


GOOD = column(290.0, 6.0, 0.5, 1000.0)
WRONG = [
    (
        broken(pressure_hpa=np.where(np.arange(35) == 7, 1005.0, GOOD.pressure_hpa)),
        r"column 0, level 7 .*pressure is 1005 hPa, it must fall",
    ),
    (
        broken(temperature=np.where(np.arange(35) == 3, np.nan, GOOD.temperature)),
        r"column 0, level 3 .*: temperature is nan",
    ),
    (
        broken(specific_humidity=GOOD.specific_humidity * 2.5),
        r"column 0, level 0 .*relative humidity .*12\d\.\d %",
    ),
    (broken(temperature=GOOD.temperature - 273.15), r"column 0, level 0 .*16\.85 K.*Celsius"),
    (
        broken(surface_pressure_hpa=np.asarray(100000.0)),
        r"column 0, level 0 .*surface pressure is 100000 hPa",
    ),
    (
        broken(specific_humidity=GOOD.specific_humidity * 0),
        r"level 0 .*specific humidity is 0 .*must lie above 0",
    ),
    (broken(temperature=GOOD.temperature[:-1]), r"one shape"),
    (broken(surface_pressure_hpa=np.full(2, 1000.0)), r"needs surface pressure of"),
    (
        broken(ozone=np.full(35, -1.0)),
        r"column 0, level 0 .*ozone is -1 mol mol-1, it cannot be negative",
    ),
    (
        broken(surface_air_temperature=np.asarray(17.0)),
        r"column 0, level 0 .*surface air temperature is 17\.00 K.*Celsius",
    ),
    (broken(pressure_hpa=GOOD.pressure_hpa[::-1]), r"level 1 .*it must fall from level to level"),
    (broken(temperature=GOOD.temperature + 60), r"level 0 .*350\.00 K, above 345 K"),
    (broken(surface_specific_humidity=np.asarray(np.nan)), r"surface specific humidity is nan"),
]


@pytest.mark.parametrize(("profile", "message"), WRONG)
def test_bad_profile_is_refused_with_column_and_level(profile: Profile, message: str) -> None:
    with pytest.raises(InputError, match=message):
        model.band_parameters(profile, "landsat8", "B10")


def test_column_of_a_batch_is_named() -> None:
    temperature = np.stack([GOOD.temperature] * 3)
    temperature[2, 5] = np.nan
    batch = Profile(
        GOOD.pressure_hpa, temperature, np.stack([GOOD.specific_humidity] * 3), np.full(3, 1000.0)
    )
    with pytest.raises(InputError, match="column 2, level 5"):
        model.band_parameters(batch, "landsat8", "B10")


def test_view_beyond_65_degrees_is_refused() -> None:
    with pytest.raises(InputError, match="0-65 degrees; it reaches 70"):
        model.parameters(GOOD, B10, view_zenith_angle=70.0)


def test_unknown_band_is_refused_with_those_there_are() -> None:
    with pytest.raises(MethodError, match=r"no node table for landsat8 B9.*landsat8 B10"):
        nodes.table("landsat8", "B9")


def test_experimental_bands_say_so_and_all_tables_tell_their_origin() -> None:
    experimental = {pair for pair in nodes.TABLES if nodes.table(*pair).experimental}
    assert experimental == {
        ("landsat8", "B11"),
        ("landsat9", "B11"),
        ("modis_terra", "B32"),
        ("modis_aqua", "B32"),
    }
    for pair in nodes.TABLES:
        provenance = nodes.table(*pair).provenance
        assert "HITRAN" in provenance["source"]
        assert not any("mtckd4" in name for name in provenance["inputs_sha256_16"])


def test_standard_gases_are_those_of_the_middle_of_the_landsat_8_era() -> None:
    assert Gases().carbon_dioxide == pytest.approx(400e-6)
    assert standard.Gases().cfc12 == pytest.approx(0.52e-9)
