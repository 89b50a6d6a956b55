"""What a station measured, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from lstgeo import units
from lstgeo.errors import InputError
from lstgeo.physics.arrays import Array
from lstgeo.vocabulary import Quantity

UPWELLING = Quantity(
    "upwelling_longwave", "W m-2", "upwelling longwave irradiance",
    "surface_upwelling_longwave_flux_in_air", (40.0, 900.0),
)  # fmt: skip
DOWNWELLING = Quantity(
    "downwelling_longwave", "W m-2", "downwelling longwave irradiance",
    "surface_downwelling_longwave_flux_in_air", (40.0, 700.0),
)  # fmt: skip
"""Physically possible limits of Long and Shi 2008, doi:10.2174/1874282300802010023."""
TEMPERATURE = Quantity(
    "lst", "K", "land surface temperature", "surface_temperature", (150.0, 400.0), units.TEMPERATURE
)
LAKE = Quantity(
    "water_temperature", "K", "daily mean of water temperature", "sea_water_temperature",
    (265.0, 320.0), units.TEMPERATURE,
)  # fmt: skip

MISSING = -9990.0
"""Numbers up to this one stand for missing values (-9999.9 in SURFRAD files, -9999 elsewhere)."""


class Place(NamedTuple):
    """Latitude north and longitude east [degree, WGS 84]."""

    latitude: float
    longitude: float


@dataclass(frozen=True, eq=False)
class Record:
    """Values of a station by name of their quantity, at `time` (datetime64[s], UTC, ascending).

    A lake's are daily means, and `time` the beginning of the day. `known` are figures that the
    file states of itself, by name: `emissivity`, `emissivity_sigma`, `longwave_sigma` [W m-2],
    `lst_sigma` [K]. `place` is None where the file does not say it.
    """

    name: str
    paths: tuple[Path, ...]
    place: Place | None
    time: Array
    values: Mapping[str, Array]
    known: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_lake(self) -> bool:
        """Whether the values are daily means of a lake's water."""
        return LAKE.name in self.values


def place(latitude: float, longitude: float) -> Place:
    """Place of a position [degree], its longitude brought to -180 to 180; raises InputError."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 360):
        raise InputError(
            f"latitude {latitude:g} and longitude {longitude:g} are no position in degrees"
        )
    return Place(float(latitude), float(longitude - 360 if longitude > 180 else longitude))


def usable(values: Array, quantity: Quantity) -> Array:
    """`values` in house units, those that cannot be as NaN.

    Raises InputError where the usual value cannot be: then unit or sign are not what was said.
    """
    there = np.where(values > MISSING, values, np.nan)
    known = there[np.isfinite(there)]
    low, high = quantity.plausible
    if known.size and not low <= (middle := float(np.median(known))) <= high:
        raise InputError(
            f"{quantity.long_name} lies around {middle:.6g} {quantity.units}; "
            f"{low:g} to {high:g} is possible, so its unit or its sign is another"
        )
    return np.where((there >= low) & (there <= high), there, np.nan)


def merged(records: Iterable[Record]) -> list[Record]:
    """Records with those of one station, of several days say, made one."""
    alike: dict[object, list[Record]] = {}
    for record in records:
        kind = (record.name, record.place, tuple(record.values), tuple(record.known.items()))
        alike.setdefault(kind, []).append(record)
    return [_one(parts) for parts in alike.values()]


def _one(parts: list[Record]) -> Record:
    if len(parts) == 1:
        return parts[0]
    time = np.concatenate([part.time for part in parts])
    order = np.argsort(time, kind="stable")
    return replace(
        parts[0],
        paths=tuple(path for part in parts for path in part.paths),
        time=time[order],
        values={
            name: np.concatenate([part.values[name] for part in parts])[order]
            for name in parts[0].values
        },
    )
