"""An atmosphere seen along a slanted line, against the transfer along it."""

from __future__ import annotations

import numpy as np

from lstgeo.physics import slant
from lstgeo.profiles import generator, parameters


def test_the_edge_of_the_swath_is_what_the_transfer_makes_of_it() -> None:
    """At 8.3 degrees the optical depth grows by 1 %; .006 of radiance is .04 K at 300 K."""
    batch = generator.generate(60, seed=5)
    nadir = parameters.of(batch, "landsat8", "B10")
    true = parameters.of(batch, "landsat8", "B10", view_zenith_angle=8.3)
    angle = np.full(60, 8.3)
    found = slant.along(nadir.transmittance, nadir.upwelling_radiance, angle)
    np.testing.assert_allclose(found[0], true.transmittance, rtol=0, atol=3e-4)
    np.testing.assert_allclose(found[1], true.upwelling_radiance, rtol=0, atol=6e-3)


def test_nadir_and_unknown_angles_change_nothing() -> None:
    given = np.array([0.7, 1.0, 0.2]), np.array([2.0, 0.0, 6.0])
    for angle in (0.0, np.nan):
        for found, known in zip(slant.along(*given, np.full(3, angle)), given, strict=True):
            np.testing.assert_array_equal(found, known)
