"""A synthetic granule as ECOSTRESS L1B RAD, L1B GEO and L2 CLOUD, by their specifications.

Sources: see :mod:`lstgeo.raster.swaths.ecostress`. What lstgeo has no use for is left out.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lstgeo.raster.swaths import hdf5
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.simulation.granule_measured import SOLAR_ZENITH, Measured

FILL = np.float32(-9999)
NO_VALUE = ((-9997, 4), (-9998, 2), (-9999, 3))
"""The first pixels, radiance and data quality: not seen, a stripe, bad or missing."""

_REST = "33001_005_20240715T102000_0713_01.h5"


def write(folder: Path, band: ThermalBand, measured: Measured) -> tuple[Path, Path, Path | None]:
    """Write radiance, geolocation and, if there is one, cloud mask; returns their paths."""
    radiance, geolocation, cloud = (
        folder / f"ECOv002_{product}_{_REST}" for product in ("L1B_RAD", "L1B_GEO", "L2_CLOUD")
    )
    _write_radiance(radiance, band, measured)
    _write_geolocation(geolocation, measured)
    if measured.cloud is None:
        return radiance, geolocation, None
    final = measured.with_missing(measured.cloud.astype(np.uint8), 255)
    fill = {"_FillValue": np.uint8(255)}
    confidence = np.where(final == 1, 3, final).astype(np.uint8)
    hdf5.write(
        cloud, {"SDS/Cloud_final": (final, fill), "SDS/Cloud_confidence": (confidence, fill)}
    )
    return radiance, geolocation, cloud


def _write_radiance(path: Path, band: ThermalBand, measured: Measured) -> None:
    radiance = measured.with_missing(measured.radiance.astype(np.float32), FILL)
    quality = measured.with_missing(np.zeros(radiance.shape, np.int8), 3)
    radiance[0, : len(NO_VALUE)] = [value for value, _ in NO_VALUE]
    quality[0, : len(NO_VALUE)] = [value for _, value in NO_VALUE]
    hdf5.write(
        path,
        {
            f"Radiance/radiance_{band.number}": (
                radiance,
                {"_FillValue": FILL, "Units": "W/m^2/sr/um"},
            ),
            f"Radiance/data_quality_{band.number}": (quality, {"Units": "dimensionless"}),
            "StandardMetadata/RangeBeginningDate": ("2024-07-15", {}),
            "StandardMetadata/RangeBeginningTime": ("10:20:00.000000", {}),
        },
    )


def _write_geolocation(path: Path, measured: Measured) -> None:
    scan = measured.scan
    land = np.where(measured.water, 0.0, 100.0)
    sun = np.full(land.shape, SOLAR_ZENITH)
    doubles = {"latitude": scan.latitude, "longitude": scan.longitude}
    singles = {
        "view_zenith": (scan.view_zenith, "degrees"),
        "solar_zenith": (sun, "degrees"),
        "height": (np.zeros(land.shape), "m"),
        "land_fraction": (land, "percentage"),
    }
    datasets = {
        f"Geolocation/{name}": (measured.with_missing(values, FILL), {"Units": "degrees"})
        for name, values in doubles.items()
    } | {
        f"Geolocation/{name}": (
            measured.with_missing(values.astype(np.float32), FILL),
            {"Units": units},
        )
        for name, (values, units) in singles.items()
    }
    hdf5.write(path, datasets)
