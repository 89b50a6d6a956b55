"""How others spell units, and the factor and offset that take them to those of the house."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

Conversion = tuple[float, float]
"""Factor and offset that take a value to house units."""

SAME: Conversion = (1.0, 0.0)


def fold(units: str) -> str:
    """One spelling of a unit: `W/(m^2 sr μm)`, `W m**-2 sr-1 um-1` and the like become one.

    >>> fold("W/(m^2 sr μm)") == fold("W m**-2 sr**-1 um**-1") == fold("W m-2 sr-1 um-1")
    True
    >>> fold("kg-m-2") == fold("kg m-2")
    True
    >>> fold("m+2 s-2")  # as MERRA-2 has it
    'm2 s-2'
    """
    text = units.strip().strip("[]").lower().replace("μ", "u").replace("µ", "u")
    text = re.sub(r"(?<=[a-z0-9])-(?=[a-z])", " ", text)
    text = re.sub(r"(?<=[a-z])\+(?=\d)", "", text)
    text = (
        text.replace("**", "").replace("^", "").replace("micrometer", "um").replace("micron", "um")
    )
    numerator, _, denominator = text.partition("/")
    below = re.findall(r"([a-z]+)(\d*)", denominator.replace("/", " "))
    above = [part for part in re.split(r"[\s.*()]+", numerator) if part]
    return " ".join(above + [f"{unit}-{power or 1}" for unit, power in below])


def _all(units: str, factor: float = 1.0, offset: float = 0.0) -> dict[str, Conversion]:
    """The conversion of each of `units`, which commas part."""
    return dict.fromkeys(units.split(","), (factor, offset))


RADIANCE: Mapping[str, Conversion] = MappingProxyType(
    _all("w m-2 sr-1 nm-1", 1e3) | _all("mw m-2 sr-1 nm-1") | _all("mw cm-2 sr-1 um-1", 10.0)
)
FRACTION: Mapping[str, Conversion] = MappingProxyType(_all(",unitless,none"))
TEMPERATURE: Mapping[str, Conversion] = MappingProxyType(
    _all("degc,c,°c,deg c,celsius,degree_celsius,degrees_celsius", 1.0, 273.15)
    | _all("kelvin,degk,degree_kelvin,degrees_kelvin")
)
COLUMN: Mapping[str, Conversion] = MappingProxyType(
    _all("mm,millimeter,millimeters,millimetre,millimetres")
    | _all("g cm-2,gm cm-2,cm,centimeter,centimeters", 10.0)
    | _all("g m-2", 1e-3)
)
PRESSURE: Mapping[str, Conversion] = MappingProxyType(
    _all("hpa,mbar,mb,millibar,millibars", 100.0) | _all("kpa", 1000.0) | _all("pascal,pascals")
)
MASS_FRACTION: Mapping[str, Conversion] = MappingProxyType(_all("1") | _all("g kg-1", 1e-3))
MOLE_FRACTION: Mapping[str, Conversion] = MappingProxyType(_all("1") | _all("1e-6,ppmv", 1e-6))
PERCENT: Mapping[str, Conversion] = MappingProxyType(_all("%,percent", 0.01))
HEIGHT: Mapping[str, Conversion] = MappingProxyType(
    _all("gpm,metre,metres,meter,meters")
    | _all("m2 s-2,j kg-1", 1 / 9.80665)
    | _all("km", 1000.0)
    | _all("ft,feet,foot", 0.3048)
)
"""Heights; geopotential is divided by standard gravity, 9.80665 m s-2 (WMO)."""
