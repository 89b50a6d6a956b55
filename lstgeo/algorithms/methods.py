"""The classical methods by name: what each needs, where it holds, and how good it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lstgeo import vocabulary
from lstgeo.algorithms import (
    mono_window,
    practical,
    radiative_transfer,
    single_channel,
    statistical,
)
from lstgeo.physics.arrays import Array
from lstgeo.sensors import platforms
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.vocabulary import Quantity

Domain = tuple[float, float]


@dataclass(frozen=True)
class Method:
    """A retrieval method.

    `temperature` takes radiance, emissivity, one array for each of `atmosphere`, and the band;
    `transmittance` takes the atmosphere and the band, and is None where the method implies none.
    `domain` bounds the water vapour [kg m-2] it was made for. `error` is its own error, a constant
    [K] and a part that grows with water vapour [K per kg m-2]: a line above its RMS error over
    every one of the six AFGL atmospheres (`tests/algorithms/test_errors.py`).
    """

    name: str
    source: str
    bands: frozenset[tuple[str, str]]
    atmosphere: tuple[Quantity, ...]
    temperature: Callable[..., Array]
    error: tuple[float, float]
    domain: Domain | None = None
    transmittance: Callable[..., Array] | None = None

    def holds(self, band: ThermalBand) -> bool:
        """Whether the method has coefficients for `band`."""
        return (band.sensor, band.name) in self.bands

    @property
    def needs_water_vapour(self) -> bool:
        """Whether total column water vapour is among its inputs."""
        return vocabulary.WATER_VAPOUR in self.atmosphere


def _bands(*names: str) -> frozenset[tuple[str, str]]:
    every = [band for sensor in platforms.SENSORS.values() for band in sensor.bands]
    return frozenset((band.sensor, band.name) for band in every if band.sensor in names)


_LANDSAT = ("landsat4", "landsat5", "landsat7", "landsat8", "landsat9")
_WITHOUT_B11 = frozenset({("landsat8", "B11"), ("landsat9", "B11")})
_WATER_VAPOUR = (vocabulary.WATER_VAPOUR,)
_PRACTICAL_WIDEST, _SINGLE_CHANNEL_WIDEST = (0.0, 70.0), (0.0, 30.0)
_MONO_WINDOW_WIDEST = (2.0, 54.0)

METHODS: dict[str, Method] = {
    method.name: method
    for method in (
        Method(
            "rte",
            "radiative transfer equation with a given atmosphere",
            _bands(*platforms.SENSORS),
            (
                vocabulary.TRANSMITTANCE,
                vocabulary.UPWELLING_RADIANCE,
                vocabulary.DOWNWELLING_RADIANCE,
            ),
            radiative_transfer.temperature,
            error=(0.1, 0.0),
            transmittance=radiative_transfer.transmittance,
        ),
        Method(
            "single-channel",
            "Jimenez-Munoz et al. 2009, 2014",
            _bands("landsat5", "landsat7", "landsat8") - _WITHOUT_B11,
            _WATER_VAPOUR,
            single_channel.temperature,
            error=(0.7, 0.09),
            domain=_SINGLE_CHANNEL_WIDEST,
            transmittance=single_channel.transmittance,
        ),
        Method(
            "practical",
            "Wang et al. 2019",
            _bands("landsat8") - _WITHOUT_B11,
            _WATER_VAPOUR,
            practical.temperature,
            error=(0.25, 0.04),
            domain=_PRACTICAL_WIDEST,
        ),
        Method(
            "statistical",
            "Ermida et al. 2020",
            _bands(*_LANDSAT) - _WITHOUT_B11,
            _WATER_VAPOUR,
            statistical.temperature,
            error=(0.25, 0.04),
            domain=_PRACTICAL_WIDEST,
        ),
        Method(
            "mono-window",
            "Qin et al. 2001, Wang et al. 2015",
            _bands("landsat5", "landsat8") - _WITHOUT_B11,
            (vocabulary.WATER_VAPOUR, vocabulary.NEAR_SURFACE_AIR_TEMPERATURE),
            mono_window.temperature,
            error=(0.8, 0.01),
            domain=_MONO_WINDOW_WIDEST,
            transmittance=mono_window.transmittance,
        ),
    )
}
"""Every classical method by name."""
