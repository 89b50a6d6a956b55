"""`lstgeo retrieve`: one scene."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import lstgeo
from lstgeo.cli import options, progress

if TYPE_CHECKING:
    import xarray as xr

    from lstgeo.pipeline.write import Written


def retrieve(
    scene: options.Scene = Path(),
    *,
    band: options.Band = None,
    wv: options.WaterVapour = None,
    wv_units: options.WaterVapourUnits = None,
    air_temperature: options.AirTemperature = None,
    pressure: options.Pressure = None,
    emissivity: options.Emissivity = None,
    tau: options.Transmittance = None,
    up: options.Upwelling = None,
    down: options.Downwelling = None,
    method: options.Method = None,
    model: options.Model = None,
    sensor: options.Sensor = None,
    units: options.Units = None,
    input_sigma: options.InputSigma = None,
    output: options.Output = Path(),
    encoding: Annotated[
        str | None,
        typer.Option(help="float32, or usgs: uint16 as in Level-2 products.", metavar="NAME"),
    ] = None,
    mask_clouds: Annotated[
        bool, typer.Option("--mask-clouds", help="Leave cloud and its shadow empty.")
    ] = False,
    threads: Annotated[
        int | None,
        typer.Option(min=1, help="Strips worked on at once; as many as processors if left out."),
    ] = None,
    uncertainty_budget: Annotated[
        bool,
        typer.Option("--uncertainty-budget", help="Write the uncertainty by source beside it."),
    ] = False,
    max_memory: Annotated[
        str | None,
        typer.Option(help="Bound of the memory, such as 600MB or 2GiB.", metavar="SIZE"),
    ] = None,
    quicklook: Annotated[
        bool, typer.Option("--quicklook", help="Draw the result as a PNG beside it.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was written as JSON.")
    ] = False,
) -> None:
    """Retrieve the land surface temperature of a scene."""
    from lstgeo.pipeline import memory

    inputs = options.inputs(
        wv=wv,
        wv_units=wv_units,
        air_temperature=air_temperature,
        pressure=pressure,
        emissivity=emissivity,
        tau=tau,
        up=up,
        down=down,
        method=method,
        model=model,
        input_sigma=input_sigma,
    )
    with memory.bounded(max_memory, threads):
        opened = lstgeo.open_scene(scene, band, sensor=sensor, units=units, model=model)
        result = lstgeo.retrieve(
            opened, mask_clouds=mask_clouds, uncertainty_budget=uncertainty_budget, **inputs
        )
    with progress.bar("retrieving") as advance:
        settings = options.given(
            {"encoding": encoding, "threads": threads, "max_memory": max_memory}
        )
        written = lstgeo.write(result, output, progress=advance, **settings)
    if quicklook:
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
