"""The lazy retrieval of a scene."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.pipeline import preparation
from lstgeo.pipeline.emissivity import SurfaceEmissivity
from lstgeo.pipeline.inputs import Given, Input
from lstgeo.pipeline.preparation import Preparation
from lstgeo.pipeline.request import Request
from lstgeo.pipeline.scene import open_scene
from lstgeo.quality import Quality
from lstgeo.raster import dataset
from lstgeo.retrieval import budget
from lstgeo.retrieval.block import Retrieval, retrieve_block

_SOURCE = "source"


def retrieve(
    scene: xr.Dataset | str | Path = ".",
    *,
    water_vapour: Given | None = None,
    water_vapour_units: str | None = None,
    air_temperature: Given | None = None,
    surface_pressure: Given | None = None,
    view_zenith_angle: Given | None = None,
    elevation: Given | None = None,
    profiles: Given | None = None,
    emissivity: Given | None = None,
    class_table: str | Path | None = None,
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
        Total column water vapour: a GeoTIFF, NetCDF or GRIB file of any grid, `FILE:FIELD` where
        its field has no usual name, a list of such files, or a number [kg m-2]. Several times are
        interpolated to that of the scene.
    water_vapour_units
        Units of `water_vapour` where its file states none: kg m-2, g cm-2, mm.
    air_temperature, surface_pressure
        Near-surface air temperature and surface pressure, for method `coupled`: files that state
        their units, or numbers [K, Pa]. Optional; each makes the result surer.
    view_zenith_angle
        View zenith angle at the surface: a raster, or a number [degree]. By default that of the
        scene, and nadir where it has none.
    elevation
        Elevation of the ground: a raster [m], to whose height coarse water vapour, air temperature
        and pressure are brought, or a number [m].
    profiles
        Air temperature and humidity on pressure levels around the scene and the overpass (ERA5,
        MERRA-2, GFS): a NetCDF or GRIB file, or a list of them. lstgeo's radiative transfer makes
        transmittance and radiances of them, at the height of `elevation` where that is given; what
        else is given of the atmosphere goes before theirs.
    emissivity
        Emissivity in the band: a raster, a number, `ndvi` to derive it from the scene,
        `classes:FILE` (a class map) or `aster:FILE` (ASTER GED: a tile, a folder of tiles, an
        export of its bands). Where it has no value, and where none is given, it comes from the
        scene's NDVI and quality band, and is that of unknown ground where those do not tell.
    class_table
        Emissivity of the classes of a class map: `worldcover`, `igbp`, `nlcd`, `cci`, `copernicus`,
        `globeland30`, or a CSV file with columns class, emissivity and, if known, sigma. By default
        as the name of the map shows.
    transmittance, upwelling_radiance, downwelling_radiance
        The atmosphere, for method `rte`: rasters or numbers [1, W m-2 sr-1 um-1]. Downwelling
        radiance is the hemispheric irradiance divided by pi.
    method
        `coupled`, `profile`, `rte`, `single-channel`, `practical`, `statistical` or `mono-window`;
        by default `rte` where `transmittance` is given, `profile` (`rte` where no model of it
        ships) where `profiles` are, else `coupled` where a model of the band ships, else the
        classical method that holds for it.
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
    request = Request(
        water_vapour=water_vapour,
        water_vapour_units=water_vapour_units,
        air_temperature=air_temperature,
        surface_pressure=surface_pressure,
        view_zenith_angle=view_zenith_angle,
        elevation=elevation,
        profiles=profiles,
        emissivity=emissivity,
        class_table=class_table,
        transmittance=transmittance,
        upwelling_radiance=upwelling_radiance,
        downwelling_radiance=downwelling_radiance,
        method=method,
        model=model,
        mask_clouds=mask_clouds,
        input_sigma=input_sigma,
        uncertainty_budget=uncertainty_budget,
    )
    opened = scene if isinstance(scene, xr.Dataset) else open_scene(scene)
    return retrieved(preparation.of(opened, request))


def retrieved(prepared: Preparation) -> xr.Dataset:
    """Temperature, uncertainty and quality of a scene, lazily."""
    scene, surface, atmosphere = prepared.scene, prepared.surface, prepared.atmosphere
    names = tuple(quantity.name for quantity in atmosphere)
    split = prepared.request.uncertainty_budget
    retrieval = Retrieval(prepared.estimator, names, prepared.request.mask_clouds, split)
    count = 4 if split else 3
    sizes = {_SOURCE: len(budget.SOURCES)} if split else {}
    arrays = xr.apply_ufunc(
        retrieve_block,
        scene[vocabulary.AT_SENSOR_RADIANCE.name],
        _flagged(scene, surface, [atmosphere[quantity] for quantity in prepared.estimator.needs]),
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
    if split:
        named = named.assign_coords({_SOURCE: list(budget.SOURCES)}).transpose(_SOURCE, "y", "x")
    return named.assign_attrs(scene.attrs | prepared.attributes())


def _flagged(
    scene: xr.Dataset, surface: SurfaceEmissivity, atmosphere: Iterable[Input]
) -> xr.DataArray:
    """Quality bits of the scene, with those of filled inputs."""
    quality = scene[vocabulary.QUALITY.name]
    quality = quality | surface.fallback * np.uint16(Quality.EMISSIVITY_FALLBACK)
    for found in atmosphere:
        quality = quality | found.missing * np.uint16(Quality.ATMOSPHERE_FILLED)
    return quality
