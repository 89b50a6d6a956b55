"""ASTER GED version 3 as users have it: HDF5 tiles, their layers as GeoTIFF, or an export of bands.

The product's own user guide (JPL, ASTERGED_User_Guide_V3) states names and scales: AG100 and AG1km
come in tiles of one degree called after their north-west corner; emissivity is stored x 1000, its
standard deviation x 10000, NDVI x 100, and -9999 is fill.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import dask.array as da
import numpy as np
import xarray as xr
from affine import Affine
from rasterio import DatasetReader
from rasterio.enums import Resampling

from lstgeo.errors import InputError
from lstgeo.raster import align, door, extent, vrt
from lstgeo.raster.grid import WGS84, Grid
from lstgeo.raster.vrt import NODATA, Lookup, Piece

BANDS = ("emissivity 13", "emissivity 14", "deviation 13", "deviation 14", "ndvi")
"""Layers in the order in which they are handed out."""

_TILE = re.compile(r"^AG1(?:00|km)\.v003\.(-?\d{1,3})\.(-?\d{1,3})\.\d{4}", re.IGNORECASE)
_MEAN = "_Emissivity_Mean.tif"
_SUFFIXES = (".h5", ".hdf5", ".tif", ".tiff")

_DESCRIBED: Mapping[str, str] = MappingProxyType(
    {
        "emissivity_band13": "emissivity 13",
        "emissivity_band14": "emissivity 14",
        "emissivity_sdev_band13": "deviation 13",
        "emissivity_sdev_band14": "deviation 14",
        "ndvi": "ndvi",
    }
)
"""Names of the bands of `NASA/ASTER_GED/AG100_003` in Google Earth Engine."""

_SCALES: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {"emissivity": (1e-3, 0.5, 1.1), "deviation": (1e-4, 0.0, 0.3), "ndvi": (1e-2, -0.99, 1.0)}
)
"""Scale of a stored number, and the range of values; what is outside it is none.

