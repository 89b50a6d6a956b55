"""How much memory a retrieval takes, and how it is kept below a bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import xarray as xr

from lstgeo.errors import InputError, OutputError
from lstgeo.raster import door

Size = int | str
"""Bytes, or a number with a unit: 600MB, 2GiB."""

BASE = 300_000_000
"""What a process takes before its first strip and for GDAL's cache [bytes], measured and rounded
up: see docs/design/engine.md."""

PIXEL = 80
"""What a pixel of a strip takes while it is computed, its share of the neighbours' rows included
[bytes]; measured and rounded up likewise."""

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
def bounded(given: Size | None) -> Iterator[None]:
    """Scenes opened within have strips so low that one of them fits below a bound of memory."""
    if given is None:
        yield
        return
    pixels = (size(given) - BASE) // PIXEL
    with door.strips_of(max(1, min(pixels, door.STRIP_PIXELS.get()))):
        yield


def strips_at_once(result: xr.Dataset, threads: int, given: Size | None) -> int:
    """Strips of `result` that may be worked on at once: `threads`, or fewer below a bound.

    Raises OutputError that says what the least bound is where not even one strip fits.
    """
    if given is None:
        return threads
    strip = max(result.chunks["y"], default=result.sizes["y"]) if result.chunks else 0
    each = PIXEL * (strip or result.sizes["y"]) * result.sizes["x"]
    bound = size(given)
    if bound < BASE + each:
        raise OutputError(
            f"a strip of {strip} rows and {result.sizes['x']} columns needs "
            f"{(BASE + each) / 1e6:.0f} MB of memory, more than --max-memory {given}"
        )
    return min(threads, (bound - BASE) // each)
