"""A batch of atmospheric columns as one frozen value, the surface first."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lstgeo.atmosphere import checks
from lstgeo.physics import constants, humidity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lstgeo.physics.arrays import Array

DRY = 1e-9
"""Specific humidity that stands for none [kg kg-1], so that its logarithm exists."""

LEVEL_FIELDS = ("pressure", "temperature", "specific_humidity", "ozone")
"""Fields of shape (columns, levels); the others are (columns,)."""


@dataclass(frozen=True, eq=False, slots=True)
class Columns:
    """Atmospheric columns: arrays of shape (columns, levels) and of shape (columns,).

    Level 0 is the air at the surface (2 m where the source has it), pressure falls with the index.
    Between levels temperature is linear, and specific humidity a power, of pressure: ln p and
    ln q are interpolated. What a source does not know is NaN, NaT or an empty text.

    Parameters
    ----------
    pressure
        Pressure [Pa], strictly falling.
    temperature
        Air temperature [K].
    specific_humidity
        Water per moist air [kg kg-1].
    ozone
        Ozone per dry air [mol mol-1]; NaN where unknown.
    latitude, longitude
        Place [degree north, degree east from -180 to 180].
    time
        Time (UTC).
    elevation
        Height of the surface above the sea [m].
    skin_temperature
        Temperature of the surface itself [K].
    cloud_cover, land
        Fraction of cloud and of land [1].
    source
        Where the columns come from; one text a column.
    """

    pressure: Array
    temperature: Array
    specific_humidity: Array
    ozone: Array
    latitude: Array
    longitude: Array
    time: Array
    elevation: Array
    skin_temperature: Array
    cloud_cover: Array
    land: Array
    source: Array

    def __len__(self) -> int:
        return int(self.pressure.shape[0])

    @property
    def surface_pressure(self) -> Array:
        """Pressure at the surface [Pa]."""
        return self.pressure[:, 0]

    @property
    def air_temperature(self) -> Array:
        """Near-surface air temperature [K]."""
        return self.temperature[:, 0]

    @property
    def water_mole_fraction(self) -> Array:
        """Water per dry air [mol mol-1]."""
        return humidity.dry_mole_fraction(self.specific_humidity)

    @property
    def relative_humidity(self) -> Array:
        """Relative humidity over liquid water [1]."""
        return humidity.relative_humidity(self.specific_humidity, self.temperature, self.pressure)

    @property
    def total_column_water_vapour(self) -> Array:
        """Water vapour above the surface [kg m-2], exact where ln q is linear in ln p."""
        return layer_water(self.pressure, self.specific_humidity).sum(axis=1)

    def check(self) -> Columns:
        """Return the columns themselves; InputError names column and level of what is wrong."""
        checks.levels(self.pressure, self.temperature, self.specific_humidity, self.source)
        return self

    def take(self, index: Array | slice) -> Columns:
        """Columns at `index` (whole numbers, a mask or a slice), in its order."""
        return Columns(*(getattr(self, field.name)[index] for field in dataclasses.fields(self)))

    def replaced(self, **changes: Array) -> Columns:
        """Columns with some fields changed."""
        return dataclasses.replace(self, **changes)


def of(
    pressure: Array,
    temperature: Array,
    specific_humidity: Array,
    source: str | Sequence[str],
    **known: Any,
) -> Columns:
    """Columns from arrays with the surface at either end; what is not `known` is missing.

    Raises InputError where a level cannot be right, with its index as it stands in the arrays.
    """
    pressure, temperature, specific_humidity = (
        np.atleast_2d(np.asarray(values, dtype=float))
        for values in (pressure, temperature, specific_humidity)
    )
    count = len(pressure)
    names = np.broadcast_to(np.asarray(source, dtype=np.str_), (count,))
    checks.levels(pressure, temperature, specific_humidity, list(names))
    ozone = np.broadcast_to(known.pop("ozone", np.nan), pressure.shape)
    specific_humidity = np.maximum(specific_humidity, DRY)
    by_level = (np.asarray(values) for values in (pressure, temperature, specific_humidity, ozone))
    order = np.argsort(-pressure, axis=1)
    sorted_levels = [np.take_along_axis(values, order, axis=1) for values in by_level]
    when = np.broadcast_to(np.asarray(known.pop("time", "NaT"), dtype="datetime64[s]"), (count,))
    longitude = (np.asarray(known.pop("longitude", np.nan), dtype=float) + 180) % 360 - 180
    others = {
        "time": when,
        "longitude": np.broadcast_to(longitude, (count,)),
        "source": names,
    } | {
        name: np.broadcast_to(np.asarray(known.pop(name, np.nan), dtype=float), (count,))
        for name in ("latitude", "elevation", "skin_temperature", "cloud_cover", "land")
    }
    if known:
        raise TypeError(f"columns have no {', '.join(known)}")
    by_name = dict(zip(LEVEL_FIELDS, sorted_levels, strict=True))
    return Columns(**by_name, **others)


def layer_water(pressure: Array, specific_humidity: Array) -> Array:
    """Water vapour in each layer between levels [kg m-2], ln q linear in ln p."""
    log_pressure = np.log(pressure)
    content = np.log(np.maximum(specific_humidity, 1e-12) * pressure)
    step = np.diff(content, axis=1)
    # The mean of an exponential between its ends; its limit where the ends are equal.
    flat = np.abs(step) < 1e-6
    mean = np.where(flat, 1.0, np.expm1(step) / np.where(flat, 1.0, step))
    return (
        -np.exp(content[:, :-1]) * mean * np.diff(log_pressure, axis=1) / constants.STANDARD_GRAVITY
    )
