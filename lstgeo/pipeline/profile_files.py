"""Columns of air around a scene from files of a reanalysis or a forecast on pressure levels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstgeo import vocabulary
from lstgeo.errors import InputError
from lstgeo.physics import humidity
from lstgeo.pipeline import profile_fields
from lstgeo.pipeline.elevation import Ground
from lstgeo.pipeline.given import Given
from lstgeo.pipeline.profile_fields import Files
from lstgeo.profiles import cells, faults, levels
from lstgeo.profiles.columns import Columns
from lstgeo.raster.fields import coarse, heights
from lstgeo.raster.fields import field as fields_of
from lstgeo.raster.fields.coarse import Window
from lstgeo.raster.grid import Grid

Floats = NDArray[np.float64]

MARGIN = 1
"""Cells around those that a scene needs."""

_NEGATIVE = -1e-5
"""Specific humidity down to which rounding of spectral models is taken for none [kg kg-1]."""


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
    files = profile_fields.files_of(given, time)
    temperature = files.stack(vocabulary.AIR_TEMPERATURE)
    moisture, quantity = profile_fields.moisture(files)
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
    air, note = profile_fields.read(temperature, vocabulary.AIR_TEMPERATURE, window, time)
    wet, _ = profile_fields.read(moisture, quantity, window, time)
    pressure, warm = profile_fields.falling(temperature[0], air)
    moist_pressure, moist = profile_fields.falling(moisture[0], wet)
    if quantity is vocabulary.RELATIVE_HUMIDITY:
        at = _at(pressure, warm, moist_pressure)
        moist = profile_fields.of_relative(moist, at, moist_pressure, moisture[0])
    moist = np.where((moist < levels.DRIEST) & (moist > _NEGATIVE), levels.DRIEST, moist)
    surface, elevation = _ground(files, window, pressure, ground, grid, surface_pressure)
    notes = [note, *_level_notes(files, pressure, moist_pressure, surface)]
    moist = faults.at_levels(moist_pressure, moist, pressure)
    batch, whole = _columns(files, window, (pressure, warm, moist), surface, elevation)
    return Profiles(
        window, whole.reshape(window.mesh.cells), batch, elevation is not None,
        tuple(dict.fromkeys(field.path for field in (*files.stacks, *files.planes))),
        pressure.size, profile_fields.times(temperature, time), moisture[0].name,
        "; ".join(filter(None, notes)) or None,
    )  # fmt: skip


def _at(pressure: Floats, temperature: Floats, wanted: Floats) -> Floats:
    """Temperature (cells, levels) at other pressures."""
    fields = {
        "pressure": np.broadcast_to(pressure, temperature.shape),
        "temperature": temperature,
    }
    target = np.broadcast_to(wanted, (len(temperature), wanted.size))
    return np.asarray(levels.interpolated(fields, target)["temperature"])


def _level_notes(
    files: Files, pressure: Floats, moist_pressure: Floats, surface: Floats
) -> list[str | None]:
    """What the user should know of the levels; raises InputError where they do not do."""
    known = surface[np.isfinite(surface)]
    if not known.size:
        raise InputError(f"{files.name} has no surface pressure over the scene")
    return [
        faults.require_levels(files.name, what, given, known)
        for what, given in (("temperature", pressure), ("humidity", moist_pressure))
    ]


def _ground(
    files: Files,
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
        return np.full(window.mesh.cells, ground.height)
    return np.asarray(heights.means(window, ground.model, ground.factor, grid), np.float64)


def _level_heights(files: Files, window: Window, pressure: Floats) -> Floats | None:
    """Heights of the levels [m] (cells, levels), None where no file has them at all levels."""
    found = files.stack(vocabulary.LEVEL_HEIGHT)
    if not found or set(found[0].levels) != set(pressure):
        return None
    values, _ = profile_fields.read(found, vocabulary.LEVEL_HEIGHT, window, files.time)
    height = profile_fields.falling(found[0], values)[1]
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
    files: Files,
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


def _near_surface(files: Files, window: Window, surface: Floats) -> dict[str, Floats]:
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
