"""Emissivity on the grid of a scene, from what the user gives or from the scene itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.emissivity import ndvi
from lstgeo.errors import InputError
from lstgeo.physics import footprint
from lstgeo.pipeline import inputs
from lstgeo.pipeline.inputs import Given
from lstgeo.raster import dataset
from lstgeo.sensors.platforms import ThermalBand

GIVEN_SIGMA = 0.01
"""Standard deviation of an emissivity that is given without one."""

FROM_NDVI = "ndvi"


@dataclass(frozen=True)
class SurfaceEmissivity:
    """Emissivity, its standard deviation, where it is a fallback, and the file it came from."""

    values: xr.DataArray
    sigma: xr.DataArray
    fallback: xr.DataArray
    path: str | None


def prepared(given: Given, scene: xr.Dataset, band: ThermalBand) -> SurfaceEmissivity:
    """Emissivity of `scene`: a raster file, a number, or `ndvi`.

    Where a file has no value, and where the NDVI cannot be formed, it is that of unknown ground.
    Raises InputError where there is nothing to derive it from.
    """
    if given == FROM_NDVI:
        return _from_ndvi(scene, band)
    found = inputs.prepared(vocabulary.EMISSIVITY, given, scene, fill=ndvi.UNKNOWN.emissivity)
    sigma = found.missing * np.float32(ndvi.UNKNOWN.sigma - GIVEN_SIGMA) + np.float32(GIVEN_SIGMA)
    return SurfaceEmissivity(found.values, sigma, found.missing, found.path)


def _from_ndvi(scene: xr.Dataset, band: ThermalBand) -> SurfaceEmissivity:
    names = [vocabulary.RED_REFLECTANCE.name, vocabulary.NEAR_INFRARED_REFLECTANCE.name]
    if not set(names) <= set(scene):
        sun = scene.attrs.get("sun_elevation")
        night = sun is not None and sun <= 0
        reason = "the sun is below the horizon" if night else "it lacks red or near infrared"
        raise InputError(
            f"emissivity of {scene.attrs['scene']} cannot come from its NDVI, for {reason}; "
            "give --emissivity FILE or a number"
        )
    values, sigma, fallback = xr.apply_ufunc(
        ndvi.emissivity,
        *(scene[name] for name in names),
        scene[vocabulary.QUALITY.name],
        output_core_dims=[[], [], []],
        dask="parallelized",
        keep_attrs=True,
        output_dtypes=[np.float32, np.float32, np.bool_],
    )
    width = min(band.native_resolution / abs(size) for size in scene.rio.resolution(recalc=False))
    return SurfaceEmissivity(_footprint(values, width), _footprint(sigma, width), fallback, None)


def _footprint(raster: xr.DataArray, width: float) -> xr.DataArray:
    """Mean over the native footprint, `width` pixels wide."""
    reach = footprint.reach(width)
    return dataset.with_halo(footprint.average, raster, reach, width=width) if reach else raster
