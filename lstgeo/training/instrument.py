"""The band that a model is trained for, and its absorption, of a known sensor or any other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lstgeo.atmosphere import belonging, nodes
from lstgeo.atmosphere.build import coverage, making
from lstgeo.sensors import response_file
from lstgeo.sensors.platforms import ThermalBand

if TYPE_CHECKING:
    from lstgeo.atmosphere.build.making import Progress
    from lstgeo.atmosphere.nodes import NodeTable
    from lstgeo.training.config import Config


def band(config: Config) -> ThermalBand:
    """Thermal band: what lstgeo knows of it, and whatever the configuration says instead."""
    known = config.known
    said = {
        name: getattr(config, name)
        for name in ("nedt", "calibration_sigma", "native_resolution")
        if getattr(config, name) is not None
    }
    if config.response is not None:
        said["response"] = response_file.read(config.response)
    if known is None:
        number = config.band.upper().removeprefix("B")
        return ThermalBand(config.sensor, config.band, number, **said)
    taken = ("response", "native_resolution", "nedt", "calibration_sigma")
    ours = {name: getattr(known, name) for name in taken}
    return ThermalBand(known.sensor, known.name, known.number, **(ours | said))


def node_table(config: Config, work: Path, progress: Progress | None = None) -> NodeTable:
    """Absorption of the band: a table that was given, or ships, or is made now and kept in `work`.

    Raises InputError where the response lies where no lines are at hand, or is not the table's.
    """
    thermal = band(config)
    if config.node_table is not None:
        coverage.require(thermal.title, thermal.spectral_response)
        given = nodes.read(config.node_table)
        belonging.require(given, thermal.title, thermal.planck_table)
        return given
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
