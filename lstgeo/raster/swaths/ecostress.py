"""ECOSTRESS Level-1B radiance granules with their geolocation and Level-2 cloud mask.

Sources: ECOSTRESS Level 1 Product Specification Document (JPL D-94634, 2019) and the attributes of
the product itself: a radiance of -9997 was not seen, -9998 is a stripe, -9999 is bad or missing,
and `data_quality` says the same (0 is good, 1 interpolated); Level 2 Product Specification Document
(JPL D-95635, 2019) for CloudMask, the user guide of ECO_L2_CLOUD version 2 for Cloud_final and
Cloud_confidence.
"""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.quality import Quality
from lstgeo.raster.swaths import granule, hdf5, names
from lstgeo.raster.swaths.granule import Bits, Floats, Positions, Shape
from lstgeo.raster.swaths.names import Name
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.vocabulary import Quantity

log = logging.getLogger(__name__)

LINES = 128
"""Rows of a scan, each the mean of two detectors."""

GOOD = 0
"""Data quality of a pixel that was measured."""

HALF_LAND = 50.0
"""Percentage of land below which a pixel is water (ours)."""

VERSION_1_BIAS = 1.45
"""How much too cold band 4 of collection 1 is [K] (Wethey et al. 2024, doi:10.3390/rs16111876)."""

_VERSION_1 = "ECOSTRESS"
"""What names of collection 1 begin with."""

_MASKS = ("Cloud_final", "CloudMask")
_CONFIDENCE = "Cloud_confidence"
_PROBABLY_CLOUDY = 2
_DETERMINED, _CLOUD = 1, 2
_FILL = 255


@dataclass(frozen=True)
class Ecostress:
    """An ECOSTRESS granule: its files and the number of its thermal band."""

    name: Name
    path: Path
    geolocation: Path
    cloud: Path | None
    shape: Shape
    number: str
    sun_elevation: float | None
    calibration_sigma: float | None = None
    lines: int = LINES
    gain: float = 0.0
    quantities: tuple[Quantity, ...] = granule.ALWAYS

    @property
    def files(self) -> tuple[Path, ...]:
        """Paths of all its files, the radiance first."""
        return tuple(path for path in (self.path, self.geolocation, self.cloud) if path)

    def positions(self) -> Positions:
        """Where its pixels lie."""
        with hdf5.opened(self.geolocation) as file:
            return Positions(_within(file, "longitude", 180), _within(file, "latitude", 90))

    def pixels(self) -> NDArray[Any]:
        """Its pixels row by row, and then one that stands for none."""
        with hdf5.opened(self.geolocation) as file:
            view = np.abs(_within(file, "view_zenith", 90))
            land = _within(file, "land_fraction", 100)
        bits = granule.raised(Quality.WATER, land < HALF_LAND) | self._cloud_bits()
        with hdf5.opened(self.path) as file:
            radiance = np.asarray(_radiance(file, self.number)[:], np.float32)
            quality = hdf5.variable(file, f"Radiance/data_quality_{self.number}")[:]
        radiance[(radiance <= 0) | (quality != GOOD)] = np.nan
        values = (radiance, view)
        return granule.packed(dict(zip(self.quantities, values, strict=True)), bits)

    def _cloud_bits(self) -> Bits:
        """Quality bits of the cloud mask, of either collection; none without it."""
        bits = np.zeros(self.shape, np.uint16)
        if self.cloud is None:
            return bits
        with hdf5.opened(self.cloud) as file:
            found, doubt = hdf5.find(file, _MASKS), hdf5.find(file, (_CONFIDENCE,))
            if found is None:
                log.warning("%s has no cloud mask that is known: clouds stay unflagged", self.cloud)
                return bits
            name, variable = found
            granule.require_same_shape(self.path, self.shape, self.cloud, variable.shape)
            bits |= granule.raised(Quality.CLOUD, _cloudy(name, variable[:]))
            if doubt is not None:
                uncertain = doubt[1][:]
                near = (uncertain >= _PROBABLY_CLOUDY) & (uncertain != _FILL)
                bits |= granule.raised(Quality.NEAR_CLOUD, near)
        return bits


def opened(path: Path, name: Name, band: ThermalBand) -> Ecostress:
    """Granule at `path`, from headers; raises SceneError or RasterError."""
    example = path.name.replace("L1B_RAD", "L1B_GEO").rsplit("_", 2)[0] + "_*.h5"
    geolocation = names.required(path, name, names.GEOLOCATION, example)
    cloud = names.beside(path, name, names.CLOUD)
    if cloud is None:
        wanted = example.replace("L1B_GEO", "L2_CLOUD")
        log.warning("%s has no cloud mask beside it (%s): clouds stay unflagged", path, wanted)
    with hdf5.opened(path) as file:
        rows, columns = _radiance(file, band.number).shape
    with hdf5.opened(geolocation) as file:
        zenith = hdf5.variable(file, "Geolocation/solar_zenith")
        granule.require_same_shape(path, (rows, columns), geolocation, zenith.shape)
        middle = float(zenith[rows // 2, columns // 2])
    sun = 90 - middle if 0 <= middle <= 180 else None
    sigma = _calibration_sigma(path, name, band)
    return Ecostress(name, path, geolocation, cloud, (rows, columns), band.number, sun, sigma)


def _calibration_sigma(path: Path, name: Name, band: ThermalBand) -> float | None:
    """Calibration uncertainty [K] of collection 1, with a warning; None for that of the band."""
    if name.version.upper() != _VERSION_1:
        return None
    kelvin = math.hypot(band.calibration_sigma, VERSION_1_BIAS)
    log.warning(
        "calibration of %s is uncertain by %.2f K: collection 1, which is too cold", path, kelvin
    )
    return kelvin


def _radiance(file: Any, number: str) -> Any:
    return hdf5.variable(file, f"Radiance/radiance_{number}")


def _within(file: Any, name: str, limit: float) -> Floats:
    """Values of the geolocation, NaN beyond `limit`, as its fill (-9999) is."""
    values = np.asarray(hdf5.variable(file, f"Geolocation/{name}")[:], np.float32)
    values[~(np.abs(values) <= limit)] = np.nan
    return values


def _cloudy(name: str, numbers: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether a mask says cloud: version 2 as 1, version 1 in a bit beside that of determined."""
    if name == _MASKS[0]:
        return np.asarray(numbers == 1)
    both = _DETERMINED | _CLOUD
    return np.asarray((numbers != _FILL) & ((numbers & both) == both))
