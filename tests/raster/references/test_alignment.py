"""Two references on one grid: averages of clear pixels, where they are, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from affine import Affine
from numpy.typing import NDArray
from rasterio.crs import CRS

from lstgeo.errors import InputError
from lstgeo.raster.grid import Grid
from lstgeo.raster.projection import geographic_positions
from lstgeo.raster.references import alignment, reference
from lstgeo.raster.references.reference import Reference
from tests import rasters

UTM = CRS.from_string(rasters.UTM)
SINUSOIDAL = CRS.from_proj4("+proj=sinu +lon_0=0 +R=6371007.181 +units=m +no_defs")
Values = NDArray[np.float32]


def _grid(size: float, shape: tuple[int, int], shift: float = 0.0, crs: CRS = UTM) -> Grid:
    return Grid(crs, Affine(size, 0, 5e5 + shift, 0, -size, 5e6 - shift), *shape)


def _reference(
    grid: Grid, values: Values, clear: NDArray[np.bool_] | None = None, sigma: float | None = None
) -> Reference:
    temperature = reference.array(values.astype(np.float32), grid)
    trusted = np.isfinite(values) if clear is None else clear & np.isfinite(values)
    return Reference(
        path=Path("made"),
        product="made",
        temperature=temperature,
        sigma=None if sigma is None else temperature * 0 + np.float32(sigma),
        clear=reference.array(trusted, grid),
        rule="",
        period=None,
    )


def _noise(shape: tuple[int, int], seed: int = 0) -> Values:
    return np.random.default_rng(seed).uniform(280, 310, shape).astype(np.float32)


def _both(first: Reference, second: Reference, folder: Path) -> tuple[Values, Values, str, str]:
    with alignment.aligned(first, second, folder) as pair:
        return (
            pair.first.temperature.to_numpy(),
            pair.second.temperature.to_numpy(),
            pair.first.resampled or "",
            pair.second.resampled or "",
        )


def test_pixels_of_one_grid_are_compared_as_they_are(tmp_path: Path) -> None:
    values = _noise((6, 7))
    clear = values > 290
    first = _reference(_grid(30, (6, 7)), values, clear)
    nearly = _reference(_grid(30, (6, 7), shift=0.01), values)
    left, right, *resampled = _both(first, nearly, tmp_path)
    np.testing.assert_array_equal(left, np.where(clear, values, np.nan))
    np.testing.assert_array_equal(right, values)
    assert resampled == ["", ""]


@pytest.mark.parametrize("swapped", [False, True])
def test_the_finer_is_averaged_over_the_pixels_of_the_coarser(
    tmp_path: Path, swapped: bool
) -> None:
    values = _noise((60, 80))
    fine = _reference(_grid(30, (60, 80)), values)
    coarse = _reference(_grid(300, (6, 8)), _noise((6, 8), 1))
    pair = (coarse, fine) if swapped else (fine, coarse)
    left, right, *how = _both(*pair, tmp_path)
    means = values.reshape(6, 10, 8, 10).mean(axis=(1, 3))
    np.testing.assert_allclose(right if swapped else left, means, rtol=0, atol=1e-3)
    assert how == (["", "averaged"] if swapped else ["averaged", ""])


def test_only_clear_pixels_are_averaged_and_enough_of_them_are_needed(tmp_path: Path) -> None:
    """Of 100 pixels, 90 must be clear; cloud of 200 K is not in the mean."""
    values, clear = _noise((20, 30)), np.ones((20, 30), bool)
    clear[0, :10] = False
    clear[0:2, 10:16] = False
    values[~clear] = 200.0
    fine = _reference(_grid(30, (20, 30)), values, clear)
    coarse = _reference(_grid(300, (2, 3)), _noise((2, 3), 1))
    found, *_ = _both(fine, coarse, tmp_path)
    assert found[0, 0] == pytest.approx(values[1:10, :10].mean(), abs=1e-3)
    assert np.isnan(found[0, 1])
    assert np.isfinite(found).sum() == 5


def test_a_pixel_that_reaches_beyond_the_finer_raster_does_not_count(tmp_path: Path) -> None:
    fine = _reference(_grid(30, (25, 25)), _noise((25, 25)))
    coarse = _reference(_grid(300, (4, 4)), _noise((4, 4), 1))
    found, *_ = _both(fine, coarse, tmp_path)
    assert np.isfinite(found).sum() == 4
    assert np.isfinite(found[:2, :2]).all()


def test_sigma_of_an_average_is_the_average_of_the_sigmas(tmp_path: Path) -> None:
    fine = _reference(_grid(30, (20, 20)), _noise((20, 20)), sigma=1.5)
    coarse = _reference(_grid(300, (2, 2)), _noise((2, 2), 1), sigma=2.0)
    with alignment.aligned(fine, coarse, tmp_path) as pair:
        assert pair.first.sigma is not None
        assert pair.second.sigma is not None
        assert pair.first.sigma.to_numpy() == pytest.approx(1.5, abs=1e-6)
        assert pair.second.sigma.to_numpy() == pytest.approx(2.0, abs=1e-6)


def test_pixels_of_one_size_are_interpolated_onto_the_first(tmp_path: Path) -> None:
    """A plane is a plane again, between the centres of the outermost pixels."""
    rows, columns = np.mgrid[:30, :40]
    first = _reference(_grid(30, (30, 40)), _noise((30, 40)))
    plane = 290 + 0.1 * columns - 0.05 * rows
    second = _reference(_grid(30, (30, 40), shift=10), plane.astype(np.float32))
    left, right, *how = _both(first, second, tmp_path)
    assert how == ["", "interpolated bilinearly"]
    np.testing.assert_array_equal(left, first.temperature.to_numpy())
    moved = plane - 0.1 / 3 + 0.05 / 3
    inside = (slice(1, 29), slice(1, 39))
    np.testing.assert_allclose(right[inside], moved[inside], rtol=0, atol=1e-3)


def test_other_projections_show_the_same_ground(tmp_path: Path) -> None:
    """A field of longitude and latitude, seen in UTM and on a sinusoidal grid 30 times as coarse.

    The field climbs 10 K in a degree, .09 K in a kilometre: 20 m off is .002 K.
    """

    def field(grid: Grid) -> Values:
        rows, columns = np.mgrid[: grid.height, : grid.width].astype(float)
        longitude, latitude = geographic_positions(grid, rows, columns)
        return (200 + 10 * longitude - latitude).astype(np.float32)

    fine = Grid(UTM, Affine(30, 0, 6e5, 0, -30, 5.1e6), 900, 800)
    west, south, east, north = rasters_bounds(fine)
    coarse = Grid(SINUSOIDAL, Affine(926.6254, 0, west, 0, -926.6254, north),
                  int((north - south) / 926.6254), int((east - west) / 926.6254))  # fmt: skip
    left, right, how, _ = _both(_reference(fine, field(fine)), _reference(coarse, field(coarse)),
                                tmp_path)  # fmt: skip
    difference = left - right
    assert how == "averaged"
    assert np.isfinite(difference).sum() > 400
    assert np.nanmax(np.abs(difference)) < 0.01


def rasters_bounds(grid: Grid) -> tuple[float, float, float, float]:
    from rasterio.warp import transform_bounds  # noqa: PLC0415

    west, south, east, north = transform_bounds(UTM, SINUSOIDAL, *grid.bounds)
    return west, south, east, north


def test_the_result_is_cut_to_what_both_cover(tmp_path: Path) -> None:
    fine = _reference(_grid(30, (40, 40)), _noise((40, 40)))
    coarse = _reference(_grid(300, (100, 100), shift=-15000), _noise((100, 100), 1))
    with alignment.aligned(fine, coarse, tmp_path) as pair:
        assert max(pair.grid.shape) <= 4 + 2 * 3
        found = pair.first.temperature.to_numpy()
        own = pair.second.temperature.to_numpy()
    assert np.isfinite(found).sum() == 16
    row, column = (int(place) for place in np.argwhere(np.isfinite(found))[0])
    x, y = pair.grid.place(column, row)
    assert (x, y) == (5e5, 5e6)
    assert own[row, column] == coarse.temperature.to_numpy()[50, 50]


def test_rasters_apart_share_no_ground(tmp_path: Path) -> None:
    first = _reference(_grid(30, (10, 10)), _noise((10, 10)))
    far = _reference(_grid(30, (10, 10), shift=2e5), _noise((10, 10)))
    with (
        pytest.raises(InputError, match="share no ground"),
        alignment.aligned(first, far, tmp_path),
    ):
        pass


def test_a_raster_without_a_place_is_refused(tmp_path: Path) -> None:
    first = _reference(_grid(30, (10, 10)), _noise((10, 10)))
    lost = replace(first, temperature=first.temperature.drop_vars("spatial_ref"))
    with (
        pytest.raises(InputError, match="no coordinate reference system"),
        alignment.aligned(first, lost, tmp_path),
    ):
        pass
