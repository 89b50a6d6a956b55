"""Colours of pictures and of styles, said once: of temperature, of uncertainty, of quality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lstgeo.quality import Quality

Limits = tuple[float, float]


@dataclass(frozen=True)
class Ramp:
    """Colours of values from least to greatest: evenly spaced, and linear in RGB in between.

    Where there is no value to show the limits are `otherwise` [K]; they lie at least `narrowest`
    [K] apart, since less would make a picture of noise.
    """

    colours: tuple[str, ...]
    otherwise: Limits
    narrowest: float

    def limits(self, found: Limits | None) -> Limits:
        """Limits of the colours [K] for values that are `found` to lie between two."""
        return apart(self.otherwise if found is None else found, self.narrowest)


def apart(limits: Limits, narrowest: float) -> Limits:
    """The limits, moved away from each other where they are nearer than `narrowest`."""
    low, high = limits
    wider = max(0.0, narrowest - (high - low)) / 2
    return low - wider, high + wider


TEMPERATURE = Ramp(
    (
        "#0d0887", "#310597", "#4c02a1", "#6600a7", "#7e03a8", "#9511a1", "#aa2395", "#bc3587",
        "#cc4778", "#d9586a", "#e56b5d", "#f07f4f", "#f89441", "#fdab33", "#fdc328", "#f9dd25",
        "#f0f921",
    ),
    (273.15, 313.15),
    1.0,
)  # fmt: skip
"""matplotlib's plasma (van der Walt and Smith, CC0) at every sixteenth of its length."""

UNCERTAINTY = Ramp(
    (
        "#440154", "#48186a", "#472d7b", "#424086", "#3b528b", "#33638d", "#2c728e", "#26828e",
        "#21918c", "#1f9f88", "#27ad81", "#3dbc74", "#5cc863", "#81d34d", "#aadc32", "#d5e21a",
        "#fde725",
    ),
    (0.0, 2.0),
    0.1,
)  # fmt: skip
"""matplotlib's viridis (van der Walt, Smith and Firing, CC0), likewise."""

NO_FLAG = "#8cc2a6"
"""Colour of a pixel without any bit."""

BITS: Mapping[Quality, str] = MappingProxyType(
    {
        Quality.FILL: "#d3d7db",
        Quality.CLOUD: "#fafbfc",
        Quality.CLOUD_SHADOW: "#74808c",
        Quality.NO_SOLUTION: "#1f2933",
        Quality.NEAR_CLOUD: "#f2d6a2",
        Quality.TEMPERATURE_RANGE: "#aa3377",
        Quality.SATURATED: "#ee6677",
        Quality.WATER_VAPOUR_DOMAIN: "#b35806",
        Quality.INPUT_DOMAIN: "#e08214",
        Quality.LOW_TRANSMITTANCE: "#7f3b08",
        Quality.HIGH_UNCERTAINTY: "#f19cbb",
        Quality.EMISSIVITY_RANGE: "#f0e442",
        Quality.ATMOSPHERE_FILLED: "#7d8136",
        Quality.EMISSIVITY_FALLBACK: "#a8a060",
        Quality.SNOW_ICE: "#66ccee",
        Quality.WATER: "#2f5fa5",
    }
)
"""Colour of each bit, in the order in which they count: the first that is set colours a pixel."""


def colour(bits: int) -> str:
    """Colour of a value of the quality raster."""
    return BITS.get(leading(bits), NO_FLAG)


def leading(bits: int) -> Quality:
    """The bit that counts most of a value of the quality raster; none where it is clear of all."""
    return next((bit for bit in BITS if bits & bit), Quality(0))


def label(bits: int) -> str:
    """Names of the bits of a value of the quality raster.

    >>> label(0), label(Quality.CLOUD | Quality.SNOW_ICE)
    ('no flag', 'cloud, snow or ice')
    """
    return ", ".join(name(bit) for bit in Quality if bits & bit) or "no flag"


def name(bit: Quality) -> str:
    """Short name of a bit."""
    words = str(bit.name).lower().replace("_", " ")
    return "snow or ice" if bit is Quality.SNOW_ICE else words
