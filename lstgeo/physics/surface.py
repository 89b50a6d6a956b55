r"""The radiative transfer equation at the surface, both ways.

.. math:: L = \tau [\varepsilon B(T_s) + (1 - \varepsilon) L^\downarrow] + L^\uparrow

The forward model that makes samples and the inversion that makes maps are the two functions here.
Radiances are in W m-2 sr-1 um-1, temperatures in K, emissivity and transmittance dimensionless;
the downwelling radiance is the hemispheric irradiance divided by pi. All arguments broadcast.
"""

from __future__ import annotations

from lstgeo.physics.arrays import Array
from lstgeo.physics.band import PlanckTable


def at_sensor_radiance(
    temperature: Array,
    emissivity: Array,
    transmittance: Array,
    upwelling_radiance: Array,
    downwelling_radiance: Array,
    planck_table: PlanckTable,
) -> Array:
    """Radiance at the sensor over a surface of `temperature` [K]; NaN outside 150-400 K."""
    emitted = emissivity * planck_table.radiance(temperature)
    reflected = (1 - emissivity) * downwelling_radiance
    return transmittance * (emitted + reflected) + upwelling_radiance


def temperature(
    at_sensor_radiance: Array,
    emissivity: Array,
    transmittance: Array,
    upwelling_radiance: Array,
    downwelling_radiance: Array,
    planck_table: PlanckTable,
) -> Array:
    """Surface temperature [K] that explains a radiance; NaN where none in 150-400 K does."""
    emitted = emitted_radiance(
        at_sensor_radiance, emissivity, transmittance, upwelling_radiance, downwelling_radiance
    )
    return planck_table.temperature(emitted)


def emitted_radiance(
    at_sensor_radiance: Array,
    emissivity: Array,
    transmittance: Array,
    upwelling_radiance: Array,
    downwelling_radiance: Array,
) -> Array:
    """Radiance that a black surface of the same temperature would emit, B(Ts)."""
    leaving = (at_sensor_radiance - upwelling_radiance) / transmittance
    return (leaving - (1 - emissivity) * downwelling_radiance) / emissivity
