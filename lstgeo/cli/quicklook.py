"""`lstgeo quicklook`: a picture of a result."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def quicklook(
    raster: Annotated[Path, typer.Argument(help="Temperature raster that retrieve wrote.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="PNG to write; beside the raster where left out."),
    ] = None,
    width: Annotated[int, typer.Option(min=200, help="Width in pixels.")] = 1600,
    kelvin: Annotated[bool, typer.Option("--kelvin", help="In K instead of degrees C.")] = False,
) -> None:
    """Draw a surface temperature raster, its uncertainty and its quality as a PNG."""
    from lstgeo.pictures import quicklook as pictures

    print(pictures.draw(raster, output, width=width, celsius=not kelvin))
