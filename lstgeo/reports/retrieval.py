"""The files of a retrieval that a report is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.errors import RasterError
from lstgeo.pictures import source
from lstgeo.quality import Quality
from lstgeo.raster import described, door, overview
from lstgeo.raster.grid import Grid

TEMPERATURE = vocabulary.SURFACE_TEMPERATURE.name
SIGMA = vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY.name
BITS = vocabulary.QUALITY.name

_GLANCE = 256
"""Longest side of the overview by which a raster is told to be one of temperature [pixels]."""


@dataclass(frozen=True, eq=False)
class Retrieval:
    """A temperature raster with the rasters that lie beside it, and its STAC item (or {}).

    `zero` is what is added to the stored temperatures to make them K.
    """

    raster: Path
    sigma: Path | None
    bits: Path | None
    grid: Grid
    zero: float
    item: Mapping[str, Any]

    def lazy(self) -> xr.Dataset:
        """Temperature [K], its sigma [K] and its bits, in strips.

        A sigma that is not at hand is NaN; without bits a pixel without temperature is fill.
        """
        stored = door.open_raster(self.raster, mask_and_scale=True)
        temperature = stored + np.float32(self.zero)
        sigma = (
            xr.full_like(temperature, np.nan)
            if self.sigma is None
            else door.open_raster(self.sigma, mask_and_scale=True)
        )
        bits = temperature.isnull() * int(Quality.FILL) if self.bits is None else _whole(self.bits)
        layers = {TEMPERATURE: temperature, SIGMA: sigma, BITS: bits.astype(np.uint16)}
        return xr.Dataset({name: (("y", "x"), layer.data) for name, layer in layers.items()})


def of(path: Path) -> Retrieval:
    """Retrieval whose temperature raster, or whose STAC item, is `path`.

    Raises MissingFileError, RasterError, MetadataError, and InputError where the raster does not
    hold temperature.
    """
    raster = source.raster_of(path)
    glance = overview.read(raster, _GLANCE)
    source.kelvin(glance, raster)
    return Retrieval(
        raster,
        _beside(raster, vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY, glance.native),
        _beside(raster, vocabulary.QUALITY, glance.native),
        glance.native,
        source.zero(glance.units, raster),
        described.read(raster.with_suffix(".json")),
    )


def _beside(raster: Path, quantity: vocabulary.Quantity, grid: Grid) -> Path | None:
    """Companion of a raster where it lies on the same grid: another's does not belong."""
    path = source.beside(raster, quantity)
    if path is None:
        return None
    with door.opened(path) as opened:
        return path if Grid.of(opened).alike(grid) else None


def _whole(path: Path) -> xr.DataArray:
    stored = door.open_raster(path, mask_and_scale=False)
    if stored.dtype.kind not in "iu":
        raise RasterError(f"{path} holds {stored.dtype}; quality bits are whole numbers")
    return stored
