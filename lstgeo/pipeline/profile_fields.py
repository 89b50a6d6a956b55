"""Fields of files of profiles: found by name, read around a scene at the time that is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lstgeo import aliases, vocabulary
from lstgeo.errors import InputError
from lstgeo.physics import humidity
from lstgeo.pipeline import given as givens
from lstgeo.pipeline.given import Given
from lstgeo.profiles import saturation
from lstgeo.raster.fields import field as fields_of
from lstgeo.raster.fields import overpass, source
from lstgeo.raster.fields.coarse import Window
from lstgeo.raster.fields.field import Field
from lstgeo.vocabulary import Quantity

Floats = NDArray[np.float64]

FARTHEST = np.timedelta64(12, "h")
"""A lone time further than this from the overpass is refused."""

_LEAST_FRACTION = 0.003
"""What stands for a relative humidity of 0, which GFS rounds to whole percents [1]."""

_SATURATED: dict[str, Callable[[Floats, Floats], Floats]] = {
    "ifs": saturation.ifs_humidity,
    "ncep": saturation.ncep_humidity,
}


@dataclass(frozen=True, eq=False)
class Files:
    """Fields of all files that were given, over levels and plane, and the time that is wanted."""

    name: str
    stacks: list[Field]
    planes: list[Field]
    time: np.datetime64 | None

    def stack(self, quantity: Quantity) -> list[Field]:
        """Fields of `quantity` at levels, one a file; none where there is none."""
        return _named(self.stacks, quantity)

    def plane(self, quantity: Quantity, window: Window) -> Floats | None:
        """Values of a plane field over `window` in house units, None where there is none.

        Raises InputError where its cells are others.
        """
        found = _named(self.planes, quantity)
        if not found:
            return None
        if found[0].axes is None or not found[0].axes.alike(window.axes):
            raise InputError(
                f"{found[0].path}: {found[0].name} lies on other cells than the profiles"
            )
        return read(found, quantity, window, self.time)[0]


def files_of(given: Given, time: np.datetime64 | None) -> Files:
    """All fields of the files that are given."""
    stacks: list[Field] = []
    planes: list[Field] = []
    chosen = givens.sources(given, "profiles file")
    for path, variable in chosen:
        if variable is not None:
            raise InputError(f"profiles are of all fields of {path}; {variable} cannot be named")
        stacks += source.stacks(Path(path))
        planes += source.fields(Path(path))
    return Files(", ".join(str(path) for path, _ in chosen), stacks, planes, time)


def _named(found: Sequence[Field], quantity: Quantity) -> list[Field]:
    """Fields that go by the first of the names of `quantity` that any has, one a file."""
    names = [quantity.standard_name or quantity.name, quantity.name, *quantity.aliases]
    for name in names:
        if chosen := [field for field in found if name.lower() in field.names]:
            return list({field.path: field for field in chosen}.values())
    return []


def moisture(files: Files) -> tuple[list[Field], Quantity]:
    """Fields of humidity at levels, and which kind it is; specific humidity is preferred."""
    for quantity in (vocabulary.SPECIFIC_HUMIDITY, vocabulary.RELATIVE_HUMIDITY):
        if found := files.stack(quantity):
            return found, quantity
    return [], vocabulary.SPECIFIC_HUMIDITY


def _layers(fields: Sequence[Field]) -> list[tuple[Field, int]]:
    return [(field, layer) for field in fields for layer in range(len(field.times))]


def read(
    fields: Sequence[Field], quantity: Quantity, window: Window, time: np.datetime64 | None
) -> tuple[Floats, str | None]:
    """Values in house units at `time`, and what the user should know."""
    if len({field.levels for field in fields}) > 1:
        raise InputError(f"{quantity.long_name} has other levels in {fields[1].path}")
    name = ", ".join(dict.fromkeys(field.path for field in fields))
    layers = _layers(fields)
    times = [field.times[layer] for field, layer in layers]
    if fields[0].levels and len(times) == 1:
        _require_near(name, times[0], time)
    chosen = overpass.shares(name, times, time)
    values = sum(share * window.read(*layers[number]) for number, share in chosen.layers)
    told = fields[0].units or fields_of.by_definition(fields[0], quantity)
    if told is None:
        raise InputError(
            f"{fields[0].path} states no units of {quantity.long_name} ({fields[0].name})"
        )
    factor, offset = quantity.conversion(told)
    return np.asarray(values * factor + offset), chosen.note


def _require_near(name: str, found: np.datetime64 | None, time: np.datetime64 | None) -> None:
    if found is not None and time is not None and abs(found - time) > FARTHEST:
        raise InputError(
            f"{name} holds for {overpass.text(found)} alone, more than 12 h from the overpass at "
            f"{overpass.text(time)}"
        )


def times(fields: Sequence[Field], time: np.datetime64 | None) -> tuple[str, ...]:
    """Times that are read, in ISO form."""
    known = [field.times[layer] for field, layer in _layers(fields)]
    chosen = overpass.shares(fields[0].path, known, time)
    return overpass.texts(known[number] for number, _ in chosen.layers)


def falling(field: Field, values: Floats) -> tuple[Floats, Floats]:
    """Pressures [Pa] from the ground up, and values (cells, levels) in that order."""
    pressure = np.asarray(field.levels)
    order = np.argsort(-pressure)
    if np.any(np.diff(pressure[order]) == 0):
        raise InputError(f"{field.path}: a level of {field.name} is there twice")
    return pressure[order], values.reshape(pressure.size, -1).T[:, order]


def of_relative(fraction: Floats, temperature: Floats, pressure: Floats, field: Field) -> Floats:
    """Specific humidity, by what the model that wrote `field` means by saturation."""
    known = [aliases.ICE_BELOW_FREEZING.get(name) for name in sorted(field.names)]
    convention = next((name for name in known if name), None)
    fraction = np.where(fraction < _LEAST_FRACTION, _LEAST_FRACTION, fraction)
    if convention is None:
        return np.asarray(humidity.of_relative_humidity(fraction, temperature, pressure))
    return fraction * _SATURATED[convention](temperature, pressure)
