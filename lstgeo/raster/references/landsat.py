"""Landsat Collection 2 Level-2 surface temperature (`*_ST_B10.TIF`, `*_ST_B6.TIF`).

Encodings after the product guide (LSDS-1619): they are not in the files.
"""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import xarray as xr
from rasterio.enums import Resampling

from lstgeo import quality as bits
from lstgeo.errors import SceneError
from lstgeo.raster import align, door
from lstgeo.raster.references.period import Period
from lstgeo.raster.references.reference import UNCLASSED, Classes, Reference
from lstgeo.raster.scenes import companion, files, level2, mtl

SCALE, OFFSET, NODATA = 0.00341802, 149.0, 0
"""K = scale x number + offset."""

SIGMA_SCALE, DISTANCE_SCALE = 0.01, 0.01
"""Uncertainty [K] and distance to cloud [km] of one step; nodata is -9999."""

RULE = (
    "QA_PIXEL bits 0-4 (fill, dilated cloud, cirrus, cloud, cloud shadow) are unset, and it has a "
    "temperature"
)
DISTANCES = (1.0, 5.0, 20.0)
"""Distances to cloud [km] that part the classes."""

_PRODUCT = re.compile(
    r"L[A-Z]\d{2}_L2\w{2}_\d{6}_(?P<day>\d{8})_\d{8}_\d{2}_\w{2}_ST_", re.IGNORECASE
)
_SCHEMA = "2"


def find(folder: Path) -> Path:
    """Surface temperature of the Level-2 product in a folder; raises SceneError where none is."""
    found = [path for path in sorted(folder.iterdir()) if level2.is_surface_temperature(path)]
    if len(found) != 1:
        raise SceneError(
            f"{folder} has {len(found)} rasters of Level-2 surface temperature (*_ST_B10.TIF, "
            "*_ST_B6.TIF); one is needed"
        )
    return found[0]


def read(path: Path) -> Reference:
    """Reference of a surface temperature band; what lies beside it of its product is read too."""
    stored = door.open_raster(path, mask_and_scale=False)
    there = stored != NODATA
    temperature = (stored.astype(np.float32) * np.float32(SCALE) + np.float32(OFFSET)).where(there)
    named = _PRODUCT.match(path.name)
    flags = companion.quality(_beside(path, "QA_PIXEL"), stored, path.name, _SCHEMA)
    return Reference(
        path=path,
        product="Landsat Level-2 ST",
        temperature=temperature,
        sigma=_scaled(path, "ST_QA", SIGMA_SCALE, stored),
        clear=there & bits.clear(flags),
        rule=RULE if _beside(path, "QA_PIXEL") else "it has a temperature",
        period=_period(path, None if named is None else named["day"]),
        classes=_classes(_scaled(path, "ST_CDIST", DISTANCE_SCALE, stored)),
        notes=_notes(path, stored),
    )


def _beside(path: Path, band: str) -> str | None:
    """Path of another band of the product of a surface temperature band."""
    stem = re.split("_ST_B", path.stem, flags=re.IGNORECASE)[0]
    wanted = {f"{stem}_{band}{suffix}".lower() for suffix in (".tif", ".tiff")}
    return next((str(near) for near in path.parent.iterdir() if near.name.lower() in wanted), None)


def _scaled(path: Path, band: str, scale: float, like: xr.DataArray) -> xr.DataArray | None:
    """Values of a band beside, NaN at nodata; None where it is not there."""
    beside = _beside(path, band)
    if beside is None:
        return None
    stored = companion.on_grid(beside, like, Resampling.nearest, fill=level2.NODATA)
    return stored.where(stored != level2.NODATA).astype(np.float32) * np.float32(scale)


def _classes(distance: xr.DataArray | None) -> Classes | None:
    """Pixels by their distance to the nearest cloud."""
    if distance is None:
        return None
    ends = [f"{end:g}" for end in DISTANCES]
    between = (f"{low} to {high} km" for low, high in itertools.pairwise(ends))
    labels = (f"below {ends[0]} km", *between, f"beyond {ends[-1]} km")
    place = sum((distance >= end).astype(np.uint8) for end in DISTANCES)
    numbers = xr.zeros_like(distance, dtype=np.uint8) + place
    return Classes(
        "distance to cloud (ST_CDIST)", labels, numbers.where(distance.notnull(), UNCLASSED)
    )


def _period(path: Path, day: str | None) -> Period | None:
    """Time in the metadata beside, else the day in the name."""
    stem = re.split("_ST_B", path.stem, flags=re.IGNORECASE)[0]
    for suffix in files.METADATA_SUFFIXES:
        metadata = path.with_name(f"{stem}{suffix}")
        if metadata.is_file():
            with metadata.open("rb") as stream:
                content = stream.read(files.LARGEST_METADATA)
            return Period.of(mtl.parse(content, metadata.name).acquired())
    return (
        None if day is None else Period.days(datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC))
    )


def _notes(path: Path, like: xr.DataArray) -> tuple[str, ...]:
    """What was measured of the product's radiance of the sky, where it is below that of the air."""
    down, up = _beside(path, "ST_DRAD"), _beside(path, "ST_URAD")
    if down is None or up is None:
        return ()
    radiances = [
        align.sampled(companion.on_grid(band, like, Resampling.nearest, fill=level2.NODATA))
        for band in (down, up)
    ]
    known = np.logical_and(*(band > 0 for band in radiances))
    if not known.any():
        return ()
    ratio = float(np.median(radiances[0][known] / radiances[1][known]))
    if ratio >= 1:
        return ()
    return (
        f"its downwelling radiance (ST_DRAD) is {ratio:.2f} of its upwelling radiance (ST_URAD), "
        "where a hemispheric sky radiance is normally above 1: the official ST was made with it",
    )
