"""ECOSTRESS Level-2 surface temperature in HDF5: gridded (L2G), or a swath and its geolocation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lstgeo.errors import InputError
from lstgeo.raster.grid import Grid
from lstgeo.raster.references import bits, ecostress, eos, reference, scaling, swath
from lstgeo.raster.references.reference import Reference
from lstgeo.raster.references.swath import Swath
from lstgeo.raster.swaths import hdf5
from lstgeo.raster.swaths.ecostress import LINES

GRIDDED = "HDFEOS/GRIDS/ECO_L2G_LSTE_70m/Data Fields"
STRUCTURE = "HDFEOS INFORMATION/StructMetadata.0"
SWATH, GEOLOCATION = "SDS", "Geolocation"
MASK, _FINAL = "CloudMask", "Cloud_final"
"""Cloud masks in a file of their own: bits of Collection 1; 0 or 1 of Collection 2."""

SPACING = 70.0
"""Size of a pixel [m]."""

Array = NDArray[Any]

_NAME = re.compile(r"ECO\w+_L2G?_LSTE_(?P<granule>\d+_\d+_(?P<time>\d{8}T\d{6}))_")
_VALUES, _NUMBERS = ("LST", "LST_err"), ("QC", "cloud_mask")


def read(path: Path, other: Reference | None) -> Reference:
    """Reference of a gridded file (L2G_LSTE), or of a swath (L2_LSTE) with its L1B_GEO beside it.

    Of a swath that part is gridded which `other` covers. Raises InputError, RasterError.
    """
    with hdf5.opened(path) as file:
        structure = _find(file, STRUCTURE)
        if _find(file, f"{GRIDDED}/LST") is not None and structure is not None:
            layers, grid = _layers(file, GRIDDED), eos.grid(_text(structure), str(path))
        elif _find(file, f"{SWATH}/LST") is not None:
            layers, grid = _placed(path, _layers(file, SWATH), other)
        else:
            raise InputError(
                f"{path} has neither {SWATH}/LST nor {GRIDDED}/LST; of HDF5 files, ECOSTRESS's L2 "
                "LSTE is a reference"
            )
    return _reference(path, layers, grid)


def _layers(file: Any, group: str) -> dict[str, Array]:
    """Temperature and error [K], and quality numbers, as far as they are there."""
    found = {name: _find(file, f"{group}/{name}") for name in (*_VALUES, *_NUMBERS, MASK)}
    return {
        name: _physical(data) if name in _VALUES else _whole(data)
        for name, data in found.items()
        if data is not None
    }


def _placed(
    path: Path, layers: dict[str, Array], other: Reference | None
) -> tuple[dict[str, Array], Grid]:
    """Layers of a swath on a grid, with the cloud mask of its granule."""
    geolocation = _beside(path, "L1B_GEO")
    if geolocation is None:
        raise InputError(
            f"{path} is a swath; its geolocation (*_L1B_GEO_*.h5 of the same orbit, scene and "
            "time) is needed beside it"
        )
    with hdf5.opened(geolocation) as file:
        longitude, latitude = (
            _degrees(file, geolocation, axis, limit)
            for axis, limit in (("longitude", 180.0), ("latitude", 90.0))
        )
    if cloud := _beside(path, "L2_CLOUD"):
        with hdf5.opened(cloud) as file:
            masks = {name: _find(file, f"{SWATH}/{name}") for name in (MASK, _FINAL)}
            layers |= {name: _whole(mask) for name, mask in masks.items() if mask is not None}
    if any(values.shape != longitude.shape for values in layers.values()):
        raise InputError(f"{path} and what lies beside it are not of one size")
    bounds = None if other is None else other.temperature.rio.transform_bounds("EPSG:4326")
    found = swath.cut(Swath(layers, longitude, latitude, LINES, SPACING), bounds)
    missing = {name: np.nan if name in _VALUES else bits.MISSING for name in layers}
    return swath.gridded(found, missing)


def _degrees(file: Any, path: Path, axis: str, limit: float) -> Array:
    """Longitude or latitude of the pixels, NaN where it is none."""
    found = _find(file, f"{GEOLOCATION}/{axis}")
    if found is None:
        raise InputError(f"{path} has no {GEOLOCATION}/{axis}")
    values = np.asarray(found[:], np.float32)
    return np.where(np.abs(values) <= limit, values, np.nan)


def _beside(path: Path, product: str) -> Path | None:
    """File of another product of the same granule: orbit, scene and time, whatever the build."""
    own = _NAME.search(path.name)
    wanted = own and re.compile(rf"ECO\w+_{product}_{own['granule']}_\w+\.h5", re.IGNORECASE)
    found = [
        near for near in sorted(path.parent.iterdir()) if wanted and wanted.fullmatch(near.name)
    ]
    return found[-1] if found else None


def _reference(path: Path, layers: dict[str, Array], grid: Grid) -> Reference:
    arrays = {name: reference.array(values, grid) for name, values in layers.items()}
    named = _NAME.search(path.name)
    found = Reference(
        path=path,
        product="ECOSTRESS L2 LSTE",
        temperature=arrays["LST"],
        sigma=arrays.get("LST_err"),
        clear=arrays["LST"].notnull(),
        rule=ecostress.PRODUCED,
        period=ecostress.moment(named["time"]) if named else None,
    )
    cloudless, rule = _cloudless(arrays)
    return ecostress.graded(found, arrays.get("QC"), cloudless, rule)


def _cloudless(arrays: dict[str, xr.DataArray]) -> tuple[xr.DataArray | None, str]:
    """Where there is no cloud, by either mask, and the words for it."""
    for name in ("cloud_mask", _FINAL):
        if name in arrays:
            return arrays[name] == 0, ecostress.LAYER_RULE
    if MASK in arrays:
        return ecostress.without_cloud(arrays[MASK]), ecostress.MASK_RULE
    return None, ""


def _find(file: Any, place: str) -> Any:
    """Data set at `place`, groups and name; None where it is not there."""
    *groups, name = place.split("/")
    for group in groups:
        file = file.groups.get(group)
        if file is None:
            return None
    return file.variables.get(name)


def _physical(data: Any) -> NDArray[np.float32]:
    attributes = {name: data.getncattr(name) for name in data.ncattrs()}
    return scaling.physical(np.asarray(data[:]), attributes)


def _whole(data: Any) -> NDArray[np.uint16]:
    return np.asarray(data[:]).astype(np.uint16)


def _text(data: Any) -> str:
    """A data set of text, of one string or of characters."""
    value = np.ravel(data[...])
    if value.dtype.kind == "S":
        return b"".join(value).decode("utf-8", errors="replace")
    return "".join(map(str, value))
