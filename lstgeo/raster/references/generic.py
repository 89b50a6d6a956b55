"""Surface temperature in a GeoTIFF: our own outputs, and those of others that state units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from lstgeo import quality, vocabulary
from lstgeo.errors import InputError
from lstgeo.raster import align, described, door
from lstgeo.raster.references import bits, reference
from lstgeo.raster.references.period import Period
from lstgeo.raster.references.reference import Reference

RULE = "bits 0-3, 13 and 15 of its quality are unset (clear), and it has a temperature"


def read(path: Path) -> Reference:
    """Reference of a temperature raster [K or deg C] and what lstgeo writes beside one.

    That is `*_uncertainty.tif`, `*_qa.tif` and the STAC item. Raises InputError where the raster
    does not hold temperature, RasterError, MetadataError.
    """
    temperature, notes = _kelvin(path)
    item = _item(path.with_suffix(".json"))
    flags = _beside(path, "_qa", temperature, mask_and_scale=False)
    there = temperature.notnull()
    return Reference(
        path=path,
        product=_product(item) or "temperature raster",
        temperature=temperature,
        sigma=_beside(path, "_uncertainty", temperature, mask_and_scale=True),
        clear=there if flags is None else there & quality.clear(bits.numbers(flags)),
        rule="it has a temperature" if flags is None else RULE,
        period=_period(item),
        notes=notes
        if flags is not None
        else (*notes, "no quality bits lie beside it: clouds are compared"),
    )


def _kelvin(path: Path) -> tuple[xr.DataArray, tuple[str, ...]]:
    values = door.open_raster(path, mask_and_scale=True)
    with door.opened(path) as source:
        units = door.units_of(source)
    factor, offset = vocabulary.SURFACE_TEMPERATURE.conversion(units or "K")
    kelvin = (
        values if (factor, offset) == (1, 0) else values * np.float32(factor) + np.float32(offset)
    )
    sample = align.sampled(kelvin)
    sample = sample[np.isfinite(sample)]
    low, high = vocabulary.SURFACE_TEMPERATURE.plausible
    if sample.size and not low <= (middle := float(np.median(sample))) <= high:
        raise InputError(
            f"{path} holds values around {middle:.6g} {units or '(no units)'}; surface temperature "
            f"lies within {low:g} to {high:g} K, and units, scale and offset are read from the file"
        )
    return kelvin, () if units else ("it states no units: K is taken, which its values fit",)


def _beside(
    path: Path, suffix: str, like: xr.DataArray, *, mask_and_scale: bool
) -> xr.DataArray | None:
    """A companion of a raster, where it is there."""
    beside = path.with_name(f"{path.stem}{suffix}{path.suffix}")
    if not beside.is_file():
        return None
    return reference.companion(beside, like, mask_and_scale=mask_and_scale)


def _item(path: Path) -> Mapping[str, Any]:
    """Properties of the STAC item beside a raster; none where there is no item."""
    return described.mapping(described.read(path).get("properties"))


def _product(item: Mapping[str, Any]) -> str | None:
    """Software, method, sensor and band of one of our own."""
    parameters = item.get("lstgeo:parameters")
    if not isinstance(parameters, dict):
        return None
    method, version = parameters.get("method"), item.get("lstgeo:version")
    return f"lstgeo {version} ({method}), {item.get('platform')} {item.get('lstgeo:band')}"


def _period(item: Mapping[str, Any]) -> Period | None:
    """Time that the item states."""
    try:
        return Period.of(datetime.fromisoformat(str(item.get("datetime"))))
    except ValueError:
        return None
