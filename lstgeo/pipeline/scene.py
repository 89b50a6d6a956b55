"""Opening whatever a user calls a scene."""

from __future__ import annotations

from pathlib import Path

import xarray as xr

from lstgeo.errors import SceneError
from lstgeo.model import band as model_band
from lstgeo.model import shipped
from lstgeo.raster import align, door
from lstgeo.raster.scenes import files, item, landsat, lone
from lstgeo.raster.swaths import names, opening
from lstgeo.vocabulary import AT_SENSOR_RADIANCE


def open_scene(
    scene: str | Path = ".",
    band: str | None = None,
    *,
    sensor: str | None = None,
    units: str | None = None,
    model: str | Path | None = None,
) -> xr.Dataset:
    """Open a scene lazily, in house names and units.

    Parameters
    ----------
    scene
        Folder of a Landsat Level-1 scene, its MTL file (txt, json, xml), its .tar or .tar.gz, its
        STAC item with the files beside it, a granule of MODIS (MOD021KM, MYD021KM) or ECOSTRESS
        (L1B RAD) with its geolocation beside it, or a lone raster of at-sensor radiance.
    band
        Thermal band, such as `B10`; the sensor's first one by default.
    sensor
        Sensor of a lone raster, such as `landsat8`; not needed where the file has a USGS name.
    units
        Units of a lone raster that states none, such as `W m-2 sr-1 um-1`.
    model
        Model that the scene will be retrieved with, a name or a file: it says of which sensor a
        lone raster is, a sensor that lstgeo does not know among them.

    Returns
    -------
    xarray.Dataset
        `at_sensor_radiance` (y, x) float32 [W m-2 sr-1 um-1], NaN where there is no measurement;
        `quality` (y, x) uint16, bits 0 to 6; by day, `red_reflectance` and
        `near_infrared_reflectance` (y, x) float32 at the top of the atmosphere; where there is an
        angle band, `view_zenith_angle` (y, x) float32 [degree]. Attributes state scene, sensor,
        band, time of acquisition, sun elevation, calibration and location.

    Raises
    ------
    MissingFileError
        Where `scene` does not exist.
    SceneError, MetadataError, MethodError, ModelError, InputError, RasterError
        Where it is no scene that LST can be retrieved from.

    """
    path = door.require(Path(scene), "scene")
    if names.is_granule(path):
        return opening.open_scene(path, band)
    if item.is_item(path):
        opened = landsat.open_scene(item.find(path), band)
    elif path.is_dir() or files.is_metadata(path) or files.is_archive(path):
        opened = landsat.open_scene(files.find(path), band)
    else:
        described = None if model is None else model_band.of(shipped.open_any(model).contract)
        opened = lone.open_scene(path, sensor, band, units, described)
    if align.grid_of(opened[AT_SENSOR_RADIANCE.name]).crs is None:
        raise SceneError(f"{path} has no coordinate reference system: where it lies is not known")
    return opened
