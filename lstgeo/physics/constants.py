"""Physical constants, each with the year of its source."""

PLANCK = 6.62607015e-34
"""Planck constant [J s], exact (SI 2019, CODATA 2018)."""

LIGHT_SPEED = 299_792_458.0
"""Speed of light in vacuum [m s-1], exact (SI 2019)."""

BOLTZMANN = 1.380649e-23
"""Boltzmann constant [J K-1], exact (SI 2019, CODATA 2018)."""

FIRST_RADIATION = 2 * PLANCK * LIGHT_SPEED**2 * 1e24
"""First radiation constant for spectral radiance, 2 h c2 [W m-2 sr-1 um-1 um5]."""

SECOND_RADIATION = PLANCK * LIGHT_SPEED / BOLTZMANN * 1e6
"""Second radiation constant, h c / k [um K]."""

STANDARD_GRAVITY = 9.80665
"""Standard gravity [m s-2], exact (CGPM 1901); it varies by .3 % with latitude and height."""

ZERO_CELSIUS = 273.15
"""0 C [K], exact (CGPM 1954)."""

WATER_MOLAR_MASS = 0.01801528
"""Molar mass of water [kg mol-1] (CIPM 2007: Picard et al., doi:10.1088/0026-1394/45/2/004)."""

AIR_MOLAR_MASS = 0.0289647
"""Molar mass of dry air [kg mol-1] (CIPM 2007 at 337 ppm of CO2; at 400 ppm 2.6e-5 more)."""

OZONE_MOLAR_MASS = 0.0479982
"""Molar mass of ozone [kg mol-1] (IUPAC 1995)."""
