"""Sets of a few columns, and predictors whose errors are known because they are made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from lstgeo.sensors import platforms
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.validation import predictors, scenes, trials
from lstgeo.validation.networks import Network
from lstgeo.validation.predictors import Prediction, Predictor
from lstgeo.validation.scenes import Case
from lstgeo.validation.sets import ColumnSet, Sets
from tests.model import documents
from tests.profiles import examples

NAMES = (
    *("brightness_temperature", "total_column_water_vapour", "emissivity", "air_temperature"),
    *("surface_pressure", "has_air_temperature", "has_surface_pressure", "view_zenith_angle"),
    *("radiometric_sigma", "total_column_water_vapour_sigma", "air_temperature_sigma"),
    "emissivity_sigma",
)
"""Features in the order of the contract."""


def band() -> ThermalBand:
    return platforms.sensor("landsat8").band("B10")


def columns(count: int = 12) -> ColumnSet:
    return ColumnSet("few", "a few standard columns", examples.standard(count))


def sets() -> Sets:
    """A pooled set and a humid one, under the names that claims are looked up by."""
    moist = examples.standard(8, relative_humidity=0.9)
    humid = moist.take(moist.total_column_water_vapour > 40)
    members = (
        ColumnSet("GFS", "standard columns", examples.standard(12)),
        ColumnSet("humid", "moister ones", humid),
    )
    return Sets({each.name: each for each in members}, "GFS", "humid", True, {"file": "0" * 64})


def off(name: str, sigma: float, written: float | None = None) -> Predictor:
    """Predictor with normal errors of `sigma` [K] that states `written` [K]."""

    def prediction(case: Case) -> Prediction:
        true = case.truth.surface_temperature
        error = sigma * np.random.default_rng(len(name)).standard_normal(true.shape)
        stated = None if written is None else np.full(true.shape, written)
        return Prediction(true + error, stated, np.full(true.shape, 0.5), 0.1 * error)

    return Predictor(name, tuple(scenes.TIERS), prediction)


def among() -> tuple[Predictor, ...]:
    """A coupled model of 1 K that says so, a fair rival of 2 K, and one without inputs of air."""
    return (
        off(predictors.COUPLED, 1.0, 1.0),
        off(trials.FAIR, 2.0, 1.0),
        Predictor("practical", ("W",), lambda case: Prediction(_brightness(case))),
    )


def _brightness(case: Case) -> Any:
    return case.band.planck_table.temperature(case.at_sensor_radiance)


def network(**ranges: tuple[float, float]) -> Network:
    """A model file that is not there, with a contract: wide ranges but those given."""
    wide = (-1e9, 1e9)
    units = {name: each[0] for name, each in documents.RANGES.items()}
    stated = documents.document(
        features=[
            {"name": name, "units": units[name], "range": list(ranges.get(name, wide))}
            for name in NAMES
        ],
        domain={
            "mean": [290.0, float(np.log(20.0)), 290.0, 1e5],
            "covariance": np.diag([100.0, 1.0, 100.0, 1e6]).tolist(),
            "limit": {"00": 1e9, "10": 1.0, "01": 1e9, "11": 1e9},
        },
    )
    return Network(Path("nowhere.onnx"), stated)
