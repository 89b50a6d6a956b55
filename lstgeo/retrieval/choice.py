"""Which method retrieves a band, where the user leaves it open and where not."""

from __future__ import annotations

from pathlib import Path

from lstgeo.algorithms import methods
from lstgeo.errors import MethodError
from lstgeo.model import shipped
from lstgeo.retrieval import coupled, profile
from lstgeo.retrieval.classical import Classical
from lstgeo.retrieval.coupled import Coupled
from lstgeo.retrieval.estimate import Estimator
from lstgeo.retrieval.profile import Profiled
from lstgeo.retrieval.uncertainty import InputSigmas
from lstgeo.sensors.platforms import ThermalBand

METHODS = (coupled.NAME, profile.NAME, *methods.METHODS)
"""Every method by name."""

EQUATION = "rte"
"""The method that needs transmittance and radiances."""

_ORDER = ("practical", "statistical", "rte")
"""Classical methods, the one to be preferred first."""


def estimator(
    band: ThermalBand,
    sigmas: InputSigmas,
    method: str | None = None,
    model: str | Path | None = None,
    *,
    profiled: bool = False,
) -> Estimator:
    """Estimator for `band`: of `method`, of a `model` given by name or file, or the default one.

    `profiled` says that there are profiles: then the default is a model of their tier, or, where
    none ships, method `rte` with the atmosphere that is made of them.

    Raises MethodError or ModelError where they are not known, or do not go with the band or with
    each other.
    """
    name = _unnamed(band, model, profiled) if method is None else method
    if name not in METHODS:
        raise MethodError(f"method {name!r} is not known; there are {', '.join(METHODS)}")
    if name == coupled.NAME:
        return Coupled(shipped.opened(model, band), band, sigmas)
    if name == profile.NAME:
        return Profiled(shipped.opened(model, band, profile.NAME), band, sigmas)
    if model is not None:
        raise MethodError(f"method {name} uses no model; model {model} goes with {coupled.NAME}")
    if not methods.METHODS[name].holds(band):
        able = ", ".join(available(band))
        raise MethodError(f"method {name} has no coefficients for {band.title}; {able} can be used")
    return Classical(name, band, sigmas, profiled=profiled and name == EQUATION)


def _unnamed(band: ThermalBand, model: str | Path | None, profiled: bool) -> str:
    """Method where none is named."""
    if model is not None:
        of_profiles = shipped.open_any(model).contract.tier == profile.NAME
        return profile.NAME if of_profiles else coupled.NAME
    if profiled:
        return profile.NAME if shipped.of_band(band, profile.NAME) else EQUATION
    return default(band)


def default(band: ThermalBand) -> str:
    """Coupled where a model ships, else practical, else statistical, and rte where none holds."""
    able = available(band)
    return next(name for name in (coupled.NAME, *_ORDER) if name in able)


def available(band: ThermalBand) -> tuple[str, ...]:
    """Names of the methods that can retrieve `band`."""
    classical = tuple(name for name, method in methods.METHODS.items() if method.holds(band))
    return (coupled.NAME, *classical) if shipped.of_band(band) else classical
