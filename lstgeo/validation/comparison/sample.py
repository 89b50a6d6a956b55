"""The pixels that two references on one grid have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lstgeo.raster import align, door
from lstgeo.raster.references.alignment import Pair, Side
from lstgeo.raster.references.reference import UNCLASSED, Classes

Values = NDArray[Any]
RowWriter = Callable[[int, Values], None]


@dataclass(frozen=True, eq=False)
class Sample:
    """What is compared, a value a pixel.

    `first` is the temperature of the first reference and `difference` first minus second [K];
    `sigma` is the root of the sum of the squares of what sigmas there are [K], NaN where one of
    them is missing, or None without any. `labels` are places in the labels of `classes`. `clear`
    counts the clear pixels of each side on the grid, `minutes` is the second's time minus the
    first's in the median, where pixels have times of their own.
    """

    first: Values
    difference: Values
    sigma: Values | None
    sigma_of: tuple[str, ...]
    classes: Classes | None
    labels: Values
    clear: tuple[int, int]
    seconds: tuple[float | None, float | None]


def collected(pair: Pair, write: RowWriter) -> Sample:
    """Common pixels of a pair; `write` is given the rows of differences, NaN where there is none.

    Rows are gone through strip by strip; of each common pixel some 13 bytes stay in memory.
    """
    sides = (pair.first, pair.second)
    classes = _classes(sides)
    arrays = _arrays(sides, classes)
    parts: dict[str, list[Values]] = {name: [] for name in (*arrays, "difference")}
    clear = np.zeros(2, int)
    step = align.strip_of(pair.first.temperature)
    with door.reading():
        for top in range(0, pair.grid.height, step):
            found = _rows(arrays, slice(top, top + step))
            difference = found["first"] - found["second"]
            common = np.isfinite(difference)
            write(top, difference)
            clear += [int(np.isfinite(found[name]).sum()) for name in ("first", "second")]
            for name, values in (found | {"difference": difference}).items():
                parts[name].append(values[common])
    whole = {name: np.concatenate(pieces) for name, pieces in parts.items()}
    return _sample(whole, classes, (int(clear[0]), int(clear[1])))


def _sample(whole: dict[str, Values], classes: Classes | None, clear: tuple[int, int]) -> Sample:
    known = tuple(name for name in ("first", "second") if f"sigma_{name}" in whole)
    squares = [np.square(whole[f"sigma_{name}"]) for name in known]
    seconds = [_median(whole.get(f"seconds_{name}")) for name in ("first", "second")]
    return Sample(
        first=whole["first"],
        difference=whole["difference"],
        sigma=np.sqrt(np.sum(squares, axis=0)) if squares else None,
        sigma_of=known,
        classes=classes,
        labels=whole.get("labels", np.full(whole["first"].shape, UNCLASSED, np.uint8)),
        clear=clear,
        seconds=(seconds[0], seconds[1]),
    )


def _arrays(sides: tuple[Side, Side], classes: Classes | None) -> dict[str, xr.DataArray]:
    """What is read, by name."""
    arrays = {}
    for name, side in zip(("first", "second"), sides, strict=True):
        arrays[name] = side.temperature
        if side.sigma is not None:
            arrays[f"sigma_{name}"] = side.sigma
        if side.reference.seconds is not None and side.resampled is None:
            arrays[f"seconds_{name}"] = side.reference.seconds
    if classes is not None:
        arrays["labels"] = classes.numbers
    return arrays


def _classes(sides: tuple[Side, Side]) -> Classes | None:
    """Classes of a side that is on the grid as it is, the second's before the first's."""
    found = [side.reference.classes for side in reversed(sides) if side.resampled is None]
    return next((classes for classes in found if classes is not None), None)


def _rows(arrays: dict[str, xr.DataArray], rows: slice) -> dict[str, Values]:
    found = xr.Dataset({name: array.variable for name, array in arrays.items()})
    strip = found.isel(y=rows).compute()
    return {name: strip[name].to_numpy() for name in arrays}


def _median(values: Values | None) -> float | None:
    known = np.empty(0) if values is None else values[np.isfinite(values)]
    return float(np.median(known)) if known.size else None
