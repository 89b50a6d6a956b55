"""What a file of surface temperature is, and its reading."""

from __future__ import annotations

from pathlib import Path

from lstgeo.errors import InputError, MissingFileError, RasterError
from lstgeo.raster.references import appeears, ecostress, ecostress_hdf, generic, landsat, mod11
from lstgeo.raster.references.reference import Reference
from lstgeo.raster.scenes import level2

_HDF4, _HDF5 = b"\x0e\x03\x13\x01", b"\x89HDF\r\n\x1a\n"


def read(given: str | Path, other: Reference | None = None) -> Reference:
    """Reference of a file, a Level-2 folder, or `FILE:LAYER` of an HDF file.

    `other` is what it will be compared with: it chooses day or night of a product that has both.
    Raises MissingFileError, RasterError, InputError, SceneError, MetadataError.
    """
    path, layer = _parted(given)
    if path.is_dir():
        return landsat.read(landsat.find(path))
    start = _start(path)
    if start.startswith(_HDF4):
        return mod11.read(path, layer, other)
    if layer is not None:
        raise InputError(f"{path} has no layers: only files of MOD11 (HDF4) have")
    if start.startswith(_HDF5):
        return ecostress_hdf.read(path, other)
    return _raster(path)


def _raster(path: Path) -> Reference:
    if path.suffix.lower() == ".json":
        path = path.with_suffix(".tif")
        _start(path)
    if name := appeears.named(path):
        return appeears.read(path, name)
    if ecostress.TILE.fullmatch(path.name):
        return ecostress.read_tile(path)
    if level2.is_surface_temperature(path):
        return landsat.read(path)
    if level2.encoding(path):
        raise InputError(f"{path} is an intermediate band of Level-2, and no surface temperature")
    return generic.read(path)


def _parted(given: str | Path) -> tuple[Path, str | None]:
    """A file and the layer of it that is named, if any."""
    path = Path(given)
    name, colon, layer = path.name.rpartition(":")
    if path.exists() or not colon or not layer:
        return path, None
    return path.with_name(name), layer


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(8)
    except FileNotFoundError as error:
        raise MissingFileError(f"{path} does not exist") from error
    except OSError as error:
        raise RasterError(f"{path} cannot be read: {error.strerror}") from error
