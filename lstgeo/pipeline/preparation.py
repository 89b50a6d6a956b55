"""All that the retrieval of a scene is made of, brought together lazily."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import xarray as xr

from lstgeo import vocabulary
from lstgeo.model import band as model_band
from lstgeo.model import shipped
from lstgeo.pipeline import atmosphere as surrounding
from lstgeo.pipeline import emissivity as surface_emissivity
from lstgeo.pipeline import given as givens
from lstgeo.pipeline import inputs, profiles
from lstgeo.pipeline.elevation import Ground
from lstgeo.pipeline.emissivity import SurfaceEmissivity
from lstgeo.pipeline.inputs import Input
from lstgeo.pipeline.origin import Origin
from lstgeo.pipeline.request import Request
from lstgeo.retrieval import choice
from lstgeo.retrieval.estimate import Estimator
from lstgeo.retrieval.uncertainty import InputSigmas
from lstgeo.sensors import calibration, platforms
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.vocabulary import Quantity


@dataclass(frozen=True, eq=False)
class Preparation:
    """A scene with its estimator, and surface, air and ground on its grid."""

    scene: xr.Dataset
    band: ThermalBand
    sigmas: InputSigmas
    estimator: Estimator
    surface: SurfaceEmissivity
    atmosphere: Mapping[Quantity, Input]
    ground: Ground | None
    request: Request

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where atmosphere and ground came from; profiles, which give many things, once."""
        found = [given.origin for given in self.atmosphere.values()]
        found += [self.ground.origin] if self.ground else []
        return tuple(origin for origin in dict.fromkeys(found) if origin)

    @property
    def files(self) -> tuple[str, ...]:
        """Paths of all files that are read, those of the scene first."""
        read = [path for origin in self.origins for path in origin.files]
        return (*self.scene.attrs["inputs"], *dict.fromkeys([*self.surface.files, *read]))

    def attributes(self) -> dict[str, Any]:
        """What the outputs say of how they were made."""
        given = {
            quantity.name: givens.text(value)
            for quantity, value in self.request.atmosphere.items()
            if quantity in self.atmosphere
        }
        if self.request.profiles is not None:
            given["profiles"] = givens.text(self.request.profiles)
        sigmas = {name: value for name, value in asdict(self.sigmas).items() if value is not None}
        return {
            "native_resolution": self.band.native_resolution,
            "method": self.estimator.name,
            "method_source": self.estimator.source,
            **self.estimator.origin,
            "emissivity": str(self.request.emissivity or self.surface.sources[0]),
            "emissivity_sources": list(self.surface.sources),
            "input_sigma": sigmas,
            "inputs": list(self.files),
            "origins": [origin.document() for origin in self.origins],
            **given,
        }


def of(scene: xr.Dataset, request: Request) -> Preparation:
    """What the retrieval of `scene` needs, from files that are only opened.

    Raises InputError, MethodError, ModelError, RasterError or MissingFileError where an input is
    missing, cannot be right, or does not go with the method or the band.
    """
    band = band_of(scene, request.model)
    sigmas = _sigmas(scene, band).overridden(request.input_sigma or {})
    profiled = request.profiles is not None and request.transmittance is None
    estimator = choice.estimator(
        band, sigmas, request.chosen_method, request.model, profiled=profiled
    )
    scene = _viewed(scene, request)
    ground = None if request.elevation is None else inputs.ground(request.elevation, scene)
    atmosphere = surrounding.prepared(
        estimator,
        _given(request),
        scene,
        request.units,
        ground,
        _profiled(request, scene, band, ground),
    )
    surface = surface_emissivity.prepared(request.emissivity, scene, band, request.class_table)
    return Preparation(scene, band, sigmas, estimator, surface, atmosphere, ground, request)


def _viewed(scene: xr.Dataset, request: Request) -> xr.Dataset:
    """The scene with the view zenith angle that is given, where profiles are seen along it."""
    if request.profiles is None or request.view_zenith_angle is None:
        return scene
    view = vocabulary.VIEW_ZENITH_ANGLE
    return scene.assign({view.name: inputs.prepared(view, request.view_zenith_angle, scene).values})


def _given(request: Request) -> dict[Quantity, givens.Given]:
    """What is given of the atmosphere; view and one surface pressure go to the profiles, if any."""
    given = request.atmosphere
    if request.profiles is None:
        return given
    passed = {vocabulary.VIEW_ZENITH_ANGLE}
    if givens.number(request.surface_pressure or "") is not None:
        passed.add(vocabulary.SURFACE_PRESSURE)
    return {q: value for q, value in given.items() if q not in passed}


def _profiled(
    request: Request, scene: xr.Dataset, band: ThermalBand, ground: Ground | None
) -> Mapping[Quantity, Input]:
    if request.profiles is None:
        return {}
    pressure = givens.number(request.surface_pressure or "")
    time = inputs.overpass(scene)
    return profiles.prepared(request.profiles, scene, band, time, ground, pressure).inputs


def band_of(scene: xr.Dataset, model: str | Path | None) -> ThermalBand:
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
