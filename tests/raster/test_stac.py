"""Where the STAC item says that the outputs lie, on grids of every kind."""

from __future__ import annotations

from datetime import UTC, datetime

import pyproj
import pytest
from affine import Affine
from rasterio.crs import CRS

from lstgeo.raster import stac
from lstgeo.raster.grid import Grid

DAY = datetime(2016, 1, 21, tzinfo=UTC)


def _item(crs: str, transform: Affine, acquired: datetime | None = DAY) -> stac.Item:
    grid = Grid(CRS.from_user_input(crs), transform, 40, 36)
    return stac.item("lst", grid, acquired, (datetime(2013, 2, 11, tzinfo=UTC), DAY), [], {})


def test_a_grid_with_a_code_states_it() -> None:
    item = _item("EPSG:32633", Affine(30, 0, 500_010, 0, -30, 5_400_030))
    assert item.properties["proj:code"] == "EPSG:32633"
    assert item.properties["proj:shape"] == [40, 36]
    assert item.properties["proj:transform"] == [30, 0, 500_010, 0, -30, 5_400_030]
    assert "proj:wkt2" not in item.properties


def test_a_grid_without_a_code_states_wkt2_that_means_the_same() -> None:
    crs = "+proj=laea +lat_0=48 +lon_0=15 +ellps=WGS84"
    item = _item(crs, Affine(30, 0, 0, 0, -30, 0))
    assert item.properties["proj:code"] is None
    text = item.properties["proj:wkt2"]
    assert text.startswith("PROJCRS[")  # ISO 19162, where WKT 1 says PROJCS
    there = pyproj.Transformer.from_crs(pyproj.CRS.from_wkt(text), pyproj.CRS(crs))
    assert there.transform(1000.0, 2000.0) == pytest.approx((1000.0, 2000.0), abs=1e-6)


@pytest.mark.parametrize("sign", [-1, 1], ids=["north up", "south up"])
def test_the_box_encloses_the_corners(sign: int) -> None:
    item = _item("EPSG:32633", Affine(30, 0, 500_010, 0, 30 * sign, 5_400_030))
    places = pyproj.Transformer.from_crs("EPSG:32633", "EPSG:4326", always_xy=True)
    corners = [
        places.transform(500_010 + x, 5_400_030 + sign * y) for x in (0, 1080) for y in (0, 1200)
    ]
    longitudes, latitudes = zip(*corners, strict=True)
    box = [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]
    assert item.bbox == pytest.approx(box, abs=1e-6)  # .1 m


def test_across_the_antimeridian_west_is_east_of_east_and_the_footprint_is_cut() -> None:
    """RFC 7946, sections 3.1.9 and 5.2."""
    item = _item("EPSG:32601", Affine(30, 0, 291_400, 0, -30, 5_710_000))
    assert item.bbox is not None
    assert item.geometry is not None
    assert item.bbox[0] > 179.9 > -179.9 > item.bbox[2]
    assert item.geometry["type"] == "MultiPolygon"


def test_without_a_time_the_item_states_a_period() -> None:
    item = _item("EPSG:32633", Affine(30, 0, 500_010, 0, -30, 5_400_030), None)
    document = item.to_dict()["properties"]
    assert document["datetime"] is None
    assert document["start_datetime"] == "2013-02-11T00:00:00Z"
    assert document["end_datetime"] == "2016-01-21T00:00:00Z"
