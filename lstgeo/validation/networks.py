"""Model files as evaluation reads them: features of a case, outputs, and the domain they state."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from lstgeo.errors import MethodError
from lstgeo.simulation import supply

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lstgeo.physics.arrays import Array
    from lstgeo.sensors.platforms import ThermalBand
    from lstgeo.validation.scenes import Case

BATCH = 8192
"""Samples of a run; larger ones are slower."""

WATER, OTHER = "total_column_water_vapour", ("air_temperature", "surface_pressure")
"""The input with a bit of its own outside its range, and those that may be absent."""

JOINT = ("brightness_temperature", WATER, *OTHER)
"""Inputs of the joint bound, in its order; water vapour by its logarithm."""


@dataclass(frozen=True)
class Network:
    """A model file and the contract in it."""

    path: Path
    contract: Mapping[str, Any]

    @cached_property
    def sha256(self) -> str:
        """Sha256 of the file."""
        return supply.digest(self.path.read_bytes())

    # Until merge: lstgeo.model.onnx runs sessions; this one is replaced by it.
    @cached_property
    def _session(self) -> Any:
        return _session(self.path)

    def outputs(self, features: Array) -> dict[str, Array]:
        """Outputs (samples,) by name for `features` (samples, features) in the contract's order."""
        names = [output.name for output in self._session.get_outputs()]
        starts = range(0, len(features), BATCH)
        parts = [
            self._session.run(names, {"features": features[start : start + BATCH]})
            for start in starts
        ]
        joined = (np.concatenate(values) for values in zip(*parts, strict=True))
        return {
            name: np.reshape(values, -1).astype(float)
            for name, values in zip(names, joined, strict=True)
        }


def read(path: Path) -> Network:
    """Model file at `path`; MethodError where it states no contract."""
    stated = _session(path).get_modelmeta().custom_metadata_map.get("lstgeo")
    if stated is None:
        raise MethodError(f"{path} states no contract of lstgeo in its metadata")
    return Network(path, json.loads(stated))


def stem(band: ThermalBand) -> str:
    """Beginning of the names of a band's model files, such as `landsat8-b10`."""
    return band.response.replace("_", "-")


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
        WATER: case.total_column_water_vapour,
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
    }


def outside(network: Network, case: Case) -> tuple[Array, Array]:
    """Whether water vapour is outside its range; another input is, or all are jointly."""
    known, absent = values(case), _absent(case)
    ranges = {each["name"]: each["range"] for each in network.contract["features"]}
    beyond = {
        name: (np.asarray(known[name]) < low) | (np.asarray(known[name]) > high)
        for name, (low, high) in ranges.items()
        if name.removesuffix("_sigma") not in absent
    }
    water = beyond.pop(WATER)
    return water, np.any(np.broadcast_arrays(*beyond.values()), axis=0) | _far(network, case)


def _far(network: Network, case: Case) -> Array:
    """Whether a case is further from the training samples than the joint bound."""
    domain = network.contract["domain"]
    here = np.array([name not in _absent(case) for name in JOINT])
    known = values(case) | {WATER: np.log(np.maximum(case.total_column_water_vapour, 1e-6))}
    state = np.stack([known[name] for name, there in zip(JOINT, here, strict=True) if there])
    offset = state - np.asarray(domain["mean"])[here, None]
    covariance = np.asarray(domain["covariance"])[np.ix_(here, here)]
    distance = np.sum(offset * np.linalg.solve(covariance, offset), axis=0)
    key = "".join(str(int(there)) for there in here[2:])
    far: Array = distance > domain["limit"][key]
    return far


def _absent(case: Case) -> list[str]:
    return [name for name in OTHER if getattr(case, name) is None]


def _session(path: Path) -> Any:
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
