"""The sun, against what others computed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lstgeo.validation.stations import sun
from tests import data

SCENES = (
    "LC08_L1TP_090084_20160121_20170405_01_T1",
    "LC08_L1TP_195025_20130707_20170503_01_T1",
    "LC08_L2SP_005009_20150710_20200908_02_T2",
    "LC08_L2SP_098084_20210503_20210508_02_T1",
    "LE07_L1TP_107068_20220310_20220405_02_T1",
    "LT05_L1TP_167055_20000309_20161214_01_T1",
)


def test_at_the_solstice_the_sun_stands_over_the_tropic() -> None:
    """2016-06-20 22:34 UTC: highest anywhere at 23.434 degrees north (obliquity of 2016)."""
    moment = np.datetime64("2016-06-20T22:34:00")
    longitudes = np.linspace(-180, 180, 3601)
    for latitude, highest in ((23.434, 90.0), (0.0, 66.566), (66.566, 46.868), (-66.566, 0.0)):
        found = sun.elevation(moment, latitude, longitudes).max()
        assert found == pytest.approx(highest, abs=0.06)  # .05 degrees of longitude, and .01


def test_over_a_day_it_comes_from_the_east() -> None:
    hours = np.datetime64("2016-03-20T06:00:00") + np.arange(13) * np.timedelta64(1, "h")
    assert np.all(np.diff(sun.elevation(hours[:6], 45.0, 0.0)) > 0)
    assert sun.elevation(hours[3], 45.0, 30.0) > sun.elevation(hours[3], 45.0, 0.0)


@data.needs_shared
@pytest.mark.parametrize("name", SCENES)
def test_landsat_states_the_same_elevation(name: str) -> None:
    """SUN_ELEVATION is of the centre of the scene, told here by its corners: .15 degrees."""
    path = data.SHARED / "scenes" / name / f"{name}_MTL.txt"
    stated = _metadata(path)
    latitude, longitude = (
        np.mean([float(stated[f"CORNER_{corner}_{axis}_PRODUCT"]) for corner in _CORNERS])
        for axis in ("LAT", "LON")
    )
    time = np.datetime64(f"{stated['DATE_ACQUIRED']}T{stated['SCENE_CENTER_TIME'][:8]}")
    found = sun.elevation(time, float(latitude), float(longitude))
    assert found == pytest.approx(float(stated["SUN_ELEVATION"]), abs=0.15)


@data.needs_shared
def test_surfrad_states_the_same_zenith_at_night() -> None:
    """Of the middle of the minute that a line ends; by night no refraction lifts the sun."""
    lines = (data.SHARED / "stations" / "surfrad-slv16001.dat").read_text().splitlines()[2:]
    zenith = np.array([float(line.split()[7]) for line in lines])
    ends = np.datetime64("2016-01-01T00:00:00") + np.arange(1440) * np.timedelta64(60, "s")
    found = sun.elevation(ends - np.timedelta64(30, "s"), 37.70, -105.92)
    night = zenith > 95
    assert np.abs(found - (90 - zenith))[night].max() < 0.015  # .01 of the formula, .005 of digits


_CORNERS = ("UL", "UR", "LL", "LR")


def _metadata(path: Path) -> dict[str, str]:
    pairs = (line.split(" = ") for line in path.read_text().splitlines() if " = " in line)
    return {key.strip(): value.strip().strip('"') for key, value in pairs}
