"""The weather over a scene and what its lattice of columns hands to the pixels."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

import numpy as np
import pytest

from lstgeo.atmosphere import model, nodes
from lstgeo.errors import InputError
from lstgeo.profiles.columns import Columns
from lstgeo.sensors import platforms
from lstgeo.simulation import air, atmosphere, lattice, noise, observation, weather

SHAPE = (1024, 900)
LANDSAT8 = platforms.sensor("landsat8")
SEEDS = (0, 8, 21)


@lru_cache
def _setting(seed: int, span: tuple[float, float] = (12.0, 28.0)) -> observation.Setting:
    return observation.setting("landsat8", SHAPE, seed, span, noisy=False)


def _places(count: int = 200) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(7)
    return random.integers(0, SHAPE[0], count), random.integers(0, SHAPE[1], count)


def _columns(setting: observation.Setting) -> Columns:
    rows, columns = _places()
    return setting.weather.air(rows.astype(float), columns.astype(float)).columns


@pytest.mark.parametrize("seed", SEEDS)
def test_pixels_have_the_atmosphere_of_their_own_columns(seed: int) -> None:
    setting, places = _setting(seed), _places()
    batch = _columns(setting)
    whole = noise.Window(0, SHAPE[0], SHAPE[1])
    # A 13 x 13 lattice over relief and two long waves; .001 and .011 where ground meets a level in
    # B10. The same error of the air weighs by the optical depth, which is 1.6 times larger in B11.
    tolerances = {
        "transmittance": 0.0015,
        "upwelling_radiance": 0.015,
        "downwelling_radiance": 0.02,
    }
    for band, depth in zip(LANDSAT8.bands, (1.0, 1.6), strict=True):
        columns = model.parameters(atmosphere.profile(batch), nodes.table("landsat8", band.name))
        pixels = setting.atmosphere.bands[band.number](whole)
        for values, (name, tolerance) in zip(pixels, tolerances.items(), strict=True):
            expected = getattr(columns, name)
            np.testing.assert_allclose(values[places], expected, rtol=0, atol=depth * tolerance)
    water = setting.atmosphere.water_vapour(whole)[places]
    np.testing.assert_allclose(water, batch.total_column_water_vapour, rtol=0, atol=0.01)  # kg m-2


@pytest.mark.parametrize("seed", SEEDS)
def test_columns_hold_the_water_that_is_wanted(seed: int) -> None:
    day = _setting(seed).weather
    rows, columns = (values.astype(float) for values in _places())
    wanted = day.total_column_water_vapour(rows, columns)
    held = day.air(rows, columns).columns.total_column_water_vapour
    np.testing.assert_allclose(held, wanted, rtol=1e-6)
    assert 12 <= wanted.min() < 14
    assert 26 < wanted.max() <= 28


@pytest.mark.parametrize("span", [(weather.DRIEST, 3.0), (38.0, weather.WETTEST)])
@pytest.mark.parametrize("seed", range(5))
def test_the_driest_and_wettest_scenes_stay_below_saturation(
    seed: int, span: tuple[float, float]
) -> None:
    batch = _columns(_setting(seed, span)).check()
    troposphere = batch.pressure > 20_000
    # Levels reach .97 at most; ln q between them is linear where saturation bends: 1 to 2 %.
    assert batch.relative_humidity[troposphere].max() < 1
    water = batch.total_column_water_vapour
    assert span[0] * 0.999 <= water.min() < water.max() <= span[1] * 1.001


@pytest.mark.parametrize("seed", range(5))
def test_air_is_that_of_a_clear_july_morning(seed: int) -> None:
    batch = _columns(_setting(seed))
    low = batch.elevation < 120
    assert low.sum() > 20
    assert 294 < batch.air_temperature[low].min() < batch.air_temperature[low].max() < 297.5
    # Sea level 1013 to 1023 hPa, less 9 m by the pascal of standard air: 1 hPa each 8.5 m.
    assert np.all(np.abs(batch.surface_pressure - 101_800 + batch.elevation * 11.6) < 900)
    above = np.argmin(np.abs(batch.pressure - 85_000), axis=1)
    aloft = batch.temperature[np.arange(len(batch)), above]
    lapse = (batch.air_temperature - aloft) / (1.5 - batch.elevation / 1000)
    assert 3 < np.median(lapse) < 9.8  # K km-1; a dry adiabat is 9.8


@pytest.mark.parametrize("band", LANDSAT8.bands)
def test_more_water_means_less_transmittance_and_more_radiance(
    band: platforms.ThermalBand,
) -> None:
    first = _setting(8).weather
    place = np.array([500.0])
    parts = []
    for water in np.linspace(2, 44, 22):
        same = dataclasses.replace(first, water_span=(float(water), float(water)))
        parts.append(atmosphere.parameters(same.air(place, place).columns, band))
    transmittance, upwelling, downwelling = (
        np.concatenate(values) for values in zip(*parts, strict=True)
    )
    assert (np.diff(transmittance) < 0).all()
    assert (np.diff(upwelling) > 0).all()
    assert (np.diff(downwelling) > 0).all()
    assert (downwelling > upwelling).all()
    assert (transmittance[0] > 0.93) & (transmittance[-1] < 0.5)


def test_transmittance_over_the_scene_follows_its_water() -> None:
    setting = _setting(8)
    whole = noise.Window(0, SHAPE[0], SHAPE[1])
    water = setting.atmosphere.water_vapour(whole).ravel()
    for band in setting.atmosphere.bands.values():
        assert np.corrcoef(band.transmittance(whole).ravel(), water)[0, 1] < -0.99


def test_b11_sees_less_through_its_own_table() -> None:
    bands = _setting(8).atmosphere.bands
    whole = noise.Window(0, 256, SHAPE[1])
    ratio = np.log(bands["11"].transmittance(whole)) / np.log(bands["10"].transmittance(whole))
    # Water absorbs more at 12 than at 11 um, which split windows live on; measured 1.58 to 1.72.
    assert 1.4 < ratio.min() < ratio.max() < 1.9


def test_air_warms_by_a_kelvin_an_hour_near_the_ground_alone() -> None:
    rows, columns = (values.astype(float) for values in _places(20))
    before, now, after = (_setting(0).weather.air(rows, columns, hours) for hours in (-1, 0, 0.5))
    np.testing.assert_allclose(
        now.temperature - before.temperature, 2 * (after.temperature - now.temperature), atol=1e-10
    )
    warming = now.columns.air_temperature - before.columns.air_temperature
    assert 0.7 < warming.min() < warming.max() < 1.001
    high = 100 * np.array(air.LEVELS_HPA) < 80_000
    np.testing.assert_array_equal(now.temperature[:, high], before.temperature[:, high])
    np.testing.assert_array_equal(now.specific_humidity, before.specific_humidity)


def test_the_lattice_gives_back_parabolas_and_the_same_in_every_window() -> None:
    rows, columns = lattice.positions(SHAPE)
    field = lattice.Field(SHAPE, (rows / 100) ** 2 - rows * columns / 1e5 + 3)
    y, x = np.mgrid[0 : SHAPE[0], 0 : SHAPE[1]]
    expected = (y / 100) ** 2 - y * x / 1e5 + 3
    whole = field(noise.Window(0, *SHAPE))
    np.testing.assert_allclose(whole, expected, rtol=0, atol=5e-5)  # float32 of 108
    np.testing.assert_allclose(field.at(y[::50, ::50], x[::50, ::50]), expected[::50, ::50])
    np.testing.assert_array_equal(field(noise.Window(100, 137, SHAPE[1])), whole[100:137])


@pytest.mark.parametrize("span", [(20.0, 10.0), (20.0, 60.0), (0.0, 10.0)])
def test_water_that_no_such_morning_holds_is_refused(span: tuple[float, float]) -> None:
    with pytest.raises(InputError, match="1-45 kg m-2"):
        _setting.__wrapped__(0, span)
