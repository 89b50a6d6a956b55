"""What a file of fields is, told from its first bytes, and the field of it that is wanted."""

from __future__ import annotations

from pathlib import Path

from lstgeo.errors import InputError, MissingFileError
from lstgeo.raster.fields import bands, classic, field, netcdf
from lstgeo.raster.fields.field import Field
from lstgeo.vocabulary import Quantity

_CLASSIC = (b"CDF\x01", b"CDF\x02", b"CDF\x05")
_NETCDF = (*_CLASSIC, b"\x89HDF\r\n\x1a\n")
_HDF4 = b"\x0e\x03\x13\x01"


def find(path: Path, quantity: Quantity, variable: str | None = None) -> Field:
    """The field of `quantity` in a GeoTIFF, GRIB or NetCDF file, or the one called `variable`.

    A raster of one band needs no name, unless it is a GRIB file, whose fields always have one.
    Raises InputError that names what is there, RasterError where the file is unreadable.
    """
    found = fields(path)
    return field.chosen(path, found, quantity, variable, _nameless(path))


def maybe(path: Path, quantity: Quantity) -> Field | None:
    """The field of `quantity` in a file by its name, or None where there is none."""
    try:
        return field.chosen(path, fields(path), quantity, None, alone=False)
    except InputError:
        return None


def only(path: Path) -> Field:
    """The only field of a file; raises InputError where it has several."""
    found = fields(path)
    if len(found) != 1:
        there = ", ".join(sorted(item.name for item in found)) or "none"
        raise InputError(f"{path} needs to have one field on a grid; there is {there}")
    return found[0]


def fields(path: Path) -> list[Field]:
    """Fields of a file; raises RasterError where it is unreadable, InputError where it is HDF4."""
    start = _start(path)
    if start.startswith(_HDF4):
        raise InputError(
            f"{path} is an HDF4 file, such as MOD05_L2 and MOD07_L2 swaths are, which lstgeo "
            "cannot read yet; grid it into a GeoTIFF first, with the HEG tool or pyresample"
        )
    if start.startswith(_CLASSIC):
        classic.require_whole(path)
    return netcdf.fields(path) if start.startswith(_NETCDF) else bands.fields(path)


def stacks(path: Path) -> list[Field]:
    """Fields at several pressures of a NetCDF or GRIB file; raises as `fields` does."""
    start = _start(path)
    if start.startswith(_CLASSIC):
        classic.require_whole(path)
    return netcdf.stacks(path) if start.startswith(_NETCDF) else bands.stacks(path)


def is_netcdf(path: str | Path) -> bool:
    """Whether a file is NetCDF, classic or HDF5, by its first bytes; a member of an archive is not.

    Such a member has a path that only GDAL knows.
    """
    return Path(path).is_file() and _start(Path(path)).startswith(_NETCDF)


def _nameless(path: Path) -> bool:
    start = _start(path)
    return not start.startswith(_NETCDF) and b"GRIB" not in start


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(64)
    except FileNotFoundError as error:
        raise MissingFileError(f"{path} does not exist") from error
    except OSError:
        return b""
