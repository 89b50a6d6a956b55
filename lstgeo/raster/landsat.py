"""A Landsat Level-1 scene as a lazy Dataset in house names and units."""

from __future__ import annotations

import logging
import math
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lstgeo import vocabulary
from lstgeo.errors import MetadataError, SceneError
from lstgeo.quality import Quality
from lstgeo.raster import cloud, dataset, door, mtl, qa
from lstgeo.raster.files import SceneFiles
from lstgeo.raster.mtl import Metadata
from lstgeo.sensors import calibration as calibrations
from lstgeo.sensors import platforms
from lstgeo.sensors.calibration import Calibration, CalibrationState
from lstgeo.sensors.platforms import Sensor, ThermalBand
from lstgeo.vocabulary import Quantity

log = logging.getLogger(__name__)

QUALITY_BAND = ("FILE_NAME_QUALITY_L1_PIXEL", "FILE_NAME_BAND_QUALITY")
SATURATION_BAND = ("FILE_NAME_QUALITY_L1_RADIOMETRIC_SATURATION",)

_SAMPLED_ROWS = 64


def open_scene(files: SceneFiles, band_name: str | None = None) -> xr.Dataset:
    """Scene as `at_sensor_radiance`, `quality` and, by day, red and near-infrared reflectance.

    `quality` holds bits 0 to 6. Attributes say sensor, band, time, sun and calibration. Raises
    SceneError, MetadataError or MethodError where nothing can be retrieved from the scene.
    """
    metadata = mtl.parse(files.metadata_bytes(), files.metadata)
    _refuse_level2(files, metadata)
    sensor = platforms.sensor(metadata.text("SPACECRAFT_ID"))
    band = sensor.band(band_name)
    calibration, state = calibration_of(metadata, band.number), state_of(metadata)

    thermal = door.open_raster(_band_path(files, metadata, band), mask_and_scale=False)
    quality_band = _companion(files, metadata, thermal, QUALITY_BAND)
    radiance, quality = xr.apply_ufunc(
        observe,
        thermal,
        quality_band,
        _companion(files, metadata, thermal, SATURATION_BAND),
        kwargs={
            "calibration": calibration,
            "schema": _schema(files, metadata, quality_band, state),
            "band": band,
        },
        output_core_dims=[[], []],
        dask="parallelized",
        keep_attrs=True,
        output_dtypes=[np.float32, np.uint16],
    )
    scene = dataset.named(
        {
            vocabulary.AT_SENSOR_RADIANCE: radiance,
            vocabulary.QUALITY: cloud.with_proximity(quality),
            **_reflectances(files, metadata, sensor),
        }
    )
    return scene.assign_attrs(
        scene=_identifier(metadata),
        source=str(files.origin) if files.origin.is_file() else files.path(files.metadata),
        sensor=sensor.name,
        band=band.name,
        datetime=metadata.acquired().isoformat(),
        sun_elevation=metadata.number("SUN_ELEVATION"),
        radiance_gain=calibration.gain,
        calibration_uncertainty=_calibration_uncertainty(files, band, state),
        inputs=_inputs(files, metadata, band, sensor),
        **{f"calibration_{name}": value for name, value in state.attributes().items()},
    )


def observe(
    number: NDArray[Any],
    quality_band: NDArray[Any],
    saturation_band: NDArray[Any],
    *,
    calibration: Calibration,
    schema: str | None,
    band: ThermalBand,
) -> tuple[NDArray[np.float32], NDArray[np.uint16]]:
    """Radiance [W m-2 sr-1 um-1], NaN where there is none, and quality bits of a block of numbers.

    A number is valid between the lowest and the highest that the MTL states, and both ends are
    saturated. Nodata tags are not asked: files in circulation contradict their MTL (255 is the
    nodata tag of a Landsat 5 crop, and its saturation).
    """
    valid = (number >= calibration.lowest) & (number <= calibration.highest)
    quality = np.zeros(number.shape, np.uint16)
    if schema is not None:
        quality |= qa.decode(quality_band, schema)
        valid &= (quality & Quality.FILL) == 0
    ends = (number == calibration.lowest) | (number == calibration.highest)
    saturated = ends | qa.saturated(saturation_band.astype(np.uint16), band.number)
    quality[saturated] |= np.uint16(Quality.SATURATED)
    quality[~valid] = Quality.FILL
    radiance = number.astype(np.float32) * np.float32(calibration.gain)
    radiance += np.float32(calibration.offset)
    radiance[~valid] = np.nan
    return radiance, quality


def calibration_of(metadata: Metadata, number: str) -> Calibration:
    """Gain, offset and valid numbers of a band from the scene's own metadata."""
    return Calibration(
        gain=metadata.number(f"RADIANCE_MULT_BAND_{number}"),
        offset=metadata.number(f"RADIANCE_ADD_BAND_{number}"),
        lowest=metadata.number(f"QUANTIZE_CAL_MIN_BAND_{number}"),
        highest=metadata.number(f"QUANTIZE_CAL_MAX_BAND_{number}"),
    )


