"""The band that a model is trained for, and its absorption, of a known sensor or any other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.atmosphere import nodes
from lstgeo.atmosphere.build import coverage, making
from lstgeo.errors import InputError, MissingFileError
from lstgeo.physics import planck
from lstgeo.physics.band import Response
from lstgeo.sensors.platforms import ThermalBand

if TYPE_CHECKING:
    from lstgeo.atmosphere.build.making import Progress
    from lstgeo.atmosphere.nodes import NodeTable
    from lstgeo.training.config import Config

WAVELENGTHS = (7.0, 16.0)
"""Wavelengths [um] that a response may reach to; nanometres are not among them."""
TEMPERATURES = np.array([230.0, 270.0, 310.0])
ALIKE = 0.01
"""How far [K] Planck's law over the nodes of a table may be from that over the response; of the
tables that ship it is .0004, with the response of another sensor's nearest band .04 or more."""


def band(config: Config) -> ThermalBand:
    """Thermal band: what lstgeo knows of it, and whatever the configuration says instead."""
    known = config.known
    said = {
        name: getattr(config, name)
        for name in ("nedt", "calibration_sigma", "native_resolution")
        if getattr(config, name) is not None
    }
    if config.response is not None:
        said["response"] = response(config.response)
    if known is None:
        number = config.band.upper().removeprefix("B")
        return ThermalBand(config.sensor, config.band, number, **said)
    taken = ("response", "native_resolution", "nedt", "calibration_sigma")
    ours = {name: getattr(known, name) for name in taken}
    return ThermalBand(known.sensor, known.name, known.number, **(ours | said))


def response(path: Path) -> Response:
    """Spectral response of a CSV file: wavelength [um] and weight; `#` begins a comment.

    Raises MissingFileError where there is no file, InputError where it cannot be right.
    """
    try:
        lines = [line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise MissingFileError(f"response {path} cannot be read: {error}") from error
    rows = [line for line in lines if line]
    if rows and rows[0].lower().startswith("wavelength"):
        rows = rows[1:]
    try:
        wavelength, weight = zip(*((float(x) for x in row.split(",")) for row in rows), strict=True)
        found = Response(wavelength, weight)
    except ValueError as error:
        raise InputError(
            f"response {path} must hold lines wavelength_um,weight: {error}"
        ) from error
    if min(weight) < 0 or not np.all(np.isfinite(wavelength + weight)):
        raise InputError(f"response {path} must not have a negative or missing weight")
    if not WAVELENGTHS[0] <= wavelength[0] < wavelength[-1] <= WAVELENGTHS[1]:
        raise InputError(
            f"wavelengths of a thermal response must lie in {WAVELENGTHS[0]:g}-{WAVELENGTHS[1]:g} "
            f"um; those of {path} are {wavelength[0]:g} to {wavelength[-1]:g}"
        )
    return found


def node_table(config: Config, work: Path, progress: Progress | None = None) -> NodeTable:
    """Absorption of the band: a table that was given, or ships, or is made now and kept in `work`.

    Raises InputError where the response lies where no lines are at hand, or is not the table's.
    """
    thermal = band(config)
    if config.node_table is not None:
        return _belonging(nodes.read(config.node_table), thermal)
    if config.response is None or config.spectroscopy is None:
        return nodes.table(thermal.sensor, thermal.name)
    name = f"{thermal.sensor}_{thermal.name}".lower()
    made = work / f"{name}.npz"
    if not made.is_file():
        table = making.table(
            name,
            thermal.spectral_response,
            config.spectroscopy,
            work,
            threads=config.threads,
            progress=progress,
        )
        nodes.write(table, made)
    return nodes.read(made)


def _belonging(table: NodeTable, thermal: ThermalBand) -> NodeTable:
    """The table, where Planck's law over its nodes is that over the band's response."""
    coverage.require(thermal.title, thermal.spectral_response)
    radiance = planck.radiance(table.wavelength, TEMPERATURES[:, None]) @ table.weight
    seen = np.asarray(thermal.planck_table.temperature(radiance))
    worst = float(np.abs(seen - TEMPERATURES).max())
    if not worst <= ALIKE:
        raise InputError(
            f"node table {table.name} was not made for the response of {thermal.title}: the "
            f"brightness temperatures of a black body differ by {worst:.2g} K"
        )
    return table
