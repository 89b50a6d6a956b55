"""Ancillary inputs, as a user gives them, on the grid of a scene in house units."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.errors import InputError
from lstgeo.raster import align, files
from lstgeo.vocabulary import AT_SENSOR_RADIANCE, Quantity

_PERCENT = 100.0

_UNITS_OPTIONS = {vocabulary.WATER_VAPOUR: "--wv-units"}
"""Options of the command line that tell the units of a file."""

Given = str | Path | float
"""A raster file, or one number for the whole scene in house units."""


@dataclass(frozen=True)
class Input:
    """An input on the grid of a scene.

    `values` are lazy; where `missing` is true the file had none, and they have been filled.
    """

    values: xr.DataArray
    missing: xr.DataArray
    path: str | None


def prepared(
    quantity: Quantity,
    given: Given,
    scene: xr.Dataset,
    *,
    units: str | None = None,
    fill: float | None = None,
) -> Input:
    """`given` as an input of `quantity`, its missing cells filled with `fill` or a typical value.

    The typical value is the mean of a sample over the scene; NaN as `fill` leaves cells missing.
    Raises InputError where the units cannot be told or the values cannot be right, RasterError
    where the file is unreadable.
    """
    like = scene[AT_SENSOR_RADIANCE.name]
    number = _number(given)
    if number is not None:
        factor, offset = quantity.conversion(units) if units else (1.0, 0.0)
        value = number * factor + offset
        _require_plausible(quantity, value, value, str(given))
        constant = xr.full_like(like, value, dtype=np.float32)
        return Input(constant, xr.zeros_like(like, dtype=bool), None)
    path = files.require(Path(str(given)), f"{quantity.long_name} raster")
    ancillary = align.onto(path, like)
    factor, offset = _conversion(quantity, units or ancillary.units, path)
    sample = align.sampled(ancillary.values) * factor + offset
    known = sample[np.isfinite(sample)]
    if known.size == 0:
        raise InputError(f"{path} has no value of {quantity.long_name} over the scene")
    _require_plausible(quantity, float(known.min()), float(known.max()), str(path))
    values = ancillary.values * np.float32(factor) + np.float32(offset)
    missing = values.isnull()
    typical = float(known.mean()) if fill is None else fill
    return Input(values.fillna(np.float32(typical)), missing, str(path))


def _number(given: Given) -> float | None:
    try:
        return float(given)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return None


def _conversion(quantity: Quantity, units: str | None, path: Path) -> tuple[float, float]:
    if units is not None:
        return quantity.conversion(units)
    if quantity.units == "1" or quantity.spellings is AT_SENSOR_RADIANCE.spellings:
        return 1.0, 0.0
    option = f", or with {_UNITS_OPTIONS[quantity]}" if quantity in _UNITS_OPTIONS else ""
    raise InputError(
        f"{path} states no units of {quantity.long_name}; say them in its units tag{option}, "
        f"such as {quantity.units!r} or {next(iter(quantity.spellings))!r}"
    )


def _require_plausible(quantity: Quantity, low: float, high: float, given: str) -> None:
    least, most = quantity.plausible
    if least <= low and high <= most:
        return
    value = high if high > most else low
    raise InputError(
        f"{given}: {quantity.long_name} {value:g} is outside {least:g} to {most:g} "
        f"{quantity.units}{_guess(quantity, value)}"
    )


def _guess(quantity: Quantity, value: float) -> str:
    """What else a value may be that is too large for a fraction, or too small for its units."""
    least, most = quantity.plausible
    if quantity.units == "1" and value > 1:
        return "; is it in percent?" if value <= _PERCENT else "; are these scaled integers?"
    for units, (factor, offset) in quantity.spellings.items():
        if value < least <= value * factor + offset <= most:
            return f"; is it in {units}?"
    return ""
