"""Columns of air around a scene from files of a reanalysis or a forecast on pressure levels."""

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
from lstgeo.pipeline.elevation import Ground
from lstgeo.pipeline.given import Given
from lstgeo.profiles import cells, faults, levels, saturation
from lstgeo.profiles.columns import Columns
from lstgeo.raster.fields import coarse, heights, overpass, source
from lstgeo.raster.fields import field as fields_of
from lstgeo.raster.fields.coarse import Window
from lstgeo.raster.fields.field import Field
from lstgeo.raster.grid import Grid
from lstgeo.vocabulary import Quantity

Floats = NDArray[np.float64]

FARTHEST = np.timedelta64(12, "h")
"""A lone time further than this from the overpass is refused."""

MARGIN = 1
"""Cells around those that a scene needs."""

_LEAST_FRACTION = 0.003
"""What stands for a relative humidity of 0, which GFS rounds to whole percents [1]."""

_NEGATIVE = -1e-5
"""Specific humidity down to which rounding of spectral models is taken for none [kg kg-1]."""

_SATURATED: dict[str, Callable[[Floats, Floats], Floats]] = {
    "ifs": saturation.ifs_humidity,
    "ncep": saturation.ncep_humidity,
}


@dataclass(frozen=True, eq=False)
class Profiles:
    """Columns over the cells of `window`, and what was read.

    `whole` are the cells (rows, columns) that have a column; `columns` are theirs, in order. Their
    elevation is 0 where nobody knows it, and `placed` then false. `levels` and `times` are for
    people; `humidity` is the field that it came from.
    """

    window: Window
    whole: NDArray[np.bool_]
    columns: Columns
    placed: bool
    files: tuple[str, ...]
    levels: int
    times: tuple[str, ...]
    humidity: str
    note: str | None


@dataclass(frozen=True, eq=False)
class _Files:
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
        return _read(found, quantity, window, self.time)[0]


def read(
    given: Given,
    grid: Grid,
    time: np.datetime64 | None,
    ground: Ground | None = None,
    surface_pressure: float | None = None,
) -> Profiles:
    """Columns of the files `given` around `grid`, interpolated to `time` [UTC].

    `surface_pressure` [Pa] replaces that of the files. Raises InputError where the files lack what
    makes a column, or cannot be right, MissingFileError and RasterError.
    """
    files = _files(given, time)
    temperature = files.stack(vocabulary.AIR_TEMPERATURE)
    moisture, quantity = _moisture(files)
    if not temperature or not moisture:
        what = "temperature" if not temperature else "specific or relative humidity"
        there = ", ".join(sorted({stack.name for stack in files.stacks})) or "nothing"
        raise InputError(
            f"{files.name} needs {what} on pressure levels; on levels there is {there}"
        )
    fields_of.require_one_grid([*temperature, *moisture])
    axes = temperature[0].axes
    if axes is None:
        raise InputError(f"{files.name} has no coordinates: where its profiles lie is not known")
    window = coarse.window(axes, grid, files.name, MARGIN)
    air, note = _read(temperature, vocabulary.AIR_TEMPERATURE, window, time)
    wet, _ = _read(moisture, quantity, window, time)
    pressure, warm = _falling(temperature[0], air)
    moist_pressure, moist = _falling(moisture[0], wet)
    if quantity is vocabulary.RELATIVE_HUMIDITY:
        at = levels.interpolated(
            {"pressure": np.broadcast_to(pressure, warm.shape), "temperature": warm},
            np.broadcast_to(moist_pressure, moist.shape),
        )["temperature"]
        moist = _of_relative(moist, at, moist_pressure, moisture[0])
    moist = np.where((moist < levels.DRIEST) & (moist > _NEGATIVE), levels.DRIEST, moist)
    surface, elevation = _ground(files, window, pressure, ground, grid, surface_pressure)
    if not np.isfinite(surface).any():
        raise InputError(f"{files.name} has no surface pressure over the scene")
    faults.require_levels(files.name, pressure, moist_pressure, surface[np.isfinite(surface)])
    moist = faults.at_levels(moist_pressure, moist, pressure)
    batch, whole = _columns(files, window, (pressure, warm, moist), surface, elevation)
    return Profiles(
        window, whole.reshape(window.mesh.cells), batch, elevation is not None,
        tuple(dict.fromkeys(field.path for field in (*files.stacks, *files.planes))),
        pressure.size, _times(temperature, time), moisture[0].name, note,
    )  # fmt: skip


