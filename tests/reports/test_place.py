"""Where a page says that its pixels lie, and where its lines run."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from affine import Affine
from numpy.typing import NDArray
from pyproj import Transformer
from rasterio.crs import CRS

from lstgeo.raster.grid import Grid
from lstgeo.reports import place

SCENES = {
    "Landsat scene at 65 N": Grid(
        CRS.from_epsg(32633), Affine(30, 0, 3e5, 0, -30, 7.3e6), 7800, 7600
    ),
    "sinusoidal tile": Grid(
        CRS.from_proj4("+proj=sinu +R=6371007.181"),
        Affine(926.625, 0, 1.1e6, 0, -926.625, 5.5e6), 1200, 1200,
    ),
}  # fmt: skip


def _between(place: dict[str, Any], name: str, column: float, row: float) -> float:
    """Value of the lattice at a position, bilinear."""
    lattice = place["lattice"]
    values: NDArray[np.float64] = np.array(lattice[name])
    x = column / place["width"] * (lattice["columns"] - 1)
    y = row / place["height"] * (lattice["rows"] - 1)
    left, top = min(int(x), values.shape[1] - 2), min(int(y), values.shape[0] - 2)
    across, down = x - left, y - top
    upper = values[top, left : left + 2] @ [1 - across, across]
    lower = values[top + 1, left : left + 2] @ [1 - across, across]
    return float(upper * (1 - down) + lower * down)


@pytest.mark.parametrize(
    ("name", "within"), [("Landsat scene at 65 N", 1.5), ("sinusoidal tile", 15.0)]
)
def test_the_lattice_gives_positions_within_a_part_of_a_pixel(name: str, within: float) -> None:
    """A twentieth of a Landsat pixel [m], less of one of MODIS, against PROJ at each place."""
    grid = SCENES[name]
    found = place.of(grid)
    to_degrees = Transformer.from_crs(grid.crs.to_wkt(), "EPSG:4326", always_xy=True)
    random = np.random.default_rng(5)
    worst = 0.0
    for column, row in random.uniform(0, 1, (200, 2)) * [grid.width, grid.height]:
        longitude, latitude = to_degrees.transform(*grid.place(column, row))
        north = 111_200 * (_between(found, "latitude", column, row) - latitude)
        east = 111_320 * np.cos(np.radians(latitude)) * (
            _between(found, "longitude", column, row) - longitude
        )  # fmt: skip
        worst = max(worst, float(np.hypot(north, east)))
    assert worst < within


def test_lines_run_along_the_degree_that_they_name() -> None:
    """To a pixel of a Landsat scene: .0003 degrees of latitude, .0007 of longitude at 65 N."""
    grid = SCENES["Landsat scene at 65 N"]
    to_degrees = Transformer.from_crs(grid.crs.to_wkt(), "EPSG:4326", always_xy=True)
    lines = place.of(grid)["lines"]
    assert {line["label"][-1] for line in lines} == {"N", "E"}
    for line in lines:
        named = re.fullmatch(r"([\d.]+)° ([NE])", line["label"])
        assert named is not None
        for column, row in line["places"]:
            longitude, latitude = to_degrees.transform(*grid.place(column, row))
            found, within = (latitude, 3e-4) if named[2] == "N" else (longitude, 7e-4)
            assert found == pytest.approx(float(named[1]), abs=within)


def test_a_reference_system_has_its_name_and_its_code() -> None:
    assert place.title(SCENES["Landsat scene at 65 N"]) == "WGS 84 / UTM zone 33N, EPSG:32633"


def test_around_a_pole_no_longitude_is_told() -> None:
    """Between nodes on either side of it, a longitude in between would be a wrong one."""
    grid = Grid(CRS.from_epsg(3995), Affine(1000, 0, -2e5, 0, -1000, 2e5), 400, 400)
    assert place.of(grid)["lattice"] is None


def test_a_raster_without_a_place_has_pixels_alone() -> None:
    found = place.of(Grid(CRS(), Affine.identity(), 7, 5))
    assert found["lattice"] is None
    assert (found["width"], found["height"]) == (5, 7)
