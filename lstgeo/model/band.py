"""The thermal band that a model file is of, be its sensor known here or not."""

from __future__ import annotations

from lstgeo.model.contract import ModelContract
from lstgeo.sensors import platforms
from lstgeo.sensors.platforms import ThermalBand


def of(stated: ModelContract) -> ThermalBand:
    """Band by its name where lstgeo knows the sensor, else with the response of the contract."""
    if stated.sensor in platforms.SENSORS:
        return platforms.sensor(stated.sensor).band(stated.band)
    return ThermalBand(
        stated.sensor,
        stated.band,
        stated.band.removeprefix("B"),
        stated.response,
        stated.native_resolution,
        stated.nedt,
        stated.calibration_sigma,
    )


def slug(sensor: str, band: str) -> str:
    """Sensor and band as model files are named after; the two gains of a band are one.

    >>> slug("landsat7", "B6_VCID_2"), slug("modis_terra", "B31")
    ('landsat7-b6', 'modis_terra-b31')
    """
    return f"{sensor}-{band}".lower().partition("_vcid")[0]
