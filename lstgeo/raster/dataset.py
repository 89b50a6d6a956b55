"""Datasets whose variables carry house names and CF attributes, and functions over their strips."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dask.array as da
import numpy as np
import xarray as xr

from lstgeo.vocabulary import Quantity


def named(arrays: Mapping[Quantity, xr.DataArray]) -> xr.Dataset:
    """Dataset of `arrays`, each under the name and with the attributes of its quantity alone."""
    return xr.Dataset(
        {
            quantity.name: array.drop_attrs(deep=False).assign_attrs(quantity.attributes)
            for quantity, array in arrays.items()
        }
    )


def with_halo(
    function: Callable[..., Any], raster: xr.DataArray, halo: int, **arguments: Any
) -> xr.DataArray:
    """`function` of each strip of `raster` with `halo` rows more to either side, lazily.

    The function keeps shape and type; what it makes of the halo is dropped.
    """
    mapped = blocks_with_halo(function, [raster], halo, raster.dtype, **arguments)
    return raster.copy(data=mapped)


def blocks_with_halo(
    function: Callable[..., Any],
    rasters: Sequence[xr.DataArray],
    halo: int,
    dtype: np.dtype[Any],
    **arguments: Any,
) -> da.Array:
    """`function` of each strip of several `rasters` of one grid, as :func:`with_halo` of one.

    All strips are read once for whatever the function makes of them, of `dtype`.
    """
    first = rasters[0]
    depth = {0: min(halo, first.sizes["y"]), 1: 0}
    mapped = da.map_overlap(  # type: ignore[no-untyped-call]
        function,
        *(
            raster.chunk({"y": first.chunks[0]}).data if first.chunks else raster.data
            for raster in rasters
        ),
        depth=depth,
        boundary="none",
        dtype=dtype,
        meta=np.empty((0, 0), dtype),
        **arguments,
    )
    rechunked: da.Array = mapped.rechunk(first.chunks)
    return rechunked
