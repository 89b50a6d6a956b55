"""Grids in UTM and in degrees against places whose coordinates are known."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.raster import projection


def test_the_eiffel_tower_stands_where_the_map_says() -> None:
    grid = projection.utm_grid(31, 440_000.0, 5_420_000.0, 10.0, (1000, 1000))
    row, column = projection.pixel_positions(grid, np.array([2.2945]), np.array([48.8583]))
    # UTM 31U 448252 E, 5411935 N, as published to the metre for these rounded degrees (10 m).
    assert 440_000 + 10 * (column[0] + 0.5) == pytest.approx(448_252, abs=10)
    assert 5_420_000 - 10 * (row[0] + 0.5) == pytest.approx(5_411_935, abs=10)


def test_there_and_back_is_where_it_started() -> None:
    grid = projection.utm_grid(31, 399_885.0, 5_500_015.0, 30.0, (7800, 7600))
    rows, columns = np.meshgrid([0.0, 3000.0, 7799.0], [-5.0, 7599.0], indexing="ij")
    longitude, latitude = projection.geographic_positions(grid, rows, columns)
    back = projection.pixel_positions(grid, longitude, latitude)
    np.testing.assert_allclose(back[0], rows, rtol=0, atol=1e-4)  # 3 mm
    np.testing.assert_allclose(back[1], columns, rtol=0, atol=1e-4)


def test_a_grid_in_degrees_is_north_up() -> None:
    grid = projection.geographic_grid(2.0, 49.0, 0.25, (4, 8))
    assert grid.bounds == (2.0, 48.0, 4.0, 49.0)
    assert grid.crs.to_epsg() == 4326
