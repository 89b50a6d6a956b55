"""How much memory a retrieval takes, and how it is kept below a bound."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import xarray as xr

from lstgeo.errors import InputError, OutputError
from lstgeo.raster import door

Size = int | str
"""Bytes, or a number with a unit: 600MB, 2GiB."""

BASE = 400_000_000
"""What a process takes without a strip, COG and its cache included [bytes]."""

COLUMN = 36 * 256
"""What the blocks of the inputs that are at hand take, a column of the scene [bytes]."""

PIXEL = 120
"""What a pixel of a strip takes while it is computed, with its share of neighbours [bytes].

All three are measured and rounded up: see docs/design/engine.md.
"""

SWATH_PIXEL = 36
"""What a pixel of a swath takes [bytes]: all of it is at hand while its grid is filled.

Measured on a whole ECOSTRESS granule and rounded up.
"""

SWATH = "swath_pixels"
"""Attribute of a scene made of a swath: its pixels."""

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "KI": 1 << 10, "MI": 1 << 20, "GI": 1 << 30}
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([KMG]I?)?B?\s*", re.IGNORECASE)


def size(given: Size) -> int:
    """Bytes of a size such as `600MB` or `2GiB`; raises InputError where it is none.

    >>> size("600MB"), size("2 GiB")
    (600000000, 2147483648)
    """
    found = _SIZE.fullmatch(str(given))
    if found is None:
        raise InputError(f"{given!r} is no size of memory; one such as 600MB or 2GiB is needed")
    return int(float(found[1]) * _UNITS[(found[2] or "").upper()])


@contextmanager
def bounded(given: Size | None, threads: int | None = None) -> Iterator[None]:
    """Rasters opened within have strips so low that `threads` of them fit below a bound."""
    if given is None:
        yield
        return
    bound, at_once = size(given), threads or os.cpu_count() or 1
    with door.strips_for(lambda width: (bound - BASE - COLUMN * width) // (PIXEL * at_once)):
        yield


def expected(rows: int, columns: int, strips: int, swath: int = 0) -> int:
    """Peak memory [bytes] with so many strips of `rows` and `columns` worked on at once.

    `swath` are the pixels of the swath that they are made of.
    """
    return BASE + SWATH_PIXEL * swath + COLUMN * columns + PIXEL * rows * columns * strips


def strips_at_once(result: xr.Dataset, threads: int, given: Size | None) -> int:
    """Strips of `result` that may be worked on at once: `threads`, or fewer below a bound.

    Raises OutputError that says what the least bound is where not even one strip fits.
    """
    if given is None:
        return threads
    rows = max(result.chunksizes["y"]) if result.chunks else result.sizes["y"]
    columns, swath = result.sizes["x"], result.attrs.get(SWATH, 0)
    least = expected(rows, columns, 1, swath)
    if size(given) < least:
        raise OutputError(
            f"strips of {rows} rows and {columns} columns need {least / 1e6:.0f} MB of memory; "
            f"{given} are allowed"
        )
    return min(
        threads, (size(given) - expected(rows, columns, 0, swath)) // (PIXEL * rows * columns)
    )
