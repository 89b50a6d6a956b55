"""`lstgeo check`: everything that would go wrong, before it does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import lstgeo
from lstgeo.cli import options
from lstgeo.errors import MissingFileError


def check(
    scenes: Annotated[
        list[Path] | None, typer.Argument(metavar="SCENE...", help="Scenes as for retrieve.")
    ] = None,
    *,
    scene_list: Annotated[
        Path | None,
        typer.Option("--list", help="Text file with one scene a line; # begins a comment."),
    ] = None,
    band: options.Band = None,
    wv: options.WaterVapour = None,
    wv_units: options.WaterVapourUnits = None,
    air_temperature: options.AirTemperature = None,
    pressure: options.Pressure = None,
    dem: options.Elevation = None,
    emissivity: options.Emissivity = None,
    class_table: options.ClassTable = None,
    tau: options.Transmittance = None,
    up: options.Upwelling = None,
    down: options.Downwelling = None,
    method: options.Method = None,
    model: options.Model = None,
    sensor: options.Sensor = None,
    units: options.Units = None,
    input_sigma: options.InputSigma = None,
    output: options.OptionalOutput = None,
) -> None:
    """Find out, from headers, what would go wrong; one line a problem."""
    inputs = options.inputs(
        wv=wv,
        wv_units=wv_units,
        air_temperature=air_temperature,
        pressure=pressure,
        dem=dem,
        emissivity=emissivity,
        class_table=class_table,
        tau=tau,
        up=up,
        down=down,
        method=method,
        model=model,
        input_sigma=input_sigma,
    )
    found = False
    for scene in (scenes or []) + _listed(scene_list) or [Path()]:
        problems = lstgeo.check(scene, output, band=band, sensor=sensor, units=units, **inputs)
        for problem in problems:
            print(f"{scene}: {problem}")
        if not problems:
            print(f"{scene}: nothing found wrong")
        found = found or bool(problems)
    raise typer.Exit(code=int(found))


def _listed(scene_list: Path | None) -> list[Path]:
    """Scenes of a list; a relative one is beside the list."""
    if scene_list is None:
        return []
    try:
        lines = scene_list.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise MissingFileError(f"list {scene_list} cannot be read: {error}") from error
    names = [line.partition("#")[0].strip() for line in lines]
    return [scene_list.parent / name for name in names if name]
