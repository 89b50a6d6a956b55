"""The contract of a model file: what its metadata must say, read into one frozen value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstgeo import vocabulary
from lstgeo.errors import InputError, ModelError
from lstgeo.model import quantities
from lstgeo.physics.band import Response

VERSION = 1
"""Version of the contract that is read here."""

PROPERTY = "lstgeo"
"""Name of the metadata property that holds the contract as JSON."""

QUANTITIES = (
    vocabulary.BRIGHTNESS_TEMPERATURE,
    vocabulary.WATER_VAPOUR,
    vocabulary.EMISSIVITY,
    vocabulary.NEAR_SURFACE_AIR_TEMPERATURE,
    vocabulary.SURFACE_PRESSURE,
    vocabulary.VIEW_ZENITH_ANGLE,
)
"""Features that are physical quantities, in house units."""

HAS_AIR_TEMPERATURE = "has_air_temperature"
HAS_SURFACE_PRESSURE = "has_surface_pressure"
RADIOMETRIC_SIGMA = "radiometric_sigma"
WATER_VAPOUR_SIGMA = "total_column_water_vapour_sigma"
AIR_TEMPERATURE_SIGMA = "air_temperature_sigma"
EMISSIVITY_SIGMA = "emissivity_sigma"

FEATURES = frozenset(quantity.name for quantity in QUANTITIES) | {
    HAS_AIR_TEMPERATURE,
    HAS_SURFACE_PRESSURE,
    RADIOMETRIC_SIGMA,
    WATER_VAPOUR_SIGMA,
    AIR_TEMPERATURE_SIGMA,
    EMISSIVITY_SIGMA,
}
"""Every feature that a model of the coupled tier may ask for, and must."""

COUPLED, PROFILE = "coupled", "profile"
"""Tiers: of those who know water vapour and perhaps more, and of those who know the profile."""

FEATURES_OF = {
    COUPLED: FEATURES,
    PROFILE: frozenset(quantity.name for quantity in QUANTITIES)
    | {RADIOMETRIC_SIGMA, EMISSIVITY_SIGMA, quantities.FIRST_GUESS}
    | frozenset(quantities.OF_COLUMN),
}
"""Features of each tier."""

TRANSMITTANCE = "transmittance"
UPWELLING_RADIANCE = "upwelling_radiance"
DOWNWELLING_RADIANCE = "downwelling_radiance"
CORRECTION = "correction"
LOG_SIGMA = "log_sigma"
OUTPUTS = frozenset(
    {TRANSMITTANCE, UPWELLING_RADIANCE, DOWNWELLING_RADIANCE, CORRECTION, LOG_SIGMA}
)
"""Every output that a model must have."""

JOINT = (
    vocabulary.BRIGHTNESS_TEMPERATURE,
    vocabulary.WATER_VAPOUR,
    vocabulary.NEAR_SURFACE_AIR_TEMPERATURE,
    vocabulary.SURFACE_PRESSURE,
)
"""Axes of the joint domain, of which water vapour goes in by its logarithm."""

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Variable:
    """A feature or an output: its name, its units and, of a feature, the range of the training."""

    name: str
    units: str
    range: tuple[float, float] = (float("-inf"), float("inf"))


@dataclass(frozen=True)
class JointDomain:
    """Where the training samples lie together: mean and covariance of the axes `JOINT`.

    `limit` is the largest squared Mahalanobis distance inside the domain, by which of air
    temperature and surface pressure are there: `00`, `10`, `01`, `11`.
    """

    mean: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    limit: Mapping[str, float]


@dataclass(frozen=True)
class ModelContract:
    """What a model file says of itself.

    `nedt` and `calibration_sigma` are of the sensor, at 300 K [K]; `native_resolution` is its
    footprint [m]. `training` and `evaluation` are documents for people.
    """

    name: str
    sensor: str
    band: str
    tier: str
    features: tuple[Variable, ...]
    outputs: tuple[Variable, ...]
    domain: JointDomain
    response: Response
    nedt: float
    native_resolution: float
    calibration_sigma: float
    training: Document
    evaluation: Document

    def range(self, feature: str) -> tuple[float, float]:
        """Range of the training of the feature called so."""
        return next(known.range for known in self.features if known.name == feature)


def parse(text: str, source: str) -> ModelContract:
    """Contract that the metadata `text` of the file `source` states.

    Raises ModelError that names `source`: where it follows another version, or cannot be right.
    """
    document = _document(text, source)
    version = document.get("contract")
    if version != VERSION:
        raise ModelError(
            f"{source} follows version {version} of the model contract; "
            f"this lstgeo reads version {VERSION}"
        )
    try:
        return _contract(document)
    except KeyError as error:
        raise ModelError(f"the metadata of {source} lack {error}") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"the metadata of {source} cannot be right: {error}") from error


def fingerprint(response: Response) -> str:
    """SHA-256 of a spectral response, as model files state it."""
    columns = [list(response.wavelength), list(response.weight)]
    return hashlib.sha256(json.dumps(columns).encode()).hexdigest()


def _document(text: str, source: str) -> Document:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise ModelError(f"the metadata of {source} are not JSON: {error}") from error
    if not isinstance(document, dict):
        raise ModelError(f"the metadata of {source} are not a JSON object")
    return document


def _contract(document: Document) -> ModelContract:
    features = tuple(_feature(entry) for entry in document["features"])
    outputs = tuple(Variable(entry["name"], entry["units"]) for entry in document["outputs"])
    _require_all("features", features, FEATURES_OF.get(str(document["tier"]), FEATURES))
    _require_all("outputs", outputs, OUTPUTS)
    _require_house_units(features)
    return ModelContract(
        name=str(document["name"]),
        sensor=str(document["sensor"]),
        band=str(document["band"]),
        tier=str(document["tier"]),
        features=features,
        outputs=outputs,
        domain=_joint(document["domain"]),
        response=_response(document["response"]),
        nedt=float(document["nedt"]),
        native_resolution=float(document["native_resolution"]),
        calibration_sigma=float(document["calibration_sigma"]),
        training=dict(document["training"]),
        evaluation=dict(document["evaluation"]),
    )


def _feature(entry: Document) -> Variable:
    low, high = (float(end) for end in entry["range"])
    if not low <= high:
        raise ValueError(f"the range of {entry['name']} is {low:g} to {high:g}")
    return Variable(entry["name"], entry["units"], (low, high))


def _require_all(what: str, found: tuple[Variable, ...], wanted: frozenset[str]) -> None:
    names = [variable.name for variable in found]
    if len(names) != len(set(names)) or set(names) != wanted:
        odd = sorted(set(names) ^ wanted) or [name for name in names if names.count(name) > 1]
        raise ValueError(f"the {what} do not agree in {', '.join(odd)}")


def _require_house_units(features: tuple[Variable, ...]) -> None:
    stated = {feature.name: feature.units for feature in features}
    for quantity in QUANTITIES:
        try:
            same = quantity.conversion(stated[quantity.name]) == (1.0, 0.0)
        except InputError:
            same = False
        if not same:
            raise ValueError(
                f"{quantity.name} is in {stated[quantity.name]!r}, not in {quantity.units!r}"
            )


def _joint(entry: Document) -> JointDomain:
    covariance = np.asarray(entry["covariance"], np.float64)
    if covariance.shape != (len(JOINT), len(JOINT)) or len(entry["mean"]) != len(JOINT):
        raise ValueError(f"the joint domain does not have {len(JOINT)} axes")
    if not np.linalg.eigvalsh(covariance).min() > 0:
        raise ValueError("the covariance of the joint domain is not positive definite")
    return JointDomain(
        tuple(float(value) for value in entry["mean"]),
        tuple(tuple(row) for row in covariance.tolist()),
        {key: float(entry["limit"][key]) for key in ("00", "10", "01", "11")},
    )


def _response(entry: Document) -> Response:
    wavelength, weight = (tuple(map(float, entry[name])) for name in ("wavelength", "weight"))
    response = Response(wavelength, weight)
    if fingerprint(response) != entry["sha256"]:
        raise ValueError("the spectral response does not have the SHA-256 that goes with it")
    return response
