"""A surface temperature on its grid, its uncertainty, and which of its pixels are trusted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rioxarray  # noqa: F401  (arrays get their .rio)
import xarray as xr
from numpy.typing import NDArray

from lstgeo.errors import InputError
from lstgeo.raster import align, door
from lstgeo.raster.grid import Grid
from lstgeo.raster.references.period import Period

UNCLASSED = 255
"""Number of a pixel that belongs to no class."""


@dataclass(frozen=True, eq=False)
class Classes:
    """Pixels sorted by something that their quality may depend on.

    `numbers` (y, x) uint8 are places in `labels`, `UNCLASSED` where a pixel has none.
    """

    name: str
    labels: tuple[str, ...]
    numbers: xr.DataArray


@dataclass(frozen=True, eq=False)
class Reference:
    """What a product says of surface temperature.

    `temperature` and `sigma` (1 sigma, None where the product has none) are (y, x) float32 [K], NaN
    where there is none; `clear` is bool, and `rule` says in words when it is true. `seconds` (UTC,
    since 1970) is when each pixel was seen, where a product says so.
    """

    path: Path
    product: str
    temperature: xr.DataArray
    sigma: xr.DataArray | None
    clear: xr.DataArray
    rule: str
    period: Period | None
    classes: Classes | None = None
    seconds: xr.DataArray | None = None
    notes: tuple[str, ...] = ()


def companion(path: Path, like: xr.DataArray, *, mask_and_scale: bool) -> xr.DataArray:
    """A raster that belongs to `like` and lies on its grid; raises InputError where it does not."""
    found = door.open_raster(path, mask_and_scale=mask_and_scale, strip=align.strip_of(like))
    if not align.grid_of(found).alike(align.grid_of(like)):
        raise InputError(f"{path} is not on the grid of the temperature that it belongs to")
    return found.assign_coords({axis: like[axis] for axis in ("y", "x")})


def array(values: NDArray[np.generic], grid: Grid) -> xr.DataArray:
    """`values` (row, column) as an array on `grid`, in strips."""
    x, y = (
        np.array([grid.place(column + 0.5, 0.5)[0] for column in range(grid.width)]),
        np.array([grid.place(0.5, row + 0.5)[1] for row in range(grid.height)]),
    )
    made = xr.DataArray(values, dims=("y", "x"), coords={"y": y, "x": x})
    made = made.rio.write_crs(grid.crs).rio.write_transform(grid.transform)
    strip = door.strip_height(grid.width)
    chunked: xr.DataArray = made.chunk({"y": strip, "x": -1})
    return chunked
