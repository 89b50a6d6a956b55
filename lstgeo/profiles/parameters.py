"""What a band makes of columns: transmittance, upwelling and downwelling radiance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.atmosphere import layers, model, nodes
from lstgeo.sensors import platforms

if TYPE_CHECKING:
    from lstgeo.atmosphere.model import Parameters
    from lstgeo.atmosphere.nodes import NodeTable
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns


def of(
    batch: Columns, sensor: str, band: str | None = None, *, view_zenith_angle: Array = 0.0
) -> Parameters:
    """Band values of columns, which their reader has checked.

    Parameters
    ----------
    batch : Columns
        Columns of air.
    sensor, band : str
        Names in any spelling, such as `landsat8`, `B10`; also `modis_terra`, `32`. The first band
        of the sensor where left out.
    view_zenith_angle : float or array
        At the surface, 0-65 degrees, one value or one a column.

    Raises
    ------
    MethodError
        A sensor or band that is not known.
    InputError
        A view zenith angle outside 0-65 degrees.
    """
    return model.parameters(
        profile(batch), table(sensor, band), view_zenith_angle=view_zenith_angle
    )


def table(sensor: str, band: str | None = None) -> NodeTable:
    """Node table of a band; names in any spelling."""
    return nodes.table(*names(sensor, band))


def names(sensor: str, band: str | None = None) -> tuple[str, str]:
    """House names of a sensor and its band; the first band where left out."""
    known = platforms.sensor(sensor)
    tabulated = [name for of, name in nodes.TABLES if of == known.name]
    if band is not None and f"B{band.upper().removeprefix('B')}" in tabulated:
        return known.name, f"B{band.upper().removeprefix('B')}"
    return known.name, known.band(band).name


def profile(batch: Columns) -> layers.Profile:
    """Columns as the radiative transfer takes them; standard ozone where a column has none."""
    return layers.Profile(
        batch.pressure / 100,
        batch.temperature,
        batch.specific_humidity,
        batch.surface_pressure / 100,
        ozone=batch.ozone if np.isfinite(batch.ozone).any() else None,
    )
