"""A class map on the grid of a scene: codes are looked up, and only what they mean is averaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from affine import Affine
from numpy.typing import NDArray
from rasterio.warp import transform

import lstgeo
from lstgeo.errors import InputError
from lstgeo.raster import classmap
from tests import rasters, scenes

MEANING = {10: (0.99, 0.005), 60: (0.96, 0.02), 80: (0.991, 0.003), 200: (0.97, 0.01)}
CODES = np.array([10, 60, 80, 200, 77, 0])


@pytest.fixture(scope="module")
def like(tmp_path_factory: pytest.TempPathFactory) -> xr.DataArray:
    folder = scenes.write(tmp_path_factory.mktemp("scene"))
    return lstgeo.open_scene(folder)["at_sensor_radiance"]


def _drawn(shape: tuple[int, int], kind: str = "uint8") -> NDArray[np.integer]:
    return np.random.default_rng(5).choice(CODES, shape).astype(kind)


def _means(codes: NDArray[np.integer], part: int) -> NDArray[np.float64]:
    values = [MEANING[code][part] if code in MEANING else np.nan for code in codes.ravel().tolist()]
    return np.reshape(values, codes.shape)


@pytest.mark.parametrize("kind", ["uint8", "int16", "uint16", "int32", "float32"])
def test_on_the_same_grid_each_code_is_looked_up(
    tmp_path: Path, like: xr.DataArray, kind: str
) -> None:
    codes = _drawn(scenes.SHAPE, kind)
    path = rasters.write(tmp_path / "c.tif", codes, transform=scenes.TRANSFORM)
    for part, found in enumerate(classmap.onto(path, MEANING, like)):
        assert found.chunks
        np.testing.assert_allclose(np.asarray(found), _means(codes, part), rtol=0, atol=1e-7)


def test_a_finer_map_gives_the_mean_of_what_its_codes_mean(
    tmp_path: Path, like: xr.DataArray
) -> None:
    """Ten by ten pixels of 3 m in one of 30 m; unknown codes are left out of the mean."""
    codes = _drawn((400, 360))
    fine = scenes.TRANSFORM * Affine.scale(0.1)
    path = rasters.write(tmp_path / "c.tif", codes, transform=fine)
    for part, found in enumerate(classmap.onto(path, MEANING, like)):
        blocks = _means(codes, part).reshape(40, 10, 36, 10)
        np.testing.assert_allclose(
            np.asarray(found), np.nanmean(blocks, axis=(1, 3)), rtol=0, atol=1e-6
        )


@pytest.mark.parametrize("cell", [0.0004, 0.004])
def test_a_map_of_another_crs_gives_the_code_at_the_centre_never_one_between(
    tmp_path: Path, like: xr.DataArray, cell: float
) -> None:
    """Pixels of about 30 x 44 m and 300 x 440 m, in degrees."""
    size = round(0.04 / cell)
    codes = _drawn((size, size))
    place = Affine(cell, 0, 14.99, 0, -cell, 48.77)
    path = rasters.write(tmp_path / "c.tif", codes, crs=rasters.DEGREES, transform=place)
    found = np.asarray(classmap.onto(path, MEANING, like)[0])
    y, x = np.meshgrid(like.y, like.x, indexing="ij")
    longitude, latitude = transform(rasters.UTM, rasters.DEGREES, x.ravel(), y.ravel())
    column, row = (np.array(longitude) - 14.99) / cell, (48.77 - np.array(latitude)) / cell
    inner = (np.abs(column % 1 - 0.5) < 0.45) & (np.abs(row % 1 - 0.5) < 0.45)
    expected = _means(codes[row.astype(int), column.astype(int)], 0)
    assert inner.mean() > 0.7
    # The position is known to .01 pixels of the map: pixels on a border may fall to either side.
    np.testing.assert_allclose(found.ravel()[inner], expected[inner], rtol=0, atol=1e-7)
    known = found[~np.isnan(found)]
    assert np.isin(known, [np.float32(values[0]) for values in MEANING.values()]).all()


def test_nodata_is_no_class_even_if_the_table_knows_its_code(
    tmp_path: Path, like: xr.DataArray
) -> None:
    codes = _drawn(scenes.SHAPE)
    path = rasters.write(tmp_path / "c.tif", codes, transform=scenes.TRANSFORM, nodata=10)
    found = np.asarray(classmap.onto(path, MEANING, like)[0])
    np.testing.assert_array_equal(np.isnan(found), np.isin(codes, [10, 77, 0]))


def test_what_is_no_class_map_is_refused_in_a_sentence(tmp_path: Path, like: xr.DataArray) -> None:
    codes = _drawn(scenes.SHAPE)
    nowhere = rasters.write(tmp_path / "n.tif", codes, crs=None, transform=scenes.TRANSFORM)
    with pytest.raises(InputError, match="has no coordinate reference system"):
        classmap.onto(nowhere, MEANING, like)
    away = scenes.TRANSFORM * Affine.translation(9000, 0)
    elsewhere = rasters.write(tmp_path / "e.tif", codes, transform=away)
    with pytest.raises(InputError, match="does not overlap the scene"):
        classmap.onto(elsewhere, MEANING, like)
    other = rasters.write(tmp_path / "o.tif", codes * 0 + 3, transform=scenes.TRANSFORM)
    with pytest.raises(InputError, match="has none of the classes of its table over the scene"):
        classmap.onto(other, MEANING, like)
