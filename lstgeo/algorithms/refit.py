"""The classical methods with coefficients of another fit than the published one."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import asdict
from types import ModuleType
from typing import Any

from lstgeo.algorithms import methods, mono_window, practical, single_channel, statistical
from lstgeo.errors import MethodError
from lstgeo.physics.arrays import Array
from lstgeo.sensors.platforms import ThermalBand

MODULES: Mapping[str, ModuleType] = {
    "single-channel": single_channel,
    "practical": practical,
    "statistical": statistical,
    "mono-window": mono_window,
}
"""Where the formula of each method is that a fit can be given to."""


def temperature(
    name: str,
    coefficients: Mapping[str, Any],
    radiance: Array,
    emissivity: Array,
    water_vapour: Array,
    air_temperature: Array | None = None,
    *,
    band: ThermalBand,
) -> Array:
    """Surface temperature [K] by method `name` with `coefficients` as :func:`plain` gives them.

    `radiance` in W m-2 sr-1 um-1, `water_vapour` in kg m-2, `air_temperature` in K, which only
    mono-window needs. Raises MethodError where the method or its coefficients are not known.
    """
    module = _module(name)
    air = (air_temperature,) if len(methods.METHODS[name].atmosphere) > 1 else ()
    inputs = (radiance, emissivity, water_vapour, *air)
    return module.temperature(*inputs, band=band, fit=fit(name, coefficients))


def fit(name: str, coefficients: Mapping[str, Any]) -> Any:
    """Coefficients of method `name` from their plain form."""
    kind = _module(name).Coefficients
    needed = set(inspect.signature(kind).parameters)
    if set(coefficients) != needed:
        raise MethodError(
            f"coefficients of {name} need {', '.join(sorted(needed))}; "
            f"there are {', '.join(sorted(coefficients))}"
        )
    return kind(**{key: _tuples(value) for key, value in coefficients.items()})


def plain(coefficients: Any) -> dict[str, Any]:
    """Coefficients as JSON holds them."""
    return {key: _lists(value) for key, value in asdict(coefficients).items()}


def _module(name: str) -> ModuleType:
    if name not in MODULES:
        raise MethodError(f"method {name!r} has no fit; there are {', '.join(MODULES)}")
    return MODULES[name]


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value


def _lists(value: Any) -> Any:
    return list(map(_lists, value)) if isinstance(value, list | tuple) else float(value)
