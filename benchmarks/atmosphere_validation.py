"""Nodes against the full spectrum: `python -m benchmarks.atmosphere_validation DATA` prints JSON.

Line by line over real columns that the nodes were not chosen on (RFMIP present and +4 K, CKDMIP,
IFS), a minute for thirty; DATA is the folder of the development data.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import netCDF4
import numpy as np
from numpy.typing import NDArray

from lstgeo.atmosphere import layers, model, nodes
from lstgeo.atmosphere.build.__main__ import responses
from lstgeo.atmosphere.layers import Profile
from lstgeo.atmosphere.spectroscopy import library as libraries
from lstgeo.atmosphere.spectroscopy import reference
from lstgeo.atmosphere.standard import Gases
from lstgeo.physics import constants, humidity, planck, surface
from lstgeo.physics.band import PlanckTable

WARMER_WORLD = 13
"""Experiment of RFMIP with 4 K more."""
ANGLES = (0.0, 65.0)
EMISSIVITY, WARMER = 0.97, 5.0


def main(arguments: list[str] | None = None) -> int:
    """Compare and print the largest and the root mean square differences of every band."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.atmosphere_validation")
    parser.add_argument("data", type=Path)
    parser.add_argument("--columns", type=int, default=100)
    parser.add_argument("--bands", nargs="*", help="tables to look at, all by default")
    options = parser.parse_args(arguments)
    columns = _columns(options.data / "profiles", options.columns)
    library = libraries.read(options.data / "spectroscopy")
    bands = responses(options.data / "responses", options.bands)
    weights = np.stack(
        [reference.band_weights(band, library.grid.wavenumber) for band in bands.values()], axis=1
    )
    truth = np.stack([_line_by_line(library, column, weights) for column in columns])
    water = [float(layers.total_column_water_vapour(column)) for column in columns]
    report: dict[str, Any] = {
        "columns": len(columns),
        "water_kg_m2": [round(min(water), 2), round(max(water), 2)],
        "note": "nodes less line by line, 45 layers both; lst: the K that inverting the one's "
        "radiance with the other's parameters is off, emissivity .97, 5 K warmer than the air",
        "bands": {
            name: _compared(name, response, columns, truth[..., index])
            for index, (name, response) in enumerate(bands.items())
        },
    }
    print(json.dumps(report, indent=2))
    return 0


