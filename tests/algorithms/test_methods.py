"""Which method goes with which band."""

from __future__ import annotations

import pytest

from lstgeo.algorithms import methods
from lstgeo.sensors import platforms

# The table of issue 2: single-channel for Landsat 5, 7 and 8 B10, practical for Landsat 8 B10,
# statistical for Landsat 4 to 9 (not B11), rte for every thermal band; mono-window for the bands of
# its papers, Landsat 5 and Landsat 8 B10.
TABLE = {
    "landsat4 B6": {"rte", "statistical"},
    "landsat5 B6": {"rte", "single-channel", "statistical", "mono-window"},
    "landsat7 B6_VCID_1": {"rte", "single-channel", "statistical"},
    "landsat7 B6_VCID_2": {"rte", "single-channel", "statistical"},
    "landsat8 B10": {"rte", "single-channel", "practical", "statistical", "mono-window"},
    "landsat8 B11": {"rte"},
    "landsat9 B10": {"rte", "statistical"},
    "landsat9 B11": {"rte"},
    "modis_terra B31": {"rte"},
    "modis_aqua B31": {"rte"},
    "ecostress B4": {"rte"},
}
PAIRS = [(name, method) for name in TABLE for method in methods.METHODS]


def _band(name: str) -> platforms.ThermalBand:
    sensor, band = name.split()
    return platforms.sensor(sensor).band(band)


def test_every_band_is_in_the_table() -> None:
    known = {f"{band.sensor} {band.name}" for s in platforms.SENSORS.values() for band in s.bands}
    assert known == set(TABLE)


@pytest.mark.parametrize(("name", "method"), PAIRS)
def test_a_method_holds_for_the_bands_of_its_paper(name: str, method: str) -> None:
    band = _band(name)
    assert methods.METHODS[method].holds(band) == (method in TABLE[name])
