"""`lstgeo atmosphere`: what a band makes of atmospheric profiles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lstgeo.cli import options

if TYPE_CHECKING:
    from lstgeo.profiles.tabulated import Row

_COLUMNS = {
    "profile": ("profile", "{}"),
    "total_column_water_vapour": ("water vapour [kg m-2]", "{:.2f}"),
    "transmittance": ("transmittance", "{:.4f}"),
    "upwelling_radiance": ("upwelling", "{:.3f}"),
    "downwelling_radiance": ("downwelling [W m-2 sr-1 um-1]", "{:.3f}"),
}


def atmosphere(
    profiles: Annotated[
        list[Path],
        typer.Argument(metavar="PROFILE...", help="Profiles: CSV, CF-NetCDF, AFGL .dat."),
    ],
    *,
    sensor: Annotated[
        str, typer.Option(help="Sensor, such as landsat8.", metavar="NAME")
    ] = "landsat8",
    band: options.Band = None,
    view_zenith_angle: Annotated[
        float, typer.Option(help="View zenith angle at the surface.", metavar="DEGREE")
    ] = 0.0,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a list with one object a profile.")
    ] = False,
) -> None:
    """Compute transmittance, upwelling and downwelling radiance of profiles."""
    from lstgeo.profiles import tabulated

    rows = tabulated.of_files(profiles, sensor, band, view_zenith_angle=view_zenith_angle)
    if as_json:
        print(json.dumps(rows, indent=2))
    else:
        _show(rows)


def _show(rows: list[Row]) -> None:
    """A table on a terminal, columns with tabs between them elsewhere."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    cells = [[text.format(row[name]) for name, (_, text) in _COLUMNS.items()] for row in rows]
    titles = [title for title, _ in _COLUMNS.values()]
    if not console.is_terminal:
        print("\n".join("\t".join(line) for line in [list(_COLUMNS), *cells]))
        return
    first = rows[0]
    shown = Table(title=f"{first['sensor']} {first['band']}, view {first['view_zenith_angle']:g}°")
    for title in titles:
        shown.add_column(title, justify="left" if title == titles[0] else "right")
    for line in cells:
        shown.add_row(*line)
    console.print(shown)
