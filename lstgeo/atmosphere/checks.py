"""What cannot be an atmosphere is refused, with the column and the level named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.errors import InputError
from lstgeo.physics import humidity

if TYPE_CHECKING:
    from lstgeo.atmosphere.layers import Profile

COLDEST, HOTTEST = 150.0, 345.0
"""Air temperatures [K] that a profile may hold; the middle atmosphere reaches 300 K."""
LOWEST_GROUND_HPA, HIGHEST_GROUND_HPA = 300.0, 1100.0
SATURATION_LIMIT = 1.1
"""Relative humidity over liquid water above which a level is refused."""
SATURATION_ABOVE_HPA = 100.0
"""Levels of lower pressure are not held to saturation."""


def check(profile: Profile) -> None:
    """Raise InputError at the first thing that is wrong; column and level count from 0."""
    temperature = np.asarray(profile.temperature, dtype=np.float64)
    vapour = np.asarray(profile.specific_humidity, dtype=np.float64)
    _shapes(profile, temperature, vapour)
    pressure = np.broadcast_to(
        np.asarray(profile.pressure_hpa, dtype=np.float64), temperature.shape
    )
    surface = np.asarray(profile.surface_pressure_hpa, dtype=np.float64)[..., None]
    for name, values in (
        ("pressure", pressure),
        ("temperature", temperature),
        ("specific humidity", vapour),
        ("surface pressure", surface),
    ):
        _refuse(~np.isfinite(values), f"{name} must be finite", values, name)
    _surface(surface)
    _levels(pressure, temperature, vapour, surface)
    for name, value in (
        ("surface air temperature", profile.surface_air_temperature),
        ("surface specific humidity", profile.surface_specific_humidity),
        ("ozone", profile.ozone),
    ):
        if value is not None:
            values = np.asarray(value, dtype=np.float64)
            _refuse(~(values >= 0), f"{name} must be finite and not negative", values, name)
    if profile.surface_air_temperature is not None:
        _temperatures(np.asarray(profile.surface_air_temperature, dtype=np.float64)[..., None])


def _shapes(
    profile: Profile, temperature: NDArray[np.float64], vapour: NDArray[np.float64]
) -> None:
    pressure = np.shape(profile.pressure_hpa)
    known = {temperature.shape, temperature.shape[-1:]}
    if temperature.shape[-1:] < (3,) or vapour.shape != temperature.shape or pressure not in known:
        raise InputError(
            "a profile needs pressure, temperature and specific humidity of one shape and three "
            f"levels or more; they are {pressure}, {temperature.shape} and {vapour.shape}"
        )
    if np.shape(profile.surface_pressure_hpa) != temperature.shape[:-1]:
        raise InputError(
            f"a profile of {temperature.shape} needs surface pressure of "
            f"{temperature.shape[:-1]}; it is {np.shape(profile.surface_pressure_hpa)}"
        )


def _surface(surface: NDArray[np.float64]) -> None:
    wrong = (surface < LOWEST_GROUND_HPA) | (surface > HIGHEST_GROUND_HPA)
    need = f"surface pressure must lie in {LOWEST_GROUND_HPA:g}-{HIGHEST_GROUND_HPA:g} hPa"
    _refuse(wrong, need, surface, "surface pressure")


def _levels(
    pressure: NDArray[np.float64],
    temperature: NDArray[np.float64],
    vapour: NDArray[np.float64],
    surface: NDArray[np.float64],
) -> None:
    rising = np.zeros(pressure.shape, dtype=bool)
    rising[..., 1:] = np.diff(pressure, axis=-1) >= 0
    _refuse(rising | (pressure <= 0), "pressure must fall from level to level", pressure, "it")
    _temperatures(temperature)
    _refuse(
        (vapour <= 0) | (vapour > 0.1),
        "specific humidity must lie above 0 and under .1 kg kg-1",
        vapour,
        "it",
    )
    saturation = humidity.relative_humidity(vapour, temperature, 100 * pressure)
    above_ground = (pressure <= surface) & (pressure > SATURATION_ABOVE_HPA)
    _refuse(
        above_ground & (saturation > SATURATION_LIMIT),
        f"relative humidity must stay under {SATURATION_LIMIT:.0%}",
        saturation,
        "it",
    )


def _temperatures(temperature: NDArray[np.float64]) -> None:
    celsius = (temperature > -100) & (temperature < 60)
    _refuse(celsius, "temperature must be in kelvin, this looks like Celsius", temperature, "it")
    wrong = (temperature < COLDEST) | (temperature > HOTTEST)
    _refuse(wrong, f"temperature must lie in {COLDEST:g}-{HOTTEST:g} K", temperature, "it")


def _refuse(wrong: NDArray[np.bool_], need: str, values: Any, name: str) -> None:
    if not wrong.any():
        return
    first = tuple(int(place) for place in np.argwhere(wrong)[0])
    *batch, level = first if wrong.ndim else (0,)
    column = ", ".join(map(str, batch)) or "0"
    raise InputError(f"{need}; column {column}, level {level}: {name} is {values[first]:.4g}")
