"""Computing a lazy result strip by strip: a few at a time, handed on in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import xarray as xr
from dask.base import optimize
from numpy.typing import NDArray

from lstgeo.pipeline import parts
from lstgeo.raster import door

Strip = tuple[int, dict[str, NDArray[np.generic]]]


def computed(result: xr.Dataset, threads: int) -> Iterator[Strip]:
    """Top row and arrays by name of each strip of `result`, from the top down.

    `threads` strips are computed at once, and one more waits to be fetched; what neighbours share
    is computed once. Raises RasterError where an input cannot be read to its end.
    """
    names = tuple(str(name) for name in result)
    waiting: deque[tuple[int, Future[tuple[Any, ...]]]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        top = 0
        for height, strip in _strips(result):
            waiting.append((top, pool.submit(strip.computed)))
            top += height
            if len(waiting) > threads:
                yield _fetched(names, *waiting.popleft())
        while waiting:
            yield _fetched(names, *waiting.popleft())


def _strips(result: xr.Dataset) -> Iterator[tuple[int, parts.Strip]]:
    """Height of each strip and the strip, in strips of full width."""
    whole = (
        (result if result.chunks else result.chunk())
        .unify_chunks()
        .chunk({axis: -1 for axis in result.dims if axis != "y"})
    )
    (lazy,) = optimize(whole)  # type: ignore[no-untyped-call]
    keys = [_keys(array, len(lazy.chunks["y"])) for array in lazy.values()]
    cut = parts.cut(dict(lazy.__dask_graph__()), zip(*keys, strict=True))
    cut.reverse()
    for height in lazy.chunks["y"]:
        yield height, cut.pop()


def _keys(array: xr.DataArray, strips: int) -> list[parts.Key]:
    """Keys of an array's blocks from the top down; along all other axes there is one."""
    return [
        (array.data.name, *(strip if axis == "y" else 0 for axis in array.dims))
        for strip in range(strips)
    ]


def _fetched(names: tuple[str, ...], top: int, future: Future[tuple[Any, ...]]) -> Strip:
    with door.reading():
        arrays = future.result()
    return top, dict(zip(names, map(np.asarray, arrays), strict=True))
