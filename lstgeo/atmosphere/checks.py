"""What cannot be an atmosphere is refused, with the column and the level named."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.errors import InputError
from lstgeo.physics import humidity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lstgeo.physics.arrays import Array

SURFACE_PRESSURE = (30_000.0, 110_000.0)
"""Pressures that a land surface can have [Pa]; Everest is at about 33 000 Pa."""

TEMPERATURE = (120.0, 400.0)
"""Temperatures that air can have [K], from the mesopause to the thermosphere."""

HIGHEST_SPECIFIC_HUMIDITY = 0.1
"""Specific humidity that no air has [kg kg-1]; saturation at 50 C is .083."""

HIGHEST_RELATIVE_HUMIDITY = 1.1
"""Over liquid water [1]; interpolated reanalyses stay below it, a fifth too much lies above."""


@dataclass(frozen=True)
class Fault:
    """A condition that no level may meet, and how to say that one does."""

    bad: Array
    values: Array
    text: str


def levels(
    pressure: Array,
    temperature: Array,
    specific_humidity: Array,
    names: Sequence[str] = (),
) -> None:
    """Raise InputError where a level of pressure [Pa], temperature [K] or humidity cannot be right.

    Arrays are (columns, levels), the surface first or last; `names` may name the columns. The error
    names the quantity, the column and the level, both counted from 0 as they stand in the arrays.
    """
    if pressure.shape[-1] < 2:
        raise InputError(f"a column needs at least two levels, it has {pressure.shape[-1]}")
    _refuse(
        chain(
            _faults_of_numbers("pressure", pressure),
            _faults_of_order(pressure),
            _faults_of_surface(pressure, _lowest(pressure)),
            _faults_of_numbers("temperature", temperature),
            _faults_of_temperature("temperature", temperature, TEMPERATURE),
            _faults_of_numbers("specific humidity", specific_humidity),
            _faults_of_humidity(specific_humidity),
            _faults_of_saturation(pressure, temperature, specific_humidity, np.True_),
        ),
        names,
    )


def _refuse(faults: Iterable[Fault], names: Sequence[str] = ()) -> None:
    with np.errstate(all="ignore"):
        for fault in faults:
            if fault.bad.any():
                first = tuple(int(index) for index in np.argwhere(fault.bad)[0])
                text = fault.text.format(fault.values[first])
                raise InputError(f"{_place(first, names)}: {text}")


def _place(first: Sequence[int], names: Sequence[str]) -> str:
    *batch, level = first
    column = ", ".join(map(str, batch)) or "0"
    name = names[batch[0]] if len(batch) == 1 and len(names) > batch[0] else ""
    return f"column {column}{f' ({name})' if name else ''}, level {level} (both from 0)"


def _lowest(pressure: Array) -> Array:
    """Whether a level is the one of highest pressure in its column."""
    return pressure.argmax(axis=-1)[..., None] == np.arange(pressure.shape[-1])


def _faults_of_numbers(name: str, values: Array) -> Iterator[Fault]:
    yield Fault(~np.isfinite(values), values, f"{name} is {{}}, a number was needed")


def _faults_of_order(pressure: Array) -> Iterator[Fault]:
    hpa = pressure / 100
    yield Fault(pressure <= 0, hpa, "pressure is {:.6g} hPa, it must be above 0")
    upwards = pressure[..., :1] > pressure[..., -1:]
    step = np.diff(pressure, axis=-1, prepend=np.nan)
    turned = np.where(upwards, step >= 0, step <= 0)
    yield Fault(turned, hpa, "pressure is not monotonic: {:.6g} hPa does not continue the column")


def _faults_of_surface(pressure: Array, lowest: Array) -> Iterator[Fault]:
    low, high = SURFACE_PRESSURE
    yield Fault(
        lowest & ((pressure < low) | (pressure > high)),
        pressure / 100,
        f"surface pressure is {{:.6g}} hPa, outside {low / 100:g} to {high / 100:g}; "
        "is its unit right?",
    )


def _faults_of_temperature(
    name: str, temperature: Array, limits: tuple[float, float]
) -> Iterator[Fault]:
    low, high = limits
    below = f"{name} is {{:.2f}} K, below {low:g} K; is it in degrees Celsius?"
    yield Fault(temperature < low, temperature, below)
    above = f"{name} is {{:.2f}} K, above {high:g} K; is its unit right?"
    yield Fault(temperature > high, temperature, above)


def _faults_of_humidity(vapour: Array) -> Iterator[Fault]:
    negative = "specific humidity is {:.3g} kg kg-1, it cannot be negative"
    yield Fault(vapour < 0, vapour, negative)
    excessive = "specific humidity is {:.3g} kg kg-1, above any in air; is its unit right?"
    yield Fault(vapour > HIGHEST_SPECIFIC_HUMIDITY, vapour, excessive)


def _faults_of_saturation(
    pressure: Array, temperature: Array, vapour: Array, held: Array
) -> Iterator[Fault]:
    percent = 100 * humidity.relative_humidity(vapour, temperature, pressure)
    yield Fault(
        held & (percent > 100 * HIGHEST_RELATIVE_HUMIDITY),
        percent,
        "relative humidity over liquid water is {:.1f} %, "
        f"above {100 * HIGHEST_RELATIVE_HUMIDITY:.0f} %; temperature and humidity disagree",
    )
