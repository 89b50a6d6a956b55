"""Emissivity on the grid of a scene, from what the user gives and, where that ends, from others."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lstgeo import vocabulary
from lstgeo.emissivity import aster, chain, classes, ndvi
from lstgeo.emissivity.chain import Known, Source
from lstgeo.emissivity.ndvi import Values
from lstgeo.errors import InputError
from lstgeo.physics import footprint
from lstgeo.pipeline import inputs
from lstgeo.pipeline.inputs import Given
from lstgeo.raster import align, classmap, dataset
from lstgeo.raster import aster as aster_files
from lstgeo.sensors.platforms import ThermalBand

log = logging.getLogger(__name__)

GIVEN_SIGMA = 0.01
"""Standard deviation of an emissivity that is given without one, and error of one with a spread."""

FROM_NDVI = "ndvi"
FROM_QUALITY = "water and snow of the quality band"
UNKNOWN = "unknown ground"
CLASSES, ASTER = "classes:", "aster:"
"""What begins the argument that names a class map, or ASTER's data set."""

_REFLECTANCES = (vocabulary.RED_REFLECTANCE.name, vocabulary.NEAR_INFRARED_REFLECTANCE.name)


@dataclass(frozen=True)
class SurfaceEmissivity:
    """Emissivity, its standard deviation, and where it is a fallback.

    `files` are what was read for it; `sources` what it is made of, each where those before it have
    nothing.
    """

    values: xr.DataArray
    sigma: xr.DataArray
    fallback: xr.DataArray
    files: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class _First:
    """The source that comes first: its name, its layers on the grid, and what is made of them."""

    name: str
    layers: tuple[xr.DataArray, ...]
    source: Source
    files: tuple[str, ...]
    average: bool = True


def prepared(
    given: Given | None,
    scene: xr.Dataset,
    band: ThermalBand,
    class_table: str | Path | None = None,
) -> SurfaceEmissivity:
    """Emissivity of `scene`: a raster file, a number, `ndvi`, `classes:FILE` or `aster:PATH`.

    Where it has no value, it comes from the vegetation index, water and snow of the scene, and
    where those are not known, it is that of unknown ground; that is also what stands in where
    nothing is given. Raises InputError where what is given cannot be right, or does not exist.
    """
    text = "" if given is None else str(given)
    if class_table is not None and not text.startswith(CLASSES):
        raise InputError(f"class table {class_table} needs a class map: --emissivity classes:FILE")
    if text in {"", FROM_NDVI}:
        return _from_scene(scene, band, required=text == FROM_NDVI)
    if text.startswith(CLASSES):
        path = Path(text.removeprefix(CLASSES))
        return _completed(_of_classes(path, class_table, scene, band), scene, band)
    if text.startswith(ASTER):
        return _completed(_of_aster(Path(text.removeprefix(ASTER)), scene, band), scene, band)
    found = inputs.prepared(vocabulary.EMISSIVITY, text, scene, fill=np.nan)
    if found.path is None:
        sigma = xr.full_like(found.values, GIVEN_SIGMA)
        return SurfaceEmissivity(found.values, sigma, found.missing, (), (text,))
    return _completed(_of_file(Path(found.path), found.values, scene), scene, band)


def _of_classes(
    path: Path, table: str | Path | None, scene: xr.Dataset, band: ThermalBand
) -> _First:
    name, entries = classes.named(table, path, band)
    meaning = {code: (kind.emissivity, kind.sigma) for code, kind in entries.items()}
    layers = classmap.onto(path, meaning, scene[vocabulary.AT_SENSOR_RADIANCE.name])
    read = [str(path)] + ([name] if Path(name).is_file() else [])
    return _First(f"{CLASSES}{path} ({name})", layers, classes.with_snow, tuple(read))


def _of_aster(path: Path, scene: xr.Dataset, band: ThermalBand) -> _First:
    found = aster_files.onto(path, scene[vocabulary.AT_SENSOR_RADIANCE.name])
    return _First(f"{ASTER}{path}", found.layers, aster.regression(band), found.files)


def _of_file(path: Path, values: xr.DataArray, scene: xr.Dataset) -> _First:
    """A raster of emissivity, and beside one of Level-2 (`*_ST_EMIS`) its standard deviation."""
    beside = path.with_name(path.name.replace("_ST_EMIS", "_ST_EMSD"))
    if beside == path or not beside.is_file():
        return _First(str(path), (values,), as_given, (str(path),), average=False)
    spread = align.onto(beside, scene[vocabulary.AT_SENSOR_RADIANCE.name]).values
    files = (str(path), str(beside))
    return _First(str(path), (values, spread), as_given, files, average=False)


def as_given(layers: tuple[Values, ...], *_: NDArray[np.generic]) -> Known:
    """Emissivity and its sigma of a block, as `layers` have them; the second may be missing."""
    value, *spread = layers
    if not spread:
        return value, np.full_like(value, GIVEN_SIGMA)
    return value, np.hypot(np.nan_to_num(spread[0]), np.float32(GIVEN_SIGMA))


def _from_scene(scene: xr.Dataset, band: ThermalBand, required: bool) -> SurfaceEmissivity:
    if not _is_reflective(scene):
        sun = scene.attrs.get("sun_elevation")
        night = sun is not None and sun <= 0
        reason = "the sun is below the horizon" if night else "it lacks red or near infrared"
        text = f"emissivity of {scene.attrs['scene']} cannot come from its NDVI, for {reason}"
        if required:
            raise InputError(f"{text}; give --emissivity FILE or a number")
        log.warning(
            "%s: unknown ground (%.2f) stands in; give --emissivity for a better one",
            text,
            ndvi.UNKNOWN.emissivity,
        )
    return _completed(None, scene, band)


def _completed(first: _First | None, scene: xr.Dataset, band: ThermalBand) -> SurfaceEmissivity:
    """Emissivity of the `first` source, and of the scene itself where it has none."""
    reflective = _is_reflective(scene)
    quality = scene[vocabulary.QUALITY.name]
    rasters = [quality, *(scene[name] for name in _REFLECTANCES if reflective)]
    width = min(band.native_resolution / abs(size) for size in scene.rio.resolution(recalc=False))
    width = max(width, 1.0)
    surface = dataset.blocks_with_halo(
        partial(
            chain.surface,
            reflective=reflective,
            source=first.source if first else None,
            width=width,
            average_source=first.average if first else True,
        ),
        [*rasters, *(first.layers if first else ())],
        footprint.reach(width),
        chain.SURFACE,
    )
    values, sigma, fallback = (
        quality.copy(data=surface[name]) for name in chain.SURFACE.names or ()
    )
    own = (FROM_NDVI if reflective else FROM_QUALITY, UNKNOWN)
    files = first.files if first else ()
    return SurfaceEmissivity(values, sigma, fallback, files, (*_name(first), *own))


def _name(first: _First | None) -> Sequence[str]:
    return [first.name] if first else []


def _is_reflective(scene: xr.Dataset) -> bool:
    return set(_REFLECTANCES) <= set(scene)
