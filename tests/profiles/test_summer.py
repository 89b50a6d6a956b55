"""The built surface layer is a dry adiabat that holds the water that was there."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.profiles import levels, summer
from tests.profiles import examples


@given(warming=st.floats(0.0, 12.0))
def test_a_mixed_layer_is_adiabatic_below_and_untouched_above(warming: float) -> None:
    batch = levels.resampled(
        examples.standard(3, 40, relative_humidity=0.4), levels.common_sigma(), levels.TOP
    )
    warm = summer.mixed(batch, np.full(3, warming)).check()
    np.testing.assert_allclose(warm.air_temperature, batch.air_temperature + warming)
    assert (warm.temperature >= batch.temperature).all()
    raised = warm.temperature > batch.temperature
    potential = warm.temperature * (warm.surface_pressure[:, None] / warm.pressure) ** (2 / 7)
    ground = np.broadcast_to(warm.air_temperature[:, None], potential.shape)
    np.testing.assert_allclose(potential[raised], ground[raised])
    # Adiabat meets 6.5 K per km within about warming / 3.3 km.
    assert raised.sum(axis=1).max() < 30
    np.testing.assert_array_equal(warm.specific_humidity[:, 35:], batch.specific_humidity[:, 35:])


@given(warming=st.floats(1.0, 12.0))
def test_mixing_keeps_the_water(warming: float) -> None:
    batch = levels.resampled(
        examples.standard(3, 40, relative_humidity=0.3), levels.common_sigma(), levels.TOP
    )
    warm = summer.mixed(batch, np.full(3, warming))
    # Measured 2.0 % at 12 K: the step of humidity at the top of the layer falls between two levels.
    np.testing.assert_allclose(
        warm.total_column_water_vapour, batch.total_column_water_vapour, rtol=0.025
    )


def test_mirroring_twice_but_for_time_is_nothing() -> None:
    batch = examples.standard()
    again = summer.mirrored(summer.mirrored(batch))
    np.testing.assert_array_equal(again.latitude, batch.latitude)
    np.testing.assert_array_equal(again.temperature, batch.temperature)
    assert (again.time - batch.time == np.timedelta64(364, "D")).all()
