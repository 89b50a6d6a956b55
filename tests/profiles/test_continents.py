"""Well-known places lie on the continents that everybody has them on."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.profiles import continents, gfs
from tests.data import SHARED, needs_shared


@pytest.mark.parametrize(
    ("continent", "places"),
    [
        ("africa", [(30.0, 31.2), (-33.9, 18.4), (9.0, 38.7), (33.6, -7.6), (-18.9, 47.5)]),
        ("asia", [(39.9, 116.4), (25.3, 55.3), (13.0, 77.6), (1.3, 103.8), (66.0, -172.0)]),
        ("europe", [(48.9, 2.4), (55.8, 37.6), (64.1, -21.9), (38.0, 23.7), (78.2, 15.6)]),
        ("north_america", [(40.7, -74.0), (61.2, -149.9), (72.6, -38.5), (9.9, -84.1)]),
        ("south_america", [(-23.5, -46.6), (4.7, -74.1), (-54.8, -68.3), (10.5, -66.9)]),
        ("oceania", [(-33.9, 151.2), (-41.3, 174.8), (-9.4, 147.2), (-12.5, 130.8)]),
        ("antarctica", [(-90.0, 0.0), (-77.8, 166.7), (-64.8, -64.1)]),
    ],
)
def test_cities_lie_on_their_continents(continent: str, places: list[tuple[float, float]]) -> None:
    latitude, longitude = np.array(places).T
    assert set(continents.names(latitude, longitude)) == {continent}


def test_mid_ocean_is_no_continent() -> None:
    latitude, longitude = np.array([[0, -25], [30, -45], [40, -150], [-30, 80], [-45, -110]]).T
    assert set(continents.names(latitude, longitude)) == {continents.OCEAN}


def test_land_decides_where_it_is_known() -> None:
    where = np.array([48.9, 48.9]), np.array([2.4, 2.4])
    assert continents.names(*where, np.array([0.0, np.nan])).tolist() == ["", "europe"]


@needs_shared
def test_every_land_point_of_gfs_has_a_continent() -> None:
    batch = gfs.read(SHARED / "profiles" / "gfs_2011-01-15T12_2p5deg.grib2")
    place = continents.names(batch.latitude, batch.longitude, batch.land)
    assert (place[batch.land > 0.5] != continents.OCEAN).all()
    assert set(place) == {*continents.NAMES, continents.OCEAN}
