"""What the profile tier is told of a column."""

from __future__ import annotations

import numpy as np

from lstgeo.model import quantities
from lstgeo.profiles import parameters, tier
from tests.profiles import examples


def test_levels_stand_at_their_share_of_the_surface_pressure() -> None:
    """T ~ p^.19 at .1 % of T between close levels; ln q linear in ln p there, as it is told."""
    batch = examples.standard(4, levels=400)
    found = tier.of(batch, parameters.of(batch, "landsat8", "B10"))
    for percent, name in zip(quantities.PERCENTS, quantities.TEMPERATURES, strict=True):
        wanted = np.maximum(batch.air_temperature * (percent / 100) ** 0.19, 210.0)
        np.testing.assert_allclose(found[name], wanted, rtol=0, atol=0.02)
    for name in quantities.LOG_HUMIDITIES:
        assert (found[name] < np.log(batch.specific_humidity[:, 0]) + 1e-9).all()


def test_everything_but_the_sigmas_is_told() -> None:
    batch = examples.standard(2)
    found = tier.of(batch, parameters.of(batch, "landsat8", "B10"))
    sigmas = {quantities.PROFILE_TEMPERATURE_SIGMA, quantities.PROFILE_HUMIDITY_SIGMA}
    assert set(found) == set(quantities.OF_COLUMN) - sigmas
    assert all(values.shape == (2,) for values in found.values())
    np.testing.assert_array_equal(found["air_temperature"], batch.air_temperature)
