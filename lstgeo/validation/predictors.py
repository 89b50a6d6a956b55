"""Everything that predicts surface temperature from a case, under one name and one signature."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from lstgeo.algorithms import methods, refit
from lstgeo.physics import surface
from lstgeo.validation import networks, scenes

if TYPE_CHECKING:
    from pathlib import Path

    from lstgeo.algorithms.methods import Method
    from lstgeo.physics.arrays import Array
    from lstgeo.sensors.platforms import ThermalBand
    from lstgeo.validation.networks import Network
    from lstgeo.validation.scenes import Case

COUPLED = "coupled"
"""Name of the shipped model."""

PROFILE = "profile"
"""Name of the shipped model of the profile tier, which `profiled` looks at."""

DRY = "-dry"
"""End of the names of experiments trained on dry columns alone; they are given everything."""

EXACT = "exact atmosphere"
"""Name of the floor: the equation inverted with the true transmittance and radiances."""

LARGEST_LOG_SIGMA = 7.0
"""Logarithm of a sigma [K] that says nothing at all, so that none overflows."""


class Prediction(NamedTuple):
    """Surface temperature [K], NaN where there is none; the other values where they are written.

    `sigma` [K] is the uncertainty, `correction` [K] what a coupled model adds to the equation.
    """

    temperature: Array
    sigma: Array | None = None
    transmittance: Array | None = None
    correction: Array | None = None


@dataclass(frozen=True)
class Predictor:
    """A way to surface temperature: its name, what it can be given, and what it predicts.

    `tiers` are names of :data:`scenes.TIERS`. `network` is the model file where it is one.
    """

    name: str
    tiers: tuple[str, ...]
    prediction: Callable[[Case], Prediction]
    network: Network | None = None


def of(band: ThermalBand, models: Path) -> tuple[Predictor, ...]:
    """Predictors for a band: shipped model, experiments, classical methods, and the floor.

    What is not in the folder `models` is left out.
    """
    stem = networks.stem(band)
    experiments = sorted((models / "baselines").glob(f"{stem}-*.onnx"))
    return (
        *(_network(COUPLED, path) for path in _newest(models, stem, COUPLED)),
        *(_profile(path) for path in _newest(models, stem, PROFILE)),
        *(_network(path.stem.removeprefix(f"{stem}-"), path) for path in experiments),
        *_published(band),
        *_refit(models / "baselines" / f"{stem}-classical.json"),
        Predictor(EXACT, (scenes.FULL,), _inverted_exactly),
    )


def shipped(band: ThermalBand, models: Path) -> Predictor | None:
    """The shipped model of a band, if it is there."""
    return next((each for each in of(band, models) if each.name == COUPLED), None)


def of_file(path: Path) -> Predictor:
    """The coupled model at `path`, of whatever band."""
    return _network(COUPLED, path)


def _newest(models: Path, stem: str, tier: str) -> list[Path]:
    """The newest model of a tier, if there is one."""
    versions = models.glob(f"{stem}-{tier}-v*.onnx")
    return sorted(versions, key=lambda path: (len(path.name), path.name))[-1:]


def _profile(path: Path) -> Predictor:
    """The model of the profile tier, which none of the other tiers can ask."""
    network = networks.read(path)
    return Predictor(PROFILE, (), partial(_of_network, network), network)


def _network(name: str, path: Path) -> Predictor:
    network = networks.read(path)
    tiers = (scenes.FULL,) if name.endswith(DRY) else tuple(scenes.TIERS)
    return Predictor(name, tiers, partial(_of_network, network), network)


def _of_network(network: Network, case: Case) -> Prediction:
    """Prediction of a network: its difference, or the equation solved and its correction."""
    outputs = network.outputs(networks.features(network, case))
    sigma = None
    if "log_sigma" in outputs:
        sigma = np.exp(np.minimum(outputs["log_sigma"], LARGEST_LOG_SIGMA))
    if "difference" in outputs:
        brightness = case.band.planck_table.temperature(case.at_sensor_radiance)
        return Prediction(brightness + outputs["difference"], sigma)
    solved = surface.temperature(
        case.at_sensor_radiance,
        case.emissivity,
        outputs["transmittance"],
        outputs["upwelling_radiance"],
        outputs["downwelling_radiance"],
        case.band.planck_table,
    )
    correction = outputs["correction"]
    return Prediction(solved + correction, sigma, outputs["transmittance"], correction)


def _inverted_exactly(case: Case) -> Prediction:
    atmosphere = (
        case.truth.transmittance,
        case.truth.upwelling_radiance,
        case.truth.downwelling_radiance,
    )
    table = case.band.planck_table
    return Prediction(
        surface.temperature(case.at_sensor_radiance, case.emissivity, *atmosphere, table)
    )


def _published(band: ThermalBand) -> list[Predictor]:
    """Classical methods as published, where they hold for the band and its inputs are given."""
    return [
        Predictor(name, _tiers(method), partial(_of_method, method, method.temperature))
        for name, method in methods.METHODS.items()
        if method.holds(band) and _tiers(method)
    ]


def _refit(path: Path) -> list[Predictor]:
    """Classical methods with coefficients fitted to our own training columns."""
    stored: Mapping[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    found = []
    for name, method in methods.METHODS.items():
        if name not in stored or not _tiers(method):
            continue
        for noise, coefficients in stored[name].items():
            formula = partial(refit.temperature, name, coefficients)
            prediction = partial(_of_method, method, formula)
            found.append(Predictor(f"{name} refit {noise}", _tiers(method), prediction))
    return found


def _tiers(method: Method) -> tuple[str, ...]:
    """The one tier that gives a method all that it needs and no more; none where none does."""
    needed = {quantity.name for quantity in method.atmosphere}
    if needed == {"total_column_water_vapour"}:
        return ("W",)
    if needed in ({"total_column_water_vapour", name} for name in _WARMTH):
        return ("W, Ta",)
    return ()


_WARMTH = ("air_temperature", "temperature")
"""Names under which a method may ask for near-surface air temperature."""


def _of_method(method: Method, formula: Callable[..., Array], case: Case) -> Prediction:
    known = {"total_column_water_vapour": case.total_column_water_vapour}
    known |= dict.fromkeys(_WARMTH, case.air_temperature)
    atmosphere = [known[quantity.name] for quantity in method.atmosphere]
    with np.errstate(invalid="ignore", divide="ignore"):
        found = formula(case.at_sensor_radiance, case.emissivity, *atmosphere, band=case.band)
    return Prediction(found)
