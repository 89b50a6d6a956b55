"""Datasets whose variables carry house names and CF attributes, and functions over their strips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import dask.array as da
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
    depth = min(halo, raster.sizes["y"])
    mapped = da.map_overlap(  # type: ignore[no-untyped-call]
        function,
        raster.data,
        depth={0: depth, 1: 0},
        boundary="none",
        dtype=raster.dtype,
        **arguments,
    )
    return raster.copy(data=mapped.rechunk(raster.chunks))
