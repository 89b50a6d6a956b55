"""`lstgeo quicklook`: a picture of a result."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Units(StrEnum):
    """Units of the temperatures shown."""

    C = "C"
    K = "K"


class Lines(StrEnum):
    """Lines over the map."""

    DEGREES = "degrees"
    METRES = "metres"
    NONE = "none"


def quicklook(
    raster: Annotated[Path, typer.Argument(help="Temperature raster that retrieve wrote.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="PNG to write; beside the raster where left out."),
    ] = None,
    size: Annotated[int, typer.Option(help="Width in pixels.", metavar="PIXELS")] = 1600,
    dpi: Annotated[
        float | None,
        typer.Option(
            help="Pixels an inch, for text has a fixed size; where left out, the picture is "
            "10 inches wide, or as many as 100 dpi give if that is less.",
            min=1.0,
        ),
    ] = None,
    units: Annotated[Units, typer.Option(help="Degrees C, or kelvin.")] = Units.C,
    range_: Annotated[
        tuple[float, float] | None,
        typer.Option("--range", help="Colours between these temperatures.", metavar="MIN MAX"),
    ] = None,
    percentiles: Annotated[
        tuple[float, float] | None,
        typer.Option(
            help="Colours between these percentiles of the clear pixels; 1 99 where left out.",
            metavar="LOW HIGH",
        ),
    ] = None,
    lines: Annotated[Lines, typer.Option(help="Lines over the map.")] = Lines.DEGREES,
    map_only: Annotated[
        bool, typer.Option("--map-only", help="Without uncertainty, quality and distribution.")
    ] = False,
) -> None:
    """Draw a surface temperature raster, its uncertainty and its quality as a PNG."""
    from lstgeo.pictures import quicklook as pictures

    picture = pictures.draw(
        raster,
        output,
        width=size,
        dpi=dpi,
        units=units.value,
        limits=range_,
        percentiles=percentiles,
        lines=lines.value,
        panels=not map_only,
    )
    print(picture)
