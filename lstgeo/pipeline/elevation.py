"""Coarse fields brought from the height of their cells to the height of each pixel, lazily."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.physics import elevation as physics
from lstgeo.pipeline.origin import Origin
from lstgeo.raster import align
from lstgeo.raster.align import Ancillary
from lstgeo.raster.fields import field as fields_of
from lstgeo.raster.fields import heights, source
from lstgeo.raster.fields.coarse import Coarse
from lstgeo.raster.fields.drape import Drape
from lstgeo.raster.fields.field import Field
from lstgeo.raster.grid import Grid
from lstgeo.vocabulary import Quantity

_RISEN: Mapping[Quantity, Callable[..., xr.DataArray]] = MappingProxyType(
    {
        vocabulary.WATER_VAPOUR: physics.water_vapour,
        vocabulary.NEAR_SURFACE_AIR_TEMPERATURE: physics.air_temperature,
        vocabulary.SURFACE_PRESSURE: physics.pressure,
    }
)


@dataclass(frozen=True, eq=False)
class Ground:
    """Elevation of each pixel [m], NaN where it is not known, and where it came from.

    `model` is the field of the file, None where a number was given; `factor` takes it to metres.
    """

    values: xr.DataArray
    model: Field | None
    factor: float
    origin: Origin

    @property
    def height(self) -> float:
        """Elevation [m] of all pixels, where a number was given."""
        return float(self.values[0, 0].compute(scheduler="synchronous"))


@dataclass(frozen=True, eq=False)
class Risen:
    """Values at the height of the pixels, where they could not be brought there, and a note."""

    values: xr.DataArray
    unknown: xr.DataArray | None
    note: str | None


def applies(quantity: Quantity) -> bool:
    """Whether a quantity changes with the height of the ground."""
    return quantity in _RISEN


def risen(quantity: Quantity, found: Ancillary, ground: Ground, fields: list[Field]) -> Risen:
    """`found`, in house units, at the height of the `ground`.

    The height of its cells is the orography in the same file, or else the mean of the elevation
    model over each cell. Where the ground has no elevation the values stay. A field that is finer
    than coarse is taken to be at the height of its pixels.
    """
    if found.coarse is None:
        return Risen(found.filled, None, "not corrected for elevation: its cells are fine")
    below, what = _heights(found.coarse, align.grid_of(found.filled), ground, fields)
    if below is None:
        return Risen(found.filled, None, "not corrected for elevation: the ground is level")
    values = xr.apply_ufunc(
        _RISEN[quantity],
        found.filled,
        (ground.values - below.lazily(found.filled)).fillna(np.float32(0.0)),
        dask="parallelized",
        keep_attrs=True,
        output_dtypes=[np.float32],
    )
    unknown = ground.values.isnull() if ground.model else None
    return Risen(values, unknown, f"corrected for elevation from {what}")


def _heights(
    coarse: Coarse, grid: Grid, ground: Ground, fields: list[Field]
) -> tuple[Drape | None, str]:
    """Heights of the cells of a field, and whose they are."""
    for field in fields:
        orography = source.maybe(Path(field.path), vocabulary.ELEVATION)
        if orography is not None:
            told = orography.units or fields_of.by_definition(orography, vocabulary.ELEVATION)
            factor, _ = vocabulary.ELEVATION.conversion(told or vocabulary.ELEVATION.units)
            if (drape := heights.of_orography(coarse, orography, factor)) is not None:
                return drape, f"the heights of its cells in {field.path} ({orography.name})"
    if ground.model is None:
        return None, ""
    drape = heights.of_model(coarse, ground.model, ground.factor, grid)
    return drape, f"the means of {ground.model.path} over its cells"
