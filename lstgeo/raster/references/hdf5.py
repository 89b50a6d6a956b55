"""HDF5 files, read through netCDF4: the numbers as they are stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import netCDF4

from lstgeo.errors import RasterError


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """HDF5 file at `path`; raises RasterError where it is unreadable."""
    try:
        with netCDF4.Dataset(path) as file:
            file.set_auto_maskandscale(False)
            yield file
    except RasterError:
        raise
    except (OSError, RuntimeError) as error:
        raise RasterError(f"{path} cannot be read as HDF5: {error}") from error
