"""Data sets of an HDF4 file as physical values, through pyhdf (extra `hdf4`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.errors import InputError, RasterError

MAGIC = b"\x0e\x03\x13\x01"


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """HDF4 file at `path`; raises InputError without pyhdf, RasterError where it is unreadable."""
    try:
        from pyhdf.error import HDF4Error  # noqa: PLC0415
        from pyhdf.SD import SD  # noqa: PLC0415
    except ImportError as error:
        raise InputError(
            f"{path} is an HDF4 file, which needs pyhdf: pip install 'lstgeo[hdf4]'"
        ) from error
    try:
        file = SD(str(path))
    except HDF4Error as error:
        raise RasterError(f"{path} cannot be read as HDF4: {error}") from error
    try:
        yield file
    except HDF4Error as error:
        raise RasterError(f"{path} cannot be read to its end: {error}") from error
    finally:
        file.end()


def stored(file: Any, name: str) -> NDArray[Any]:
    """Numbers of the data set called `name`, as they are stored."""
    return np.asarray(file.select(name).get())


def physical(file: Any, name: str) -> NDArray[np.float32]:
    """Values of the data set called `name`, NaN for fill and what is outside its valid range.

    Value = number x `scale_factor` + `add_offset`, as the MODIS land group defines them. Attributes
    that are text without a number, such as `n/a`, are not there.
    """
    numbers, attributes = stored(file, name), file.select(name).attributes()
    known = numbers != number(attributes, "_FillValue", np.nan)
    low, high = limits(attributes)
    known &= (numbers >= low) & (numbers <= high)
    scale, offset = number(attributes, "scale_factor", 1.0), number(attributes, "add_offset", 0.0)
    return np.where(known, numbers * scale + offset, np.nan).astype(np.float32)


def number(attributes: Mapping[str, Any], name: str, otherwise: float) -> float:
    """Attribute called `name` as a number, written as one or as text; `otherwise` where it is none.

    >>> number({"_FillValue": "0"}, "_FillValue", 1.0), number({"scale": "n/a"}, "scale", 1.0)
    (0.0, 1.0)
    """
    try:
        return float(attributes[name])
    except (KeyError, TypeError, ValueError):
        return otherwise


def limits(attributes: Mapping[str, Any]) -> tuple[float, float]:
    """Least and greatest valid number; none where the attributes state no range."""
    stated = attributes.get("valid_range")
    try:
        low, high = (float(limit) for limit in stated or ())
    except (TypeError, ValueError):
        return -np.inf, np.inf
    return low, high
