"""The height that a coarse field's cells lie at: its own orography, or a finer elevation model."""

from __future__ import annotations

import numpy as np
import pyproj
from affine import Affine
from rasterio import DatasetReader
from rasterio.enums import Resampling
from rasterio.errors import RasterioError, WindowError
from rasterio.warp import transform_bounds
from rasterio.windows import Window as RasterWindow
from rasterio.windows import from_bounds

from lstgeo.errors import InputError
from lstgeo.raster import door, longitude, possible, projection
from lstgeo.raster.fields import coarse, drape, mesh
from lstgeo.raster.fields.axes import Floats, from_meridian
from lstgeo.raster.fields.coarse import Coarse
from lstgeo.raster.fields.drape import Drape
from lstgeo.raster.fields.field import Field, unreadable
from lstgeo.raster.grid import Grid
from lstgeo.raster.possible import Range

_MOST = 1024
"""Samples of an elevation model along each side; finer ones are averaged on reading."""

_REACH = 1.5
"""Cells beyond the scene whose heights are wanted."""


def of_orography(found: Coarse, orography: Field, factor: float) -> Drape | None:
    """Heights of the cells of `found` by a field of the same cells; None where it has others."""
    around = found.window
    if orography.axes is None or not orography.axes.alike(around.axes):
        return None
    heights = around.read(orography, 0) * factor
    return drape.over(around.mesh, coarse.filled(heights)) if np.isfinite(heights).any() else None


def of_model(found: Coarse, model: Field, factor: float, grid: Grid, limits: Range) -> Drape:
    """Heights of the cells of `found`: means of an elevation model over each.

    A cell that the model covers in part has the mean of that part, one outside it the height of
    the nearest. Heights outside `limits` are missing, see `possible`. Raises RasterError.
    """
    around = found.window
    try:
        with door.opened(model.raster) as stored:
            west, _, east, _ = grid.geographic_bounds
            turned = longitude.turned(stored, west, east)
        with door.opened(turned) as stored:
            limited = possible.within(stored, model.bands[0], limits)
        with door.opened(limited) as source:
            window = _around(source, grid, found)
            values, own = _reduced(source, 1, window)
    except RasterioError as error:
        raise unreadable(model.path, error.__cause__ or error) from error
    means = _means(values * factor, own, found)
    return drape.over(around.mesh, coarse.filled(means))


def _means(values: Floats, grid: Grid, found: Coarse) -> Floats:
    around = found.window
    rows, columns = np.meshgrid(*(np.arange(float(n)) for n in grid.shape), indexing="ij")
    known = np.isfinite(values)
    transformer = pyproj.Transformer.from_crs(grid.crs.to_wkt(), around.axes.crs, always_xy=True)
    x, y = transformer.transform(*projection.placed(grid, rows[known], columns[known]))
    if around.axes.round:
        x = from_meridian(np.asarray(x), around.meridian)
    places = (line.position(value) for line, value in zip(around.lines, (y, x), strict=True))
    row, column = (np.rint(place) for place in places)
    height, width = around.mesh.cells
    inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
    cell = (row * width + column)[inside].astype(np.intp)
    count = np.bincount(cell, minlength=height * width)
    total = np.bincount(cell, values[known][inside], minlength=height * width)
    with np.errstate(invalid="ignore"):
        return np.asarray((total / np.where(count, count, np.nan)).reshape(height, width))


def _around(source: DatasetReader, grid: Grid, found: Coarse) -> RasterWindow:
    """Window of an elevation model: the scene and a cell and a half of the field around it."""
    reach = _REACH * mesh.pixels_per_cell(grid, found.window.axes)
    wider = Grid(
        grid.crs,
        grid.transform @ Affine.translation(-reach, -reach),
        int(grid.height + 2 * reach),
        int(grid.width + 2 * reach),
    )
    bounds = transform_bounds(wider.crs, source.crs, *wider.bounds)
    window = from_bounds(*bounds, source.transform).round_offsets().round_lengths()
    try:
        return window.intersection(RasterWindow(0, 0, source.width, source.height))
    except WindowError as error:
        raise InputError(f"{source.name} does not overlap the scene") from error


def _reduced(source: DatasetReader, band: int, window: RasterWindow) -> tuple[Floats, Grid]:
    """A window of an elevation model, averaged to a moderate number of samples."""
    height, width = (max(1, min(int(size), _MOST)) for size in (window.height, window.width))
    stored = source.read(
        band, window=window, out_shape=(height, width), resampling=Resampling.average, masked=True
    )
    values = stored.astype(np.float64).filled(np.nan)
    values = values * source.scales[band - 1] + source.offsets[band - 1]
    scale = Affine.scale(window.width / width, window.height / height)
    transform = source.window_transform(window) @ scale
    return np.asarray(values), Grid(source.crs, transform, height, width)