def _line_by_line(
    library: libraries.Library, column: Profile, weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Parameters (angle, quantity, band); the last quantity is the radiance at the sensor."""
    layered = layers.layers(column)
    depth = library.optical_depth(layered, Gases())
    wavenumber = library.grid.wavenumber
    warmth = float(layered.edge_temperature[0])
    air, ground = (planck.radiance(1e4 / wavenumber, warmth + more) for more in (0.0, WARMER))
    rows = []
    for angle in ANGLES:
        secant = float(1 / np.cos(np.radians(angle)))
        found = reference.channels(depth, layered.edge_temperature, wavenumber, secant)
        leaving = EMISSIVITY * ground + (1 - EMISSIVITY) * found.downwelling_radiance
        sensor = found.transmittance * leaving + found.upwelling_radiance
        band = np.stack([*found, sensor]) @ weights
        band[0] = (found.transmittance * air) @ weights / (air @ weights)
        rows.append(band)
    return np.stack(rows)


def _compared(
    name: str, response: Any, columns: list[Profile], truth: NDArray[np.float64]
) -> dict[str, Any]:
    table = nodes.load(name)
    found = np.stack([_nodes(table, column) for column in columns])
    difference = found - truth
    kelvin = np.array(
        [
            _kelvin(response, column, *pair)
            for column, pair in zip(columns, zip(found, truth, strict=True), strict=True)
        ]
    )
    result = {}
    for index, angle in enumerate(ANGLES):
        part = difference[:, index]
        result[f"{angle:g}_degrees"] = {
            "nodes": int(table.weight.size),
            "largest": dict(zip(QUANTITIES, _rounded(np.abs(part).max(axis=0)), strict=True)),
            "rms": dict(zip(QUANTITIES, _rounded(np.sqrt((part**2).mean(axis=0))), strict=True)),
            "largest_lst_k": _rounded(np.abs(kelvin[:, index]).max(keepdims=True))[0],
        }
    return result


QUANTITIES = (
    "transmittance",
    "upwelling_radiance",
    "downwelling_radiance",
    "at_sensor_radiance",
)


def _nodes(table: nodes.NodeTable, column: Profile) -> NDArray[np.float64]:
    ground = float(layers.layers(column).edge_temperature[0]) + WARMER
    rows = []
    for angle in ANGLES:
        monochromatic = model.channels(column, table, view_zenith_angle=angle)
        sensor = model.at_sensor_radiance(monochromatic, table, ground, EMISSIVITY)
        rows.append([*model.parameters(column, table, view_zenith_angle=angle), sensor])
    return np.array(rows)


def _kelvin(
    response: Any, column: Profile, found: NDArray[np.float64], truth: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Surface temperature by the nodes' parameters less that by the full spectrum's."""
    table = PlanckTable(response)
    ground = np.asarray(float(layers.layers(column).edge_temperature[0]) + WARMER)
    pairs = []
    for mine, exact in zip(found, truth, strict=True):
        theirs, ours = (model.Parameters(*row[:3]) for row in (exact, mine))
        radiance = surface.at_sensor_radiance(ground, EMISSIVITY, *theirs, table)
        pairs.append(float(surface.temperature(radiance, EMISSIVITY, *ours, table) - ground))
    return np.array(pairs)


def _rounded(values: NDArray[np.float64]) -> list[float]:
    return [float(f"{value:.2g}") for value in values]


def _columns(folder: Path, count: int) -> list[Profile]:
    rfmip = folder / "rfmip_100columns_18experiments.nc"
    everything = [
        *_rfmip(rfmip, 0),
        *_rfmip(rfmip, WARMER_WORLD),
        *_ckdmip(folder / "ckdmip_evaluation1.nc"),
        *_ifs(folder / "ifs_meridian_5E.nc"),
    ]
    chosen = np.linspace(0, len(everything) - 1, count).round().astype(int)
    return [everything[index] for index in chosen]


def _rfmip(path: Path, experiment: int) -> list[Profile]:
    with netCDF4.Dataset(path) as file:
        pressure, temperature, water, ozone, edge = (
            _upwards(file[name][index])
            for name, index in (
                ("pres_layer", ...),
                ("temp_layer", experiment),
                ("water_vapor", experiment),
                ("ozone", experiment),
                ("pres_level", ...),
            )
        )
    moisture = humidity.of_dry_mole_fraction(water)
    return _profiles(pressure / 100, temperature, moisture, edge[:, 0] / 100, ozone)


def _ckdmip(path: Path) -> list[Profile]:
    with netCDF4.Dataset(path) as file:
        names = ("pressure_hl", "temperature_hl", "h2o_mole_fraction_fl", "o3_mole_fraction_fl")
        edge, warmth, water, ozone = (_upwards(file[name][...]) for name in names)
    moisture = humidity.of_dry_mole_fraction(water)
    return _profiles(_middle(edge) / 100, _middle(warmth), moisture, edge[:, 0] / 100, ozone)


def _ifs(path: Path) -> list[Profile]:
    with netCDF4.Dataset(path) as file:
        names = ("pressure_hl", "temperature_hl", "q", "o3_mmr")
        edge, warmth, moisture, ozone = (_upwards(file[name][...]) for name in names)
    fraction = ozone * constants.AIR_MOLAR_MASS / constants.OZONE_MOLAR_MASS
    return _profiles(_middle(edge) / 100, _middle(warmth), moisture, edge[:, 0] / 100, fraction)


def _upwards(values: Any) -> NDArray[np.float64]:
    """Levels from the ground up; all the files run downwards or have it in the pressure's order."""
    return np.asarray(values, dtype=np.float64)[:, ::-1]


def _middle(edges: NDArray[np.float64]) -> NDArray[np.float64]:
    return (edges[:, 1:] + edges[:, :-1]) / 2


def _profiles(*fields: NDArray[np.float64]) -> list[Profile]:
    return [
        Profile(pressure, temperature, np.maximum(moisture, 1e-7), surface_hpa, ozone=ozone)
        for pressure, temperature, moisture, surface_hpa, ozone in zip(*fields, strict=True)
    ]


if __name__ == "__main__":
    sys.exit(main())
