"""What is written: valid Cloud Optimized GeoTIFFs with their units, scale, tags and bits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.crs import CRS
from rio_cogeo.cogeo import cog_validate

from lstgeo.errors import OutputError, RasterError
from lstgeo.raster import cog, geotiff, intact
from lstgeo.raster.grid import Grid
from tests import rasters

GRID = Grid(CRS.from_epsg(32633), Affine(30, 0, 500_010, 0, -30, 5_400_030), 1100, 1030)


def _written(
    folder: Path, dtype: str, overviews: str, **options: object
) -> tuple[np.ndarray, Path]:
    random = np.random.default_rng(1)
    values = random.integers(1, 60_000, GRID.shape).astype(dtype)
    plain, target = folder / "plain.tif", folder / "lst.tif"
    with geotiff.writer(plain, GRID, dtype, compress=None, predictor=1, **options) as write:  # type: ignore[arg-type]
        for top in range(0, GRID.height, 512):
            write(top, values[top : top + 512])
    cog.convert(plain, target, overviews=overviews, threads=2)
    return values, target


@pytest.mark.parametrize(
    ("dtype", "overviews"), [("float32", "average"), ("uint16", "nearest"), ("int16", "average")]
)
def test_a_cog_is_valid_and_keeps_every_number(tmp_path: Path, dtype: str, overviews: str) -> None:
    values, path = _written(tmp_path, dtype, overviews)
    assert cog_validate(path, strict=True, quiet=True)[:2] == (True, [])
    np.testing.assert_array_equal(rasters.read(path), values)
    with rasterio.open(path) as source:
        assert Grid.of(source) == GRID
        assert source.overviews(1) == [2, 4]


def test_units_scale_description_and_tags_are_kept(tmp_path: Path) -> None:
    _, path = _written(
        tmp_path, "uint16", "average", nodata=0.0, units="K", description="temperature",
        scale=0.00341802, offset=149.0, tags={"standard_name": "surface_temperature"},
    )  # fmt: skip
    with rasterio.open(path) as source:
        assert source.units == ("K",)
        assert source.descriptions == ("temperature",)
        assert (source.scales, source.offsets) == ((0.00341802,), (149.0,))
        assert source.nodata == 0
        assert source.tags()["standard_name"] == "surface_temperature"


def test_overviews_of_bits_hold_no_bits_that_no_pixel_has(tmp_path: Path) -> None:
    values, path = _written(tmp_path, "uint16", "nearest")
    with rasterio.open(path, OVERVIEW_LEVEL=0) as source:
        overview = source.read(1)
    blocks = values[: overview.shape[0] * 2, : overview.shape[1] * 2]
    blocks = blocks.reshape(overview.shape[0], 2, overview.shape[1], 2)
    assert np.all((blocks == overview[:, None, :, None]).any((1, 3)))


def test_the_number_of_threads_changes_no_byte(tmp_path: Path) -> None:
    _, path = _written(tmp_path, "float32", "average")
    again = tmp_path / "again.tif"
    cog.convert(tmp_path / "plain.tif", again, overviews="average", threads=1)
    assert again.read_bytes() == path.read_bytes()


def test_what_cannot_be_converted_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"lst.tif cannot be written"):
        cog.convert(tmp_path / "nothing.tif", tmp_path / "lst.tif", overviews="average", threads=1)


@pytest.mark.parametrize("compress", [None, "deflate"])
def test_a_truncated_tiff_is_found_out_and_a_whole_one_is_not(
    tmp_path: Path, compress: str | None
) -> None:
    values = np.random.default_rng(2).normal(size=(600, 500)).astype(np.float32)
    path = rasters.write(tmp_path / "a.tif", values, transform=GRID.transform, compress=compress)
    intact.require_whole(path)
    rasters.cut(path, 0.9)
    with pytest.raises(RasterError, match=r"a.tif is truncated|cannot be read"):
        intact.require_whole(path)


def test_a_sparse_tiff_is_whole(tmp_path: Path) -> None:
    path = rasters.write(tmp_path / "a.tif", np.zeros((600, 600), np.uint8), sparse_ok=True)
    intact.require_whole(path)
