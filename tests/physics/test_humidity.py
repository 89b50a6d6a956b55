"""Saturation and units of humidity agree with published tables and with themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.physics import humidity


@pytest.mark.parametrize(
    ("celsius", "hectopascal"),
    # WMO-No. 8, Guide to Instruments, saturation over (supercooled) water; Goff-Gratch tables.
    [(-20, 1.2540), (-10, 2.8627), (0, 6.1078), (10, 12.272), (20, 23.373), (30, 42.430)],
)
def test_saturation_over_water_is_that_of_the_smithsonian_tables(
    celsius: float, hectopascal: float
) -> None:
    pressure = humidity.saturation_pressure(np.array(celsius + 273.15))
    # .5 % : formulations differ by .1 % above freezing and .4 % at -20 C.
    assert pressure / 100 == pytest.approx(hectopascal, rel=5e-3)


@pytest.mark.parametrize(("celsius", "hectopascal"), [(20, 23.373), (40, 73.777)])
def test_saturation_of_warm_air_is_that_of_the_smithsonian_tables(
    celsius: float, hectopascal: float
) -> None:
    # .2 % : the formulations agree better where it is warm.
    pressure = humidity.saturation_pressure(celsius + 273.15)
    assert pressure / 100 == pytest.approx(hectopascal, rel=2e-3)


@given(q=st.floats(1e-7, 0.05), pressure=st.floats(1e2, 1.1e5), kelvin=st.floats(200, 320))
def test_units_of_humidity_undo_each_other(q: float, pressure: float, kelvin: float) -> None:
    moist, p, t = np.array(q), np.array(pressure), np.array(kelvin)
    vapour = humidity.vapour_pressure(moist, p)
    assert humidity.specific_humidity(vapour, p) == pytest.approx(q, rel=1e-12)
    fraction = humidity.dry_mole_fraction(moist)
    assert humidity.of_dry_mole_fraction(fraction) == pytest.approx(q, rel=1e-12)
    assert vapour / (p - vapour) == pytest.approx(fraction, rel=1e-12)
    if humidity.saturation_pressure(t) < p:
        relative = humidity.relative_humidity(moist, t, p)
        assert humidity.of_relative_humidity(relative, t, p) == pytest.approx(q, rel=1e-12)


def test_saturated_air_where_water_boils_is_vapour_alone() -> None:
    assert humidity.of_relative_humidity(1.0, 320.0, 5_000.0) == pytest.approx(1.0, rel=1e-12)


@pytest.mark.train
def test_torch_gives_what_numpy_gives_and_carries_its_gradient() -> None:
    torch = pytest.importorskip("torch")
    kelvin, pressure = np.array([230.0, 290.0, 340.0]), np.array([3e4, 1e5, 1e4])
    warm = torch.tensor(kelvin, requires_grad=True)
    moist = humidity.of_relative_humidity(0.6, warm, torch.tensor(pressure))
    expected = humidity.of_relative_humidity(0.6, kelvin, pressure)
    np.testing.assert_allclose(moist.detach().numpy(), expected, rtol=1e-12)
    (slope,) = torch.autograd.grad(moist.sum(), warm)
    # Saturation grows by 6 to 12 % a kelvin; where water boils it no longer counts.
    growth = slope.numpy() / expected
    assert 0.09 < growth[0] < 0.13
    assert 0.05 < growth[1] < 0.08
    assert growth[2] == 0
