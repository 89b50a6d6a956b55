"""A synthetic granule as MOD021KM, MOD03 and MOD35_L2 (MYD for Aqua), by their specifications.

Sources: see :mod:`lstgeo.raster.swaths.modis`. What lstgeo has no use for is left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.raster.swaths import hdf4
from lstgeo.raster.swaths.hdf4 import DataSet
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.simulation.granule_measured import SOLAR_ZENITH, Mask, Measured

EMISSIVE = "20,21,22,23,24,25,27,28,29,30,31,32,33,34,35,36"
SCALE, OFFSET = np.float32(8.40022e-4), np.float32(1577.3397)
"""Radiance of band 31 = scale x (number - offset), as granules of Collection 6.1 have it."""

REFLECTANCE_SCALE = np.float32(5.0e-5)
"""Reflectance times the cosine of the solar zenith angle, of a step."""

NO_VALUE = (65535, 65534, 65533, 65531)
"""The first pixels: fill, missing within a scan, detector saturated, dead detector."""

VERSION, MADE = "061", "2024200000000"
LINES, SAMPLES = "10*nscans", "Max_EV_frames"

_TIME = "A2024197.1020"
_LAND, _OCEAN = 1, 7
_CLEAR, _CLOUDY = 0b11111111, 0b11111001
"""First byte of Cloud_Mask: determined, confident clear or cloudy, day, no glint, no snow, land."""


def write(folder: Path, band: ThermalBand, measured: Measured) -> tuple[Path, Path, Path | None]:
    """Write radiance, geolocation and, if there is one, cloud mask; returns their paths."""
    prefix = "MOD" if band.sensor == "modis_terra" else "MYD"

    def path(product: str) -> Path:
        return folder / f"{prefix}{product}.{_TIME}.{VERSION}.{MADE}.hdf"

    radiance, geolocation = path("021KM"), path("03")
    hdf4.write(radiance, _radiance(band, measured), {"Number of Day mode scans": np.int32(1)})
    hdf4.write(geolocation, _geolocation(measured), {})
    if measured.cloud is None:
        return radiance, geolocation, None
    hdf4.write(path("35_L2"), _cloud(measured, measured.cloud), {})
    return radiance, geolocation, path("35_L2")


def _radiance(band: ThermalBand, measured: Measured) -> dict[str, DataSet]:
    names = EMISSIVE.split(",")
    emissive = np.full((len(names), *measured.radiance.shape), 65535, np.uint16)
    emissive[names.index(band.number)] = _numbers(measured, measured.radiance / SCALE + OFFSET)
    emissive[names.index(band.number), 0, : len(NO_VALUE)] = NO_VALUE
    cosine = np.cos(np.radians(SOLAR_ZENITH))
    reflective = np.stack(
        [
            _numbers(measured, values * cosine / REFLECTANCE_SCALE)
            for values in (measured.red, measured.near_infrared)
        ]
    )
    scales, offsets = (np.full(len(names), value) for value in (SCALE, OFFSET))
    return {
        "EV_1KM_Emissive": _earth_view(
            emissive,
            "Band_1KM_Emissive",
            EMISSIVE,
            radiance_scales=scales,
            radiance_offsets=offsets,
        ),
        "EV_250_Aggr1km_RefSB": _earth_view(
            reflective,
            "Band_250M",
            "1,2",
            reflectance_scales=np.full(2, REFLECTANCE_SCALE),
            reflectance_offsets=np.zeros(2, np.float32),
        ),
    }


def _earth_view(numbers: NDArray[Any], axis: str, names: str, **calibration: Any) -> DataSet:
    about = {
        "units": "none",
        "valid_range": np.array([0, 32767], np.uint16),
        "_FillValue": np.uint16(65535),
        "band_names": names,
        "radiance_units": "Watts/m^2/micrometer/steradian",
        **calibration,
    }
    return DataSet(numbers, (axis, LINES, SAMPLES), about)


def _numbers(measured: Measured, values: NDArray[Any]) -> NDArray[np.uint16]:
    rounded = np.clip(np.rint(values), 0, 32767).astype(np.uint16)
    return np.asarray(measured.with_missing(rounded, 65535))


def _geolocation(measured: Measured) -> dict[str, DataSet]:
    scan, shape = measured.scan, measured.radiance.shape
    view = np.rint(100 * scan.view_zenith).astype(np.int16)
    degrees, hundredth = {"units": "degrees"}, {"scale_factor": np.float64(0.01)}
    fields: dict[str, tuple[NDArray[Any], Any, dict[str, Any]]] = {
        "Latitude": (scan.latitude.astype(np.float32), np.float32(-999), degrees),
        "Longitude": (scan.longitude.astype(np.float32), np.float32(-999), degrees),
        "SensorZenith": (view, np.int16(-32767), degrees | hundredth),
        "SolarZenith": (
            np.full(shape, 100 * SOLAR_ZENITH, np.int16),
            np.int16(-32767),
            degrees | hundredth,
        ),
        "Height": (np.zeros(shape, np.int16), np.int16(-32767), {"units": "meters"}),
        "Land/SeaMask": (
            np.where(measured.water, _OCEAN, _LAND).astype(np.uint8),
            np.uint8(221),
            {},
        ),
    }
    return {
        name: DataSet(
            measured.with_missing(values, fill),
            ("nscans*10", "mframes"),
            {"_FillValue": fill} | about,
        )
        for name, (values, fill, about) in fields.items()
    }


def _cloud(measured: Measured, cloud: Mask) -> dict[str, DataSet]:
    mask = np.full((6, *measured.radiance.shape), 0xFF, np.uint8)
    mask[0] = measured.with_missing(np.where(cloud, _CLOUDY, _CLEAR).astype(np.uint8), 0)
    dimensions = ("Byte_Segment", "Cell_Along_Swath_1km", "Cell_Across_Swath_1km")
    return {
        "Cloud_Mask": DataSet(mask.view(np.int8), dimensions, {"long_name": "MODIS Cloud Mask"})
    }
