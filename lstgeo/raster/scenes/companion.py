"""The bands that come with a thermal band, on its grid, in house units."""

from __future__ import annotations

import logging
from typing import Any

import numpy as np
import xarray as xr
from rasterio import DatasetReader
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.warp import transform_bounds

from lstgeo import vocabulary
from lstgeo.errors import SceneError
from lstgeo.raster import align, door, extent
from lstgeo.raster.grid import Grid
from lstgeo.raster.scenes import qa

log = logging.getLogger(__name__)

_SAMPLED_ROWS = 64
_FILLED = 1
"""Number of a quality band that means fill, in every schema."""
_NO_ANGLE = -1
_ANGLE_STEP = 0.01
"""Degrees a step of an angle band."""
_LARGEST = 65535
"""Largest number that a reflective band stores."""
_SMALLER = 1 - 1e-3
"""Share of a thermal pixel below which a band's pixels are averaged over it."""


def quality(path: str | None, thermal: xr.DataArray, name: str, stated: str) -> xr.DataArray:
    """House quality bits 0 to 5 of a scene called `name`; none, with a warning, without a band.

    The band is in the schema `stated`, unless its pixels are clearly coded in another.
    """
    if path is None:
        log.warning("%s has no quality band: clouds stay unflagged", name)
        return xr.zeros_like(thermal, dtype=np.uint16)
    band = on_grid(path, thermal, Resampling.nearest, fill=_FILLED)
    if band.dtype.itemsize == 1:
        log.warning("the quality band of %s has 8 bits, too few for its cloud bits", name)
    schema = qa.schema_of(door.middle_rows(band, _SAMPLED_ROWS), stated)
    if schema != stated:
        log.warning(
            "the quality band of %s is coded as %s, not as its metadata says (%s): read as coded",
            name,
            schema,
            stated,
        )
    decoded: xr.DataArray = xr.apply_ufunc(
        qa.decode,
        band,
        kwargs={"schema": schema},
        dask="parallelized",
        keep_attrs=True,
        output_dtypes=[np.uint16],
    )
    return decoded


def saturation(path: str | None, thermal: xr.DataArray) -> xr.DataArray:
    """Stored numbers of the saturation band, zeros where there is none."""
    if path is None:
        return xr.zeros_like(thermal, dtype=np.uint16)
    return on_grid(path, thermal, Resampling.nearest, fill=0)


def reflectance(
    path: str, thermal: xr.DataArray, factors: tuple[float, float, float]
) -> xr.DataArray:
    """Reflectance of a band by `factors`: gain, offset and the lowest valid number."""
    gain, offset, lowest = factors
    stored = on_grid(path, thermal, None, fill=0)
    known = (stored >= lowest) & (stored <= _LARGEST)
    number = stored.where(known, 0).astype(np.float32)
    return (number * np.float32(gain) + np.float32(offset)).where(known)


def view_zenith(path: str, thermal: xr.DataArray) -> xr.DataArray:
    """View zenith angle [degree] of an angle band, NaN where it holds none.

    USGS angle bands count hundredths of a degree; fill is 0, which nadir is too, or negative.
    """
    stored = on_grid(path, thermal, None, fill=_NO_ANGLE)
    known = (stored >= 0) & (stored <= vocabulary.VIEW_ZENITH_ANGLE.plausible[1] / _ANGLE_STEP)
    return stored.where(known, 0).astype(np.float32).where(known) * np.float32(_ANGLE_STEP)


def on_grid(
    path: str, thermal: xr.DataArray, resampling: Resampling | None, fill: float
) -> xr.DataArray:
    """Stored numbers of a raster on the grid of `thermal`, `fill` beyond its edge.

    Without `resampling` a finer raster is averaged, a coarser one interpolated. Raises SceneError
    where it does not lie on the scene.
    """
    grid = align.grid_of(thermal)
    with door.opened(path) as source:
        own = Grid.of(source)
        if own.alike(grid) or (own.crs is None and own.shape == grid.shape):
            found = door.open_raster(path, mask_and_scale=False, strip=align.strip_of(thermal))
            return found.assign_coords(thermal.coords)
        _require_overlap(path, own, grid)
        log.warning(
            "%s is brought onto the grid of the thermal band, missing beyond its edge", path
        )
        return _warped(source, own, thermal, resampling, fill)


def _warped(
    source: DatasetReader,
    own: Grid,
    thermal: xr.DataArray,
    resampling: Resampling | None,
    fill: float,
) -> xr.DataArray:
    """Always warped in strips of one height: GDAL's last bits depend on the window."""
    grid = align.grid_of(thermal)
    options: dict[str, Any] = {"src_nodata": fill} if source.nodata is None else {}
    with WarpedVRT(
        source,
        **grid.profile,
        resampling=_resampling(own, grid) if resampling is None else resampling,
        nodata=fill,
        **options,
    ) as warped:
        found = door.open_raster(warped, mask_and_scale=False)
    return found.chunk({"y": align.strip_of(thermal)}).assign_coords(thermal.coords)


def _resampling(own: Grid, grid: Grid) -> Resampling:
    finer = extent.is_finer(own, grid, _SMALLER)
    return Resampling.average if finer else Resampling.bilinear


def _require_overlap(path: str, own: Grid, grid: Grid) -> None:
    try:
        west, south, east, north = transform_bounds(own.crs, grid.crs, *own.bounds)
    except (RasterioError, AttributeError, TypeError):
        raise SceneError(
            f"{path} has {own.height} x {own.width} pixels and no place on the Earth, the thermal "
            f"band {grid.height} x {grid.width}: not one scene"
        ) from None
    left, bottom, right, top = grid.bounds
    if west >= right or east <= left or south >= top or north <= bottom:
        raise SceneError(f"{path} does not lie on the thermal band: not one scene")