Exports store a masked pixel as 0, and the data set holds retrievals that failed.
"""

_OFFSET = 2.0
"""Added to every value so that -1 can stand for a missing one: NDVI may be negative."""

_Tile = Mapping[str, Piece]


@dataclass(frozen=True)
class AsterGed:
    """Layers of ASTER GED on the grid of a scene, in the order of `BANDS`, and their files."""

    layers: tuple[da.Array, ...]
    files: tuple[str, ...]


def onto(path: Path, like: xr.DataArray, halo: int = 0) -> AsterGed:
    """ASTER GED of a file, or of the tiles in a folder, on the grid of `like`; NaN where none.

    In the windows of `vrt.onto`. Interpolated bilinearly, but a pixel that lies in a missing one is
    missing in band 13: GDAL would fill it from its neighbours.

    Raises MissingFileError, RasterError where a file is unreadable, InputError where a folder has
    no tile, a file lacks a band, or none covers the scene.
    """
    grid = align.grid_of(like)
    found = {str(name): tile for name in _files(path) for tile in [_tile(name)]}
    over = {name: tile for name, tile in found.items() if extent.overlaps(_grid_of(tile), grid)}
    if not over:
        names = ", ".join(Path(name).name for name in found)
        raise InputError(
            f"ASTER GED in {path} does not overlap the scene, which covers "
            f"{extent.in_words(grid.geographic_bounds)}; it has {names}"
        )
    _require_one_crs(path, over.values())
    mosaic = vrt.joined([[tile[band] for tile in over.values() if band in tile] for band in BANDS])
    layers = vrt.onto(mosaic, like, Resampling.bilinear, halo)
    (nearest,) = vrt.onto(vrt.Mosaic(mosaic.grid, mosaic.bands[:1]), like, Resampling.nearest, halo)
    moved = [layer - np.float32(_OFFSET) for layer in layers]
    # Adding nothing to what is known makes the rest missing.
    return AsterGed((moved[0] + 0 * nearest, *moved[1:]), tuple(over))


def _files(path: Path) -> list[Path]:
    """Files of emissivity: the one given, or those of a folder."""
    door.require(path, "ASTER GED")
    if not path.is_dir():
        return [path]
    entries = sorted(entry for entry in path.iterdir() if entry.suffix.lower() in _SUFFIXES)
    tiles = [entry for entry in entries if _TILE.match(entry.name)]
    hdf = [entry for entry in tiles if entry.suffix.lower() not in _SUFFIXES[2:]]
    chosen = hdf or [entry for entry in tiles if entry.name.endswith(_MEAN)] or entries
    if not chosen:
        raise InputError(
            f"folder {path} has no tile of ASTER GED, such as AG100.v003.31.-089.0001.h5"
        )
    return chosen


def _tile(path: Path) -> _Tile:
    with door.opened(path) as source:
        if source.driver in {"HDF5", "HDF5Image", "netCDF"}:
            return _of_hdf(path, source)
        if path.name.endswith(_MEAN):
            return _of_layers(path, source)
        return _of_export(path, source)


def _of_hdf(path: Path, source: DatasetReader) -> _Tile:
    present = " ".join(source.subdatasets)
    layers = {"emissivity": "Emissivity/Mean", "deviation": "Emissivity/SDev", "ndvi": "NDVI/Mean"}
    missing = [name for name in layers.values() if f"//{name}" not in present]
    if missing:
        raise InputError(f"{path} is no tile of ASTER GED: it lacks {', '.join(missing)}")
    with door.opened(_layer(path, layers["emissivity"])) as mean:
        shape, bands = mean.shape, mean.count
    if bands != 5:
        raise InputError(f"{path} has emissivity in {bands} bands; ASTER's five are needed")
    grid = _grid(path, shape)
    return {
        band: Piece(_layer(path, layers[kind]), number, grid, _lookup(kind, stored=True))
        for band, kind, number in _numbered()
    }


def _layer(path: Path, name: str) -> str:
    return f'HDF5:"{path}"://{name}'


def _numbered() -> list[tuple[str, str, int]]:
    """Each band, its kind, and its number within the layer of that kind."""
    numbers = {"13": 4, "14": 5, "": 1}
    parts = [(band, *band.partition(" ")[::2]) for band in BANDS]
    return [(band, kind, numbers[number]) for band, kind, number in parts]


def _of_layers(path: Path, source: DatasetReader) -> _Tile:
    """Tile of the GeoTIFFs that the scripts of LP DAAC make of an HDF5 file, one a layer."""
    names = {"emissivity": _MEAN, "deviation": "_Emissivity_SDev.tif", "ndvi": "_NDVI_Mean.tif"}
    beside = {kind: path.with_name(path.name.replace(_MEAN, name)) for kind, name in names.items()}
    grid = Grid.of(source)
    return {
        band: Piece(str(door.require(beside[kind], "layer")), number, grid, _lookup(kind, True))
        for band, kind, number in _numbered()
    }


def _of_export(path: Path, source: DatasetReader) -> _Tile:
    """Tile of a raster whose bands are named as in Google Earth Engine."""
    found = {
        _DESCRIBED[name]: number
        for number, name in enumerate(source.descriptions, 1)
        if name in _DESCRIBED
    }
    missing = [name for name, band in _DESCRIBED.items() if band not in found]
    if missing:
        raise InputError(
            f"{path} lacks the band {', '.join(missing)}; bands of ASTER GED are told by their "
            "names, those of NASA/ASTER_GED/AG100_003"
        )
    grid = Grid.of(source)
    if grid.crs is None:
        raise InputError(f"{path} has no coordinate reference system")
    stored = _is_stored(source, found["emissivity 13"])
    return {
        band: Piece(str(path), found[band], grid, _lookup(kind, stored))
        for band, kind, _ in _numbered()
    }


def _is_stored(source: DatasetReader, band: int) -> bool:
    """Whether emissivity is in the product's own numbers rather than in fractions."""
    size = tuple(min(length, 64) for length in source.shape)
    with door.reading():
        sample = source.read(band, out_shape=size)
    return not bool(np.any((sample > 0) & (sample <= 2)))


def _lookup(kind: str, stored: bool) -> Lookup:
    """Values of the stored numbers of a kind, moved by `_OFFSET`; `NODATA` outside its range."""
    scale, least, most = _SCALES[kind]
    scale = scale if stored else 1.0
    low, high = round(least / scale, 9), round(most / scale, 9)
    step = 1e-6 / scale
    return {
        low - step: NODATA,
        low: least + _OFFSET,
        high: most + _OFFSET,
        high + step: NODATA,
    }


def _grid(path: Path, shape: tuple[int, int]) -> Grid:
    """Grid of an HDF5 tile: by its name, or else by the positions it holds, of pixel centres."""
    named = _TILE.match(path.name)
    if named:
        north, west, cells = float(named[1]), float(named[2]), shape
        return Grid(WGS84, Affine(1 / cells[1], 0, west, 0, -1 / cells[0], north), *shape)
    (north, south), (west, east) = (
        _ends(path, name) for name in ("Geolocation/Latitude", "Geolocation/Longitude")
    )
    down, across = (south - north) / (shape[0] - 1), (east - west) / (shape[1] - 1)
    return Grid(WGS84, Affine(across, 0, west - across / 2, 0, down, north - down / 2), *shape)


def _ends(path: Path, name: str) -> tuple[float, float]:
    """First and last value of a layer of positions."""
    with door.opened(_layer(path, name)) as source, door.reading():
        positions = source.read(1)
    return float(positions[0, 0]), float(positions[-1, -1])


def _grid_of(tile: _Tile) -> Grid:
    return next(iter(tile.values())).grid


def _require_one_crs(path: Path, tiles: Iterable[_Tile]) -> None:
    if len({piece.grid.crs for tile in tiles for piece in tile.values()}) > 1:
        raise InputError(f"the rasters of ASTER GED in {path} are of several coordinate systems")
