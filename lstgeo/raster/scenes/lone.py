"""A lone thermal raster as a scene: radiance by its units, or numbers with scale and offset."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.errors import InputError, SceneError
from lstgeo.quality import Quality
from lstgeo.raster import align, cloud, dataset, door
from lstgeo.raster.scenes import companion, level2, qa
from lstgeo.sensors import platforms
from lstgeo.sensors.platforms import ThermalBand

_PRODUCT = re.compile(r"^(L[A-Z]\d{2})_L\w{3}_\d{6}_(\d{8})_\d{8}_(\d{2})_\w{2}")


def open_scene(
    path: Path,
    sensor_name: str | None = None,
    band_name: str | None = None,
    units: str | None = None,
    model_band: ThermalBand | None = None,
) -> xr.Dataset:
    """Scene of a raster of at-sensor radiance, in the units of its tag or in `units`.

    `model_band` is that of a model that the user named: it stands where the sensor is not said, or
    is not known but to the model. A USGS name gives sensor, day and quality band. Raises InputError
    where units cannot be told, SceneError where the raster is surface temperature or its sensor is
    not known.
    """
    if level2.is_surface_temperature(path):
        raise SceneError(
            f"{path} already is surface temperature (Level-2); lstgeo retrieves it from at-sensor "
            "radiance: a Level-1 scene, or the product's *_ST_TRAD raster"
        )
    if not level2.is_radiance_or_foreign(path):
        raise SceneError(
            f"{path} is an intermediate band of Level-2, and is no at-sensor radiance; that is the "
            "product's *_ST_TRAD raster"
        )
    with door.opened(path):
        pass
    named = _PRODUCT.match(path.name)
    band = _band(path, sensor_name or (named[1] if named else None), band_name, model_band)
    radiance = _radiance(path, units)
    bits = companion.quality(
        _quality_band(path, named[0]) if named else None,
        radiance,
        str(path),
        str(int(named[3])) if named else qa.PRE_COLLECTION,
    )
    quality = cloud.with_proximity(bits)
    quality = quality.where(radiance.notnull(), np.uint16(Quality.FILL)).astype(np.uint16)
    scene = dataset.named(
        {
            vocabulary.AT_SENSOR_RADIANCE: radiance,
            vocabulary.QUALITY: quality,
        }
    )
    if named:
        day = datetime.strptime(named[2], "%Y%m%d").replace(tzinfo=UTC)
        scene = scene.assign_attrs(datetime=day.isoformat())
    return scene.assign_attrs(
        scene=path.stem,
        source=str(path),
        sensor=band.sensor,
        band=band.name,
        radiance_gain=_step(path),
        inputs=[str(path)],
    )


def _quality_band(path: Path, product: str) -> str | None:
    """Path of the quality band of a product beside one of its rasters."""
    wanted = {f"{product}_qa_pixel{suffix}".lower() for suffix in (".tif", ".tiff")}
    found = (beside for beside in path.parent.iterdir() if beside.name.lower() in wanted)
    return next(map(str, found), None)


def _band(
    path: Path, sensor_name: str | None, band_name: str | None, model_band: ThermalBand | None
) -> ThermalBand:
    if (
        model_band is not None
        and _agree(sensor_name, model_band.sensor)
        and _agree(band_name, model_band.name)
    ):
        return model_band
    if sensor_name is None:
        known = ", ".join(platforms.SENSORS)
        raise SceneError(f"{path} is a lone raster; --sensor is needed, one of {known}")
    return platforms.sensor(sensor_name).band(band_name)


def _agree(given: str | None, known: str) -> bool:
    return given is None or given.lower() == known.lower()


def _radiance(path: Path, units: str | None) -> xr.DataArray:
    stored = door.open_raster(path, mask_and_scale=True)
    with door.opened(path) as source:
        stated = units or door.units_of(source)
    encoding = level2.encoding(path)
    if stated is None and encoding is not None:
        return level2.decoded(stored, encoding)
    if stated is None:
        wanted = vocabulary.AT_SENSOR_RADIANCE.units
        raise InputError(
            f"{path} states no units; --units is needed, such as {wanted!r}, or the folder of the "
            "scene, whose MTL tells them"
        )
    factor, offset = vocabulary.AT_SENSOR_RADIANCE.conversion(stated)
    radiance: xr.DataArray = stored * np.float32(factor) + np.float32(offset)
    _require_plausible(path, radiance)
    return radiance


def _require_plausible(path: Path, radiance: xr.DataArray) -> None:
    """Raise InputError where a sample of `radiance` holds what no radiance in the window is."""
    least, most = vocabulary.AT_SENSOR_RADIANCE.plausible
    sample = align.sampled(radiance)
    wrong = sample[(sample < least) | (sample > most)]
    if wrong.size:
        raise InputError(
            f"{path}: at-sensor radiance {wrong[0]:g} is outside {least:g} to {most:g} "
            f"{vocabulary.AT_SENSOR_RADIANCE.units}; are these numbers without their scale?"
        )


def _step(path: Path) -> float:
    """Radiance of one step of the stored numbers; 0 where they are real numbers."""
    with door.opened(path) as source:
        if not np.issubdtype(np.dtype(source.dtypes[0]), np.integer):
            return 0.0
        encoding = level2.encoding(path)
        return encoding.scale if encoding else float(source.scales[0])
