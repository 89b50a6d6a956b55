"""Landsat's stored numbers as radiance and reflectance, by the scene's own metadata."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.errors import MetadataError
from lstgeo.quality import Quality
from lstgeo.raster.scenes import qa
from lstgeo.raster.scenes.mtl import Metadata
from lstgeo.sensors import calibration as calibrations
from lstgeo.sensors.calibration import Calibration
from lstgeo.sensors.platforms import Sensor, ThermalBand

_FIGURES = 4
"""Significant figures below which a stated gain is too coarse: .055 for .055375 is worth .4 K."""


def observe(
    number: NDArray[Any],
    bits: NDArray[np.uint16],
    saturation_band: NDArray[Any],
    *,
    calibration: Calibration,
    band: ThermalBand,
) -> tuple[NDArray[np.float32], NDArray[np.uint16]]:
    """Radiance [W m-2 sr-1 um-1], NaN where there is none, and quality bits of a block of numbers.

    A number is valid between the lowest and the highest that the MTL states, and both ends are
    saturated. Nodata tags are not asked: files in circulation contradict their MTL (255 is the
    nodata tag of a Landsat 5 crop, and its saturation). `bits` are those of the quality band.
    """
    valid = (number >= calibration.lowest) & (number <= calibration.highest)
    valid &= (bits & Quality.FILL) == 0
    ends = (number == calibration.lowest) | (number == calibration.highest)
    saturated = ends | qa.saturated(qa.numbers(saturation_band), band.number)
    quality = bits | np.where(saturated, np.uint16(Quality.SATURATED), np.uint16(0))
    quality[~valid] = Quality.FILL
    radiance = np.where(valid, number, 0).astype(np.float32)
    radiance *= np.float32(calibration.gain)
    radiance += np.float32(calibration.offset)
    radiance[~valid] = np.nan
    return radiance, quality


def calibration_of(metadata: Metadata, number: str) -> Calibration:
    """Gain, offset and valid numbers of a band from the scene's own metadata.

    The gain is the stated one, unless that is missing or rounded to fewer than four figures, as
    before 2013 (.055 for .055375), and the range of radiance gives it better.
    """
    low = metadata.number(f"QUANTIZE_CAL_MIN_BAND_{number}")
    high = metadata.number(f"QUANTIZE_CAL_MAX_BAND_{number}")
    if _is_coarse(metadata.get(f"RADIANCE_MULT_BAND_{number}")):
        least = metadata.get(f"RADIANCE_MINIMUM_BAND_{number}")
        most = metadata.get(f"RADIANCE_MAXIMUM_BAND_{number}")
        if least is not None and most is not None and high > low:
            gain = (metadata.number(f"RADIANCE_MAXIMUM_BAND_{number}") - float(least)) / (
                high - low
            )
            return Calibration(gain, float(least) - gain * low, low, high)
    return Calibration(
        gain=metadata.number(f"RADIANCE_MULT_BAND_{number}"),
        offset=metadata.number(f"RADIANCE_ADD_BAND_{number}"),
        lowest=low,
        highest=high,
    )


def _is_coarse(stated: str | None) -> bool:
    mantissa = (stated or "").lower().partition("e")[0].strip("+- ")
    return len(mantissa.replace(".", "").lstrip("0")) < _FIGURES


def reflectance_of(metadata: Metadata, sensor: Sensor, number: str) -> tuple[float, float, float]:
    """Gain and offset of reflectance at the top of the atmosphere, and the lowest valid number.

    From the metadata's own factors; where they are missing, as before Collection 1, from radiance
    and the sun's irradiance. Raises MetadataError where neither is there.
    """
    sun = math.sin(math.radians(metadata.number("SUN_ELEVATION")))
    lowest = metadata.number(f"QUANTIZE_CAL_MIN_BAND_{number}")
    if metadata.get(f"REFLECTANCE_MULT_BAND_{number}") is not None:
        gain = metadata.number(f"REFLECTANCE_MULT_BAND_{number}")
        return gain / sun, metadata.number(f"REFLECTANCE_ADD_BAND_{number}") / sun, lowest
    if sensor.solar_irradiance is None:
        raise MetadataError(f"{metadata.source} lacks REFLECTANCE_MULT_BAND_{number}")
    irradiance = sensor.solar_irradiance[number == sensor.near_infrared]
    radiance = calibration_of(metadata, number)
    day = metadata.acquired().timetuple().tm_yday
    share = math.pi * calibrations.sun_distance(day) ** 2 / irradiance / sun
    return radiance.gain * share, radiance.offset * share, lowest
