"""Between which temperatures the colours of a picture lie."""

from __future__ import annotations

import numpy as np
from matplotlib.cm import ScalarMappable

from lstgeo import vocabulary
from lstgeo.errors import InputError
from lstgeo.pictures import colours
from lstgeo.pictures.colours import Array, Limits
from lstgeo.pictures.source import Source
from lstgeo.raster import described, palette
from lstgeo.vocabulary import Quantity


def temperature(
    found: Source, wanted: Limits | None, percentiles: Limits | None, offset: float
) -> ScalarMappable:
    """Scale of temperatures in K + `offset`: within `wanted`, else within `percentiles`.

    With neither, within those that the item states, which are those of the style of QGIS; without
    an item, within the 1st and 99th of the clear pixels of the picture.
    """
    if wanted:
        return colours.scale(colours.TEMPERATURE, _ordered(wanted, "range"))
    low, high = _limits(
        found, found.temperature, vocabulary.SURFACE_TEMPERATURE, palette.TEMPERATURE, percentiles
    )
    return colours.scale(colours.TEMPERATURE, (low + offset, high + offset))


def uncertainty(found: Source, sigma: Array) -> ScalarMappable:
    """Scale of uncertainties [K] within the 1st and the 99th percentile of the clear pixels."""
    limits = _limits(
        found, sigma, vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY, palette.UNCERTAINTY, None
    )
    return colours.scale(colours.UNCERTAINTY, limits)


def _limits(
    found: Source,
    values: Array,
    quantity: Quantity,
    ramp: palette.Ramp,
    percentiles: Limits | None,
) -> Limits:
    of_item = {} if percentiles else stated(found, quantity)
    if {"p1", "p99"} <= set(of_item):
        return ramp.limits((of_item["p1"], of_item["p99"]))
    within = (1.0, 99.0)
    if percentiles:
        within = _ordered(percentiles, "percentiles")
        if not 0 <= within[0] < within[1] <= 100:
            raise InputError(f"percentiles lie within 0 and 100, got {within[0]:g} {within[1]:g}")
    clear = found.clear
    shown = values[clear] if clear.any() else values
    return colours.limits(shown, ramp.otherwise, ramp.narrowest, within)


def stated(found: Source, quantity: Quantity) -> dict[str, float]:
    """Percentiles [K] by name that the item states, where it is of a raster of just this shape."""
    properties = described.mapping(found.item.get("properties"))
    if properties.get("proj:shape") != list(found.place.native.shape):
        return {}
    summary = described.mapping(properties.get("lstgeo:summary"))
    of_item = described.mapping(summary.get(quantity.name))
    return {name: value for name, value in of_item.items() if isinstance(value, int | float)}


def _ordered(limits: Limits, name: str) -> Limits:
    """The limits, the lower one first; raises InputError where they are not two numbers apart."""
    low, high = limits
    if not (np.isfinite(limits).all() and low < high):
        raise InputError(f"{name} needs a lower and a higher number, got {low:g} {high:g}")
    return low, high
