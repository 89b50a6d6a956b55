"""What is assumed where a profile says nothing: the air above its top, ozone and trace gases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array

SPECIFIC_HUMIDITY_ABOVE = 3.0e-6
"""Specific humidity above a profile's top [kg kg-1], 4.8 ppmv as in the AFGL atmospheres."""

PRESSURE_ABOVE_HPA = (85.0, 60.0, 40.0, 25.0, 15.0, 8.0, 4.0, 2.0, 1.0, 0.4, 0.2)
"""Levels of the standard atmosphere that stand above a profile's top [hPa]."""
TEMPERATURE_ABOVE = (216.7, 216.7, 218.6, 221.7, 225.0, 229.9, 243.5, 257.9, 270.7, 259.7, 245.8)
"""Temperature of the US Standard Atmosphere 1976 at these levels [K] (AFGL-TR-86-0110)."""

OZONE_PRESSURE_HPA = (1000.0, 500.0, 300.0, 200.0, 100.0, 55.0, 25.0, 12.0, 6.0, 3.0, 1.0, 0.4)
OZONE_MOLE_FRACTION = (
    *(2.7e-8, 3.9e-8, 1.0e-7, 2.9e-7, 9.3e-7, 2.6e-6),
    *(5.2e-6, 6.6e-6, 7.8e-6, 7.4e-6, 3.8e-6, 1.7e-6),
)
"""Ozone of the US Standard Atmosphere (AFGL-TR-86-0110), rounded, linear in ln p."""

NITRIC_ACID_PRESSURE_HPA = (1000.0, 200.0, 100.0, 50.0, 30.0, 20.0, 10.0, 5.0, 2.0)
NITRIC_ACID_MOLE_FRACTION = (1e-10, 5e-10, 1.5e-9, 5e-9, 7.5e-9, 7.5e-9, 4.5e-9, 1.5e-9, 3e-10)
"""A mid-latitude profile of HNO3 with a column of 1.4e16 cm-2, linear in ln p (our rounding)."""


@dataclass(frozen=True)
class Gases:
    """Trace gases: dry-air mole fractions of the well-mixed ones, factors on others' profiles.

    The defaults are those of about 2015; CO2 400 ppm, CFC-11 .23 and CFC-12 .52 ppb. To see what
    is uncertain about absorption, `self_continuum` is a factor on the water vapour self continuum
    and `aerosol` an optical depth of absorption near the ground (scale height 1.5 km): numbers, or
    arrays that broadcast against (..., layers).
    """

    carbon_dioxide: float = 400e-6
    cfc11: float = 0.23e-9
    cfc12: float = 0.52e-9
    ozone: float = 1.0
    nitric_acid: float = 1.0
    self_continuum: Array = 1.0
    aerosol: Array | None = None

    def part(self, chosen: slice) -> Gases:
        """Gases of the columns `chosen`, of arrays with one row a column."""
        by_column = {
            name: value[chosen] for name, value in vars(self).items() if hasattr(value, "shape")
        }
        return replace(self, **by_column)
