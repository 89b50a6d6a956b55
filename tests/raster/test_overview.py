"""A decimated read keeps values, bits, nodata and place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio

from lstgeo.errors import MissingFileError, RasterError
from lstgeo.quality import Quality
from lstgeo.raster import overview
from tests.pictures import retrievals

SIDE = 1200


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("overview")
    values = np.arange(SIDE * SIDE, dtype=np.float32).reshape(SIDE, SIDE)
    values[:, : SIDE // 2] = np.nan
    retrievals.write_cog(made / "values.tif", values, "average", nodata=np.nan, units="K")
    bits = np.where(np.indices((SIDE, SIDE)).sum(axis=0) % 2, Quality.CLOUD, Quality.WATER)
    retrievals.write_cog(made / "bits.tif", bits.astype(np.uint16), "nearest")
    return made


def test_averages_leave_nodata_out_and_keep_the_mean(folder: Path) -> None:
    """Every merged pixel is the mean of 8 x 8; float32 holds 1.4 million to .1."""
    found = overview.read(folder / "values.tif", SIDE // 8)
    assert found.values.shape == (150, 150)
    assert np.isnan(found.values[:, :75]).all()
    first = np.mean([[row * SIDE + column for column in range(600, 608)] for row in range(8)])
    assert found.values[0, 75] == pytest.approx(first, abs=0.5)
    assert found.units == "K"


def test_single_pixels_are_values_of_the_file(folder: Path) -> None:
    found = overview.read(folder / "values.tif", SIDE // 8, average=False)
    with rasterio.open(folder / "values.tif") as source:
        stored = source.read(1)
    valid = found.values[np.isfinite(found.values)]
    assert np.isin(valid, stored).all()
    assert valid.size == 150 * 75


def test_bits_never_mix(folder: Path) -> None:
    found = overview.bits(folder / "bits.tif", 97)
    assert set(np.unique(found.values)) <= {int(Quality.CLOUD), int(Quality.WATER)}


def test_the_decimated_grid_covers_the_same_ground(folder: Path) -> None:
    found = overview.read(folder / "values.tif", 97)
    assert found.grid.shape == (97, 97)
    assert found.grid.bounds == pytest.approx(found.native.bounds, abs=1e-6)


def test_a_small_raster_is_not_made_larger(tmp_path: Path) -> None:
    path = retrievals.write(tmp_path / "t.tif", retrievals.wave(20, 30))
    assert overview.read(path, 1000).values.shape == (20, 30)
    np.testing.assert_array_equal(overview.read(path, 1000).values, retrievals.wave(20, 30))


def test_longitude_and_latitude_are_those_of_utm() -> None:
    """On the central meridian of zone 31 (3 E) easting is 500 km, northing .9996 of the arc."""
    grid = retrievals.grid(10, 10)
    columns, rows = np.array([[(500_000 - 467_400) / 30]]), np.array([[5_416_800 / 30]])
    places = overview.geographic(grid, columns, rows)
    assert places is not None
    assert places[0].item() == pytest.approx(3.0, abs=1e-9)
    assert places[1].item() == pytest.approx(0.0, abs=1e-9)


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="does not exist"):
        overview.read(tmp_path / "none.tif", 100)
    path = retrievals.write(tmp_path / "t.tif", retrievals.wave(20, 30))
    with pytest.raises(RasterError, match="whole numbers"):
        overview.bits(path, 100)
    two = tmp_path / "two.tif"
    with rasterio.open(
        two,
        "w",
        driver="GTiff",
        width=4,
        height=4,
        count=2,
        dtype="uint8",
        crs=retrievals.UTM,
        transform=retrievals.grid(4, 4).transform,
    ) as target:
        target.write(np.zeros((2, 4, 4), np.uint8))
    with pytest.raises(RasterError, match="2 bands"):
        overview.read(two, 100)


def test_a_truncated_file_is_said_to_be(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).normal(300, 5, (600, 600)).astype(np.float32)
    path = retrievals.write_cog(tmp_path / "t.tif", noise, "average")
    path.write_bytes(path.read_bytes()[:-400_000])
    with pytest.raises(RasterError, match=r"cannot be read"):
        overview.read(path, 600)
