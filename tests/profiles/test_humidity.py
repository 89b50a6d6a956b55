"""Saturation and units of humidity agree with published tables and with themselves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.profiles import humidity


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


@pytest.mark.parametrize(
    ("celsius", "hectopascal"),
    # Smithsonian tables over ice at -40 and -60 C, over water at 20 C.
    [(-60, 0.01080), (-40, 0.1283), (20, 23.373)],
)
def test_saturation_of_ncep_is_over_ice_in_the_cold_and_over_water_in_the_warm(
    celsius: float, hectopascal: float
) -> None:
    pressure = humidity.ncep_saturation_pressure(np.array(celsius + 273.15))
    # 1 % : NCEP's heats do not vary with temperature.
    assert pressure / 100 == pytest.approx(hectopascal, rel=1e-2)


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
