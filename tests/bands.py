"""The thermal bands that tests go through, by name."""

from __future__ import annotations

from lstgeo.sensors import platforms
from lstgeo.sensors.platforms import ThermalBand

RESPONSES = (
    "landsat4_b6",
    "landsat5_b6",
    "landsat7_b6",
    "landsat8_b10",
    "landsat8_b11",
    "landsat9_b10",
    "landsat9_b11",
    "modis_terra_b31",
    "modis_aqua_b31",
    "ecostress_b4",
)
"""Every response that ships."""


def band(response: str) -> ThermalBand:
    """First thermal band with this response."""
    sensor = platforms.sensor(response.rpartition("_")[0])
    return next(band for band in sensor.bands if band.response == response)
