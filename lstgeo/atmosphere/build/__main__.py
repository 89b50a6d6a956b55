"""Rebuild the node tables: `python -m lstgeo.atmosphere.build SPECTROSCOPY --output DIR`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np

from lstgeo.atmosphere import nodes
from lstgeo.atmosphere.build import making
from lstgeo.atmosphere.spectroscopy import library
from lstgeo.errors import LstgeoError
from lstgeo.physics.band import Response
from lstgeo.sensors import platforms, response_file

NODES = {"landsat8_b10": 50, "landsat9_b10": 44, "landsat7_b6": 60}
"""Nodes of a band where they are not as many as usual."""
SHIPPED = (
    *("landsat4_b6", "landsat5_b6", "landsat7_b6", "landsat8_b10", "landsat9_b10"),
    *("landsat8_b11", "landsat9_b11", "ecostress_b4"),
)
"""Bands whose response ships."""
MODIS = ("modis_terra_31", "modis_aqua_31", "modis_terra_32", "modis_aqua_32")


def main(arguments: list[str] | None = None) -> int:
    """Build the tables of all bands, or of those named; print what each was held to."""
    options = _parser().parse_args(arguments)
    try:
        _build(options)
    except LstgeoError as error:
        print(f"lstgeo: {error}", file=sys.stderr)
        return 1
    return 0


def _build(options: argparse.Namespace) -> None:
    options.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="lstgeo-spectra-") as temporary:
        for name, response in _wanted(options).items():
            print(f"table of {name} ...", file=sys.stderr)
            table = making.table(
                name,
                response,
                options.spectroscopy,
                options.work or Path(temporary),
                nodes=NODES.get(name, making.NODES),
                grid=None if options.response else library.WINDOW,
            )
            nodes.write(table, options.output / f"{name}.npz")
            print(json.dumps({"band": name, "nodes": int(table.weight.size)}))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lstgeo.atmosphere.build", description=__doc__)
    parser.add_argument("spectroscopy", type=Path, help="folder of line files")
    parser.add_argument("--response", type=Path, help="CSV file of a band of your own, alone")
    parser.add_argument("--responses", type=Path, help="folder of MODIS responses")
    parser.add_argument("--output", type=Path, default=Path(nodes.__file__).parent / "tables")
    parser.add_argument("--work", type=Path, help="folder that keeps the spectra for another run")
    parser.add_argument("--bands", nargs="*", help="tables to build, all by default")
    return parser


def _wanted(options: argparse.Namespace) -> dict[str, Response]:
    """Spectral responses by table name: that of the user's file, or those of known bands."""
    if options.response:
        return {options.response.stem: response_file.read(options.response)}
    return responses(options.responses, options.bands)


def responses(folder: Path | None, wanted: list[str] | None) -> dict[str, Response]:
    """Spectral responses by table name; those of MODIS where their folder is given."""
    found = {name: platforms.response(name) for name in SHIPPED}
    if folder is not None:
        found |= {name: _modis(folder, name) for name in MODIS}
    return {name: response for name, response in found.items() if not wanted or name in wanted}


def _modis(folder: Path, name: str) -> Response:
    """Response of MODIS in nanometres, as MCST gives it."""
    platform, number = name.removeprefix("modis_").split("_")
    table = np.loadtxt(folder / f"modis_{platform}_b{number}", comments="#")
    table = table[np.argsort(table[:, 0])]
    return Response(tuple((table[:, 0] / 1000).tolist()), tuple(table[:, 1].tolist()))


if __name__ == "__main__":
    sys.exit(main())
