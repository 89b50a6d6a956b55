"""Node tables: a band as a few monochromatic channels whose absorption is a smooth function."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from lstgeo.errors import InputError, MethodError, MissingFileError
from lstgeo.physics import arrays
from lstgeo.physics.constants import SECOND_RADIATION

if TYPE_CHECKING:
    from lstgeo.atmosphere.layers import Layers
    from lstgeo.atmosphere.standard import Gases
    from lstgeo.physics.arrays import Array

HIGHEST_PRESSURE_HPA = 1100.0
INTERVALS = 12
"""Quadratic B-splines in the square root of pressure: intervals between 0 and 1100 hPa."""
ENERGIES = (0.0, -900.0, 700.0, 1500.0, 2500.0, 4000.0)
"""Boltzmann factors of these energies [cm-1] span the temperature dependence: that of lines is
such a factor by nature, and positive coefficients keep absorption positive."""
TEMPERATURE = (150.0, 345.0)
"""Temperatures [K] beyond which absorption stays as it is there."""
REFERENCE_TEMPERATURE = 296.0
"""Reference temperature of HITRAN [K]."""
SELF_TEMPERATURE = 1800.0
"""exp(1800 K (1/T - 1/296 K)) takes most of the self continuum's temperature dependence out."""
AEROSOL_POWER = 4.0
"""Mixing ratio of aerosol goes as this power of pressure: 1.5 km where air has 7.5 km."""
STATES = (INTERVALS + 2) * len(ENERGIES)
"""Basis functions of pressure and temperature."""
TABLES = {
    ("landsat4", "B6"): "landsat4_b6",
    ("landsat5", "B6"): "landsat5_b6",
    ("landsat7", "B6"): "landsat7_b6",
    ("landsat8", "B10"): "landsat8_b10",
    ("landsat8", "B11"): "landsat8_b11",
    ("landsat9", "B10"): "landsat9_b10",
    ("landsat9", "B11"): "landsat9_b11",
    ("modis_terra", "B31"): "modis_terra_31",
    ("modis_terra", "B32"): "modis_terra_32",
    ("modis_aqua", "B31"): "modis_aqua_31",
    ("modis_aqua", "B32"): "modis_aqua_32",
    ("ecostress", "B4"): "ecostress_b4",
}
"""Table of each band; Landsat 7's two gains share one."""


ARRAYS = ("wavelength", "weight", "absorption", "cfc12", "cfc11", "nitric_acid")
"""What a table file holds besides `experimental` and `provenance`."""
SPECIES = 5
"""Terms over all states: water times 1, x and x2 (x its mole fraction), carbon dioxide, ozone."""


@dataclass(frozen=True, eq=False)
class NodeTable:
    """Monochromatic nodes of a band and their molar absorption [m2 mol-1].

    `wavelength` [um] and `weight` (sum 1) have one entry a node. `absorption` (states, species x
    nodes) belongs to :func:`states`, `cfc12` (3, nodes) to the first three Boltzmann factors;
    `cfc11` and `nitric_acid` (nodes) are constant. `experimental` says that most of the band's
    water lines are effective ones; `provenance` tells where the numbers come from.
    """

    name: str
    wavelength: NDArray[np.float64]
    weight: NDArray[np.float64]
    absorption: NDArray[np.float32]
    cfc12: NDArray[np.float32]
    cfc11: NDArray[np.float32]
    nitric_acid: NDArray[np.float32]
    experimental: bool
    provenance: dict[str, Any]

    def optical_depth(self, layers: Layers, gases: Gases) -> Array:
        """Vertical optical depth (..., layers, nodes)."""
        xp = arrays.namespace(layers.temperature)
        temperature = boltzmann(xp, layers.temperature)
        molar = states(xp, layers.pressure_hpa, temperature) @ self._like(
            xp, self.absorption, temperature
        )
        size = self.weight.size
        first, second, third, carbon_dioxide, ozone = (
            molar[..., start : start + size] for start in range(0, SPECIES * size, size)
        )
        fraction = layers.water_fraction[..., None]
        own = fraction * (gases.self_continuum * self_scale(xp, layers.temperature))[..., None]
        water = layers.water[..., None] * (first + own * (second + fraction * third))
        minor = temperature[..., :3] @ self._like(xp, self.cfc12, temperature) * gases.cfc12
        minor = minor + gases.cfc11 * self._like(xp, self.cfc11, temperature)
        minor = minor + gases.carbon_dioxide * carbon_dioxide
        depth = (
            water
            + layers.dry_air[..., None] * minor
            + (gases.ozone * layers.ozone)[..., None] * ozone
            + (gases.nitric_acid * layers.nitric_acid)[..., None]
            * self._like(xp, self.nitric_acid, temperature)
        )
        if gases.aerosol is not None:
            depth = depth + (gases.aerosol * aerosol_shares(xp, layers))[..., None]
        return xp.clip(depth, 0.0, None)

    def _like(self, xp: Any, values: NDArray[np.float32], like: Array) -> Array:
        return xp.asarray(values, dtype=like.dtype, device=like.device)


