"""`lstgeo retrieve`: one scene."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import lstgeo
from lstgeo.cli import options, progress
from lstgeo.pipeline import settings

if TYPE_CHECKING:
    import xarray as xr

    from lstgeo.pipeline.write import Written


@options.taking(settings.OPENING, settings.RETRIEVING, settings.WRITING, settings.DRAWING)
def retrieve(
    scene: options.Scene = Path(),
    *,
    output: options.Output = Path(),
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was written as JSON.")
    ] = False,
    **given: Any,
) -> None:
    """Retrieve the land surface temperature of a scene."""
    from lstgeo.pipeline import memory

    arguments = settings.arguments(options.read(given))
    with memory.bounded(*arguments.bound):
        opened = lstgeo.open_scene(scene, **arguments.opening)
        result = lstgeo.retrieve(opened, **arguments.retrieving)
    with progress.bar("retrieving") as advance:
        written = lstgeo.write(result, output, progress=advance, **arguments.writing)
    if arguments.drawing:
        _draw(written)
    print(json.dumps(_document(written)) if as_json else _sentence(result, written))


def _draw(written: Written) -> None:
    from lstgeo.pictures import quicklook

    quicklook.draw(written.rasters["surface_temperature"])


def _document(written: Written) -> dict[str, object]:
    rasters = {name: str(path) for name, path in written.rasters.items()}
    return {"item": str(written.item), **rasters, "summary": written.summary.document()}


def _sentence(result: xr.Dataset, written: Written) -> str:
    document = written.summary.document()
    share = 100 * written.summary.clear / written.summary.measured
    text = f"{written.rasters['surface_temperature']}: {share:.0f} % of the measured pixels clear"
    if temperature := document["surface_temperature"]:
        sigma = document["surface_temperature_uncertainty"]["median"]
        text += f", median {temperature['median']:.1f} K, uncertainty {sigma:.1f} K"
    band = f"{result.attrs['sensor']} {result.attrs['band']}"
    return f"{text} (method {result.attrs['method']}, {band})"
