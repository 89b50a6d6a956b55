"""HDF4 files, read through pyhdf (extra `hdf4`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.errors import InputError, RasterError


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """HDF4 file at `path`; raises InputError without pyhdf, RasterError where it is unreadable."""
    try:
        from pyhdf import SD  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InputError(
            f"{path} is an HDF4 file, which needs pyhdf: pip install 'lstgeo[hdf4]'"
        ) from error
    try:
        file = SD.SD(str(path))
    except SD.HDF4Error as error:
        raise RasterError(f"{path} cannot be read as HDF4: {error}") from error
    try:
        yield file
    except SD.HDF4Error as error:
        raise RasterError(f"{path} cannot be read to its end: {error}") from error
    finally:
        file.end()


def numbers(file: Any, name: str) -> NDArray[Any]:
    """Numbers of a data set as they are stored."""
    return np.asarray(file.select(name).get())


def attributes(file: Any, name: str | None = None) -> dict[str, Any]:
    """Attributes of a data set, or of the file."""
    return dict(file.select(name).attributes() if name else file.attributes())


def names(file: Any) -> set[str]:
    """Names of the data sets of a file."""
    return set(file.datasets())
