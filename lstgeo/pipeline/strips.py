"""Computing a lazy result strip by strip: a few at a time, handed on in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lstgeo.raster import align, door

Strip = tuple[int, dict[str, NDArray[np.generic]]]


def computed(result: xr.Dataset, threads: int) -> Iterator[Strip]:
    """Top row and arrays by name of each strip of `result`, from the top down.

    `threads` strips are computed at once, and one more waits to be fetched. Raises RasterError
    where an input cannot be read to its end.
    """
    height = result.sizes["y"]
    step = align.strip_of(next(iter(result.values())))
    with ThreadPoolExecutor(threads) as pool:
        ahead: deque[tuple[int, Future[xr.Dataset]]] = deque()
        for top in range(0, height, step):
            strip = result.isel(y=slice(top, top + step))
            ahead.append((top, pool.submit(strip.compute, scheduler="synchronous")))
            if len(ahead) > threads:
                yield _arrays(*ahead.popleft())
        while ahead:
            yield _arrays(*ahead.popleft())


def _arrays(top: int, future: Future[xr.Dataset]) -> Strip:
    with door.reading():
        strip = future.result()
    return top, {str(name): array.to_numpy() for name, array in strip.items()}
