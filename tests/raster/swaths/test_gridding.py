"""A swath on a grid: where its pixels go, and where none goes."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from numpy.typing import NDArray
from pyproj import Geod

from lstgeo.errors import InputError, SceneError
from lstgeo.raster import projection
from lstgeo.raster.grid import Grid
from lstgeo.raster.swaths import gridding
from lstgeo.raster.swaths.granule import Positions
from lstgeo.simulation import granule_scan

pytest.importorskip("pyresample", reason="needs pyresample (extra swath)")

GEOD = Geod(ellps="WGS84")
MODIS = granule_scan.SCANNERS["modis"]


def _swath(
    place: tuple[float, float] = (10.3, 47.2), heading: float = 192.0, scans: int = 8
) -> Positions:
    scan = granule_scan.scanned(MODIS, scans, slice(None), place, heading)
    return Positions(scan.longitude.astype(np.float32), scan.latitude.astype(np.float32))


def _laid(positions: Positions, cell: float = 1000.0) -> tuple[Grid, NDArray[np.intp]]:
    grid = gridding.grid(positions, MODIS.lines, cell)
    located = gridding.located(positions, MODIS.lines, grid)
    return grid, gridding.nearest(located, grid, slice(0, grid.height))


def _distances(positions: Positions, grid: Grid, index: NDArray[np.intp]) -> NDArray[np.float64]:
    """Geodesic distance [m] from the middle of each filled cell to that of its pixel."""
    rows, columns = (axis.astype(float) for axis in np.nonzero(index >= 0))
    longitude, latitude = projection.geographic_positions(grid, rows, columns)
    pixel = index[index >= 0]
    places = positions.longitude.reshape(-1)[pixel], positions.latitude.reshape(-1)[pixel]
    return np.asarray(GEOD.inv(longitude, latitude, *places)[2])


def test_each_cell_has_a_pixel_that_covers_its_middle_to_half_a_pixel() -> None:
    """Half the diagonal of a square pixel of 1 km at nadir is 707 m, and 1.1 of that is allowed.

    At 55 degrees of scan a pixel is 4.9 x 2.0 km, as everybody who knows MODIS says: half of its
    diagonal is 2.6 km.
    """
    positions = _swath()
    grid, index = _laid(positions)
    distance = _distances(positions, grid, index)
    column = index[index >= 0] % MODIS.columns
    nadir = np.abs(column - 676.5) < 100
    assert np.percentile(distance[nadir], 99.9) < 1.1 * 720
    assert np.median(distance[nadir]) < 500
    assert distance.max() < 1.1 * 2700


def test_no_pixel_is_nearer_than_the_one_that_a_cell_has() -> None:
    """The bow-tie: towards its ends scans overlap, and the nearest pixel may be of either."""
    positions = _swath()
    grid, index = _laid(positions)
    random = np.random.default_rng(1)
    filled = np.argwhere(index >= 0)
    for row, column in filled[random.choice(len(filled), 12, replace=False)]:
        here = projection.geographic_positions(
            grid, np.array([float(row)]), np.array([float(column)])
        )
        every = GEOD.inv(
            np.full(index.max() + 1, here[0][0]),
            np.full(index.max() + 1, here[1][0]),
            positions.longitude.reshape(-1)[: index.max() + 1],
            positions.latitude.reshape(-1)[: index.max() + 1],
        )[2]
        # The sphere of the search and the ellipsoid differ by .4 % of a distance.
        assert every[index[row, column]] <= every.min() * 1.006 + 1.0


def test_a_swath_without_gaps_has_no_holes() -> None:
    positions = _swath(scans=20)
    _, index = _laid(positions)
    filled = np.pad(index >= 0, 4)
    shifts = [(0, 4), (0, -4), (4, 0), (-4, 0)]
    amid = np.logical_and.reduce([np.roll(filled, shift, (0, 1)) for shift in shifts])
    assert filled[amid].all()
    share = filled.sum() * 1e6 / (20 * 10e3 * 2330e3)
    assert 0.99 < share < 1.06  # the scans at the ends stick out by half their bow-tie


def test_a_missing_scan_stays_a_gap() -> None:
    """10 km of a track lie bare at nadir, less what the pixels beside reach beyond their edge."""
    positions = _swath(scans=9)
    gone = np.zeros(positions.latitude.shape, bool)
    gone[40:50] = True
    holed = Positions(
        *(
            np.where(gone, np.float32(np.nan), axis)
            for axis in (positions.longitude, positions.latitude)
        )
    )
    grid, index = _laid(holed)
    whole = gridding.nearest(
        gridding.located(positions, MODIS.lines, grid), grid, slice(0, grid.height)
    )
    pixel = whole[(whole >= 0)]
    nadir_of_gone = (pixel // MODIS.columns // 10 == 4) & (abs(pixel % MODIS.columns - 677) < 200)
    still = index[whole >= 0][nadir_of_gone] >= 0
    assert 0 < still.mean() < 0.1  # half a diagonal less half a side, .28 km of 10 at either edge
    inner = nadir_of_gone & np.isin(pixel // MODIS.columns % 10, range(1, 9))
    assert (index[whole >= 0][inner] == -1).all()


@pytest.mark.parametrize(
    ("place", "heading"), [((179.9, -16.5), 12.0), ((-60.0, 88.0), 90.0), ((24.0, -78.0), 250.0)]
)
def test_the_date_line_and_the_poles_are_places_like_others(
    place: tuple[float, float], heading: float
) -> None:
    positions = _swath(place, heading)
    grid, index = _laid(positions)
    assert grid.crs.to_dict()["proj"] == "laea"
    assert grid.width * grid.height < 3000 * 3000
    assert _distances(positions, grid, index).max() < 1.1 * 2700
    assert (index >= 0).sum() * 1e6 == pytest.approx(80e3 * 2330e3, rel=0.15)


def test_a_narrow_swath_gets_the_utm_zone_of_its_middle_and_corners_on_whole_cells() -> None:
    scanner = granule_scan.SCANNERS["ecostress"]
    scan = granule_scan.scanned(scanner, 2, slice(0, 5400, 20), (-70.1, -33.4), 40.0)
    positions = Positions(scan.longitude.astype("f4"), scan.latitude.astype("f4"))
    grid = gridding.grid(positions, scanner.lines, 70.0)
    assert grid.crs.to_epsg() == 32719
    assert grid.transform.c % 70 == grid.transform.f % 70 == 0


def test_a_swath_without_positions_is_refused() -> None:
    nowhere = np.full((20, 30), np.nan, np.float32)
    with pytest.raises(SceneError, match="holds no position"):
        gridding.grid(Positions(nowhere, nowhere), 10, 1000.0)


def test_without_pyresample_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyresample", None)
    with pytest.raises(
        InputError, match=r"laid on a grid by pyresample: pip install 'lstgeo\[swath"
    ):
        gridding.grid(_swath(scans=1), MODIS.lines, 1000.0)
