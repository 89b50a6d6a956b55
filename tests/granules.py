"""Small synthetic granules, each made once, and positions of swaths made without lstgeo."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

import pytest

from lstgeo.simulation import granule
from lstgeo.simulation.granule import SyntheticGranule

SENSORS = ("modis_terra", "ecostress")


@lru_cache
def made(
    sensor: str = "modis_terra", *, noise: bool = False, clouds: bool = True
) -> SyntheticGranule:
    """Granule of a few scans: six whole ones of MODIS, three narrow ones of ECOSTRESS."""
    pytest.importorskip("pyhdf", reason="needs pyhdf (extra hdf4)")
    pytest.importorskip("pyresample", reason="needs pyresample (extra swath)")
    scans, columns = (6, slice(None)) if sensor.startswith("modis") else (3, slice(4900, 5400))
    folder = Path(tempfile.mkdtemp(prefix="lstgeo-granule-"))
    return granule.write(
        folder, sensor=sensor, scans=scans, columns=columns, noise=noise, clouds=clouds
    )


def copied(to: Path, made_granule: SyntheticGranule) -> Path:
    """Files of a granule in another folder; the path of its radiance is returned."""
    for path in (made_granule.radiance, made_granule.geolocation, made_granule.cloud):
        if path is not None:
            (to / path.name).write_bytes(path.read_bytes())
    return to / made_granule.radiance.name
