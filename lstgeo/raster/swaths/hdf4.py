"""HDF4 files, read and written through pyhdf (extra `hdf4`)."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.errors import InputError, RasterError

Attributes = Mapping[str, Any]

_ALONE = threading.RLock()
"""The HDF4 library is not made for several threads: one file is open at a time."""

_TYPES = {
    "f4": "FLOAT32", "f8": "FLOAT64", "i1": "INT8", "i2": "INT16", "i4": "INT32", "u1": "UINT8",
    "u2": "UINT16",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class DataSet:
    """A scientific data set (SDS): its numbers, the names of its dimensions, its attributes."""

    numbers: NDArray[Any]
    dimensions: tuple[str, ...]
    attributes: Attributes = field(default_factory=dict)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """HDF4 file at `path`; raises InputError without pyhdf, RasterError where it is unreadable."""
    library = _library(path)
    with _ALONE:
        try:
            file = library.SD(str(path))
        except library.HDF4Error as error:
            raise RasterError(
                f"{path} cannot be read as HDF4, or ends too early: {error}"
            ) from error
        try:
            yield file
        except library.HDF4Error as error:
            raise RasterError(f"{path} cannot be read to its end: {error}") from error
        finally:
            file.end()


def numbers(file: Any, name: str, band: int | None = None) -> NDArray[Any]:
    """Numbers of a data set as they are stored; of one band of it, which is along its first axis.

    Raises RasterError where the file has no such data set.
    """
    found = _select(file, name)
    if band is None:
        return np.asarray(found.get())
    _, _, shape, *_ = found.info()
    return np.asarray(found.get((band, 0, 0), (1, *shape[1:]))).reshape(shape[1:])


def attributes(file: Any, name: str | None = None) -> dict[str, Any]:
    """Attributes of a data set, or of the file; raises RasterError where it is not there."""
    return dict(_select(file, name).attributes() if name else file.attributes())


def shape(file: Any, name: str) -> tuple[int, ...]:
    """Shape of a data set; raises RasterError where the file has no such data set."""
    return tuple(int(size) for size in np.atleast_1d(_select(file, name).info()[2]))


def names(file: Any) -> set[str]:
    """Names of the data sets of a file."""
    return set(file.datasets())


def write(path: Path, datasets: Mapping[str, DataSet], described: Attributes) -> None:
    """Write data sets by name, compressed, and attributes of the file; raises InputError.

    An attribute has the type of its NumPy value, or is text.
    """
    library = _library(path)
    codes = library.SDC
    file = library.SD(str(path), codes.WRITE | codes.CREATE | codes.TRUNC)
    for name, value in described.items():
        _set(codes, file.attr(name), value)
    for name, dataset in datasets.items():
        made = file.create(name, _code(codes, dataset.numbers), dataset.numbers.shape)
        for axis, dimension in enumerate(dataset.dimensions):
            made.dim(axis).setname(dimension)
        made.setcompress(codes.COMP_DEFLATE, 1)
        for key, value in dataset.attributes.items():
            _set(codes, made.attr(key), value)
        made[:] = dataset.numbers
        made.endaccess()
    file.end()


def _library(path: Path) -> Any:
    try:
        from pyhdf import SD  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InputError(
            f"{path} is an HDF4 file, which needs pyhdf: pip install 'lstgeo[hdf4]'"
        ) from error
    return SD


def _select(file: Any, name: str) -> Any:
    if name not in file.datasets():
        raise RasterError(f"an HDF4 file lacks the data set {name}")
    return file.select(name)


def _code(codes: Any, values: NDArray[Any]) -> int:
    return int(getattr(codes, _TYPES[values.dtype.str[1:]]))


def _set(codes: Any, attribute: Any, value: Any) -> None:
    if isinstance(value, str):
        attribute.set(codes.CHAR, value)
    else:
        values = np.asarray(value)
        attribute.set(_code(codes, values), values.tolist())
