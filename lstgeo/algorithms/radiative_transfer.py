"""Inversion of the radiative transfer equation with a known atmosphere (`rte`)."""

from __future__ import annotations

from lstgeo.physics import surface
from lstgeo.physics.arrays import Array
from lstgeo.sensors.platforms import ThermalBand


def temperature(
    radiance: Array,
    emissivity: Array,
    transmittance: Array,
    upwelling_radiance: Array,
    downwelling_radiance: Array,
    *,
    band: ThermalBand,
) -> Array:
    """Surface temperature [K] from radiances [W m-2 sr-1 um-1]; any shapes that broadcast."""
    return surface.temperature(
        radiance,
        emissivity,
        transmittance,
        upwelling_radiance,
        downwelling_radiance,
        band.planck_table,
    )


def transmittance(
    given: Array, upwelling_radiance: Array, downwelling_radiance: Array, *, band: ThermalBand
) -> Array:
    """Transmittance as it is given."""
    del upwelling_radiance, downwelling_radiance, band
    return given
