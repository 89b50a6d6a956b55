"""Data sets of an HDF5 file as physical values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import netCDF4
import numpy as np
from numpy.typing import NDArray

from lstgeo.errors import RasterError
from lstgeo.raster.references import hdf4

MAGIC = b"\x89HDF\r\n\x1a\n"


@contextmanager
def opened(path: Path) -> Iterator[netCDF4.Dataset]:
    """HDF5 file at `path`, its numbers as they are stored; raises RasterError."""
    try:
        with netCDF4.Dataset(path) as file:
            file.set_auto_maskandscale(False)
            yield file
    except (OSError, RuntimeError) as error:
        if isinstance(error, RasterError):
            raise
        raise RasterError(f"{path} cannot be read as HDF5: {error}") from error


def find(file: Any, name: str) -> Any:
    """Data set at `name`, a path of groups; None where it is not there."""
    *groups, last = name.split("/")
    for group in groups:
        file = file.groups.get(group)
        if file is None:
            return None
    return file.variables.get(last)


def physical(variable: Any) -> NDArray[np.float32]:
    """Values of a data set by its `scale_factor` and `add_offset`, NaN for its fill and NaN."""
    attributes = {name: _plain(variable.getncattr(name)) for name in variable.ncattrs()}
    numbers = np.asarray(variable[:])
    known = numbers != hdf4.number(attributes, "_FillValue", np.nan)
    scale = hdf4.number(attributes, "scale_factor", 1.0)
    offset = hdf4.number(attributes, "add_offset", 0.0)
    return np.where(known, numbers * scale + offset, np.nan).astype(np.float32)


def text(variable: Any) -> str:
    """A data set of text."""
    value = np.ravel(variable[...])
    if value.dtype.kind == "S":
        return b"".join(value).decode("utf-8", errors="replace")
    return "".join(map(str, value))


def _plain(value: Any) -> Any:
    """The only element of an array, or what is no array."""
    return value.reshape(-1)[0] if isinstance(value, np.ndarray) and value.size == 1 else value
