"""Columns of a profile file of any kind that users have, told by its content and suffix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lstgeo.errors import InputError, MissingFileError
from lstgeo.profiles import afgl, netcdf, table

if TYPE_CHECKING:
    from lstgeo.profiles.columns import Columns

AFGL = ".dat"
"""Suffix of the tables of the AFGL standard atmospheres, which look like any other text."""

_NETCDF = (b"CDF", b"\x89HDF")


def read(path: str | Path) -> Columns:
    """Columns of a CSV, CF-NetCDF or AFGL file, as :mod:`table`, :mod:`netcdf`, :mod:`afgl` say.

    Raises MissingFileError where there is no file, InputError where it cannot be right.
    """
    path = Path(path)
    if not path.is_file():
        raise MissingFileError(f"there is no profile file {path}")
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(_NETCDF):
        return netcdf.read(path)
    if b"\x00" in start or start == b"GRIB":
        raise InputError(f"{path} is neither a CSV nor a NetCDF file of profiles")
    return afgl.read(path) if path.suffix.lower() == AFGL else table.read(path)