def _files(given: Given, time: np.datetime64 | None) -> _Files:
    stacks: list[Field] = []
    planes: list[Field] = []
    chosen = givens.sources(given, "profiles file")
    for path, variable in chosen:
        if variable is not None:
            raise InputError(f"profiles are of all fields of {path}; {variable} cannot be named")
        stacks += source.stacks(Path(path))
        planes += source.fields(Path(path))
    return _Files(", ".join(str(path) for path, _ in chosen), stacks, planes, time)


def _named(found: Sequence[Field], quantity: Quantity) -> list[Field]:
    """Fields that go by the first of the names of `quantity` that any has, one a file."""
    names = [quantity.standard_name or quantity.name, quantity.name, *quantity.aliases]
    for name in names:
        if chosen := [field for field in found if name.lower() in field.names]:
            return list({field.path: field for field in chosen}.values())
    return []


def _moisture(files: _Files) -> tuple[list[Field], Quantity]:
    for quantity in (vocabulary.SPECIFIC_HUMIDITY, vocabulary.RELATIVE_HUMIDITY):
        if found := files.stack(quantity):
            return found, quantity
    return [], vocabulary.SPECIFIC_HUMIDITY


def _layers(fields: Sequence[Field]) -> list[tuple[Field, int]]:
    return [(field, layer) for field in fields for layer in range(len(field.times))]


