"""When, from where and how a synthetic scene is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Acquisition:
    """When, from where and how a synthetic scene is taken; real constants of each platform.

    Sun angles [degree] are those of path 199, row 26 on that day; the gains and thermal constants
    are those that USGS states in the MTL files of the platform, radiance in W m-2 sr-1 um-1.
    """

    product: str
    scene: str
    spacecraft: str
    date: str
    time: str
    generated: str
    sun_elevation: float
    sun_azimuth: float
    earth_sun_distance: float
    gain: Mapping[str, float]
    offset: Mapping[str, float]
    thermal_constants: Mapping[str, tuple[float, float]]
    selection: Mapping[str, str]
    stray_light: str | None

    @property
    def overpass(self) -> np.datetime64:
        """Moment (UTC) at which the middle of the scene is seen."""
        return np.datetime64(f"{self.date}T{self.time[:11]}", "ms")


ACQUISITIONS = {
    "landsat8": Acquisition(
        "LC08_L1TP_199026_20230715_20230724_02_T1",
        "LC81990262023196SIM00",
        "LANDSAT_8",
        "2023-07-15",
        "10:40:57.1200000Z",
        "2023-07-24T16:02:11Z",
        58.84,
        144.81,
        1.0164690,
        {"4": 1.0031e-2, "5": 6.1387e-3, "10": 3.3420e-4, "11": 3.3420e-4},
        {"4": -50.1549, "5": -30.6936, "10": 0.1, "11": 0.1},
        {"10": (774.8853, 1321.0789), "11": (480.8883, 1201.1442)},
        {"TIRS_SSM_MODEL": "FINAL", "TIRS_SSM_POSITION_STATUS": "ESTIMATED"},
        "TIRS",
    ),
    "landsat9": Acquisition(
        "LC09_L1TP_199026_20230723_20230723_02_T1",
        "LC91990262023204SIM00",
        "LANDSAT_9",
        "2023-07-23",
        "10:40:51.4400000Z",
        "2023-07-23T13:27:45Z",
        57.45,
        145.65,
        1.0159447,
        {"4": 1.0031e-2, "5": 6.1387e-3, "10": 3.8000e-4, "11": 3.4900e-4},
        {"4": -50.1549, "5": -30.6936, "10": 0.1, "11": 0.1},
        {"10": (799.0284, 1329.2405), "11": (475.6581, 1198.3494)},
        {},
        None,
    ),
}
"""The acquisition of each sensor that can be simulated."""