def table(sensor: str, band: str) -> NodeTable:
    """Node table of a band by house names (`landsat8`, `B10`); MODIS 31 and 32 too.

    Raises MethodError that names the bands there are.
    """
    name = TABLES.get((sensor, band.removesuffix("_VCID_1").removesuffix("_VCID_2")))
    if name is None:
        known = ", ".join(" ".join(pair) for pair in TABLES)
        raise MethodError(f"no node table for {sensor} {band}; there are {known}")
    return load(name)


@lru_cache
def load(name: str) -> NodeTable:
    """Node table that ships as `tables/<name>.npz`."""
    source = resources.files(__package__).joinpath("tables", f"{name}.npz")
    with source.open("rb") as file:
        return _stored(name, file)


def read(path: str | Path) -> NodeTable:
    """Node table of a file that :func:`write` made; called as the file is.

    Raises MissingFileError where there is no file, InputError where it is no node table.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            return _stored(path.stem, file)
    except FileNotFoundError as error:
        raise MissingFileError(f"there is no node table {path}") from error
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise InputError(f"{path} is no node table: {error}") from error


def write(table: NodeTable, path: str | Path) -> None:
    """Write a node table as `.npz`, whole or not at all."""
    path = Path(path)
    partial = path.with_name(f".{path.name}")
    with partial.open("wb") as file:
        np.savez_compressed(
            file,
            allow_pickle=False,
            **{field: getattr(table, field) for field in ARRAYS},
            experimental=np.array(table.experimental),
            provenance=np.array(json.dumps(table.provenance)),
        )
    partial.replace(path)


def _stored(name: str, file: IO[bytes]) -> NodeTable:
    with np.load(file, allow_pickle=False) as stored:
        numbers = {field: stored[field] for field in ARRAYS}
        size = numbers["weight"].size
        if numbers["absorption"].shape != (STATES, SPECIES * size):
            raise ValueError(f"absorption of {size} nodes has shape {numbers['absorption'].shape}")
        provenance = json.loads(str(stored["provenance"]))
        return NodeTable(
            name, **numbers, experimental=bool(stored["experimental"]), provenance=provenance
        )


def states(xp: Any, pressure_hpa: Array, temperature: Array) -> Array:
    """Products of the splines of pressure and the factors `temperature`: (..., states)."""
    pressure = splines(xp, pressure_hpa)
    outer = pressure[..., :, None] * temperature[..., None, :]
    return xp.reshape(outer, (*pressure.shape[:-1], STATES))


def self_scale(xp: Any, temperature: Array) -> Array:
    """Most of the temperature dependence of the self continuum."""
    return xp.exp(SELF_TEMPERATURE * (1 / temperature - 1 / REFERENCE_TEMPERATURE))


def aerosol_shares(xp: Any, layers: Layers) -> Array:
    """Share of each layer (..., layers) in aerosol whose scale height is a fifth of the air's."""
    relative = layers.pressure_hpa / layers.pressure_hpa[..., :1]
    amount = layers.dry_air * relative**AEROSOL_POWER
    return amount / xp.sum(amount, axis=-1, keepdims=True)


def splines(xp: Any, pressure_hpa: Array) -> Array:
    """Quadratic B-splines on uniform knots in sqrt(p) along a new last axis, without branches."""
    place = xp.sqrt(pressure_hpa) * (INTERVALS / np.sqrt(HIGHEST_PRESSURE_HPA).item())
    centre = np.arange(INTERVALS + 2) - 0.5
    distance = xp.abs(place[..., None] - xp.asarray(centre, dtype=place.dtype, device=place.device))
    outer = xp.clip(1.5 - distance, 0.0, None)
    inner = xp.clip(0.5 - distance, 0.0, None)
    return 0.5 * outer * outer - 1.5 * inner * inner


def boltzmann(xp: Any, temperature: Array) -> Array:
    """Boltzmann factors, relative to 296 K, of :data:`ENERGIES` along a new last axis."""
    inverse = 1 / xp.clip(temperature, *TEMPERATURE) - 1 / REFERENCE_TEMPERATURE
    energy = xp.asarray(
        np.asarray(ENERGIES) * -SECOND_RADIATION * 1e-4,
        dtype=temperature.dtype,
        device=temperature.device,
    )
    return xp.exp(inverse[..., None] * energy)
