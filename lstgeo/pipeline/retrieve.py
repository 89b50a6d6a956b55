"""The lazy retrieval of a scene."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.model import band as model_band
from lstgeo.model import shipped
from lstgeo.pipeline import atmosphere as surrounding
from lstgeo.pipeline import emissivity as surface_emissivity
from lstgeo.pipeline.emissivity import SurfaceEmissivity
from lstgeo.pipeline.inputs import Given, Input
from lstgeo.pipeline.scene import open_scene
from lstgeo.quality import Quality
from lstgeo.raster import dataset
from lstgeo.retrieval import budget, choice
from lstgeo.retrieval.block import Retrieval, retrieve_block
from lstgeo.retrieval.uncertainty import InputSigmas
from lstgeo.sensors import calibration, platforms
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.vocabulary import Quantity

_SOURCE = "source"


def retrieve(
    scene: xr.Dataset | str | Path = ".",
    *,
    water_vapour: Given | None = None,
    water_vapour_units: str | None = None,
    air_temperature: Given | None = None,
    surface_pressure: Given | None = None,
    emissivity: Given = "ndvi",
    transmittance: Given | None = None,
    upwelling_radiance: Given | None = None,
    downwelling_radiance: Given | None = None,
    method: str | None = None,
    model: str | Path | None = None,
    mask_clouds: bool = False,
    input_sigma: Mapping[str, float] | None = None,
    uncertainty_budget: bool = False,
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
    air_temperature, surface_pressure
        Near-surface air temperature and surface pressure, for method `coupled`: rasters that state
        their units, or numbers [K, Pa]. Optional; each makes the result surer.
    emissivity
        Emissivity in the band: a raster, a number, or `ndvi` to derive it from the scene.
    transmittance, upwelling_radiance, downwelling_radiance
        The atmosphere, for method `rte`: rasters or numbers [1, W m-2 sr-1 um-1]. Downwelling
        radiance is the hemispheric irradiance divided by pi.
    method
        `coupled`, `rte`, `single-channel`, `practical`, `statistical` or `mono-window`; by default
        `rte` where `transmittance` is given, else `coupled` where a model of the band ships, else
        the classical method that holds for it.
    model
        Model for method `coupled`: the name of one that ships, or a file; by default the newest
        that ships for the band.
    mask_clouds
        Leave no temperature where there is cloud or its shadow.
    input_sigma
        Standard deviations of the inputs in place of the default ones, by name: see `InputSigmas`.
    uncertainty_budget
        Split the uncertainty by source too: `surface_temperature_uncertainty_budget`
        (source, y, x) [K], whose squares add up to that of the total.

    Returns
    -------
    xarray.Dataset
        `surface_temperature` (y, x) float32 [K], NaN where there is none;
        `surface_temperature_uncertainty` (y, x) float32, total 1 sigma [K];
        `quality` (y, x) uint16, see `decode_quality`.

    Raises
    ------
    InputError, MethodError, ModelError, RasterError, MissingFileError
        Where an input is missing, cannot be right, or does not go with the method or the band.

    """
    if not isinstance(scene, xr.Dataset):
        scene = open_scene(scene)
    band = _band(scene, model)
    sigmas = _sigmas(scene, band).overridden(input_sigma or {})
    known_atmosphere = transmittance is not None and method is None and model is None
    estimator = choice.estimator(band, sigmas, "rte" if known_atmosphere else method, model)
    given = {
        vocabulary.WATER_VAPOUR: water_vapour,
        vocabulary.NEAR_SURFACE_AIR_TEMPERATURE: air_temperature,
        vocabulary.SURFACE_PRESSURE: surface_pressure,
        vocabulary.TRANSMITTANCE: transmittance,
        vocabulary.UPWELLING_RADIANCE: upwelling_radiance,
        vocabulary.DOWNWELLING_RADIANCE: downwelling_radiance,
    }
    units = {vocabulary.WATER_VAPOUR: water_vapour_units}
    atmosphere = surrounding.prepared(estimator, given, scene, units)
    surface = surface_emissivity.prepared(emissivity, scene, band)
    names = tuple(quantity.name for quantity in atmosphere)
    retrieval = Retrieval(estimator, names, mask_clouds, uncertainty_budget)
    result = _retrieved(scene, surface, atmosphere, retrieval)
    paths = [surface.path, *(found.path for found in atmosphere.values())]
    used = {q.name: str(value) for q, value in given.items() if q in atmosphere}
    return result.assign_attrs(
        native_resolution=band.native_resolution,
        method=estimator.name,
        method_source=estimator.source,
        **estimator.origin,
        emissivity=str(emissivity),
        input_sigma={name: value for name, value in asdict(sigmas).items() if value is not None},
        inputs=[*scene.attrs["inputs"], *(path for path in paths if path)],
        **used,
    )


def _band(scene: xr.Dataset, model: str | Path | None) -> ThermalBand:
    """Band of the scene by its name, or by the model where only that knows it."""
    name = scene.attrs["sensor"], scene.attrs["band"]
    if model is not None and name[0] not in platforms.SENSORS:
        described = model_band.of(shipped.open_any(model).contract)
        if name == (described.sensor, described.name):
            return described
    return platforms.sensor(name[0]).band(name[1])


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
    count = 4 if retrieval.budget else 3
    sizes = {_SOURCE: len(budget.SOURCES)} if retrieval.budget else {}
    arrays = xr.apply_ufunc(
        retrieve_block,
        scene[vocabulary.AT_SENSOR_RADIANCE.name],
        _flagged(scene, surface, [atmosphere[quantity] for quantity in retrieval.estimator.needs]),
        surface.values,
        surface.sigma,
        *(found.values for found in atmosphere.values()),
        kwargs={"retrieval": retrieval},
        output_core_dims=[[], [], [], [_SOURCE]][:count],
        dask="parallelized",
        dask_gufunc_kwargs={"output_sizes": sizes},
        keep_attrs=True,
        output_dtypes=[np.float32, np.float32, np.uint16, np.float32][:count],
    )
    quantities = (
        vocabulary.SURFACE_TEMPERATURE,
        vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY,
        vocabulary.QUALITY,
        vocabulary.UNCERTAINTY_BUDGET,
    )[:count]
    named = dataset.named(dict(zip(quantities, arrays, strict=True)))
    if retrieval.budget:
        named = named.assign_coords({_SOURCE: list(budget.SOURCES)}).transpose(_SOURCE, "y", "x")
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
