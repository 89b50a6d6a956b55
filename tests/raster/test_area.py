"""Areas of pixels are those of the same quadrilaterals on the ellipsoid, by PROJ's geodesics."""

from __future__ import annotations

import numpy as np
import pytest
from affine import Affine
from pyproj import Geod
from rasterio.crs import CRS

from lstgeo.raster import area, projection
from lstgeo.raster.grid import Grid

GEOD = Geod(ellps="WGS84")
GRIDS = {
    "UTM, whole scene": (32633, Affine(30, 0, 399_960, 0, -30, 5_500_020), 7800, 7600),
    "degrees": (4326, Affine(0.01, 0, 10, 0, -0.01, 70), 900, 400),
    "degrees across the date line": (4326, Affine(0.01, 0, 178, 0, -0.01, 3), 600, 400),
    "Mercator": (3857, Affine(100, 0, 1_000_000, 0, -100, 8_000_000), 300, 300),
    "rotated": (32633, Affine(20, 20, 500_000, 20, -20, 5_000_000), 300, 200),
}


@pytest.mark.parametrize("name", GRIDS)
def test_pixels_have_the_area_of_their_corners_polygon(name: str) -> None:
    """Within 1e-6 of it: pixels are small beside the Earth."""
    code, transform, height, _ = GRIDS[name]
    narrow = Grid(CRS.from_epsg(code), transform, height, 1)
    found = area.of_rows(narrow)
    assert found is not None
    for row in (0, height // 3, height - 1):
        corners = np.array([[row, row, row + 1, row + 1], [0, 1, 1, 0]]) - 0.5
        longitude, latitude = projection.geographic_positions(narrow, *corners)
        exact = abs(GEOD.polygon_area_perimeter(longitude, latitude)[0])
        assert found[row] == pytest.approx(exact, rel=1e-6)


def test_the_rows_of_a_scene_add_up_to_its_polygon() -> None:
    """A full Landsat scene, to 1e-5 of it: the polygon has a corner every 100 pixels."""
    code, transform, height, width = GRIDS["UTM, whole scene"]
    grid = Grid(CRS.from_epsg(code), transform, height, width)
    found = area.of_rows(grid)
    assert found is not None
    along, up = np.arange(0, width, 100.0), np.arange(0, height, 100.0)
    columns = np.concatenate([along, np.full_like(up, width), along[::-1] + 100, 0 * up])
    rows = np.concatenate([0 * along, up, np.full_like(along, height), up[::-1] + 100])
    longitude, latitude = projection.geographic_positions(grid, rows - 0.5, columns - 0.5)
    exact = abs(GEOD.polygon_area_perimeter(longitude, latitude)[0])
    assert found.sum() * width == pytest.approx(exact, rel=1e-5)


def test_a_raster_without_a_place_has_no_area() -> None:
    assert area.of_rows(Grid(CRS(), Affine.identity(), 4, 4)) is None
