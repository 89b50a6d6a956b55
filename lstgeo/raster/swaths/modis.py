"""MODIS Level-1B granules (MOD021KM, MYD021KM) with their geolocation and cloud mask.

Sources: MODIS Level 1B EV 1km File Specification V6.1.8 (2010), whose numbers above 32767 are
reasons why there is no value (MODIS Level 1B Product User's Guide, MCM-PUG-01-U-DNCN, table 5.6.1);
MODIS Geolocation Version 6 Product Format (MOD03, 2012); the `description` of Cloud_Mask in
MOD35_L2 of Collection 6.1.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.errors import SceneError
from lstgeo.quality import Quality
from lstgeo.raster.swaths import granule, hdf4, names
from lstgeo.raster.swaths.granule import Bits, Floats, Positions, Shape
from lstgeo.raster.swaths.names import Name
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.vocabulary import Quantity

log = logging.getLogger(__name__)

LINES = 10
"""Detectors along the track: rows of a scan."""

EMISSIVE, REFLECTIVE = "EV_1KM_Emissive", "EV_250_Aggr1km_RefSB"
SATURATED = (65533, 65529)
"""Detector saturated; radiance above the largest number."""

MOST = 32767
"""Largest number that is a value."""

LOWEST_SUN = 85.0
"""Solar zenith angle [degree] from which reflectance is left out (ours)."""

WATER = (0, 3, 5, 6, 7)
"""Land/SeaMask: shallow ocean, shallow and deep inland water, moderate and deep ocean."""


@dataclass(frozen=True)
class Modis:
    """A MODIS granule: its files, and where in them a thermal band is and what its numbers mean.

    Radiance is `gain` x (number - `offset`); `place` is the band along the first axis.
    """

    name: Name
    path: Path
    geolocation: Path
    cloud: Path | None
    shape: Shape
    place: int
    gain: float
    offset: float
    sun_elevation: float | None
    reflective: bool
    lines: int = LINES
    calibration_sigma: None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """Paths of all its files, the radiance first."""
        return tuple(path for path in (self.path, self.geolocation, self.cloud) if path)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """What it holds of each pixel beside its quality bits."""
        return granule.ALWAYS + (granule.BY_DAY if self.reflective else ())

    def positions(self) -> Positions:
        """Where its pixels lie."""
        with hdf4.opened(self.geolocation) as file:
            longitude, latitude = (
                _within(hdf4.numbers(file, name), limit)
                for name, limit in (("Longitude", 180), ("Latitude", 90))
            )
        return Positions(longitude, latitude)

    def pixels(self) -> NDArray[Any]:
        """Its pixels row by row, and then one that stands for none."""
        with hdf4.opened(self.geolocation) as file:
            view, sun = _angle(file, "SensorZenith"), _angle(file, "SolarZenith")
            water = np.isin(hdf4.numbers(file, "Land/SeaMask"), WATER)
        bits = granule.raised(Quality.WATER, water) | self._cloud_bits()
        with hdf4.opened(self.path) as file:
            stored = hdf4.numbers(file, EMISSIVE, self.place)
            reflectances = _reflectances(file, sun) if self.reflective else ()
        bits |= granule.raised(Quality.SATURATED, np.isin(stored, SATURATED))
        radiance = (stored.astype(np.float32) - np.float32(self.offset)) * np.float32(self.gain)
        radiance[stored > MOST] = np.nan
        values = (radiance, view, *reflectances)
        return granule.packed(dict(zip(self.quantities, values, strict=True)), bits)

    def _cloud_bits(self) -> Bits:
        """Quality bits of the cloud mask, none without it.

        Cloudy is cloud; uncertain, and thin cirrus in the sun or in the infrared, are near cloud.
        """
        if self.cloud is None:
            return np.zeros(self.shape, np.uint16)
        with hdf4.opened(self.cloud) as file:
            first, second = (
                hdf4.numbers(file, "Cloud_Mask", byte).view(np.uint8) for byte in (0, 1)
            )
        granule.require_same_shape(self.path, self.shape, self.cloud, first.shape)
        determined, confidence = (first & 1) > 0, (first >> 1) & 3
        cirrus = (second & 0b1010) != 0b1010
        return (
            granule.raised(Quality.CLOUD, determined & (confidence == 0))
            | granule.raised(Quality.NEAR_CLOUD, determined & ((confidence == 1) | cirrus))
            | granule.raised(Quality.SNOW_ICE, determined & ((first >> 5) & 1 == 0))
        )


def opened(path: Path, name: Name, band: ThermalBand) -> Modis:
    """Granule at `path`, from headers; raises SceneError, RasterError or InputError."""
    prefix = path.name[:3]
    when = ".".join(path.name.split(".")[1:3])
    geolocation = names.required(path, name, names.GEOLOCATION, f"{prefix}03.{when}.*.hdf")
    cloud = names.beside(path, name, names.CLOUD)
    if cloud is None:
        log.warning(
            "%s has no cloud mask beside it (%s35_L2.%s.*.hdf): clouds stay unflagged",
            path, prefix, when,
        )  # fmt: skip
    with hdf4.opened(path) as file:
        _, rows, columns = hdf4.shape(file, EMISSIVE)
        about = hdf4.attributes(file, EMISSIVE)
        place = _place(path, about, band.number)
        by_day = int(hdf4.attributes(file).get("Number of Day mode scans", 1)) > 0
        reflective = by_day and REFLECTIVE in hdf4.names(file)
    with hdf4.opened(geolocation) as file:
        found = hdf4.shape(file, "Latitude")
        granule.require_same_shape(path, (rows, columns), geolocation, found)
        zenith = _angle(file, "SolarZenith")[rows // 2, columns // 2]
    return Modis(
        name,
        path,
        geolocation,
        cloud,
        (rows, columns),
        place,
        float(about["radiance_scales"][place]),
        float(about["radiance_offsets"][place]),
        float(90 - zenith) if np.isfinite(zenith) else None,
        reflective,
    )


def _place(path: Path, about: hdf4.Attributes, number: str) -> int:
    """Where a band lies along the first axis; raises SceneError where it is not there."""
    listed = [name.strip() for name in str(about.get("band_names", "")).split(",")]
    if number not in listed:
        raise SceneError(f"{path} lacks band {number}; it has {', '.join(listed)}")
    return listed.index(number)


def _within(numbers: NDArray[Any], limit: float) -> Floats:
    return np.where(np.abs(numbers) <= limit, numbers, np.nan).astype(np.float32)


def _angle(file: Any, name: str) -> Floats:
    """Angle [degree]; NaN where it is fill."""
    stored, about = hdf4.numbers(file, name), hdf4.attributes(file, name)
    degrees = stored.astype(np.float32) * np.float32(about.get("scale_factor", 0.01))
    return np.where(stored >= 0, degrees, np.float32(np.nan))


def _reflectances(file: Any, sun: Floats) -> tuple[Floats, ...]:
    """Reflectance of bands 1 and 2 at the top of the atmosphere, NaN where the sun is too low.

    What the product calls reflectance still holds the cosine of the solar zenith angle `sun`.
    """
    about = hdf4.attributes(file, REFLECTIVE)
    places = [str(about["band_names"]).split(",").index(number) for number in ("1", "2")]
    cosine = np.cos(np.radians(np.where(sun < LOWEST_SUN, sun, np.float32(np.nan))))
    found = []
    for place in places:
        stored = hdf4.numbers(file, REFLECTIVE, place)
        scale, offset = (
            np.float32(about[f"reflectance_{what}"][place]) for what in ("scales", "offsets")
        )
        value = (stored.astype(np.float32) - offset) * scale / cosine
        found.append(np.where(stored <= MOST, value, np.float32(np.nan)))
    return tuple(found)
