"""Saturation as NCEP means it agrees with published tables, and columns are kept below it."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.physics import humidity
from lstgeo.profiles import saturation


@pytest.mark.parametrize(
    ("celsius", "hectopascal"),
    # Smithsonian tables over ice at -40 and -60 C, over water at 20 C.
    [(-60, 0.01080), (-40, 0.1283), (20, 23.373)],
)
def test_saturation_of_ncep_is_over_ice_in_the_cold_and_over_water_in_the_warm(
    celsius: float, hectopascal: float
) -> None:
    pressure = saturation.ncep_pressure(np.array(celsius + 273.15))
    # 1 % : NCEP's heats do not vary with temperature.
    assert pressure / 100 == pytest.approx(hectopascal, rel=1e-2)


def test_air_is_limited_to_saturation_and_drier_air_is_left_alone() -> None:
    limited = saturation.limited(np.array([0.001, 0.03]), np.full(2, 290.0), np.full(2, 1e5))
    assert limited[0] == 0.001
    assert humidity.relative_humidity(limited[1], 290.0, 1e5) == pytest.approx(1.0, rel=1e-12)


def test_ecmwf_saturation_is_that_of_water_when_warm_and_of_ice_when_cold() -> None:
    """Within .5 % of Murphy and Koop 2005 over water at 0 to 30 C; 1 % of their ice at -40 C."""
    warm = np.array([273.16, 283.15, 303.15])
    np.testing.assert_allclose(
        saturation.ifs_pressure(warm), humidity.saturation_pressure(warm), rtol=5e-3
    )
    ice = np.exp(9.550426 - 5723.265 / 233.15 + 3.53068 * np.log(233.15) - 0.00728332 * 233.15)
    assert float(saturation.ifs_pressure(np.array(233.15))) == pytest.approx(ice, rel=0.01)
