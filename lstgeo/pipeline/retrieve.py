"""The lazy retrieval of a scene."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.algorithms import methods
from lstgeo.algorithms.methods import Method
from lstgeo.errors import InputError
from lstgeo.pipeline import emissivity as surface_emissivity
from lstgeo.pipeline import inputs
from lstgeo.pipeline.emissivity import SurfaceEmissivity
from lstgeo.pipeline.inputs import Given, Input
from lstgeo.pipeline.scene import open_scene
from lstgeo.quality import Quality
from lstgeo.raster import align, dataset
from lstgeo.retrieval.block import Retrieval, retrieve_block
from lstgeo.retrieval.uncertainty import InputSigmas
from lstgeo.sensors import calibration, platforms
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.vocabulary import Quantity

log = logging.getLogger(__name__)

_OPTIONS: Mapping[Quantity, str] = {
    vocabulary.WATER_VAPOUR: "--wv",
    vocabulary.TRANSMITTANCE: "--tau",
    vocabulary.UPWELLING_RADIANCE: "--up",
    vocabulary.DOWNWELLING_RADIANCE: "--down",
}


def retrieve(
    scene: xr.Dataset | str | Path = ".",
    *,
    water_vapour: Given | None = None,
    water_vapour_units: str | None = None,
    emissivity: Given = "ndvi",
    transmittance: Given | None = None,
    upwelling_radiance: Given | None = None,
    downwelling_radiance: Given | None = None,
    method: str | None = None,
    mask_clouds: bool = False,
    input_sigma: Mapping[str, float] | None = None,
) -> xr.Dataset:
    """Retrieve land surface temperature, lazily.

    Parameters
    ----------
    scene
        Scene from `open_scene`, or what `open_scene` takes.
    water_vapour
        Total column water vapour: a raster of any grid, or a number [kg m-2].
    water_vapour_units
        Units of `water_vapour` where its file states none: kg m-2, g cm-2, mm.
    emissivity
        Emissivity in the band: a raster, a number, or `ndvi` to derive it from the scene.
    transmittance, upwelling_radiance, downwelling_radiance
        The atmosphere, for method `rte`: rasters or numbers [1, W m-2 sr-1 um-1]. Downwelling
        radiance is the hemispheric irradiance divided by pi.
    method
        `rte`, `single-channel`, `practical` or `statistical`; by default `rte` where
        `transmittance` is given, else `practical` for Landsat 8 and `statistical` for the others.
    mask_clouds
        Leave no temperature where there is cloud or its shadow.
    input_sigma
        Standard deviations of the inputs in place of the default ones, by name: see `InputSigmas`.

    Returns
    -------
    xarray.Dataset
        `surface_temperature` (y, x) float32 [K], NaN where there is none;
        `surface_temperature_uncertainty` (y, x) float32, total 1 sigma [K];
        `quality` (y, x) uint16, see `decode_quality`.

    Raises
    ------
    InputError, MethodError, RasterError, MissingFileError
        Where an input is missing, cannot be right, or does not go with the method or the band.

    """
    if not isinstance(scene, xr.Dataset):
        scene = open_scene(scene)
    band = platforms.sensor(scene.attrs["sensor"]).band(scene.attrs["band"])
    given = {
        vocabulary.WATER_VAPOUR: water_vapour,
        vocabulary.TRANSMITTANCE: transmittance,
        vocabulary.UPWELLING_RADIANCE: upwelling_radiance,
        vocabulary.DOWNWELLING_RADIANCE: downwelling_radiance,
    }
    known_atmosphere = transmittance is not None and method is None
    chosen = methods.find("rte" if known_atmosphere else method, band)
    _warn_of_unused(chosen, given)
    units = {vocabulary.WATER_VAPOUR: water_vapour_units}
    atmosphere = {
        quantity: inputs.prepared(quantity, value, scene, units=units.get(quantity))
        for quantity, value in _needed(chosen, given).items()
    }
    _warn_of_dark_sky(atmosphere)
    surface = surface_emissivity.prepared(emissivity, scene, band)
    sigmas = _sigmas(scene, band).overridden(input_sigma or {})
    result = _retrieved(
        scene, surface, atmosphere, Retrieval(chosen.name, band, sigmas, mask_clouds)
    )
    paths = [surface.path, *(found.path for found in atmosphere.values())]
    return result.assign_attrs(
        method=chosen.name,
        method_source=chosen.source,
        emissivity=str(emissivity),
        input_sigma={name: value for name, value in asdict(sigmas).items() if value is not None},
        inputs=[*scene.attrs["inputs"], *(path for path in paths if path)],
        **{quantity.name: str(given[quantity]) for quantity in chosen.atmosphere},
    )


def _needed(method: Method, given: Mapping[Quantity, Given | None]) -> dict[Quantity, Given]:
    """What `method` needs of `given`; raises InputError that names what is missing."""
    needed = {quantity: given[quantity] for quantity in method.atmosphere}
    missing = [f"{q.long_name} ({_OPTIONS[q]})" for q, value in needed.items() if value is None]
    if missing:
        names = " and ".join(missing)
        raise InputError(f"method {method.name} needs {names}: a raster or a number")
    return {quantity: value for quantity, value in needed.items() if value is not None}


def _warn_of_unused(method: Method, given: Mapping[Quantity, Given | None]) -> None:
    for quantity, value in given.items():
        if value is not None and quantity not in method.atmosphere:
            log.warning(
                "%s (%s) is not used by method %s",
                quantity.long_name,
                _OPTIONS[quantity],
                method.name,
            )


def _sigmas(scene: xr.Dataset, band: ThermalBand) -> InputSigmas:
    kelvin = scene.attrs.get("calibration_uncertainty", band.calibration_sigma)
    return InputSigmas(
        radiance_noise=calibration.noise_radiance(band, scene.attrs["radiance_gain"]),
        calibration=calibration.radiance_sigma(band, kelvin),
    )


def _retrieved(
    scene: xr.Dataset,
    surface: SurfaceEmissivity,
    atmosphere: Mapping[Quantity, Input],
    retrieval: Retrieval,
) -> xr.Dataset:
    arrays = xr.apply_ufunc(
        retrieve_block,
        scene[vocabulary.AT_SENSOR_RADIANCE.name],
        _flagged(scene, surface, atmosphere.values()),
        surface.values,
        surface.sigma,
        *(found.values for found in atmosphere.values()),
        kwargs={"retrieval": retrieval},
        output_core_dims=[[], [], []],
        dask="parallelized",
        keep_attrs=True,
        output_dtypes=[np.float32, np.float32, np.uint16],
    )
    quantities = (
        vocabulary.SURFACE_TEMPERATURE,
        vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY,
        vocabulary.QUALITY,
    )
    named = dataset.named(dict(zip(quantities, arrays, strict=True)))
    return named.assign_attrs(scene.attrs)


def _flagged(
    scene: xr.Dataset, surface: SurfaceEmissivity, atmosphere: Iterable[Input]
) -> xr.DataArray:
    """Quality bits of the scene, with those of filled inputs."""
    quality = scene[vocabulary.QUALITY.name]
    quality = quality | surface.fallback * np.uint16(Quality.EMISSIVITY_FALLBACK)
    for found in atmosphere:
        quality = quality | found.missing * np.uint16(Quality.ATMOSPHERE_FILLED)
    return quality


def _warn_of_dark_sky(atmosphere: Mapping[Quantity, Input]) -> None:
    """Warn where the sky sends down less than it sends up, which a hemispheric mean hardly does."""
    if vocabulary.DOWNWELLING_RADIANCE not in atmosphere:
        return
    up, down = (
        float(np.nanmedian(align.sampled(atmosphere[quantity].values)))
        for quantity in (vocabulary.UPWELLING_RADIANCE, vocabulary.DOWNWELLING_RADIANCE)
    )
    if down < up:
        log.warning(
            "downwelling radiance (median %.2f) is below upwelling radiance (%.2f): "
            "hemispheric irradiance / pi is wanted, and normally 1.2 to 1.9 times as large",
            down,
            up,
        )
