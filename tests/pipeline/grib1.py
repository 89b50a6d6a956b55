"""Fields as ERA5 comes in GRIB: edition 1, ECMWF's table 128, simple packing, written by hand.

After WMO Manual on Codes I.2, FM 92-VIII GRIB, and ECMWF's parameter database.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import NDArray

ECMWF, TABLE = 98, 128
PARAMETERS = {"z": 129, "t": 130, "q": 133, "sp": 134}
ISOBARIC, SURFACE = 100, 1
"""Kinds of levels: of so many hPa, and the ground."""

_BITS = 16


def write(path: Path, data: xr.Dataset) -> Path:
    """Write variables over time, (level), latitude and longitude, called as ECMWF calls them."""
    path.write_bytes(b"".join(_messages(data)))
    return path


def _messages(data: xr.Dataset) -> Iterator[bytes]:
    latitude, longitude = data.latitude.to_numpy(), data.longitude.to_numpy()
    for name, variable in data.items():
        for time in data.time.to_numpy():
            now = variable.sel(time=time)
            levels = [int(level) for level in data.level] if "level" in now.dims else [None]
            for level in levels:
                field = now if level is None else now.sel(level=level)
                values = field.transpose("latitude", "longitude").to_numpy()
                product = _product(PARAMETERS[str(name)], level, time)
                yield _message(product + _grid(latitude, longitude) + _packed(values))


def _message(sections: bytes) -> bytes:
    return b"GRIB" + (len(sections) + 12).to_bytes(3, "big") + b"\x01" + sections + b"7777"


def _product(parameter: int, level: int | None, time: np.datetime64) -> bytes:
    when = time.astype("datetime64[s]").item()
    century, year = divmod(when.year - 1, 100)
    kind = SURFACE if level is None else ISOBARIC
    return (
        (28).to_bytes(3, "big")
        + bytes([TABLE, ECMWF, 145, 255, 128, parameter, kind])
        + (level or 0).to_bytes(2, "big")
        + bytes([year + 1, when.month, when.day, when.hour, when.minute, 1, 0, 0, 0, 0, 0, 0])
        + bytes([century + 1, 0, 0, 0])
    )


def _grid(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> bytes:
    corners = ((latitude[0], longitude[0]), (latitude[-1], longitude[-1]))
    first, last = (
        b"".join(_signed(1000 * float(value), 3) for value in place) for place in corners
    )
    steps = (abs(float(np.diff(axis)[0])) for axis in (longitude, latitude))
    return (
        (32).to_bytes(3, "big")
        + bytes([0, 255, 0])
        + longitude.size.to_bytes(2, "big")
        + latitude.size.to_bytes(2, "big")
        + first
        + bytes([128])
        + last
        + b"".join(round(1000 * step).to_bytes(2, "big") for step in steps)
        + bytes(5)
    )


def _packed(values: NDArray[np.float64]) -> bytes:
    """Whole numbers X of 16 bits, with values = R + X 2^E; R is what the format can hold of it."""
    reference, held = _ibm(float(values.min()))
    span = float(values.max()) - held
    exponent = math.ceil(math.log2(span / (2**_BITS - 1))) if span > 0 else 0
    numbers = np.rint((values - held) / 2.0**exponent).astype(">u2").tobytes()
    head = bytes([0]) + _signed(exponent, 2) + reference + bytes([_BITS])
    padding = bytes((len(head) + len(numbers) + 3) % 2)
    unused = bytes([8 * len(padding)])
    return (
        (3 + len(head) + len(numbers) + len(padding)).to_bytes(3, "big")
        + unused + head[1:] + numbers + padding
    )  # fmt: skip


def _signed(value: float, size: int) -> bytes:
    """A whole number with its sign in the first bit."""
    sign = 1 << (8 * size - 1) if value < 0 else 0
    return (abs(round(value)) | sign).to_bytes(size, "big")


def _ibm(value: float) -> tuple[bytes, float]:
    """IBM single precision, base 16, at or below a positive value, and what it stands for."""
    power = math.floor(math.log(value, 16)) + 1 if value > 0 else 0
    fraction = math.floor(value / 16.0**power * 2**24)
    return bytes([64 + power]) + fraction.to_bytes(3, "big"), fraction / 2**24 * 16.0**power
