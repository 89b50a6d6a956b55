"""MOD11 and MYD11: MODIS surface temperature on a grid, and what its quality numbers mean.

After the MODIS LST users' guides and file specifications of Collections 5 to 6.1.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lstgeo import vocabulary
from lstgeo.errors import InputError
from lstgeo.raster.grid import Grid
from lstgeo.raster.projection import geographic_positions
from lstgeo.raster.references import eos, reference, scaling
from lstgeo.raster.references.bits import Field
from lstgeo.raster.references.period import Period
from lstgeo.raster.references.reference import UNCLASSED, Classes, Reference
from lstgeo.raster.swaths import hdf4

MANDATORY = Field(
    0,
    2,
    MappingProxyType(
        {
            0: "produced, good quality",
            1: "produced, other quality",
            2: "not produced: cloud",
            3: "not produced: another reason",
        }
    ),
)
ERROR = Field(
    6,
    2,
    MappingProxyType({0: "up to 1 K", 1: "up to 2 K", 2: "up to 3 K", 3: "above 3 K"}),
)
"""Average error of LST that the product states; bits 2 to 5 are of data and emissivity."""

LARGEST_SIGMA = 3
"""Greatest upper end of a class of the error [K], which stands for 1 sigma; above there is none."""

RULE = (
    "produced (QC bits 0-1 are 00 or 01), of good quality (00) or with an average LST error "
    "up to 2 K (bits 6-7)"
)

_LAYER = re.compile(r"LST_(Day|Night)_(\d+km|CMG)", re.IGNORECASE)
_PRODUCT = re.compile(r"M[OY]D11(?P<kind>\w*)")
_DAY = re.compile(r"\.A(\d{7})\.")
_SECONDS = 86_400.0
_HOUR = 3600.0
_FULL_CIRCLE_HOUR = 15.0
"""Degrees of longitude that the sun passes in an hour."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SUNRISE, _SUNSET = 6.0, 18.0


@dataclass(frozen=True)
class Layers:
    """Names of the data sets of one half of the day."""

    half: str
    temperature: str

    @property
    def quality(self) -> str:
        """Quality numbers."""
        return f"QC_{self.half}"

    @property
    def time(self) -> str:
        """Local solar time of the observation."""
        return f"{self.half}_view_time"


def clear(quality: Any, produced: Any) -> Any:
    """Whether a pixel counts, by its quality number; `produced` where it has a temperature.

    A quality number of 0 is good quality and also the fill of the file: the temperature decides.
    """
    mandatory, error = MANDATORY.of(quality), ERROR.of(quality)
    return produced & ((mandatory == 0) | ((mandatory == 1) & (error <= 1)))


def days(product: str) -> int:
    """Days of a product: A1, B1 and C1 are daily, A2, B2 and C2 composites of 8 days.

    Raises InputError for monthly ones and swaths.
    """
    found = _PRODUCT.match(product)
    lengths = {"A1": 1, "B1": 1, "C1": 1, "A2": 8, "B2": 8, "C2": 8}
    length = lengths.get(found["kind"]) if found else None
    if length is None:
        raise InputError(
            f"{product} cannot be compared: MOD11 and MYD11 A1, A2, B1, B2, C1 and C2 can"
        )
    return length


def read(path: Path, wanted: str | None, other: Reference | None) -> Reference:
    """Reference of an HDF4 file of MOD11 or MYD11; raises InputError, RasterError.

    `wanted` is a data set, or `day` or `night`; else that half of the day in which `other` was
    observed, by its local solar time, and the day where that is not known.
    """
    with hdf4.opened(path) as file:
        attributes = hdf4.attributes(file)
        product = _product(path, attributes)
        length = days(product)
        grid = eos.grid(str(attributes.get("StructMetadata.0", "")), str(path))
        layers, note = _layers(path, hdf4.names(file), wanted, other)
        temperature = _plausible(physical(file, layers.temperature))
        numbers = hdf4.numbers(file, layers.quality).astype(np.uint8)
        first = _first_day(path, attributes)
        seconds = None
        if length == 1 and layers.time in hdf4.names(file):
            seconds = _seconds(physical(file, layers.time), grid, first)
    values = reference.array(temperature, grid)
    found = Reference(
        path=path,
        product=f"{product} {layers.temperature}",
        temperature=values,
        sigma=None,
        clear=values.notnull(),
        rule="it has a temperature",
        period=Period.days(first, length),
        seconds=None if seconds is None else reference.array(seconds, grid),
        notes=note,
    )
    return graded(found, reference.array(numbers, grid))


