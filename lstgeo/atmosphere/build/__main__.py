"""Rebuild the node tables: `python -m lstgeo.atmosphere.build SPECTROSCOPY --output DIR`."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.atmosphere import nodes
from lstgeo.atmosphere.build import fitting, selection, training
from lstgeo.atmosphere.build.selection import Selection
from lstgeo.atmosphere.spectroscopy import library as libraries
from lstgeo.physics.band import Response
from lstgeo.sensors import platforms

COLUMNS, SEED = 150, 1
"""Random columns that nodes are chosen over."""
NODES = {"landsat8_b10": 50, "landsat9_b10": 44, "landsat7_b6": 60}
MORE_NODES = 52
"""Nodes of a band: as many as errors below 1e-4 on real columns ask for."""
LANDSAT = ("landsat4_b6", "landsat5_b6", "landsat7_b6", "landsat8_b10", "landsat9_b10")
EXPERIMENTAL = ("landsat8_b11", "landsat9_b11", "modis_terra_32", "modis_aqua_32")
"""Bands that lie below 862 cm-1 for nine parts in ten, on effective water lines."""
MODIS = ("modis_terra_31", "modis_aqua_31")
CITATION = (
    "Derived by lstgeo (python -m lstgeo.atmosphere.build) from: H2O lines of HITRAN2020 "
    "(Gordon et al. 2022, doi:10.1016/j.jqsrt.2021.107949); effective H2O lines of lstgeo at "
    "795-862 and 926-944 cm-1, fitted to an unlicensed public set of spectra; CO2 Einstein "
    "coefficients of HITRAN as carried by polyanskiy/co2amp (GPL-3.0 repository); the water and "
    "CO2 continua of MT_CKD 2.5/3.2 as carried by GRIPS-code/pyLBL (LGPL-2.1; AER; Mlawer et al. "
    "2012, doi:10.1098/rsta.2011.0295); CFC-12 and HNO3 cross sections of HITRAN as carried by "
    "AER-RC/cross-sections; CFC-11 as a Gauss curve after the same; O3 of libRadtran's REPTRAN "
    "coarse (GPL-2.0 repository; Gasteiger et al. 2014, doi:10.1016/j.jqsrt.2014.06.024). "
    "Nothing of MT_CKD 4.x is in here."
)


def main(arguments: list[str] | None = None) -> int:
    """Build the tables of all bands, or of those named; print what each was held to."""
    options = _parser().parse_args(arguments)
    library = libraries.read(options.spectroscopy)
    bands = responses(options.responses, options.bands)
    print(f"line-by-line spectra of {COLUMNS} columns ...", file=sys.stderr)
    spectra = selection.spectra(library, training.columns(COLUMNS, SEED))
    wavenumber = library.grid.wavenumber
    chosen = {
        name: selection.select(spectra, wavenumber, response, NODES.get(name, MORE_NODES), SEED)
        for name, response in bands.items()
    }
    print(f"absorption at the nodes of {len(chosen)} bands ...", file=sys.stderr)
    everywhere = np.unique(np.concatenate([found.index for found in chosen.values()]))
    fitted = fitting.fit(library, everywhere)
    options.output.mkdir(parents=True, exist_ok=True)
    checksums = _checksums(options.spectroscopy)
    for name, found in chosen.items():
        columns = np.searchsorted(everywhere, found.index)
        provenance = _provenance(name, found, checksums)
        _write(options.output / f"{name}.npz", wavenumber, found, fitted, columns, provenance)
        print(json.dumps({"band": name, "nodes": int(found.index.size)}))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lstgeo.atmosphere.build", description=__doc__)
    parser.add_argument("spectroscopy", type=Path, help="folder of line files")
    parser.add_argument("--responses", type=Path, help="folder of MODIS responses")
    parser.add_argument("--output", type=Path, default=Path(nodes.__file__).parent / "tables")
    parser.add_argument("--bands", nargs="*", help="tables to build, all by default")
    return parser


def responses(folder: Path | None, wanted: list[str] | None) -> dict[str, Response]:
    """Spectral responses by table name; those of MODIS where their folder is given."""
    landsat = (*LANDSAT, *(name for name in EXPERIMENTAL if name.startswith("landsat")))
    found = {name: platforms.response(name) for name in landsat}
    if folder is not None:
        modis = (*MODIS, *(name for name in EXPERIMENTAL if name.startswith("modis")))
        found |= {name: _modis(folder, name) for name in modis}
    return {name: response for name, response in found.items() if not wanted or name in wanted}


def _modis(folder: Path, name: str) -> Response:
    """Response of MODIS in nanometres, as MCST gives it."""
    platform, number = name.removeprefix("modis_").split("_")
    table = np.loadtxt(folder / f"modis_{platform}_b{number}", comments="#")
    table = table[np.argsort(table[:, 0])]
    return Response(tuple((table[:, 0] / 1000).tolist()), tuple(table[:, 1].tolist()))


def _checksums(folder: Path) -> dict[str, str]:
    files = sorted(
        path for path in folder.rglob("*") if path.is_file() and "mtckd4" not in path.stem
    )
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in files
    }


def _provenance(name: str, found: Selection, checksums: dict[str, str]) -> dict[str, Any]:
    return {
        "title": f"lstgeo node table of {name}",
        "source": CITATION,
        "software": f"lstgeo {version('lstgeo')}",
        "command": "python -m lstgeo.atmosphere.build SPECTROSCOPY --responses RESPONSES",
        "nodes": int(found.index.size),
        "columns": {"count": COLUMNS, "seed": SEED, "kind": "random (build/training.py)"},
        "inputs_sha256_16": checksums,
    }


def _write(
    path: Path,
    wavenumber: NDArray[np.float64],
    found: Selection,
    fitted: fitting.Fit,
    columns: NDArray[np.int64],
    provenance: dict[str, Any],
) -> None:
    absorption = fitted.absorption[:, :, columns]
    np.savez_compressed(
        path,
        wavelength=1e4 / wavenumber[found.index],
        weight=found.weight,
        absorption=absorption.reshape(absorption.shape[0], -1),
        cfc12=fitted.cfc12[:, columns],
        cfc11=fitted.cfc11[columns],
        nitric_acid=fitted.nitric_acid[columns],
        experimental=np.array(path.stem in EXPERIMENTAL),
        provenance=np.array(json.dumps(provenance)),
    )


if __name__ == "__main__":
    sys.exit(main())
