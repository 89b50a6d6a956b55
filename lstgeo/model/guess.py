"""The first guess of the profile tier: the radiative transfer equation undone, within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.physics import surface

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.physics.band import PlanckTable

BOUNDS = (170.0, 380.0)
"""Least and greatest first guess [K]: where the equation has no solution between, the nearer."""


def temperature(
    at_sensor_radiance: Array,
    emissivity: Array,
    transmittance: Array,
    upwelling_radiance: Array,
    downwelling_radiance: Array,
    planck_table: PlanckTable,
) -> Array:
    """Surface temperature [K] that an atmosphere gives a pixel, always a number between `BOUNDS`.

    Units as in `physics.surface`; arrays of NumPy (n,).
    """
    emitted = surface.emitted_radiance(
        at_sensor_radiance, emissivity, transmittance, upwelling_radiance, downwelling_radiance
    )
    low, high = planck_table.radiance(np.array(BOUNDS))
    found: Array = planck_table.temperature(np.clip(emitted, low, high))
    return found
