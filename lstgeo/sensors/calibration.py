"""How a scene was calibrated, what that leaves uncertain, and the noise of a pixel."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

from lstgeo.sensors.platforms import ThermalBand

REFERENCE_TEMPERATURE = 300.0
"""Scene temperature [K] at which noise and calibration figures are stated."""

UNCORRECTED_STRAY_LIGHT = {"B10": 0.87, "B11": 1.67}
"""Calibration sigma [K] of Landsat 8 before the stray-light correction (doi:10.3390/rs61111607)."""

OLD_PROCESSING = 0.68
"""Offset [K] of Landsat 5 data processed before 2007 (Barsi et al. 2007, IEEE GRSL 4, 552)."""

PRELIMINARY_POSITION = 0.5
"""Added sigma [K] while the TIRS scene select mirror position is preliminary (our figure)."""


@dataclass(frozen=True)
class CalibrationState:
    """What the metadata says about the calibration of a scene; None where it says nothing."""

    collection: str | None = None
    processing_level: str | None = None
    processing_software: str | None = None
    stray_light_correction: str | None = None
    scene_select_mirror_model: str | None = None
    scene_select_mirror_position: str | None = None
    pointing: str | None = None
    roll_angle: float | None = None

    def attributes(self) -> dict[str, str | float]:
        """What is known, by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class Calibration:
    """Radiance of a digital number (gain x DN + offset) and what is uncertain about it.

    `gain` and `offset` in W m-2 sr-1 um-1; `lowest` and `highest` bound a valid DN, both saturated.
    """

    gain: float
    offset: float
    lowest: float
    highest: float


def sigma(band: ThermalBand, state: CalibrationState) -> tuple[float, list[str]]:
    """Calibration uncertainty (1 sigma) at 300 K [K], and why it is larger than the best."""
    reasons, extra = [], [band.calibration_sigma]
    tirs = band.sensor == "landsat8"
    if state.collection == "pre-collection":
        reasons.append("pre-collection processing")
        extra += [] if tirs else [OLD_PROCESSING]
    if tirs and not _corrected(state):
        reasons.append("no stray-light correction")
        extra = [UNCORRECTED_STRAY_LIGHT[band.name]]
    if (state.scene_select_mirror_model or "").upper() == "PRELIMINARY":
        reasons.append("preliminary position of the scene select mirror")
        extra.append(PRELIMINARY_POSITION)
    if (state.collection or "").endswith("RT"):
        reasons.append("real-time tier, before final calibration")
        extra.append(PRELIMINARY_POSITION)
    return math.hypot(*extra), reasons


def _corrected(state: CalibrationState) -> bool:
    if state.collection is None:
        return True
    source = (state.stray_light_correction or "NONE").upper()
    return state.collection != "pre-collection" and source != "NONE"


def noise_radiance(band: ThermalBand, gain: float) -> float:
    """Noise of a pixel (1 sigma) [W m-2 sr-1 um-1]: NEdT, and the DN step (gain / sqrt 12)."""
    return math.hypot(band.nedt * _slope(band), gain / math.sqrt(12))


def radiance_sigma(band: ThermalBand, kelvin: float) -> float:
    """Radiance [W m-2 sr-1 um-1] that `kelvin` is worth at 300 K."""
    return kelvin * _slope(band)


def brightness_sigma(band: ThermalBand, radiance: float) -> float:
    """Temperature [K] at 300 K that a `radiance` sigma [W m-2 sr-1 um-1] is worth."""
    return radiance / _slope(band)


def sun_distance(day: int) -> float:
    """Distance of the sun [astronomical unit] on a day of the year, to .0005.

    Source: an ellipse of eccentricity .01672 with its perihelion on January 4.
    """
    return 1 - 0.01672 * math.cos(2 * math.pi * (day - 4) / 365.256)


def _slope(band: ThermalBand) -> float:
    return float(band.planck_table.slope(REFERENCE_TEMPERATURE))
