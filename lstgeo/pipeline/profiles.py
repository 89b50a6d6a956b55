"""What profiles make of the atmosphere over each pixel: radiative transfer on a model's cells."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lstgeo import vocabulary
from lstgeo.physics import slant
from lstgeo.pipeline import given as givens
from lstgeo.pipeline import profile_files
from lstgeo.pipeline.elevation import Ground
from lstgeo.pipeline.given import Given
from lstgeo.pipeline.inputs import Input
from lstgeo.pipeline.origin import Origin
from lstgeo.pipeline.profile_files import Profiles
from lstgeo.profiles import ladder
from lstgeo.raster import align
from lstgeo.raster.fields import coarse, drape, heights, sheets
from lstgeo.raster.grid import Grid
from lstgeo.retrieval import profile
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.vocabulary import AT_SENSOR_RADIANCE, Quantity

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Atmosphere:
    """What profiles say of every pixel of a scene, lazily, by quantity."""

    profiles: Profiles
    inputs: Mapping[Quantity, Input]


def prepared(
    given: Given,
    scene: xr.Dataset,
    band: ThermalBand,
    time: np.datetime64 | None,
    ground: Ground | None = None,
    surface_pressure: float | None = None,
) -> Atmosphere:
    """What the profiles `given` make of the atmosphere over a scene.

    At the height of the `ground`, or that of the cells where it is not known. Raises InputError,
    MissingFileError, RasterError, and MethodError where the band has no transfer.
    """
    like = scene[AT_SENSOR_RADIANCE.name]
    grid = align.grid_of(like)
    found = profile_files.read(given, grid, time, ground, surface_pressure)
    if found.note:
        log.warning("profiles of %s: %s", givens.text(given), found.note)
    raised = ground if found.placed else None
    rungs = None if raised is None else _rungs(raised, grid)
    laid = _laid(found, band, rungs)
    missing = _missing(found, like)
    height = None if raised is None else raised.values
    origin = Origin(
        "profiles", givens.text(given), found.files, f"temperature and {found.humidity}",
        "K and kg kg-1", "the file", found.times, _note(found, rungs),
    )  # fmt: skip
    inputs = {}
    for quantity in profile.QUANTITIES:
        values = laid[profile.NAMES.get(quantity, quantity.name)].lazily(like, height)
        inputs[quantity] = Input(values, missing, found.files[0], origin)
    return Atmosphere(found, _slanted(inputs, scene))


def _rungs(ground: Ground, grid: Grid) -> NDArray[np.float64]:
    if ground.model is None:
        low = high = ground.height
    else:
        low, high = heights.span(ground.model, ground.factor, grid)
    return np.asarray(ladder.rungs(low, high))


def _laid(
    found: Profiles, band: ThermalBand, rungs: NDArray[np.float64] | None
) -> dict[str, sheets.Sheets]:
    """Sheets of everything that is known of columns, by name."""
    own = ladder.known(found.columns, band.sensor, band.name)
    climbed: Mapping[str, NDArray[np.float64]] = {}
    if rungs is not None:
        climbed = ladder.climbed(found.columns, rungs, band.sensor, band.name)
    span = (0.0, 0.0) if rungs is None else (float(rungs[0]), float(rungs[-1]))
    powers = {name: [] if rungs is None else ladder.powers(climbed[name], rungs) for name in own}
    mesh = found.window.mesh
    return {
        name: sheets.over(
            mesh, _spread(found, own[name]), [_spread(found, power) for power in powers[name]], span
        )
        for name in own
    }


def _spread(found: Profiles, values: NDArray[np.float64]) -> drape.Values:
    """Values of columns on their cells, the nearest where a cell has none."""
    cells = np.full(found.whole.shape, np.nan)
    cells[found.whole] = values
    return coarse.filled(cells)


def _missing(found: Profiles, like: xr.DataArray) -> xr.DataArray:
    mesh = found.window.mesh
    if found.whole.all() and not mesh.outside.any():
        return xr.zeros_like(like, dtype=bool)
    return drape.over(mesh, (~found.whole).astype(np.float32), outside=1.0).lazily(like) > 0


def _note(found: Profiles, rungs: NDArray[np.float64] | None) -> str:
    text = f"{len(found.columns)} columns of {found.levels} levels through lstgeo's transfer"
    if rungs is None:
        text += ", at the height of the model's ground"
    elif rungs.size == 1:
        text += f", over ground at {rungs[0]:.0f} m"
    else:
        text += f", over ground at {rungs.size} heights from {rungs[0]:.0f} to {rungs[-1]:.0f} m"
    return f"{text}; {found.note}" if found.note else text


def _slanted(inputs: dict[Quantity, Input], scene: xr.Dataset) -> dict[Quantity, Input]:
    """Transmittance and upwelling radiance along the line of sight, where its angle is known."""
    if vocabulary.VIEW_ZENITH_ANGLE.name not in scene:
        return inputs
    angle = scene[vocabulary.VIEW_ZENITH_ANGLE.name]
    known = (inputs[q] for q in (vocabulary.TRANSMITTANCE, vocabulary.UPWELLING_RADIANCE))
    transmittance, upwelling = known
    values = xr.apply_ufunc(
        slant.along,
        transmittance.values,
        upwelling.values,
        angle,
        output_core_dims=[[], []],
        dask="parallelized",
        keep_attrs=True,
        output_dtypes=[np.float32, np.float32],
    )
    seen = (
        Input(value, old.missing, old.path, old.origin)
        for value, old in zip(values, (transmittance, upwelling), strict=True)
    )
    names = (vocabulary.TRANSMITTANCE, vocabulary.UPWELLING_RADIANCE)
    return inputs | dict(zip(names, seen, strict=True))
