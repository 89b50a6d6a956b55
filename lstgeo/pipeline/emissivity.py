"""Emissivity on the grid of a scene, from what the user gives and, where that ends, from others."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import dask.array as da
import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.emissivity import aster, chain, classes, ndvi
from lstgeo.emissivity.chain import Source
from lstgeo.errors import InputError
from lstgeo.physics import footprint
from lstgeo.pipeline import inputs
from lstgeo.pipeline.inputs import Given
from lstgeo.raster import align, classmap, door
from lstgeo.raster import aster as aster_files
from lstgeo.raster.windows import Windows
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
    """The source that comes first: its name, its layers in windows with a halo, and its files."""

    name: str
    layers: tuple[da.Array, ...]
    source: Source
    files: tuple[str, ...]


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
    like, halo = scene[vocabulary.AT_SENSOR_RADIANCE.name], footprint.reach(_width(scene, band))
    if text.startswith(CLASSES):
        path = Path(text.removeprefix(CLASSES))
        return _completed(_of_classes(path, class_table, like, band, halo), scene, band)
    if text.startswith(ASTER):
        path = Path(text.removeprefix(ASTER))
        ged = aster_files.onto(path, like, halo)
        first = _First(f"{ASTER}{path}", ged.layers, aster.regression(band), ged.files)
        return _completed(first, scene, band)
    return _given(text, scene, band)


def _of_classes(
    path: Path, table: str | Path | None, like: xr.DataArray, band: ThermalBand, halo: int
) -> _First:
    name, entries = classes.named(table, path, band)
    meaning = {code: (kind.emissivity, kind.sigma) for code, kind in entries.items()}
    layers = classmap.onto(path, meaning, like, halo)
    read = [str(path)] + ([name] if Path(name).is_file() else [])
    return _First(f"{CLASSES}{path} ({name})", layers, classes.with_snow, tuple(read))


def _given(text: str, scene: xr.Dataset, band: ThermalBand) -> SurfaceEmissivity:
    """Emissivity of a number, or of a raster at the footprint and behind it of the scene itself."""
    found = inputs.prepared(vocabulary.EMISSIVITY, text, scene, fill=np.nan)
    if found.path is None:
        sigma = xr.full_like(found.values, GIVEN_SIGMA)
        return SurfaceEmissivity(found.values, sigma, found.missing, (), (text,))
    sigma, files = _sigma_of(Path(found.path), found.values)
    behind = _surface(None, scene, band)
    surface = da.map_blocks(  # type: ignore[no-untyped-call]
        chain.given_first,
        behind,
        scene[vocabulary.QUALITY.name].data.rechunk(behind.chunks),
        *(layer.data.rechunk(behind.chunks) for layer in (found.values, sigma)),
        dtype=chain.SURFACE,
        meta=np.empty((0, 0), chain.SURFACE),
    )
    return _unpacked(surface, scene, found.path, files)


def _sigma_of(path: Path, values: xr.DataArray) -> tuple[xr.DataArray, tuple[str, ...]]:
    """Sigma of a raster, and what was read: Level-2 has a spread beside its emissivity."""
    beside = path.with_name(path.name.replace("_ST_EMIS", "_ST_EMSD"))
    if beside == path or not beside.is_file():
        return xr.full_like(values, GIVEN_SIGMA), (str(path),)
    spread = align.onto(beside, values).values.fillna(np.float32(0))
    sigma: xr.DataArray = (spread**2 + np.float32(GIVEN_SIGMA**2)) ** 0.5
    return sigma, (str(path), str(beside))


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
    surface = _surface(first, scene, band)
    if first is None:
        return _unpacked(surface, scene, None, ())
    return _unpacked(surface, scene, first.name, first.files)


def _surface(first: _First | None, scene: xr.Dataset, band: ThermalBand) -> da.Array:
    """Blocks of `chain.SURFACE`, in the strips of the scene."""
    reflective = _is_reflective(scene)
    quality = scene[vocabulary.QUALITY.name]
    rasters = [quality, *(scene[name] for name in _REFLECTANCES if reflective)]
    width, strip = _width(scene, band), align.strip_of(quality)
    step = door.STRIP if first else strip
    windows = Windows(quality.sizes["y"], step, footprint.reach(width))
    function = partial(
        chain.surface, reflective=reflective, source=first.source if first else None, width=width
    )
    arrays = [windows.widened(raster) for raster in rasters]
    return windows.mapped(
        function, [*arrays, *(first.layers if first else ())], chain.SURFACE, strip
    )


def _unpacked(
    surface: da.Array, scene: xr.Dataset, name: str | None, files: tuple[str, ...]
) -> SurfaceEmissivity:
    like = scene[vocabulary.QUALITY.name]
    parts = (like.copy(data=surface[part]) for part in chain.SURFACE.names or ())
    values, sigma, fallback = parts
    own = (FROM_NDVI if _is_reflective(scene) else FROM_QUALITY, UNKNOWN)
    return SurfaceEmissivity(values, sigma, fallback, files, own if name is None else (name, *own))


def _width(scene: xr.Dataset, band: ThermalBand) -> float:
    """Width of the native footprint [pixels], 1 at least."""
    sizes = scene.rio.resolution(recalc=False)
    return max(1.0, min(band.native_resolution / abs(float(size)) for size in sizes))


def _is_reflective(scene: xr.Dataset) -> bool:
    return set(_REFLECTANCES) <= set(scene)
