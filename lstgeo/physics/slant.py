"""An atmosphere known along the vertical, seen along a slanted line."""

from __future__ import annotations

import numpy as np

from lstgeo.physics import arrays
from lstgeo.physics.arrays import Array

STEEPEST = 30.0
"""Angle [degree] up to which this is meant; the swath of Landsat ends at 8."""


def along(
    transmittance: Array, upwelling_radiance: Array, view_zenith_angle: Array
) -> tuple[Array, Array]:
    """Transmittance and upwelling radiance at `view_zenith_angle` [degree] from those at nadir.

    Optical depth grows as the secant, and radiance as the absorbed share 1 - tau. A missing angle
    is nadir.
    """
    xp = arrays.namespace(transmittance, upwelling_radiance, view_zenith_angle)
    angle = xp.where(
        xp.isnan(view_zenith_angle), xp.zeros_like(view_zenith_angle), view_zenith_angle
    )
    secant = 1 / xp.cos(angle * (np.pi / 180))
    seen = transmittance**secant
    absorbed = 1 - transmittance
    share = xp.where(absorbed > 0, (1 - seen) / xp.where(absorbed > 0, absorbed, 1), secant)
    return seen, upwelling_radiance * share
