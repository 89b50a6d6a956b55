"""A synthetic MODIS or ECOSTRESS granule with known truth, in the files of a real one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.errors import InputError
from lstgeo.physics import surface
from lstgeo.profiles import parameters
from lstgeo.sensors import calibration, platforms
from lstgeo.simulation import granule_ecostress, granule_modis, granule_scan, summer_day
from lstgeo.simulation.granule_measured import Measured

if TYPE_CHECKING:
    from lstgeo.profiles.columns import Columns
    from lstgeo.sensors.platforms import ThermalBand
    from lstgeo.simulation.granule_scan import Scan

Values = NDArray[np.floating[Any]]

WATER_VAPOUR = 20.0
"""Water vapour [kg m-2] of the air where none is given."""

WARMER, WAVE = 3.0, 8.0
"""Warmth of the ground over that of the air, and its waves to either side of that [K] (ours)."""

WAVELENGTH = 5.0
"""Degrees of longitude and latitude in which the ground gets warm and cool again (ours)."""

SHORE, CLOUDY = -0.75, 0.85
"""Where the patterns of water and of cloud begin, of -1 to 1 (ours)."""

RED, NEAR_INFRARED = (0.06, 0.12), (0.05, 0.32)
"""Reflectance of water and of land (ours)."""

STEEPEST = 65.0
"""View zenith angle [degree] to which the transfer goes; steeper pixels are as at that."""

PLACE, HEADING = (10.3, 47.2), 192.0


@dataclass(frozen=True, eq=False)
class SyntheticGranule:
    """Where the files of a synthetic granule lie, and the truth.

    `radiance`, `geolocation` and `cloud` are the files; one column of air is over all of it, of
    `water_vapour` [kg m-2], `air_temperature` [K] and `surface_pressure` [Pa]. By pixel of the
    swath: `scan` says where it lies and how steeply it is seen, `surface_temperature` [K],
    `transmittance`, `upwelling_radiance` and `downwelling_radiance` [W m-2 sr-1 um-1]; `emissivity`
    is the same everywhere.
    """

    radiance: Path
    geolocation: Path
    cloud: Path | None
    water_vapour: float
    air_temperature: float
    surface_pressure: float
    emissivity: float
    scan: Scan
    surface_temperature: Values
    transmittance: Values
    upwelling_radiance: Values
    downwelling_radiance: Values


def write(
    folder: Path,
    *,
    sensor: str = "modis_terra",
    scans: int = 203,
    columns: slice = slice(None),
    place: tuple[float, float] = PLACE,
    heading: float = HEADING,
    air: Columns | None = None,
    emissivity: float = 0.97,
    noise: bool = True,
    bias: float = 0.0,
    missing: tuple[int, ...] = (),
    clouds: bool = True,
    seed: int = 0,
) -> SyntheticGranule:
    """Simulate a granule with known truth and write its files into `folder`.

    The first pixels of the first row are one of each kind that has no value. Radiance comes of
    lstgeo's transfer at the view zenith angle of each pixel, up to 65 degrees.

    Parameters
    ----------
    folder : Path
        Where the files go; made where it does not exist.
    sensor : str
        `modis_terra`, `modis_aqua` or `ecostress`.
    scans : int
        Turns of the mirror: 203 in a MODIS granule, 44 in one of ECOSTRESS.
    columns : slice
        Samples of a scan that are kept; all of them by default.
    place : tuple of float
        Longitude and latitude of the middle of the track [degree].
    heading : float
        Direction of flight from north [degree].
    air : Columns, optional
        One column of air; a summer day with 20 kg m-2 of water vapour by default.
    emissivity : float
        Emissivity of all pixels in the band.
    noise : bool
        Whether the sensor adds noise; stored numbers are rounded in any case.
    bias : float
        What the calibration of the whole granule is off by [W m-2 sr-1 um-1].
    missing : tuple of int
        Scans that were not transmitted: they have neither radiance nor position.
    clouds : bool
        Whether there are clouds, and a cloud mask.
    seed : int
        The same seed and options give the same files.

    Raises
    ------
    MethodError
        Where the sensor is not known.
    InputError
        Where it has no granules, or pyhdf is missing for those of MODIS.
    """
    known = platforms.sensor(sensor)
    kind = known.name.partition("_")[0]
    if kind not in granule_scan.SCANNERS:
        raise InputError(f"{known.title} has no granules; MODIS and ECOSTRESS have")
    random = np.random.default_rng([seed, 77])
    band, scanner = known.bands[0], granule_scan.SCANNERS[kind]
    scan = granule_scan.scanned(scanner, scans, columns, place, heading)
    column = summer_day.column(random, (WATER_VAPOUR, WATER_VAPOUR)) if air is None else air
    atmosphere = _atmosphere(column, band, scan.view_zenith)
    warmth, shore, cover = _patterns(scan)
    kelvin = float(column.air_temperature[0]) + WARMER + WAVE * warmth
    radiance = surface.at_sensor_radiance(kelvin, emissivity, *atmosphere, band.planck_table) + bias
    if noise:
        sigma = calibration.radiance_sigma(band, band.nedt)
        radiance = radiance + sigma * random.standard_normal(radiance.shape)
    water = shore < SHORE
    measured = Measured(
        radiance=radiance,
        scan=scan,
        water=water,
        cloud=(cover > CLOUDY) if clouds else None,
        red=np.where(water, *RED),
        near_infrared=np.where(water, *NEAR_INFRARED),
        missing=np.isin(np.arange(len(kelvin)) // scanner.lines, missing),
    )
    folder.mkdir(parents=True, exist_ok=True)
    writer = granule_modis if kind == "modis" else granule_ecostress
    radiance_file, geolocation, mask = writer.write(folder, band, measured)
    return SyntheticGranule(
        radiance_file,
        geolocation,
        mask,
        float(column.total_column_water_vapour[0]),
        float(column.air_temperature[0]),
        float(column.surface_pressure[0]),
        emissivity,
        scan,
        kelvin,
        *atmosphere,
    )


def _atmosphere(column: Columns, band: ThermalBand, view: Values) -> tuple[Values, Values, Values]:
    """Transmittance, upwelling and downwelling radiance of pixels, interpolated in the secant."""
    secants = np.linspace(1, 1 / np.cos(np.radians(STEEPEST)), 65)
    angles = np.degrees(np.arccos(1 / secants)).clip(0, STEEPEST)
    batch = column.take(np.zeros(angles.size, int))
    found = parameters.of(batch, band.sensor, band.name, view_zenith_angle=angles)
    wanted = 1 / np.cos(np.radians(np.minimum(view, STEEPEST)))
    transmittance, up, down = (np.interp(wanted, secants, np.asarray(part)) for part in found)
    return transmittance, up, down


def _patterns(scan: Scan) -> tuple[Values, Values, Values]:
    """Warmth, shores and clouds of pixels, of -1 to 1: functions of where they lie alone."""
    turn = 2 * np.pi / WAVELENGTH
    x, y = turn * scan.longitude, turn * scan.latitude
    warmth = np.sin(x) * np.cos(y)
    shore = np.sin(4 * x + 1) * np.cos(5 * y)
    cover = np.sin(3 * x + 2 * y) * np.cos(4 * y - x)
    return warmth, shore, cover
