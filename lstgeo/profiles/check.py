"""What makes an atmospheric column impossible, said with its column and level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.errors import InputError
from lstgeo.physics import humidity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lstgeo.physics.arrays import Array

HIGHEST_RELATIVE_HUMIDITY = 1.1
"""Over liquid water [1]; interpolated reanalyses stay below it, a fifth too much lies above."""

HIGHEST_SPECIFIC_HUMIDITY = 0.1
"""Specific humidity that no air has [kg kg-1]; saturation at 50 C is .083."""

SURFACE_PRESSURE = (30_000.0, 110_000.0)
"""Pressures that a land surface can have [Pa]; Everest is at about 33 000 Pa."""

TEMPERATURE = (120.0, 400.0)
"""Temperatures that air can have [K], from the mesopause to the thermosphere."""


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
    if pressure.shape[1] < 2:
        raise InputError(f"a column needs at least two levels, it has {pressure.shape[1]}")
    with np.errstate(all="ignore"):
        for fault in _faults(pressure, temperature, specific_humidity):
            if fault.bad.any():
                column, level = (int(index) for index in np.argwhere(fault.bad)[0])
                name = f" ({names[column]})" if len(names) > column and names[column] else ""
                text = fault.text.format(fault.values[column, level])
                raise InputError(f"column {column}{name}, level {level} (both from 0): {text}")


def _faults(pressure: Array, temperature: Array, specific_humidity: Array) -> Iterator[Fault]:
    yield _not_a_number("pressure", pressure)
    yield from _pressure_faults(pressure)
    yield _not_a_number("temperature", temperature)
    yield from _temperature_faults(temperature)
    yield _not_a_number("specific humidity", specific_humidity)
    yield from _humidity_faults(pressure, temperature, specific_humidity)


def _not_a_number(name: str, values: Array) -> Fault:
    return Fault(~np.isfinite(values), values, f"{name} is {{}}, a number was needed")


def _pressure_faults(pressure: Array) -> Iterator[Fault]:
    hpa = pressure / 100
    yield Fault(pressure <= 0, hpa, "pressure is {:.6g} hPa, it must be above 0")
    upwards = pressure[:, :1] > pressure[:, -1:]
    step = np.diff(pressure, axis=1, prepend=np.nan)
    turned = np.where(upwards, step >= 0, step <= 0)
    yield Fault(turned, hpa, "pressure is not monotonic: {:.6g} hPa does not continue the column")
    surface = pressure.argmax(axis=1)[:, None] == np.arange(pressure.shape[1])
    low, high = SURFACE_PRESSURE
    yield Fault(
        surface & ((pressure < low) | (pressure > high)),
        hpa,
        f"surface pressure is {{:.6g}} hPa, outside {low / 100:g} to {high / 100:g}; "
        "is its unit right?",
    )


def _temperature_faults(temperature: Array) -> Iterator[Fault]:
    low, high = TEMPERATURE
    yield Fault(
        temperature < low,
        temperature,
        f"temperature is {{:.2f}} K, below {low:g} K; is it in degrees Celsius?",
    )
    yield Fault(
        temperature > high,
        temperature,
        f"temperature is {{:.2f}} K, above {high:g} K; is its unit right?",
    )


def _humidity_faults(
    pressure: Array, temperature: Array, specific_humidity: Array
) -> Iterator[Fault]:
    yield Fault(
        specific_humidity < 0,
        specific_humidity,
        "specific humidity is {:.3g} kg kg-1, it cannot be negative",
    )
    yield Fault(
        specific_humidity > HIGHEST_SPECIFIC_HUMIDITY,
        specific_humidity,
        "specific humidity is {:.3g} kg kg-1, above any in air; is its unit right?",
    )
    percent = 100 * humidity.relative_humidity(specific_humidity, temperature, pressure)
    yield Fault(
        percent > 100 * HIGHEST_RELATIVE_HUMIDITY,
        percent,
        "relative humidity over liquid water is {:.1f} %, "
        f"above {100 * HIGHEST_RELATIVE_HUMIDITY:.0f} %; temperature and humidity disagree",
    )
