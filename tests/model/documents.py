"""Metadata of a model as the contract wants them, made here so that tests need no model file."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from lstgeo.model import contract
from lstgeo.model.contract import ModelContract

RANGES: dict[str, tuple[str, float, float]] = {
    "brightness_temperature": ("K", 200.0, 340.0),
    "total_column_water_vapour": ("kg m-2", 0.5, 70.0),
    "emissivity": ("1", 0.85, 1.0),
    "air_temperature": ("K", 220.0, 325.0),
    "surface_pressure": ("Pa", 50_000.0, 105_000.0),
    "has_air_temperature": ("1", 0.0, 1.0),
    "has_surface_pressure": ("1", 0.0, 1.0),
    "view_zenith_angle": ("degree", 0.0, 10.0),
    "radiometric_sigma": ("K", 0.03, 1.0),
    "total_column_water_vapour_sigma": ("1", 0.0, 0.4),
    "air_temperature_sigma": ("K", 0.0, 4.0),
    "emissivity_sigma": ("1", 0.0, 0.03),
}
"""Units and range of each feature, in the order of the contract."""

OUTPUTS = {
    "transmittance": "1",
    "upwelling_radiance": "W m-2 sr-1 um-1",
    "downwelling_radiance": "W m-2 sr-1 um-1",
    "correction": "K",
    "log_sigma": "1",
}
MEAN = [290.0, 3.0, 292.0, 96_000.0]
COVARIANCE = [
    [144.0, 7.0, 120.0, 20_000.0],
    [7.0, 0.8, 8.0, 1_000.0],
    [120.0, 8.0, 160.0, 15_000.0],
    [20_000.0, 1_000.0, 15_000.0, 3.6e7],
]


def document(**changes: Any) -> dict[str, Any]:
    """Metadata of a model of a band between 10 and 12 um, with `changes`."""
    wavelength, weight = [10.0, 11.0, 12.0], [0.0, 1.0, 0.0]
    digest = hashlib.sha256(json.dumps([wavelength, weight]).encode()).hexdigest()
    return {
        "contract": 1,
        "name": "nosat-b1-coupled-v1",
        "sensor": "nosat",
        "band": "B1",
        "tier": "coupled",
        "features": [
            {"name": name, "units": units, "range": [low, high]}
            for name, (units, low, high) in RANGES.items()
        ],
        "outputs": [{"name": name, "units": units} for name, units in OUTPUTS.items()],
        "domain": {
            "mean": MEAN,
            "covariance": COVARIANCE,
            "limit": {"00": 9.0, "10": 12.0, "01": 12.5, "11": 16.0},
        },
        "response": {"wavelength": wavelength, "weight": weight, "sha256": digest},
        "nedt": 0.1,
        "native_resolution": 70.0,
        "calibration_sigma": 0.5,
        "training": {"profiles": {"count": 3}},
        "evaluation": {},
    } | changes


def parsed(**changes: Any) -> ModelContract:
    """Contract of :func:`document`."""
    return contract.parse(json.dumps(document(**changes)), "m.onnx")


def of_profile(**changes: Any) -> dict[str, Any]:
    """Metadata of a model of the profile tier, whose ranges are wide."""
    wide = dict.fromkeys(contract.FEATURES_OF[contract.PROFILE], ("1", -1000000.0, 1000000.0))
    known = {name: each for name, each in RANGES.items() if name in wide}
    features = [
        {"name": name, "units": units, "range": [low, high]}
        for name, (units, low, high) in sorted((wide | known).items())
    ]
    return document(
        **{"tier": contract.PROFILE, "name": "nosat-b1-profile-v1", "features": features} | changes
    )
