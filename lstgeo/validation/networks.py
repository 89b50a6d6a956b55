"""Model files as evaluation reads them: features of a case, outputs, and the domain they state."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lstgeo import quality
from lstgeo.errors import MethodError
from lstgeo.model import band as model_band
from lstgeo.model import contract, domain, guess, onnx, quantities
from lstgeo.quality import Quality

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lstgeo.physics.arrays import Array
    from lstgeo.sensors.platforms import ThermalBand
    from lstgeo.validation.scenes import Case


@dataclass(frozen=True)
class Network:
    """A model file and the contract in it."""

    path: Path
    contract: Mapping[str, Any]

    @property
    def sha256(self) -> str:
        """Sha256 of the file."""
        return onnx.checksum(self.path)

    def outputs(self, features: Array) -> dict[str, Array]:
        """Outputs (samples,) by name for `features` (samples, features) in the contract's order."""
        return {
            name: values.astype(float) for name, values in onnx.run(self.path, features).items()
        }


def read(path: Path) -> Network:
    """Model file at `path`, of any family; ModelError where it states no contract."""
    return Network(path, json.loads(onnx.metadata(path)))


def stem(band: ThermalBand) -> str:
    """Beginning of the names of a band's model files, such as `landsat8-b10`."""
    return model_band.slug(band.sensor, band.name)


def features(network: Network, case: Case) -> Array:
    """What a network is given of a case (samples, features), float32."""
    known = values(case)
    order = [feature["name"] for feature in network.contract["features"]]
    unknown = [name for name in order if name not in known]
    if unknown:
        raise MethodError(f"{network.path.name} asks for {', '.join(unknown)}, which no case has")
    columns = [np.broadcast_to(known[name], np.shape(case.emissivity)) for name in order]
    return np.stack(columns, axis=1).astype(np.float32)


def values(case: Case) -> dict[str, Array]:
    """Every feature of a case by name, 0 where an input is absent."""
    errors, warm = case.errors, case.air_temperature is not None
    return {
        "brightness_temperature": case.band.planck_table.temperature(case.at_sensor_radiance),
        "total_column_water_vapour": case.total_column_water_vapour,
        "emissivity": case.emissivity,
        "air_temperature": 0.0 if case.air_temperature is None else case.air_temperature,
        "surface_pressure": 0.0 if case.surface_pressure is None else case.surface_pressure,
        "has_air_temperature": float(warm),
        "has_surface_pressure": float(case.surface_pressure is not None),
        "view_zenith_angle": case.truth.view_zenith_angle,
        "radiometric_sigma": case.radiometric_sigma,
        "total_column_water_vapour_sigma": errors.water_vapour,
        "air_temperature_sigma": errors.air_temperature if warm else 0.0,
        "emissivity_sigma": errors.emissivity,
    } | _profile(case)


def _profile(case: Case) -> dict[str, Array]:
    """What only the profile tier has; what it is told of the column replaces what others know."""
    if case.profile is None:
        return {}
    first = guess.temperature(
        case.at_sensor_radiance,
        case.emissivity,
        case.profile[quantities.PROFILE_TRANSMITTANCE],
        case.profile[quantities.PROFILE_UPWELLING_RADIANCE],
        case.profile[quantities.PROFILE_DOWNWELLING_RADIANCE],
        case.band.planck_table,
    )
    return {**case.profile, quantities.FIRST_GUESS: first}


def outside(network: Network, case: Case) -> tuple[Array, Array]:
    """Whether water vapour is outside its range; another input is, or all are jointly."""
    order = [feature["name"] for feature in network.contract["features"]]
    named = dict(zip(order, features(network, case).T, strict=True))
    stated = contract.parse(json.dumps(network.contract), network.path.name)
    flags = domain.flags(stated, named)
    return (
        quality.is_set(flags, Quality.WATER_VAPOUR_DOMAIN),
        quality.is_set(flags, Quality.INPUT_DOMAIN),
    )