def graded(found: Reference, quality: xr.DataArray) -> Reference:
    """`found` with the uncertainty and the clear pixels that its quality numbers tell."""
    produced = found.temperature.notnull()
    error = ERROR.of(quality)
    return replace(
        found,
        sigma=(error + 1).astype(np.float32).where(produced & (error < LARGEST_SIGMA)),
        clear=clear(quality, produced),
        rule=RULE,
        classes=Classes(
            "error that MOD11 states",
            tuple(f"LST error {text}" for text in ERROR.meanings.values()),
            error.where(produced, UNCLASSED).astype(np.uint8),
        ),
    )


def is_day(other: Reference | None) -> bool | None:
    """Whether `other` was observed between 6 and 18 h local solar time; None where unknown."""
    if other is None or other.period is None or not other.period.is_moment:
        return None
    moment = other.period.start
    west, _, east, _ = other.temperature.rio.transform_bounds("EPSG:4326")
    hours = moment.hour + moment.minute / 60 + (west + east) / 2 / _FULL_CIRCLE_HOUR
    return bool(_SUNRISE <= hours % 24 < _SUNSET)


def _layers(
    path: Path, names: Set[str], wanted: str | None, other: Reference | None
) -> tuple[Layers, tuple[str, ...]]:
    """Data sets to read, and what is to be said of the choice."""
    found = [
        Layers(match[1].title(), name)
        for name in sorted(names)
        if (match := _LAYER.fullmatch(name))
    ]
    if not found:
        raise InputError(f"{path} has no LST_Day or LST_Night; it has {', '.join(sorted(names))}")
    if wanted is not None:
        chosen = [
            one for one in found if wanted.lower() in {one.half.lower(), one.temperature.lower()}
        ]
        if not chosen:
            there = ", ".join(one.temperature for one in found)
            raise InputError(f"{path} has no {wanted}; it has {there}")
        return chosen[0], ()
    day = is_day(other)
    half = "Night" if day is False else "Day"
    chosen = [one for one in found if one.half == half] or found
    if day is None and len(found) > 1:
        return chosen[0], (f"{chosen[0].temperature} was taken: the other's time is not known",)
    return chosen[0], ()


def physical(file: Any, name: str) -> NDArray[np.float32]:
    """Values of the data set called `name` of an opened file, NaN where it has none."""
    return scaling.physical(hdf4.numbers(file, name), hdf4.attributes(file, name))


def _plausible(kelvin: NDArray[np.float32]) -> NDArray[np.float32]:
    """Temperatures without what cannot be one, such as a fill of 0 that the file does not state."""
    low, high = vocabulary.SURFACE_TEMPERATURE.plausible
    return np.where((kelvin >= low) & (kelvin <= high), kelvin, np.float32(np.nan))


def _seconds(local: NDArray[np.float32], grid: Grid, day: datetime) -> NDArray[np.float64]:
    """UTC since 1970 [s] of local solar times [h]; the day of the file name is in UTC."""
    rows, columns = np.mgrid[: grid.height, : grid.width].astype(float)
    longitude, _ = geographic_positions(grid, rows, columns)
    hours = (local - longitude / _FULL_CIRCLE_HOUR) % 24
    return np.asarray((day - _EPOCH).total_seconds() + _HOUR * hours)


def _product(path: Path, attributes: dict[str, Any]) -> str:
    core = str(attributes.get("CoreMetadata.0", ""))
    found = re.search(r"OBJECT\s*=\s*SHORTNAME.*?VALUE\s*=\s*\"([^\"]+)\"", core, re.DOTALL)
    product = found[1] if found else path.name.partition(".")[0]
    if not _PRODUCT.match(product):
        raise InputError(f"{path} is {product}; of HDF4 files, MOD11 and MYD11 are references")
    return product


def _first_day(path: Path, attributes: dict[str, Any]) -> datetime:
    """Day in the name of the file, else in its metadata."""
    if found := _DAY.search(path.name):
        return datetime.strptime(found[1], "%Y%j").replace(tzinfo=UTC)
    core = str(attributes.get("CoreMetadata.0", ""))
    stated = re.search(
        r"OBJECT\s*=\s*RANGEBEGINNINGDATE.*?VALUE\s*=\s*\"([\d-]+)\"", core, re.DOTALL
    )
    if stated is None:
        raise InputError(f"neither the name of {path} nor its metadata say its day")
    return datetime.fromisoformat(stated[1]).replace(tzinfo=UTC)
