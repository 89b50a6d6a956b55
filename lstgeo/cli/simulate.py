"""`lstgeo simulate`: training samples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lstgeo.cli import options, progress

if TYPE_CHECKING:
    from lstgeo.simulation.sample_set import Written


def simulate(
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="NetCDF file to write.", metavar="FILE")
    ],
    sensor: Annotated[str, typer.Option(help="Sensor.", metavar="NAME")] = "landsat8",
    band: options.Band = None,
    count: Annotated[int, typer.Option(min=1, help="Number of samples.")] = 100_000,
    seed: Annotated[int, typer.Option(min=0, help="Another seed gives other samples.")] = 0,
    profiles: Annotated[
        Path | None,
        typer.Option(
            help="Profiles (CSV, CF-NetCDF) or a folder of them; generated where left out.",
            metavar="FILE|FOLDER",
        ),
    ] = None,
    prior: Annotated[
        str | None,
        typer.Option(help="Surfaces by cover and hour (regimes), or uniform.", metavar="NAME"),
    ] = None,
    surfaces: Annotated[
        int | None, typer.Option(min=1, help="Samples of a scene, which share a column.")
    ] = None,
    view_zenith_angle: Annotated[
        tuple[float, float] | None,
        typer.Option(help="Range of view zenith angles [degree].", metavar="LOW HIGH"),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was written as JSON.")
    ] = False,
) -> None:
    """Simulate samples of a band: columns of air, surfaces, and what the sensor measures."""
    from lstgeo.sensors import platforms
    from lstgeo.simulation import sample_set, samples

    known = platforms.sensor(sensor).band(band)
    chosen = options.given(
        {"prior": prior, "surfaces": surfaces, "view_zenith_angle": view_zenith_angle}
    )
    recipe = samples.Recipe(known.sensor, known.name, seed, **chosen)
    with progress.bar("simulating") as advance:
        written = sample_set.write(output, recipe, count, profiles=profiles, progress=advance)
    print(json.dumps(_document(written)) if as_json else _sentence(written, known.title))


def _document(written: Written) -> dict[str, object]:
    return {
        "samples": str(written.path),
        "count": written.count,
        "scenes": written.scenes,
        "attributes": written.attributes,
    }


def _sentence(written: Written, title: str) -> str:
    files = written.attributes["profiles"].split(", ")
    source = files[0] if len(files) == 1 else f"{len(files)} files"
    return (
        f"{written.path}: {written.count} samples of {title} in {written.scenes} scenes "
        f"(prior {written.attributes['prior_of_surfaces']}, columns of {source})"
    )
