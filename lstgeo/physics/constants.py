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
