"""The pixels that two references on one grid have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lstgeo.raster import align, door
from lstgeo.raster.references.alignment import Pair, Side
from lstgeo.raster.references.reference import UNCLASSED, Classes

Values = NDArray[Any]
RowWriter = Callable[[int, Values], None]

_NAMES = ("first", "second")
_KEPT = ("first", "labels", "seconds_first", "seconds_second")


@dataclass(frozen=True, eq=False)
class Sample:
    """What is compared, a value a pixel.

    `first` is the temperature of the first reference and `difference` first minus second [K];
    `sigma` is the root of the sum of the squares of what sigmas there are [K], NaN where one of
    them is missing, or None without any. `labels` are places in the labels of `classes`. `clear`
    counts the clear pixels of each side on the grid; `seconds` (UTC, since 1970) are the median
    times of each side, None where its pixels have no times of their own.
    """

    first: Values
    difference: Values
    sigma: Values | None
    sigma_of: tuple[str, ...]
    classes: Classes | None
    labels: Values
    clear: tuple[int, int]
    seconds: tuple[float | None, float | None]

    def thinned(self, most: int) -> Sample:
        """Every n-th pixel, so that at most so many are left."""
        step = -(-self.first.size // most)
        return replace(
            self,
            first=self.first[::step],
            difference=self.difference[::step],
            sigma=None if self.sigma is None else self.sigma[::step],
            labels=self.labels[::step],
        )


def collected(pair: Pair, write: RowWriter) -> Sample:
    """Common pixels of a pair; `write` is given the rows of differences, NaN where there is none.

    Rows are gone through strip by strip; of each common pixel some 13 bytes stay in memory.
    """
    sides = (pair.first, pair.second)
    classes = _classes(sides)
    arrays = _arrays(sides, classes)
    sigma_of = tuple(name for name in _NAMES if f"sigma_{name}" in arrays)
    parts: dict[str, list[Values]] = {}
    clear = dict.fromkeys(_NAMES, 0)
    step = align.strip_of(pair.first.temperature)
    with door.reading():
        for top in range(0, pair.grid.height, step):
            found = _rows(arrays, slice(top, top + step))
            difference = found["first"] - found["second"]
            write(top, difference)
            for name in _NAMES:
                clear[name] += int(np.isfinite(found[name]).sum())
            for name, values in _kept(found, difference, sigma_of).items():
                parts.setdefault(name, []).append(values)
    whole = {name: np.concatenate(parts.pop(name)) for name in tuple(parts)}
    first, second = (_median(whole.get(f"seconds_{name}")) for name in _NAMES)
    return Sample(
        first=whole["first"],
        difference=whole["difference"],
        sigma=whole.get("sigma"),
        sigma_of=sigma_of,
        classes=classes,
        labels=whole.get("labels", np.full(whole["first"].shape, UNCLASSED, np.uint8)),
        clear=(clear["first"], clear["second"]),
        seconds=(first, second),
    )


def _kept(
    found: dict[str, Values], difference: Values, sigma_of: tuple[str, ...]
) -> dict[str, Values]:
    """What is kept of the common pixels of a strip."""
    common = np.isfinite(difference)
    kept = {name: found[name][common] for name in found if name in _KEPT}
    kept["difference"] = difference[common]
    if sigma_of:
        squares = (np.square(found[f"sigma_{name}"][common]) for name in sigma_of)
        kept["sigma"] = np.sqrt(sum(squares))
    return kept


def _arrays(sides: tuple[Side, Side], classes: Classes | None) -> dict[str, xr.DataArray]:
    """What is read, by name."""
    arrays = {}
    for name, side in zip(_NAMES, sides, strict=True):
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
