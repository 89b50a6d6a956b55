"""Tiles and exports of ASTER GED on the grid of a scene, against the numbers that made them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import xarray as xr
from affine import Affine

import lstgeo
from lstgeo.errors import InputError, MissingFileError, RasterError
from lstgeo.raster import aster as ged
from tests import aster, rasters, scenes

EXPORT = (
    *("emissivity_band13", "emissivity_band14"),
    *("emissivity_sdev_band13", "emissivity_sdev_band14", "ndvi"),
)
SCALES = (1000, 1000, 10000, 10000, 100)
VALUES = (0.951, 0.962, 0.0041, 0.0053, -0.12)


@pytest.fixture(scope="module")
def like(tmp_path_factory: pytest.TempPathFactory) -> xr.DataArray:
    folder = scenes.write(tmp_path_factory.mktemp("scene"))
    return lstgeo.open_scene(folder)["at_sensor_radiance"]


def _bands(folder: Path, **given: Any) -> list[Any]:
    return [np.asarray(layer) for layer in ged.onto(folder, given["like"]).layers]


def _export(
    path: Path, *, stored: bool = True, masked: float | None = None, names: Any = EXPORT
) -> Path:
    """Export of Google Earth Engine in degrees; a masked pixel is 0 there."""
    scales = SCALES if stored else (1,) * 5
    bands = np.array([np.full((60, 60), v * s) for v, s in zip(VALUES, scales, strict=True)])
    if masked is not None:
        bands[:, :, :30] = masked
    kind = "int16" if stored else "float32"
    transform = Affine(0.001, 0, 14.98, 0, -0.001, 48.78)
    with rasterio.open(
        path, "w", driver="GTiff", height=60, width=60, count=5, dtype=kind,
        crs=rasters.DEGREES, transform=transform,
    ) as target:  # fmt: skip
        target.write(np.rint(bands).astype(kind) if stored else bands.astype(kind))
        target.descriptions = names
    return path


@pytest.mark.parametrize("cells", [100, 1000])
def test_a_tile_gives_its_numbers_by_their_scales(
    tmp_path: Path, like: xr.DataArray, cells: int
) -> None:
    """Bands 13 and 14 are the fourth and fifth of five."""
    mean = np.array([0.5, 0.6, 0.7, 0.951, 0.962])[:, None, None]
    path = aster.write(tmp_path, mean, deviation=0.0041, ndvi=-0.12, cells=cells)
    found = ged.onto(path, like)
    assert found.files == (str(path),)
    for layer, expected in zip(found.layers, (0.951, 0.962, 0.0041, 0.0041, -0.12), strict=True):
        assert layer.dtype == np.float32
        assert layer.chunks
        # float32 after an offset of 2: half a step is 1.2e-7
        np.testing.assert_allclose(np.asarray(layer), expected, rtol=0, atol=3e-7)


def test_positions_are_those_of_the_tile(tmp_path: Path, like: xr.DataArray) -> None:
    """Emissivity as a plane in longitude and latitude: bilinear interpolation keeps it."""
    north, west, cells = aster.NORTH, aster.WEST, 1000
    rows, columns = np.indices((cells, cells)) + 0.5
    mean = 0.9 + 0.0001 * (columns / 2 + rows / 20)
    path = aster.write(tmp_path, mean, cells=cells)
    found = np.asarray(ged.onto(path, like).layers[0])
    transformer = rasterio.warp.transform
    y, x = np.meshgrid(like.y, like.x, indexing="ij")
    longitude, latitude = transformer(rasters.UTM, rasters.DEGREES, x.ravel(), y.ravel())
    expected = 0.9 + 0.0001 * (
        (np.array(longitude) - west) * cells / 2 + (north - np.array(latitude)) * cells / 20
    )
    # Stored in steps of .001: half a step, which interpolation does not enlarge.
    np.testing.assert_allclose(found.ravel(), expected, rtol=0, atol=0.0005 + 1e-6)
    assert found.max() - found.min() > 0.0005
    assert abs(np.mean(found.ravel() - expected)) < 2e-4


def test_a_tile_of_another_name_lies_where_its_positions_say(
    tmp_path: Path, like: xr.DataArray
) -> None:
    random = np.random.default_rng(4).uniform(0.9, 0.98, (100, 100))
    named = _bands(aster.write(tmp_path, random), like=like)
    renamed = _bands(aster.write(tmp_path, random, name="ours.h5"), like=like)
    for left, right in zip(named, renamed, strict=True):
        # Positions are float32: 4e-6 degrees, .0004 pixels, between neighbours up to .08 apart.
        np.testing.assert_allclose(left, right, rtol=0, atol=3e-5)


def test_a_folder_is_a_mosaic_of_the_tiles_over_the_scene(
    tmp_path: Path, like: xr.DataArray
) -> None:
    """Two tiles that meet inside a scene moved to 16 degrees east, and one elsewhere."""
    west, east = aster.write(tmp_path, 0.95), aster.write(tmp_path, 0.97, west=16)
    aster.write(tmp_path, 0.90, west=40)
    (tmp_path / "notes.txt").write_text("ours", "utf-8")
    moved = like.assign_coords(x=like.x + 72_900.0)
    moved = moved.rio.write_transform(scenes.TRANSFORM * Affine.translation(72_900 / 30, 0))
    found = ged.onto(tmp_path, moved)
    assert found.files == (str(west), str(east))
    values = np.asarray(found.layers[0])
    assert np.isfinite(values).all()
    np.testing.assert_allclose([values.min(), values.max()], [0.95, 0.97], atol=1e-6)


def test_fill_and_failed_retrievals_are_missing(tmp_path: Path, like: xr.DataArray) -> None:
    mean = np.full((5, 1000, 1000), 0.96)
    mean[:, :, ::20] = np.nan
    mean[:, 255:, :] = 0.1
    values = _bands(aster.write(tmp_path, mean, cells=1000), like=like)[0]
    missing = np.isnan(values)
    assert 0.05 < missing.mean() < 0.95
    np.testing.assert_allclose(values[~missing], 0.96, atol=1e-6)


@pytest.mark.parametrize("stored", [True, False])
def test_an_export_is_told_by_the_names_of_its_bands(
    tmp_path: Path, like: xr.DataArray, stored: bool
) -> None:
    path = _export(tmp_path / "ged.tif", stored=stored)
    for values, expected in zip(_bands(path, like=like), VALUES, strict=True):
        np.testing.assert_allclose(values, expected, rtol=0, atol=3e-7)


def test_masked_pixels_of_an_export_are_missing_not_zero(
    tmp_path: Path, like: xr.DataArray
) -> None:
    values = _bands(_export(tmp_path / "ged.tif", masked=0), like=like)[0]
    missing = np.isnan(values)
    assert 0 < missing.mean() < 1
    np.testing.assert_allclose(values[~missing], VALUES[0], atol=1e-6)


def test_the_layers_that_the_providers_scripts_write_are_a_tile(
    tmp_path: Path, like: xr.DataArray
) -> None:
    stem = "AG1km.v003.49.015.0010"
    layers = {"Emissivity_Mean": (960, 5), "Emissivity_SDev": (41, 5), "NDVI_Mean": (30, 1)}
    for name, (number, count) in layers.items():
        with rasterio.open(
            tmp_path / f"{stem}_{name}.tif", "w", driver="GTiff", height=100, width=100,
            count=count, dtype="int16", crs=rasters.DEGREES,
            transform=Affine(0.01, 0, 15, 0, -0.01, 49),
        ) as target:  # fmt: skip
            target.write(np.full((count, 100, 100), number, np.int16))
    for values, expected in zip(
        _bands(tmp_path, like=like), (0.96, 0.96, 0.0041, 0.0041, 0.3), strict=True
    ):
        np.testing.assert_allclose(values, expected, rtol=0, atol=3e-7)


def test_what_is_no_aster_is_refused_in_a_sentence(tmp_path: Path, like: xr.DataArray) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(InputError, match="has no tile of ASTER GED, such as AG100"):
        ged.onto(empty, like)
    with pytest.raises(MissingFileError, match="does not exist"):
        ged.onto(tmp_path / "nothing", like)
    with pytest.raises(InputError, match="does not overlap the scene"):
        ged.onto(aster.write(tmp_path, west=-89), like)
    with pytest.raises(InputError, match="lacks the band ndvi; bands of ASTER GED are told"):
        ged.onto(_export(tmp_path / "e.tif", names=(*EXPORT[:-1], "NDVI8")), like)
    cut = aster.write(tmp_path)
    rasters.cut(cut, 0.5)
    with pytest.raises(RasterError, match="cannot be read as a raster"):
        ged.onto(cut, like)
