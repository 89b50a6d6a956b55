"""What a picture is drawn from: temperature, its uncertainty, its quality and its description."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo import quality, vocabulary
from lstgeo.errors import InputError
from lstgeo.physics import constants
from lstgeo.pipeline import layers
from lstgeo.quality import Quality
from lstgeo.raster import described, door, overview
from lstgeo.raster.grid import Grid
from lstgeo.raster.overview import Overview

Array = NDArray[Any]

_SUFFIXES = {layer.quantity: layer.suffix for layer in layers.of("float32")}
_CELSIUS = re.compile(r"(°|deg(rees?)?)?[ _]*c(elsius)?", re.IGNORECASE)
_KELVIN = re.compile(r"(deg(rees?)?)?[ _]*k(elvin)?", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Source:
    """A retrieval made small; `item` is its STAC item, empty where there is none.

    `temperature` and `sigma` are float32 [K] with NaN for nodata, `bits` the quality; each
    (row, column) on `grid`. `sigma` and `bits` are None where no such raster lies beside it.
    """

    temperature: Array
    sigma: Array | None
    bits: Array | None
    place: Overview
    item: Mapping[str, Any]
    path: Path

    @property
    def clear(self) -> Array:
        """Whether a pixel has a temperature, and no bit that says not to trust it."""
        valid = np.isfinite(self.temperature)
        return valid if self.bits is None else valid & quality.clear(self.bits)


def read(path: Path, longest_side: int, *, average: bool = True) -> Source:
    """Retrieval whose temperature raster, or whose STAC item, is `path`, made small.

    Raises MissingFileError, RasterError, MetadataError, and InputError where the raster does not
    hold temperature.
    """
    raster = raster_of(path)
    place = overview.read(raster, longest_side, average=average)
    sigma = beside(raster, vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY)
    bits = beside(raster, vocabulary.QUALITY)
    flags = _alike(overview.bits(bits, longest_side), place) if bits else None
    error = _alike(overview.read(sigma, longest_side, average=average), place) if sigma else None
    return Source(
        _measured(kelvin(place, raster), flags),
        None if error is None else _measured(error, flags),
        flags,
        place,
        described.read(raster.with_suffix(".json")),
        raster,
    )


def grid(path: Path) -> Grid:
    """Grid on disk of the temperature raster that `read` reads, with the same errors."""
    return overview.grid(raster_of(path))


def raster_of(path: Path) -> Path:
    """Temperature raster that `path` names: itself, or that of a STAC item."""
    door.require(path, "raster")
    return path.with_suffix(".tif") if path.suffix.lower() == ".json" else path


def kelvin(read: Overview, path: Path) -> Array:
    """Temperature [K] of a raster in K or in deg C; raises InputError where it is neither."""
    values = read.values + np.float32(zero(read.units, path))
    finite = values[np.isfinite(values)]
    low, high = vocabulary.SURFACE_TEMPERATURE.plausible
    if finite.size and not low <= (middle := float(np.median(finite))) <= high:
        raise InputError(
            f"{path} holds values around {middle:.6g}; surface temperature lies within "
            f"{low:g}-{high:g} K, and scale and offset are read from the file"
        )
    return values


def zero(units: str | None, path: Path) -> float:
    """Zero [K] of the temperatures of a raster in `units`; InputError if not K or deg C."""
    stated = (units or "K").strip()
    if _CELSIUS.fullmatch(stated):
        return constants.ZERO_CELSIUS
    if _KELVIN.fullmatch(stated):
        return 0.0
    raise InputError(f"{path} is in {stated}; a temperature raster in K or deg C is needed")


def beside(raster: Path, quantity: vocabulary.Quantity) -> Path | None:
    """Raster of another quantity of the same retrieval, or None where there is none."""
    path = raster.with_name(f"{raster.stem}{_SUFFIXES[quantity]}{raster.suffix}")
    return path if path.is_file() else None


def _alike(companion: Overview, place: Overview) -> Array | None:
    """Values of a companion where it lies on the same grid: another's does not belong."""
    return companion.values if companion.native.alike(place.native) else None


def _measured(values: Array, bits: Array | None) -> Array:
    """Values without those of fill: an average may reach beyond the border, its bits do not."""
    if bits is None:
        return values
    return np.where(quality.is_set(bits, Quality.FILL), np.float32(np.nan), values)
