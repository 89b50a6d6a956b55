"""`lstgeo compare`: a result beside a reference, or beside a station."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

import lstgeo


def compare(
    first: Annotated[
        str, typer.Argument(metavar="A", help="Result of retrieve, or any temperature raster.")
    ],
    second: Annotated[
        str,
        typer.Argument(
            metavar="B",
            help="Landsat Level-2, MOD11, ECOSTRESS L2, a temperature raster, or a station's file.",
        ),
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder for page, picture and map.", metavar="FOLDER"),
    ] = None,
    emissivity: Annotated[
        float | None, typer.Option(help="Of a station: longwave emissivity of the ground.")
    ] = None,
    emissivity_sigma: Annotated[
        float | None, typer.Option(help="Of a station: 1 sigma of that emissivity.")
    ] = None,
    longwave_sigma: Annotated[
        float | None, typer.Option(help="Of a station: 1 sigma of its pyrgeometers [W m-2].")
    ] = None,
    position: Annotated[
        str | None,
        typer.Option(help="Of a station: where it is.", metavar="LATITUDE,LONGITUDE"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
) -> None:
    """Compare surface temperatures, A minus B."""
    from lstgeo import comparing

    found = lstgeo.compare(
        first,
        second,
        output,
        emissivity=emissivity,
        emissivity_sigma=emissivity_sigma,
        longwave_sigma=longwave_sigma,
        position=None if position is None else _place(position),
    )
    if as_json:
        print(json.dumps(found.as_dict()))
        return
    print("\n".join(comparing.lines(found)))
    if output is not None:
        print(output / comparing.PAGE)


def _place(text: str) -> tuple[float, float]:
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no position: latitude and longitude in degrees, such as 40.05,-88.37"
        ) from None
    return latitude, longitude
