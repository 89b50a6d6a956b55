"""A Landsat Level-1 scene as a lazy Dataset in house names and units."""

from __future__ import annotations

import logging

import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.errors import MetadataError, SceneError
from lstgeo.raster import cloud, dataset, door
from lstgeo.raster.scenes import bands, companion, mtl, product, qa, radiometry
from lstgeo.raster.scenes.bands import Bands
from lstgeo.raster.scenes.files import SceneFiles
from lstgeo.raster.scenes.mtl import Metadata
from lstgeo.sensors import platforms
from lstgeo.sensors.platforms import Sensor
from lstgeo.vocabulary import Quantity

log = logging.getLogger(__name__)


def open_scene(files: SceneFiles, band_name: str | None = None) -> xr.Dataset:
    """Scene as `at_sensor_radiance`, `quality` and, where they are there, other variables.

    Those are red and near-infrared reflectance by day, and the view zenith angle. `quality` holds
    bits 0 to 6. Attributes say sensor, band, time, sun, calibration and location. Raises
    SceneError, MetadataError or MethodError where nothing can be retrieved from the scene.
    """
    metadata = mtl.parse(files.metadata_bytes(), files.metadata)
    product.require_level_1(files, metadata)
    sensor = platforms.sensor(metadata.text("SPACECRAFT_ID"))
    band = sensor.band(band_name)
    found = bands.of(files, metadata, sensor, band)
    calibration = radiometry.calibration_of(metadata, band.number)
    state = product.state_of(metadata)
    thermal = door.open_raster(found.thermal, mask_and_scale=False)
    stated = (state.collection or qa.PRE_COLLECTION).partition(" ")[0]
    bits = companion.quality(found.quality, thermal, str(files.origin), stated)
    radiance, quality = xr.apply_ufunc(
        radiometry.observe,
        thermal,
        cloud.with_proximity(bits),
        companion.saturation(found.saturation, thermal),
        kwargs={"calibration": calibration, "band": band},
        output_core_dims=[[], []],
        dask="parallelized",
        keep_attrs=True,
        output_dtypes=[np.float32, np.uint16],
    )
    scene = dataset.named(
        {
            vocabulary.AT_SENSOR_RADIANCE: radiance,
            vocabulary.QUALITY: quality,
            **_reflectances(found, metadata, sensor, thermal),
            **_view(found, thermal),
        }
    )
    return scene.assign_attrs(
        scene=product.identifier(metadata),
        source=str(files.origin) if files.origin.is_file() else files.path(files.metadata),
        sensor=sensor.name,
        band=band.name,
        datetime=metadata.acquired().isoformat(),
        radiance_gain=calibration.gain,
        calibration_uncertainty=product.calibration_uncertainty(files, band, state),
        inputs=found.paths,
        **_sun(metadata),
        **product.location(files, metadata),
        **{f"calibration_{name}": value for name, value in state.attributes().items()},
    )


def _sun(metadata: Metadata) -> dict[str, float]:
    """Elevation of the sun [degree] as an attribute, where the metadata says it."""
    stated = metadata.get("SUN_ELEVATION")
    return {} if stated is None else {"sun_elevation": metadata.number("SUN_ELEVATION")}


def _reflectances(
    found: Bands, metadata: Metadata, sensor: Sensor, thermal: xr.DataArray
) -> dict[Quantity, xr.DataArray]:
    """Red and near-infrared reflectance at the top of the atmosphere; none at night or without."""
    if found.red is None or found.near_infrared is None:
        return {}
    if _sun(metadata).get("sun_elevation", 1.0) <= 0:
        return {}
    try:
        return {
            quantity: companion.reflectance(
                path, thermal, radiometry.reflectance_of(metadata, sensor, number)
            )
            for quantity, path, number in (
                (vocabulary.RED_REFLECTANCE, found.red, sensor.red),
                (
                    vocabulary.NEAR_INFRARED_REFLECTANCE,
                    found.near_infrared,
                    sensor.near_infrared,
                ),
            )
        }
    except (MetadataError, SceneError) as error:
        log.warning("red and near infrared are left out: %s", error)
        return {}


def _view(found: Bands, thermal: xr.DataArray) -> dict[Quantity, xr.DataArray]:
    """View zenith angle, where there is an angle band on the scene."""
    if found.view_zenith is None:
        return {}
    try:
        angle = companion.view_zenith(found.view_zenith, thermal)
    except SceneError as error:
        log.warning("the view angle is left out: %s", error)
        return {}
    return {vocabulary.VIEW_ZENITH_ANGLE: angle}
