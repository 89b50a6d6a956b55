"""The QGIS style beside each raster: `lst.qml` is what QGIS shows `lst.tif` in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from lstgeo import vocabulary
from lstgeo.pipeline.layers import Layer
from lstgeo.pipeline.summary import Summary
from lstgeo.quality import Quality
from lstgeo.raster import palette, qml
from lstgeo.vocabulary import Quantity

_RAMPS = {
    vocabulary.SURFACE_TEMPERATURE: palette.TEMPERATURE,
    vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY: palette.UNCERTAINTY,
}


def styled(stored: Iterable[Layer]) -> list[Layer]:
    """Those of the layers that have a style: each of a single band."""
    return [layer for layer in stored if not layer.bands]


def write(folder: Path, name: str, stored: Iterable[Layer], summary: Summary) -> None:
    """Write the styles of the rasters of a result called `name`, fit for what they hold."""
    for layer in styled(stored):
        text = _text(layer.quantity, summary)
        (folder / file_name(name, layer)).write_text(text, "utf-8")


def file_name(name: str, layer: Layer) -> str:
    """Name of the style of a raster of a result called `name`: that of the raster, as QGIS asks."""
    return f"{name}{layer.suffix}.qml"


def _text(quantity: Quantity, summary: Summary) -> str:
    if quantity is vocabulary.QUALITY:
        return qml.paletted(_classes(summary))
    ramp = _RAMPS[quantity]
    limits = ramp.limits(summary.limits(quantity))
    return qml.ramp(ramp.colours, limits, quantity.units)


def _classes(summary: Summary) -> list[qml.Class]:
    """A class for each value that occurs, the commonest first; fill is see-through."""
    values = np.flatnonzero(summary.values)
    commonest = values[np.argsort(-summary.values[values], kind="stable")]
    return [
        qml.Class(
            value, palette.colour(value), f"{value}: {palette.label(value)}",
            drawn=not value & Quality.FILL,
        )
        for value in commonest.tolist()
    ]  # fmt: skip
