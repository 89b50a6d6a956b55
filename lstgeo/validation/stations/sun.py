"""Where the sun stands."""

from __future__ import annotations

import numpy as np

from lstgeo.physics.arrays import Array

_NOON_2000 = np.datetime64("2000-01-01T12:00:00", "s")


def elevation(time: Array, latitude: Array, longitude: Array) -> Array:
    """Elevation of the sun [degree] over the horizon, without refraction.

    `time` is datetime64 (UTC), `latitude` north and `longitude` east are in degrees; all broadcast.
    Good to .01 degrees from 1950 to 2050: the low-precision formulas of the Astronomical Almanac as
    in Michalsky 1988, doi:10.1016/0038-092X(88)90045-X.
    """
    days = (np.asarray(time, "datetime64[s]") - _NOON_2000) / np.timedelta64(1, "D")
    anomaly = np.radians(357.528 + 0.9856003 * days)
    ecliptic = np.radians(
        280.460 + 0.9856474 * days + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2 * anomaly)
    )
    obliquity = np.radians(23.439 - 4e-7 * days)
    ascension = np.arctan2(np.cos(obliquity) * np.sin(ecliptic), np.cos(ecliptic))
    declination = np.arcsin(np.sin(obliquity) * np.sin(ecliptic))
    sidereal = np.radians((280.46062 + 360.98564737 * days) % 360)
    hour = sidereal + np.radians(longitude) - ascension
    north = np.radians(latitude)
    sine = np.sin(north) * np.sin(declination) + np.cos(north) * np.cos(declination) * np.cos(hour)
    return np.degrees(np.arcsin(sine))
