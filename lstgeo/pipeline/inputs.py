"""Ancillary inputs, as a user gives them, on the grid of a scene in house units."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.errors import InputError
from lstgeo.pipeline import elevation
from lstgeo.pipeline import given as givens
from lstgeo.pipeline.elevation import Ground
from lstgeo.pipeline.origin import Origin
from lstgeo.raster import align
from lstgeo.raster.align import Ancillary
from lstgeo.raster.fields import field as fields_of
from lstgeo.raster.fields import source
from lstgeo.raster.fields.field import Field
from lstgeo.raster.possible import Range
from lstgeo.vocabulary import AT_SENSOR_RADIANCE, Quantity

log = logging.getLogger(__name__)

Given = givens.Given
"""A file, `FILE:FIELD`, several of them, or one number for the whole scene in house units."""

_PERCENT = 100.0

_LEAST = 1e-6
"""Least water vapour [kg m-2] and emissivity; files without nodata store 0 where they end."""

_UNITS_OPTIONS = {vocabulary.WATER_VAPOUR: "--wv-units"}
"""Options of the command line that tell the units of a file."""


@dataclass(frozen=True)
class Input:
    """An input on the grid of a scene.

    `values` are lazy; where `missing` is true the file had none, and they have been filled.
    """

    values: xr.DataArray
    missing: xr.DataArray
    path: str | None
    origin: Origin | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """Paths of all files that were read."""
        return self.origin.files if self.origin else ()


def prepared(
    quantity: Quantity,
    given: Given,
    scene: xr.Dataset,
    *,
    units: str | None = None,
    fill: float | None = None,
    ground: Ground | None = None,
) -> Input:
    """`given` as an input of `quantity`, at the height of the `ground` where that is known.

    Missing cells are filled with `fill`, or from the nearest cells (of a fine raster: with the mean
    of a sample over the scene); NaN as `fill` leaves them missing. Several times are interpolated
    to that of the scene. Raises InputError where the field or its units cannot be told or the
    values cannot be right, RasterError where a file is unreadable.
    """
    like = scene[AT_SENSOR_RADIANCE.name]
    value = givens.number(given)
    if value is not None:
        return _constant(quantity, value, like, units)
    chosen = givens.sources(given, f"{quantity.long_name} raster")
    fields = [source.find(path, quantity, variable) for path, variable in chosen]
    found = align.field_onto(fields, like, overpass(scene))
    told, teller = _units(quantity, units, found.units, fields[0])
    conversion = quantity.conversion(told)
    found = align.scaled(found, *conversion, like)
    if found.coarse is None:
        _plausible_mean(quantity, found)
        limits = _limits(quantity, *conversion)
        found = align.field_onto(fields, like, overpass(scene), limits)
        found = align.scaled(found, *conversion, like)
    typical = _plausible_mean(quantity, found)
    values, missing, note = found.filled, found.missing, found.note
    if found.coarse is None:
        values = values.fillna(np.float32(typical))
    if ground is not None and elevation.applies(quantity):
        values, missing, note = _risen(quantity, found, values, ground, fields)
    if fill is not None and found.missing is not None:
        values = values.where(~found.missing, np.float32(fill))
    if found.note:
        log.warning("%s of %s: %s", quantity.long_name, found.path, found.note)
    files = tuple(dict.fromkeys(field.path for field in fields))
    origin = Origin(
        quantity.name, givens.text(given), files, fields[0].name, told, teller, found.times, note
    )
    absent = xr.zeros_like(like, dtype=bool) if missing is None else missing
    return Input(values, absent, files[0], origin)


def ground(given: Given, scene: xr.Dataset) -> Ground:
    """Elevation of the pixels of `scene`: a file, in metres where it states no units, or a number.

    Raises InputError, RasterError.
    """
    found = prepared(vocabulary.ELEVATION, given, scene, fill=float("nan"))
    origin = found.origin
    assert origin is not None
    factor, _ = vocabulary.ELEVATION.conversion(origin.units)
    if not origin.files:
        return Ground(found.values, None, factor, origin)
    path, variable = givens.sources(given, "elevation raster")[0]
    model = source.find(path, vocabulary.ELEVATION, variable)
    return Ground(found.values, model, factor, origin)


def _constant(quantity: Quantity, number: float, like: xr.DataArray, units: str | None) -> Input:
    factor, offset = quantity.conversion(units) if units else (1.0, 0.0)
    value = number * factor + offset
    _require_plausible(quantity, value, value, f"{number:g}")
    teller = _UNITS_OPTIONS.get(quantity, "told") if units else "a number in house units"
    origin = Origin(quantity.name, f"{number:g}", (), None, units or quantity.units, teller)
    constant = xr.full_like(like, value, dtype=np.float32)
    return Input(constant, xr.zeros_like(like, dtype=bool), None, origin)


def _risen(
    quantity: Quantity,
    found: Ancillary,
    values: xr.DataArray,
    ground: Ground,
    fields: list[Field],
) -> tuple[xr.DataArray, xr.DataArray | None, str | None]:
    """Values at the height of the ground, what is missing then, and all that is to be noted."""
    risen = elevation.risen(quantity, replace(found, filled=values), ground, fields)
    notes = "; ".join(note for note in (found.note, risen.note) if note)
    missing = found.missing
    if risen.unknown is not None:
        missing = risen.unknown if missing is None else missing | risen.unknown
    return risen.values, missing, notes or None


def overpass(scene: xr.Dataset) -> np.datetime64 | None:
    """Time of the scene [UTC], or None."""
    text = scene.attrs.get("datetime")
    if not text:
        return None
    time = datetime.fromisoformat(str(text))
    utc = time.astimezone(UTC) if time.tzinfo else time
    return np.datetime64(utc.replace(tzinfo=None), "s")


def _plausible_mean(quantity: Quantity, found: Ancillary) -> float:
    """Mean of some values in house units; raises InputError where they cannot be right."""
    if found.coarse is not None:
        known = np.array(found.coarse.known or ())
    else:
        sample = align.sampled(found.values)
        known = sample[np.isfinite(sample)]
    if known.size == 0:
        raise InputError(f"{found.path} has no value of {quantity.long_name} over the scene")
    _require_plausible(quantity, float(known.min()), float(known.max()), found.path)
    return float(known.mean())


def _limits(quantity: Quantity, factor: float, offset: float) -> Range:
    """Values that a file may hold, in its units; 0 stands for none where no value can be 0."""
    least, most = quantity.plausible
    if quantity in {vocabulary.WATER_VAPOUR, vocabulary.EMISSIVITY}:
        least = _LEAST
    return (least - offset) / factor, (most - offset) / factor


def _units(
    quantity: Quantity, told: str | None, stated: str | None, field: Field
) -> tuple[str, str]:
    """Units of a field, and who told them; raises InputError where nobody did."""
    if told is not None:
        return told, _UNITS_OPTIONS.get(quantity, "told")
    if stated:
        return stated, "the file"
    if defined := fields_of.by_definition(field, quantity):
        return defined, f"the definition of {field.name}"
    if quantity.units == "1" or quantity.spellings is AT_SENSOR_RADIANCE.spellings:
        return quantity.units, "house units, since the file states none"
    if quantity is vocabulary.ELEVATION:
        return quantity.units, "metres, since the file states none"
    option = f", or with {_UNITS_OPTIONS[quantity]}" if quantity in _UNITS_OPTIONS else ""
    raise InputError(
        f"{field.path} states no units of {quantity.long_name}; say them in its units tag{option}, "
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
