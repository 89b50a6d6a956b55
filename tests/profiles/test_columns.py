"""Columns integrate, cut and join without changing what they hold, and refuse what cannot be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.errors import InputError
from lstgeo.physics import constants
from lstgeo.profiles import columns, levels
from tests.profiles import examples


@given(power=st.floats(-0.9, 4.0), surface=st.floats(5e4, 1.05e5), count=st.integers(2, 60))
def test_water_of_a_power_law_is_its_integral(power: float, surface: float, count: int) -> None:
    pressure = np.geomspace(surface, 1e3, count)[None, :]
    moist = 0.01 * (pressure / surface) ** power
    integral = (
        0.01
        * surface
        / (power + 1)
        * (1 - (1e3 / surface) ** (power + 1))
        / constants.STANDARD_GRAVITY
    )
    assert columns.layer_water(pressure, moist).sum() == pytest.approx(integral, rel=1e-9)


def test_order_of_levels_in_a_file_does_not_matter() -> None:
    upwards = examples.standard()
    downwards = columns.of(
        upwards.pressure[:, ::-1],
        upwards.temperature[:, ::-1],
        upwards.specific_humidity[:, ::-1],
        "example",
    )
    np.testing.assert_array_equal(downwards.temperature, upwards.temperature)
    np.testing.assert_array_equal(downwards.surface_pressure, 100_000.0)


@given(extra=st.integers(0, 40))
def test_padding_changes_neither_water_nor_ends(extra: int) -> None:
    batch = examples.standard()
    longer = levels.padded(batch, batch.pressure.shape[1] + extra)
    longer.check()
    np.testing.assert_allclose(
        longer.total_column_water_vapour, batch.total_column_water_vapour, rtol=1e-12
    )
    np.testing.assert_array_equal(longer.temperature[:, [0, -1]], batch.temperature[:, [0, -1]])


def test_joining_keeps_every_column_in_order() -> None:
    short, tall = examples.standard(2, 12), examples.standard(3, 30)
    both = levels.concatenated([short, tall])
    assert both.pressure.shape == (5, 30)
    np.testing.assert_allclose(
        both.total_column_water_vapour,
        [*short.total_column_water_vapour, *tall.total_column_water_vapour],
        rtol=1e-12,
    )
    np.testing.assert_array_equal(both.latitude, [*short.latitude, *tall.latitude])


def test_resampling_to_many_levels_keeps_the_water() -> None:
    batch = examples.standard(levels=27)
    sigma = 1 - (np.arange(61) / 60) ** 1.2
    fine = levels.resampled(batch, sigma, 1_000.0)
    np.testing.assert_array_equal(fine.surface_pressure, batch.surface_pressure)
    # .5 %: levels of the two grids do not coincide.
    np.testing.assert_allclose(
        fine.total_column_water_vapour, batch.total_column_water_vapour, rtol=5e-3
    )


def test_levels_under_the_ground_become_sub_layers_above_it() -> None:
    pressure = np.array([100_000.0, 85_000.0, 70_000.0, 50_000.0, 10_000.0])
    values = {"temperature": np.array([[300.0, 290.0, 280.0, 260.0, 210.0]] * 2)}
    surface = {"pressure": np.array([101_000.0, 72_000.0]), "temperature": np.array([301.0, 285.0])}
    laid = levels.above_surface(pressure, values, surface)
    np.testing.assert_array_equal(laid["pressure"][0], [101_000.0, *pressure])
    np.testing.assert_allclose(laid["pressure"][1, :4], [72_000, 214e3 / 3, 212e3 / 3, 70_000])
    np.testing.assert_array_equal(laid["temperature"][:, 0], [301.0, 285.0])
    np.testing.assert_array_equal(laid["temperature"][1, 3:], [280.0, 260.0, 210.0])
    assert (np.diff(laid["temperature"][1]) < 0).all()


@pytest.mark.parametrize(
    ("field", "fault", "words"),
    [
        ("pressure", lambda p: p[:, [0, 2, 1, *range(3, p.shape[1])]], "not monotonic"),
        ("pressure", lambda p: p / 100, "surface pressure is 10 hPa"),
        ("temperature", lambda t: t - 273.15, "degrees Celsius"),
        ("temperature", lambda t: t + 273.15, "above 400 K"),
        ("specific_humidity", lambda q: -q, "cannot be negative"),
        ("specific_humidity", lambda q: 1000 * q, "is its unit right"),
    ],
)
def test_an_impossible_column_is_named_with_its_level(field, fault, words) -> None:  # type: ignore[no-untyped-def]
    batch = examples.standard()
    with pytest.raises(InputError, match=words) as caught:
        batch.replaced(**{field: fault(getattr(batch, field))}).check()
    assert "column 0 (example), level" in str(caught.value)


@pytest.mark.parametrize("field", ["pressure", "temperature", "specific_humidity"])
def test_nan_is_named_with_quantity_column_and_level(field: str) -> None:
    batch = examples.standard()
    values = getattr(batch, field).copy()
    values[1, 7] = np.nan
    wanted = rf"column 1 \(example\), level 7 .*: {field.replace('_', ' ')} is nan"
    with pytest.raises(InputError, match=wanted):
        batch.replaced(**{field: values}).check()


def test_supersaturation_by_a_fifth_is_refused_and_saturation_is_not() -> None:
    fog = examples.standard(relative_humidity=1.0)
    fog.check()
    moist = fog.specific_humidity.copy()
    moist[2, 3] *= 1.2
    with pytest.raises(InputError, match=r"column 2 \(example\), level 3 .*relative humidity .*12"):
        fog.replaced(specific_humidity=moist).check()


def test_one_level_is_no_column() -> None:
    with pytest.raises(InputError, match="at least two levels"):
        columns.of([101_300.0], [288.0], [0.01], "point")


def test_longitudes_are_rolled_to_the_meridian_of_greenwich() -> None:
    batch = columns.of([1e5, 5e4], [288.0, 260.0], [0.01, 1e-3], "place", longitude=358.75)
    assert batch.longitude[0] == pytest.approx(-1.25)