def state_of(metadata: Metadata) -> CalibrationState:
    """What the metadata says about how the scene was calibrated."""
    stated, tier = qa.PRE_COLLECTION, metadata.get("COLLECTION_CATEGORY")
    if metadata.get("COLLECTION_NUMBER"):
        stated = f"{metadata.number('COLLECTION_NUMBER'):.0f} {tier}"
    return CalibrationState(
        collection=stated,
        processing_level=metadata.get("PROCESSING_LEVEL", "DATA_TYPE"),
        processing_software=metadata.get("PROCESSING_SOFTWARE_VERSION"),
        stray_light_correction=metadata.get(
            "DATA_SOURCE_TIRS_STRAY_LIGHT_CORRECTION", "TIRS_STRAY_LIGHT_CORRECTION_SOURCE"
        ),
        scene_select_mirror_model=metadata.get("TIRS_SSM_MODEL"),
        scene_select_mirror_position=metadata.get("TIRS_SSM_POSITION_STATUS"),
        pointing=metadata.get("NADIR_OFFNADIR"),
        roll_angle=metadata.number("ROLL_ANGLE") if metadata.get("ROLL_ANGLE") else None,
    )


def _calibration_uncertainty(
    files: SceneFiles, band: ThermalBand, state: CalibrationState
) -> float:
    """Calibration uncertainty (1 sigma) at 300 K [K]; warns where it is larger than the best."""
    kelvin, reasons = calibrations.sigma(band, state)
    if reasons:
        log.warning(
            "calibration of %s is uncertain by %.2f K: %s", files.origin, kelvin, ", ".join(reasons)
        )
    return kelvin


def _refuse_level2(files: SceneFiles, metadata: Metadata) -> None:
    level = metadata.get("PROCESSING_LEVEL", "DATA_TYPE") or ""
    if level.upper().startswith("L2"):
        raise SceneError(
            f"{files.origin} is a Level-2 product ({level}): its ST band already is surface "
            "temperature; lstgeo needs Level-1 data, or the *_ST_TRAD raster of Level-2"
        )


def _identifier(metadata: Metadata) -> str:
    """Name of the scene; never a path, since outputs are called after it."""
    named = metadata.get("LANDSAT_PRODUCT_ID", "LANDSAT_SCENE_ID")
    return (named or metadata.source.rpartition("_MTL.")[0]).rpartition("/")[2]


def _band_path(files: SceneFiles, metadata: Metadata, band: ThermalBand) -> str:
    name = metadata.get(f"FILE_NAME_BAND_{band.number}")
    if name is None:
        raise SceneError(f"{files.origin} has no {band.name}: {metadata.source} names no such file")
    return files.path(name)


def _inputs(files: SceneFiles, metadata: Metadata, band: ThermalBand, sensor: Sensor) -> list[str]:
    """Paths of the rasters that are read of the scene, the thermal one first."""
    numbers = (band.number, sensor.red, sensor.near_infrared)
    keys = [(f"FILE_NAME_BAND_{number}",) for number in numbers] + [QUALITY_BAND, SATURATION_BAND]
    names = [name for key in keys if files.has(name := metadata.get(*key))]
    return [files.path(str(name)) for name in names]


def _companion(
    files: SceneFiles, metadata: Metadata, thermal: xr.DataArray, names: tuple[str, ...]
) -> xr.DataArray:
    """Raster that the metadata calls by one of `names`, on the thermal grid; zeros where absent."""
    name = metadata.get(*names)
    if name is None or not files.has(name):
        return xr.zeros_like(thermal, dtype=np.uint16)
    companion = door.open_raster(files.path(name), mask_and_scale=False)
    if companion.shape != thermal.shape:
        raise SceneError(
            f"{name} has {companion.shape} pixels, the thermal band {thermal.shape}: not one scene"
        )
    return companion.assign_coords(thermal.coords)


def _schema(
    files: SceneFiles, metadata: Metadata, band: xr.DataArray, state: CalibrationState
) -> str | None:
    """Schema of the quality band, as its pixels show it; None where the scene has no such band."""
    if not files.has(metadata.get(*QUALITY_BAND)):
        log.warning("%s has no quality band: clouds stay unflagged", files.origin)
        return None
    stated = (state.collection or qa.PRE_COLLECTION).partition(" ")[0]
    schema = qa.schema_of(door.middle_rows(band, _SAMPLED_ROWS), stated)
    if schema != stated:
        log.warning(
            "the quality band of %s is coded as %s, not as its metadata says (%s): read as coded",
            files.origin,
            schema,
            stated,
        )
    return schema


def _reflectances(
    files: SceneFiles, metadata: Metadata, sensor: Sensor
) -> dict[Quantity, xr.DataArray]:
    """Red and near-infrared reflectance at the top of the atmosphere; none at night or without."""
    sun = math.sin(math.radians(metadata.number("SUN_ELEVATION")))
    numbers = {
        vocabulary.RED_REFLECTANCE: sensor.red,
        vocabulary.NEAR_INFRARED_REFLECTANCE: sensor.near_infrared,
    }
    names = {quantity: metadata.get(f"FILE_NAME_BAND_{n}") for quantity, n in numbers.items()}
    if sun <= 0 or not all(files.has(name) for name in names.values()):
        return {}
    try:
        return {
            quantity: _reflectance(files.path(str(name)), metadata, numbers[quantity], sun)
            for quantity, name in names.items()
        }
    except MetadataError:
        return {}


def _reflectance(path: str, metadata: Metadata, number: str, sun: float) -> xr.DataArray:
    gain = metadata.number(f"REFLECTANCE_MULT_BAND_{number}") / sun
    offset = metadata.number(f"REFLECTANCE_ADD_BAND_{number}") / sun
    lowest = metadata.number(f"QUANTIZE_CAL_MIN_BAND_{number}")
    stored = door.open_raster(path, mask_and_scale=False)
    reflectance = stored.astype(np.float32) * np.float32(gain) + np.float32(offset)
    return reflectance.where(stored >= lowest)
