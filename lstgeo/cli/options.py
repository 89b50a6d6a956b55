"""Options that several commands share, and how their values are read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

Scene = Annotated[
    Path, typer.Argument(help="Scene folder, MTL file, .tar, .tar.gz, or a lone raster.")
]
Band = Annotated[
    str | None,
    typer.Option(help="Thermal band, such as B10; the first one where left out.", metavar="NAME"),
]
WaterVapour = Annotated[
    str | None,
    typer.Option(
        "--wv",
        help="Total column water vapour: GeoTIFF, NetCDF or GRIB of any grid, or a number in "
        "kg m-2; FILE:FIELD names a field, FILE,FILE gives several times.",
        metavar="FILE|NUMBER",
    ),
]
WaterVapourUnits = Annotated[
    str | None,
    typer.Option("--wv-units", help="Its units where the file states none.", metavar="UNITS"),
]
AirTemperature = Annotated[
    str | None,
    typer.Option(
        help="Near-surface air temperature, for coupled: a raster with units, or a number in K.",
        metavar="FILE|NUMBER",
    ),
]
Pressure = Annotated[
    str | None,
    typer.Option(
        help="Surface pressure, for coupled: a raster with units, or a number in Pa.",
        metavar="FILE|NUMBER",
    ),
]
Elevation = Annotated[
    str | None,
    typer.Option(
        "--dem",
        help="Elevation of the ground, to which coarse fields are brought: a raster, or m.",
        metavar="FILE|NUMBER",
    ),
]
Emissivity = Annotated[
    str | None,
    typer.Option(
        help="Emissivity: a raster, a number, ndvi (what is done where left out), a class map, or "
        "ASTER GED (a tile, a folder of them, an export). Where it ends, ndvi stands in.",
        metavar="FILE|NUMBER|ndvi|classes:FILE|aster:FILE",
    ),
]
ClassTable = Annotated[
    str | None,
    typer.Option(
        help="Classes of a class map: worldcover, igbp, nlcd, cci, copernicus, globeland30, or a "
        "CSV file (class, emissivity, sigma); as the name of the map shows where left out.",
        metavar="NAME|FILE",
    ),
]
Transmittance = Annotated[
    str | None, typer.Option("--tau", help="Transmittance, for rte.", metavar="FILE|NUMBER")
]
Upwelling = Annotated[
    str | None, typer.Option("--up", help="Upwelling radiance, for rte.", metavar="FILE|NUMBER")
]
Downwelling = Annotated[
    str | None,
    typer.Option(
        "--down",
        help="Downwelling radiance (hemispheric irradiance / pi), for rte.",
        metavar="FILE|NUMBER",
    ),
]
Method = Annotated[
    str | None,
    typer.Option(
        help="coupled, rte, single-channel, practical, statistical or mono-window; where left "
        "out, coupled if a model of the band ships, else practical or statistical.",
        metavar="NAME",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        help="Model for coupled: a name from lstgeo models, or a file; the newest of the band "
        "where left out.",
        metavar="NAME|FILE",
    ),
]
Sensor = Annotated[
    str | None,
    typer.Option(
        help="Sensor of a lone raster, such as landsat8; a model of its own names it too.",
        metavar="NAME",
    ),
]
Units = Annotated[
    str | None,
    typer.Option(help="Units of a lone raster that states none.", metavar="UNITS"),
]
_OUTPUT = typer.Option(
    "--output", "-o", help="Raster to write (lst.tif), or a folder.", metavar="FILE|FOLDER"
)
Output = Annotated[Path, _OUTPUT]
OptionalOutput = Annotated[Path | None, _OUTPUT]
InputSigma = Annotated[
    list[str] | None,
    typer.Option(
        help="Standard deviation of an input, such as water_vapour=0.05; may be repeated.",
        metavar="NAME=VALUE",
    ),
]


def inputs(
    *,
    wv: str | None,
    wv_units: str | None,
    air_temperature: str | None,
    pressure: str | None,
    dem: str | None,
    emissivity: str | None,
    class_table: str | None,
    tau: str | None,
    up: str | None,
    down: str | None,
    method: str | None,
    model: str | None,
    input_sigma: list[str] | None,
) -> dict[str, Any]:
    """Arguments of `lstgeo.retrieve` that the user gave; the others keep their defaults there."""
    named = {
        "water_vapour": wv,
        "water_vapour_units": wv_units,
        "air_temperature": air_temperature,
        "surface_pressure": pressure,
        "elevation": dem,
        "emissivity": emissivity,
        "class_table": class_table,
        "transmittance": tau,
        "upwelling_radiance": up,
        "downwelling_radiance": down,
        "method": method,
        "model": model,
        "input_sigma": _sigmas(input_sigma) if input_sigma else None,
    }
    return given(named)


def given(named: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `named` that are not None."""
    return {name: value for name, value in named.items() if value is not None}


def _sigmas(pairs: list[str]) -> dict[str, float]:
    """Input sigmas by name from `NAME=VALUE`; wrong usage where one is not of that form."""
    found: dict[str, float] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        try:
            found[name.strip().replace("-", "_")] = float(value)
        except ValueError:
            raise typer.BadParameter(f"--input-sigma takes NAME=VALUE, not {pair!r}") from None
    return found
