"""A granule as a scene: a lazy Dataset on a projected grid, in house names and units."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import dask
import dask.array as da
import numpy as np
import rioxarray  # noqa: F401  (arrays get their .rio)
import xarray as xr
from numpy.typing import NDArray

from lstgeo import vocabulary
from lstgeo.raster import cloud, dataset, door
from lstgeo.raster.grid import Grid
from lstgeo.raster.swaths import ecostress, granule, gridding, hdf4, hdf5, modis, names
from lstgeo.raster.swaths.granule import Granule
from lstgeo.raster.swaths.gridding import Located
from lstgeo.sensors import platforms


def open_scene(path: Path, band_name: str | None = None) -> xr.Dataset:
    """Scene of the granule whose radiance file is at `path`, on a grid of its native resolution.

    Headers and positions are read at once, pixels when they are asked for. Raises SceneError,
    MethodError, RasterError or InputError where nothing can be retrieved from it.
    """
    name = names.radiance(path)
    band = platforms.sensor(name.sensor).band(band_name)
    reader = ecostress if name.sensor == "ecostress" else modis
    found: Granule = reader.opened(path, name, band)
    grid = gridding.grid(found.positions(), found.lines, band.native_resolution)
    cells, like = _cells(found, grid), _coordinates(grid)
    layers = {
        quantity: like.copy(data=cells[quantity.name])
        for quantity in (*found.quantities, vocabulary.QUALITY)
    }
    layers[vocabulary.QUALITY] = cloud.with_proximity(layers[vocabulary.QUALITY])
    told = {
        "sun_elevation": found.sun_elevation,
        "calibration_uncertainty": found.calibration_sigma,
    }
    return dataset.named(layers).assign_attrs(
        scene=name.stem,
        source=str(path),
        sensor=band.sensor,
        band=band.name,
        datetime=name.middle.isoformat(),
        radiance_gain=found.gain,
        inputs=[str(file) for file in found.files],
        swath_pixels=math.prod(found.shape),
        **{name: value for name, value in told.items() if value is not None},
    )


def require_whole(path: Path) -> None:
    """Raise RasterError where a file of a granule cannot be opened, as one that ends early."""
    with (hdf5 if path.suffix.lower() == ".h5" else hdf4).opened(path):
        pass


def _cells(found: Granule, grid: Grid) -> da.Array:
    """Cells of the grid, of the type of pixels, in strips of full width.

    Pixels are looked up in windows of `door.STRIP` rows, whatever the height of the strips.
    """
    located = dask.delayed(_located, pure=True)(found, grid)  # type: ignore[attr-defined]
    pixels = dask.delayed(found.pixels)()  # type: ignore[attr-defined]
    look_up = dask.delayed(_looked_up)  # type: ignore[attr-defined]
    kind = granule.pixel_type(found.quantities)
    windows = []
    for top in range(0, grid.height, door.STRIP):
        rows = slice(top, min(top + door.STRIP, grid.height))
        shape = rows.stop - top, grid.width
        cells = look_up(pixels, located, grid, rows)
        windows.append(da.from_delayed(cells, shape, kind))  # type: ignore[no-untyped-call]
    whole: da.Array = da.concatenate(windows)  # type: ignore[no-untyped-call]
    strips: da.Array = whole.rechunk({0: door.strip_height(grid.width)})  # type: ignore[no-untyped-call]
    return strips


def _located(found: Granule, grid: Grid) -> Located:
    return gridding.located(found.positions(), found.lines, grid)


def _looked_up(pixels: NDArray[Any], located: Located, grid: Grid, rows: slice) -> NDArray[Any]:
    """Pixels of the cells in some rows; the last pixel stands for none."""
    return np.asarray(pixels[gridding.nearest(located, grid, rows)])


def _coordinates(grid: Grid) -> xr.DataArray:
    """Empty raster with the coordinates of a grid."""
    columns, rows = np.arange(grid.width) + 0.5, np.arange(grid.height) + 0.5
    transform = grid.transform
    empty = xr.DataArray(
        da.empty(grid.shape, np.float32),
        coords={"y": transform.f + transform.e * rows, "x": transform.c + transform.a * columns},
        dims=("y", "x"),
    )
    placed: xr.DataArray = empty.rio.write_crs(grid.crs).rio.write_transform(transform)
    return placed
