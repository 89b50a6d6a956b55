"""Uncertainty of a classical retrieval, by carrying each input's own through the formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lstgeo.algorithms.methods import Method
from lstgeo.errors import InputError
from lstgeo.profiles import errors
from lstgeo.retrieval import profile_errors
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.vocabulary import NEAR_SURFACE_AIR_TEMPERATURE, WATER_VAPOUR

Array = NDArray[np.floating]


@dataclass(frozen=True)
class InputSigmas:
    """Standard deviations (1 sigma) of the inputs of a retrieval.

    `water_vapour` is relative, and `filled_water_vapour` too where a missing value was filled;
    `air_temperature` [K] counts where the coupled model is given one; `atmosphere` is a relative
    error of opacity that transmittance, upwelling and downwelling radiance share, and for profiles
    `profile_temperature` [K] and `profile_log_humidity` stand in its place; `emissivity`
    replaces the estimate's own where given; `radiance_noise` is of a pixel and `calibration` of the
    whole scene [W m-2 sr-1 um-1].
    """

    radiance_noise: float
    calibration: float
    water_vapour: float = 0.10
    filled_water_vapour: float = 0.30
    air_temperature: float = 1.5
    atmosphere: float = 0.10
    emissivity: float | None = None
    profile_temperature: float = errors.USUAL.temperature
    profile_log_humidity: float = errors.USUAL.log_humidity

    def overridden(self, values: Mapping[str, float]) -> InputSigmas:
        """These with `values` in their place; raises InputError for a name or value unheard of."""
        for name, value in values.items():
            if name not in self.__dataclass_fields__:
                known = ", ".join(self.__dataclass_fields__)
                raise InputError(f"there is no input sigma {name!r}; there are {known}")
            if not value >= 0:
                raise InputError(f"input sigma {name} is {value}; it must not be negative")
        return replace(self, **values)


def total(method: Method, moved: Sequence[Array], atmosphere: Sequence[Array]) -> Array:
    """Total uncertainty (1 sigma) of a temperature [K], of the `moved` ones that `changes` gives.

    They and the method's own error, which its `atmosphere` decides, are independent of each other.
    """
    parts = [*moved, _own_error(method, atmosphere)]
    return np.sqrt(sum(part**2 for part in parts))


def changes(
    method: Method,
    band: ThermalBand,
    sigmas: InputSigmas,
    temperature: Array,
    inputs: tuple[Array, ...],
    emissivity_sigma: Array,
    filled: NDArray[np.bool_],
    *,
    profiled: bool = False,
) -> list[Array]:
    """What one sigma of radiance, emissivity, atmosphere and air changes `temperature` by [K].

    `inputs` are radiance, emissivity and the method's atmosphere. Each source is moved by one sigma
    to either side, and the larger change counts. Air temperature is among them where the method
    needs it, or where profiles say what the equation's atmosphere is (`profiled`). Arrays of one
    shape.
    """
    radiance, emissivity, *atmosphere = inputs
    radiance_sigma = np.hypot(sigmas.radiance_noise, sigmas.calibration)
    spread = sigmas.emissivity if sigmas.emissivity is not None else emissivity_sigma

    def moved_air(sign: int) -> list[list[Array]]:
        if profiled:
            return profile_errors.moved(atmosphere, band.planck_table, sigmas, sign)
        moved = _moved_air(method, atmosphere, sigmas, filled, sign)
        return [moved, *_warmed_air(method, atmosphere, sigmas, sign)]

    def moved(sign: int) -> tuple[tuple[Array, ...], ...]:
        return (
            (radiance + sign * radiance_sigma, emissivity, *atmosphere),
            (radiance, emissivity + sign * spread, *atmosphere),
            *((radiance, emissivity, *air) for air in moved_air(sign)),
        )

    def change(case: tuple[Array, ...]) -> Array:
        return np.abs(np.asarray(method.temperature(*case, band=band)) - temperature)

    return [np.fmax(change(up), change(down)) for up, down in zip(moved(1), moved(-1), strict=True)]


def _moved_air(
    method: Method,
    atmosphere: list[Array],
    sigmas: InputSigmas,
    filled: NDArray[np.bool_],
    sign: int,
) -> list[Array]:
    if method.needs_water_vapour:
        relative = np.where(filled, sigmas.filled_water_vapour, sigmas.water_vapour)
        return [atmosphere[0] * (1 + sign * relative), *atmosphere[1:]]
    factor = 1 + sign * sigmas.atmosphere
    transmittance, upwelling, downwelling = atmosphere
    return [1 - (1 - transmittance) * factor, upwelling * factor, downwelling * factor]


def _warmed_air(
    method: Method, atmosphere: list[Array], sigmas: InputSigmas, sign: int
) -> list[list[Array]]:
    """The atmosphere with the air near the ground moved, of a method that needs it; else none."""
    if NEAR_SURFACE_AIR_TEMPERATURE not in method.atmosphere:
        return []
    place = method.atmosphere.index(NEAR_SURFACE_AIR_TEMPERATURE)
    warmer = atmosphere[place] + sign * sigmas.air_temperature
    return [[*atmosphere[:place], warmer, *atmosphere[place + 1 :]]]


def _own_error(method: Method, atmosphere: Sequence[Array]) -> Array:
    constant, slope = method.error
    grows = slope * atmosphere[0] if WATER_VAPOUR in method.atmosphere else 0.0
    return np.asarray(constant + grows)
