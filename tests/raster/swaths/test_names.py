"""What names of granules say, and which files belong together."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstgeo.errors import SceneError
from lstgeo.raster.swaths import names

MODIS = "MYD021KM.A2015120.1535.061.2018050000648.hdf"
ECOSTRESS = "ECOSTRESS_L1B_RAD_00468_001_20180806T120000_0601_02.h5"


@pytest.mark.parametrize(
    ("file", "sensor", "middle"),
    [
        (MODIS, "modis_aqua", "2015-04-30T15:37:30+00:00"),
        ("MOD021KM.A2000060.0000.006.NRT.hdf", "modis_terra", "2000-02-29T00:02:30+00:00"),
        (ECOSTRESS, "ecostress", "2018-08-06T12:00:26+00:00"),
        (
            "ECOv002_L1B_RAD_24498_017_20221031T235950_0710_01.h5",
            "ecostress",
            "2022-11-01T00:00:16+00:00",
        ),
    ],
)
def test_a_name_says_sensor_and_time(file: str, sensor: str, middle: str) -> None:
    name = names.radiance(Path(file))
    assert (name.sensor, name.middle.isoformat()) == (sensor, middle)


def test_files_of_one_granule_are_those_of_its_platform_and_time(tmp_path: Path) -> None:
    path = tmp_path / MODIS
    for file in (
        MODIS,
        "MYD03.A2015120.1535.006.2012000000000.hdf",
        "MYD03.A2015120.1535.061.2018049000000.hdf",
        "MYD03.A2015120.1535.061.2018050000000.hdf",
        "MOD03.A2015120.1535.061.2018060000000.hdf",
        "MYD03.A2015120.1540.061.2018060000000.hdf",
    ):
        (tmp_path / file).touch()
    name = names.radiance(path)
    found = names.beside(path, name, names.GEOLOCATION)
    assert found is not None
    assert found.name == "MYD03.A2015120.1535.061.2018050000000.hdf"
    assert names.beside(path, name, names.CLOUD) is None


def test_the_builds_of_ecostress_may_differ(tmp_path: Path) -> None:
    geolocation = tmp_path / "ECOSTRESS_L1B_GEO_00468_001_20180806T120000_0600_01.h5"
    geolocation.touch()
    (tmp_path / geolocation.name.replace("_001_", "_002_")).touch()
    path = tmp_path / ECOSTRESS
    assert names.beside(path, names.radiance(path), names.GEOLOCATION) == geolocation


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("MOD03.A2015120.1535.061.2018050000000.hdf", "geolocation of a granule; its radiance"),
        ("MYD35_L2.A2015120.1535.061.2018050000000.hdf", "cloud mask of a granule"),
        ("MOD11A1.A2015120.h18v04.061.2021000000000.hdf", "already is surface temperature"),
        ("ECOv002_L2_LSTE_24498_017_20221031T120000_0710_01.h5", "already is surface temperature"),
        ("granule.hdf", "no name of a granule that lstgeo reads"),
    ],
)
def test_what_is_no_radiance_granule_is_refused_by_what_it_is(file: str, said: str) -> None:
    with pytest.raises(SceneError, match=said):
        names.radiance(Path(file))