def _read(
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


def _times(fields: Sequence[Field], time: np.datetime64 | None) -> tuple[str, ...]:
    times = [field.times[layer] for field, layer in _layers(fields)]
    chosen = overpass.shares(fields[0].path, times, time)
    return overpass.texts(times[number] for number, _ in chosen.layers)


def _falling(field: Field, values: Floats) -> tuple[Floats, Floats]:
    """Pressures [Pa] from the ground up, and values (cells, levels) in that order."""
    pressure = np.asarray(field.levels)
    order = np.argsort(-pressure)
    if np.any(np.diff(pressure[order]) == 0):
        raise InputError(f"{field.path}: a level of {field.name} is there twice")
    return pressure[order], values.reshape(pressure.size, -1).T[:, order]


def _of_relative(fraction: Floats, temperature: Floats, pressure: Floats, field: Field) -> Floats:
    """Specific humidity, by what the model that wrote `field` means by saturation."""
    known = [aliases.ICE_BELOW_FREEZING.get(name) for name in sorted(field.names)]
    convention = next((name for name in known if name), None)
    fraction = np.where(fraction < _LEAST_FRACTION, _LEAST_FRACTION, fraction)
    if convention is None:
        return np.asarray(humidity.of_relative_humidity(fraction, temperature, pressure))
    return fraction * _SATURATED[convention](temperature, pressure)


def _ground(
    files: _Files,
    window: Window,
    pressure: Floats,
    ground: Ground | None,
    grid: Grid,
    told: float | None,
) -> tuple[Floats, Floats | None]:
    """Surface pressure [Pa] and, if known, elevation [m] of the cells."""
    stated = files.plane(vocabulary.SURFACE_PRESSURE, window)
    surface = np.full(window.mesh.cells, told) if told is not None else stated
    orography = files.plane(vocabulary.ELEVATION, window)
    level = _level_heights(files, window, pressure)
    if orography is None and surface is not None and level is not None:
        orography = _between(-np.log(pressure), level, -np.log(surface.ravel()))
    if orography is None and ground is not None:
        orography = _heights_of(ground, window, grid)
    if surface is None and level is not None and orography is not None:
        surface = np.exp(-_between(level, -np.log(pressure), orography.ravel()))
    if surface is None:
        raise InputError(
            f"{files.name} has no surface pressure: give a file with it (sp, PS, PRES) too, or "
            "--pressure, or geopotential on the levels together with orography or --dem"
        )
    return surface.ravel(), None if orography is None else orography.ravel()


def _heights_of(ground: Ground, window: Window, grid: Grid) -> Floats:
    if ground.model is None:
        return np.full(window.mesh.cells, float(ground.values[0, 0]))
    return np.asarray(heights.means(window, ground.model, ground.factor, grid), np.float64)


def _level_heights(files: _Files, window: Window, pressure: Floats) -> Floats | None:
    """Heights of the levels [m] (cells, levels), None where no file has them at all levels."""
    found = files.stack(vocabulary.LEVEL_HEIGHT)
    if not found or set(found[0].levels) != set(pressure):
        return None
    values, _ = _read(found, vocabulary.LEVEL_HEIGHT, window, files.time)
    height = _falling(found[0], values)[1]
    return height if np.isfinite(height).all() else None


def _between(along: Floats, values: Floats, wanted: Floats) -> Floats:
    """`values` where `along` is `wanted` (cells,), linear and beyond the ends too."""
    shape = (wanted.size, max(along.shape[-1], values.shape[-1]))
    along, values = np.broadcast_to(along, shape), np.broadcast_to(values, shape)
    rows = np.arange(wanted.size)
    place = np.clip(np.sum(along <= wanted[:, None], axis=1) - 1, 0, shape[1] - 2)
    low, high = along[rows, place], along[rows, place + 1]
    share = (wanted - low) / (high - low)
    return np.asarray(values[rows, place] * (1 - share) + values[rows, place + 1] * share)


def _columns(
    files: _Files,
    window: Window,
    air: tuple[Floats, Floats, Floats],
    surface: Floats,
    elevation: Floats | None,
) -> tuple[Columns, NDArray[np.bool_]]:
    """Columns over the ground, and which cells have one."""
    pressure, temperature, moist = air
    above = pressure[None, :] < surface[:, None]
    lacking = above & ~(np.isfinite(temperature) & np.isfinite(moist))
    known = {"pressure": surface} | _near_surface(files, window, surface)
    whole = np.isfinite(surface) & ~lacking.any(axis=1)
    for values in (*known.values(), np.zeros(1) if elevation is None else elevation):
        whole = whole & np.isfinite(values)
    if not whole.any():
        raise InputError(f"{files.name} has no whole column around the scene: values are missing")
    down, across = (line.centres for line in window.lines)
    row, column = np.divmod(np.flatnonzero(whole), across.size)
    names = [
        f"{files.name} at {y:.2f} {x:.2f}"
        for y, x in zip(down[row], across[column] + window.meridian, strict=True)
    ]
    batch = cells.laid(
        pressure,
        {"temperature": temperature[whole], "specific_humidity": moist[whole]},
        {name: values[whole] for name, values in known.items()},
        np.asarray(names),
        elevation=np.zeros(whole.sum()) if elevation is None else elevation[whole],
    )
    return batch, whole


def _near_surface(files: _Files, window: Window, surface: Floats) -> dict[str, Floats]:
    """Air temperature [K] and specific humidity at 2 m, those that the files have."""
    found: dict[str, Floats] = {}
    air = files.plane(vocabulary.NEAR_SURFACE_AIR_TEMPERATURE, window)
    if air is not None:
        found["temperature"] = air.ravel()
    moist = files.plane(vocabulary.NEAR_SURFACE_HUMIDITY, window)
    dew = files.plane(vocabulary.DEW_POINT, window)
    if moist is not None:
        found["specific_humidity"] = np.maximum(moist.ravel(), levels.DRIEST)
    elif dew is not None:
        vapour = humidity.saturation_pressure(dew.ravel())
        found["specific_humidity"] = np.asarray(humidity.specific_humidity(vapour, surface))
    return found
