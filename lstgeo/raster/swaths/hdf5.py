"""HDF5 files, read and written through netCDF4: the numbers as they are stored."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import netCDF4
import numpy as np

from lstgeo.errors import RasterError

_ALONE = threading.RLock()
"""The HDF5 library is not made for several threads: one file is open at a time."""


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """HDF5 file at `path`; raises RasterError where it is unreadable or ends before its data."""
    try:
        with _ALONE, netCDF4.Dataset(path) as file:
            file.set_auto_maskandscale(False)
            yield file
    except RasterError:
        raise
    except (OSError, RuntimeError) as error:
        raise RasterError(f"{path} cannot be read as HDF5, or ends too early: {error}") from error


def variable(file: Any, path: str) -> Any:
    """Data set at `path`, groups and name; raises RasterError where it is not there."""
    *groups, name = path.split("/")
    place = file
    for group in groups:
        place = place.groups.get(group) if place is not None else None
    if place is None or name not in place.variables:
        raise RasterError(f"{file.filepath()} lacks the data set /{path}")
    return place.variables[name]


def find(file: Any, names: tuple[str, ...]) -> tuple[str, Any] | None:
    """The first of `names` that a data set of any group has, and the data set; None without."""
    for name in names:
        for group in (file, *file.groups.values()):
            if name in group.variables:
                return name, group.variables[name]
    return None


def write(path: Path, datasets: Mapping[str, tuple[Any, Mapping[str, Any]]]) -> None:
    """Write data sets by their path, each with its attributes, compressed.

    A text is a data set of its own; `_FillValue` among the attributes is the fill value.
    """
    with netCDF4.Dataset(path, "w") as file:
        for place, (values, attributes) in datasets.items():
            group, _, name = place.rpartition("/")
            _add(file.createGroup(group), name, values, dict(attributes))


def _add(group: Any, name: str, values: Any, attributes: dict[str, Any]) -> None:
    if isinstance(values, str):
        group.createVariable(name, str)[...] = values
        return
    dimensions = [f"size_{size}" for size in np.shape(values)]
    for dimension, size in zip(dimensions, np.shape(values), strict=True):
        if dimension not in group.dimensions:
            group.createDimension(dimension, size)
    fill = attributes.pop("_FillValue", None)
    made = group.createVariable(
        name, values.dtype, dimensions, fill_value=fill, compression="zlib", complevel=1
    )
    made.set_auto_maskandscale(False)
    made.setncatts(attributes)
    made[...] = values
