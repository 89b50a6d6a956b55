"""A band's node table from its spectral response and a folder of line files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from lstgeo.atmosphere.build import coverage, fitting, selection, spectra, training
from lstgeo.atmosphere.build.selection import Selection
from lstgeo.atmosphere.nodes import NodeTable
from lstgeo.atmosphere.spectroscopy import library as libraries
from lstgeo.atmosphere.spectroscopy.line_by_line import Grid
from lstgeo.errors import MissingFileError
from lstgeo.physics.band import Response

Progress = Callable[[str, int, int], None]
"""Called with a stage, how much of it is done and how much there is."""

COLUMNS, SEED = 150, 1
"""Random columns that nodes are chosen over."""
NODES = 52
"""Nodes of a band: as many as errors below 1e-4 on real columns ask for."""
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


def table(
    name: str,
    response: Response,
    spectroscopy: Path,
    work: Path,
    *,
    nodes: int = NODES,
    seed: int = SEED,
    grid: Grid | None = None,
    threads: int = 1,
    progress: Progress | None = None,
) -> NodeTable:
    """Node table of a band with this spectral `response`.

    Parameters
    ----------
    name : str
        What the table is called.
    response : Response
        Spectral response; all but 3 % of it within 796-989 cm-1.
    spectroscopy : Path
        Folder of line files, see :func:`lstgeo.atmosphere.spectroscopy.library.read`.
    work : Path
        Folder that line-by-line spectra are kept in, so that a run that was interrupted goes on.
    nodes, seed : int
        Wavenumbers of the table, and the seed of the columns that they are chosen over.
    grid : Grid, optional
        Wavenumbers of the spectra; those that the response sees where left out.
    threads : int
        Columns whose spectra are computed at once.
    progress : callable, optional
        Called with a stage, how much of it is done and how much there is.

    Raises
    ------
    InputError
        A response of which too much lies where no lines are at hand.
    MissingFileError
        A folder without the files that are needed.
    """
    coverage.require(name, response)
    advance = progress or _silent
    checksums = _checksums(spectroscopy)
    library = libraries.read(spectroscopy, grid or coverage.window(response))
    kept = spectra.Store(work, _key(library.grid, checksums, seed))
    seen = spectra.of(library, training.columns(COLUMNS, seed), kept, threads, advance)
    advance("nodes", 0, 1)
    found = selection.select(seen, library.grid.wavenumber, response, nodes, seed)
    advance("nodes", 1, 1)
    advance("absorption", 0, 1)
    fitted = fitting.fit(library, found.index)
    advance("absorption", 1, 1)
    provenance = _provenance(name, found, checksums, seed)
    return _node_table(name, response, library.grid, found, fitted, provenance)


def _silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody follows."""


def _node_table(
    name: str,
    response: Response,
    grid: Grid,
    found: Selection,
    fitted: fitting.Fit,
    provenance: dict[str, Any],
) -> NodeTable:
    return NodeTable(
        name,
        1e4 / grid.wavenumber[found.index],
        found.weight,
        fitted.absorption.reshape(fitted.absorption.shape[0], -1),
        fitted.cfc12,
        fitted.cfc11,
        fitted.nitric_acid,
        experimental=coverage.experimental(response),
        provenance=provenance,
    )


def _checksums(folder: Path) -> dict[str, str]:
    """Start of the sha256 of each file of a folder of line files; MT_CKD 4 is not read."""
    if not folder.is_dir():
        raise MissingFileError(f"there is no folder of spectroscopy {folder}")
    checksums = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "mtckd4" not in path.stem
    }
    lacking = [
        " or ".join(patterns)
        for patterns in libraries.NEEDED
        if not any(found for pattern in patterns for found in folder.glob(pattern))
    ]
    if lacking:
        raise MissingFileError(f"spectroscopy of {folder} lacks {', '.join(lacking)}")
    return checksums


def _key(grid: Grid, checksums: dict[str, str], seed: int) -> str:
    """Name of everything that the spectra depend on."""
    parts = [version("lstgeo"), grid.start, grid.step, grid.cells, checksums, COLUMNS, seed]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def _provenance(
    name: str, found: Selection, checksums: dict[str, str], seed: int
) -> dict[str, Any]:
    return {
        "title": f"lstgeo node table of {name}",
        "source": CITATION,
        "software": f"lstgeo {version('lstgeo')}, numpy {np.__version__}",
        "command": "python -m lstgeo.atmosphere.build SPECTROSCOPY --responses RESPONSES",
        "nodes": int(found.index.size),
        "columns": {"count": COLUMNS, "seed": seed, "kind": "random (build/training.py)"},
        "inputs_sha256_16": checksums,
    }
