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
from lstgeo.raster.fields.coarse import Coarse, Window
from lstgeo.raster.fields.drape import Drape, Values
from lstgeo.raster.fields.field import Field, unreadable
from lstgeo.raster.grid import Grid
from lstgeo.raster.possible import Range
from lstgeo.vocabulary import ELEVATION

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


def of_model(found: Coarse, model: Field, factor: float, grid: Grid) -> Drape:
    """Heights of the cells of `found`: means of an elevation model over each.

    A cell that the model covers in part has the mean of that part, one outside it the height of
    the nearest. Heights that cannot be are missing. Raises RasterError.
    """
    return drape.over(found.window.mesh, means(found.window, model, factor, grid))


def means(around: Window, model: Field, factor: float, grid: Grid) -> Values:
    """Mean height [m] of an elevation model over each cell of a window; raises RasterError."""
    values, own = _sampled(model, factor, grid, _REACH * mesh.pixels_per_cell(grid, around.axes))
    return coarse.filled(_means(values * factor, own, around))


def span(model: Field, factor: float, grid: Grid) -> tuple[float, float]:
    """Least and greatest height [m] of an elevation model over a scene, of a million samples."""
    values = _sampled(model, factor, grid, 0.0, Resampling.nearest)[0] * factor
    if not np.isfinite(values).any():
        raise InputError(f"{model.path} has no value of elevation over the scene")
    return float(np.nanmin(values)), float(np.nanmax(values))


def _sampled(
    model: Field, factor: float, grid: Grid, reach: float, how: Resampling = Resampling.average
) -> tuple[Floats, Grid]:
    """Samples of an elevation model over a scene and `reach` pixels around it."""
    try:
        with door.opened(model.raster) as stored:
            west, _, east, _ = grid.geographic_bounds
            turned = longitude.turned(stored, west, east)
        with door.opened(turned) as stored:
            limited = possible.within(stored, model.bands[0], _limits(factor))
        with door.opened(limited) as source:
            return _reduced(source, 1, _around(source, grid, reach), how)
    except RasterioError as error:
        raise unreadable(model.path, error.__cause__ or error) from error


def _limits(factor: float) -> Range:
    """Heights that may be, in the units of a model."""
    low, high = ELEVATION.plausible
    return low / factor, high / factor


def _means(values: Floats, grid: Grid, around: Window) -> Floats:
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


def _around(source: DatasetReader, grid: Grid, reach: float) -> RasterWindow:
    """Window of an elevation model: the scene and `reach` pixels around it."""
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


def _reduced(
    source: DatasetReader, band: int, window: RasterWindow, how: Resampling
) -> tuple[Floats, Grid]:
    """A window of an elevation model, brought to a moderate number of samples."""
    height, width = (max(1, min(int(size), _MOST)) for size in (window.height, window.width))
    stored = source.read(
        band, window=window, out_shape=(height, width), resampling=how, masked=True
    )
    values = stored.astype(np.float64).filled(np.nan)
    values = values * source.scales[band - 1] + source.offsets[band - 1]
    scale = Affine.scale(window.width / width, window.height / height)
    transform = source.window_transform(window) @ scale
    return np.asarray(values), Grid(source.crs, transform, height, width)
