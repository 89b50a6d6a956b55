"""The first guess undoes the simulation, and is a number where that cannot be undone."""

from __future__ import annotations

import numpy as np

from lstgeo.model import guess
from lstgeo.physics import surface
from lstgeo.sensors import platforms

TABLE = platforms.sensor("landsat8").band("B10").planck_table


def test_it_undoes_the_simulation() -> None:
    true = np.linspace(220.0, 340.0, 25)
    air = (0.96, 0.6, 2.5, 4.0)
    radiance = surface.at_sensor_radiance(true, *air, TABLE)
    # The Planck table's inverse is within 1 mK.
    np.testing.assert_allclose(guess.temperature(radiance, *air, TABLE), true, rtol=0, atol=1e-3)


def test_without_a_solution_it_is_the_nearer_bound() -> None:
    radiance = np.array([1.0, 60.0])
    found = guess.temperature(radiance, 0.96, 0.2, 5.0, 6.0, TABLE)
    np.testing.assert_allclose(found, guess.BOUNDS, rtol=0, atol=0.01)
