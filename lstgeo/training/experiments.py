"""The networks that the shipped model is compared with, each with the same care."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lstgeo.atmosphere import nodes
from lstgeo.sensors import platforms
from lstgeo.training import bank, columns, document, export, run
from lstgeo.training.batches import Inputs
from lstgeo.training.config import Config
from lstgeo.training.procedure import Procedure

if TYPE_CHECKING:
    from lstgeo.sensors.platforms import ThermalBand
    from lstgeo.training.bank import Bank
    from lstgeo.training.columns import Material
    from lstgeo.training.domain import Domain

DRY = 40.0
"""Water vapour [kg m-2] below which the columns of a dry training are."""

SENSOR, BAND = "landsat8", "B10"

SHARES = {"plain": 0.0, "augmented": 0.05, "augmented20": 0.2}
"""Share of perturbed atmospheres by what it is called; the shipped model's is `augmented`."""


@dataclass(frozen=True)
class Experiment:
    """What is trained and on what; the shipped model is coupled, noisy, augmented, all."""

    family: str
    noise: str = "noisy"
    augmentation: str = "augmented"
    columns: str = "all"

    @property
    def name(self) -> str:
        """Name of the file."""
        parts = (self.family, self.noise, self.augmentation, self.columns)
        return f"{SENSOR}-{BAND.lower()}-{'-'.join(parts)}"

    @property
    def document(self) -> dict[str, str]:
        """The experiment in the metadata."""
        return {
            "family": self.family,
            "noise": self.noise,
            "augmentation": self.augmentation,
            "columns": self.columns,
        }

    @property
    def inputs(self) -> Inputs:
        """What samples are given."""
        return Inputs(clean=1.0, usual=0.0) if self.noise == "clean" else Inputs()

    @property
    def config(self) -> Config:
        """The configuration of the shipped model, with another share of augmentation."""
        return replace(Config(sensor=SENSOR, band=BAND), augmentation=SHARES[self.augmentation])


EXPERIMENTS = (
    Experiment("standalone"),
    Experiment("standalone", augmentation="plain"),
    Experiment("coupled", columns="dry"),
    Experiment("standalone", augmentation="plain", columns="dry"),
    Experiment("standalone", columns="dry"),
    Experiment("coupled", augmentation="augmented20", columns="dry"),
    Experiment("standalone", augmentation="augmented20", columns="dry"),
    Experiment("standalone", noise="clean", augmentation="plain"),
    Experiment("coupled", noise="clean"),
    Experiment("coupled", augmentation="plain"),
)
"""In the order of their worth, for a night may be short."""


def make(experiment: Experiment, profiles: Path, work: Path, target: Path) -> None:
    """Train an experiment on the columns of `profiles` and write it; `work` keeps what is not done.

    A run that was interrupted goes on.
    """
    place = work / experiment.name
    place.mkdir(parents=True, exist_ok=True)
    band = platforms.sensor(SENSOR).band(BAND)
    atmospheres = atmospheres_of(experiment.columns, profiles, work)
    table = nodes.table(SENSOR, BAND)
    procedure = Procedure(
        experiment.config,
        atmospheres,
        band,
        table,
        place,
        family=experiment.family,
        inputs=experiment.inputs,
    )
    trained = procedure.trained()
    examples = np.ascontiguousarray(procedure.examples(run.EXAMPLES))
    stated = described(experiment, band, trained.domain, export.outputs(trained.student))
    export.export(trained.student, target, stated, examples)


def atmospheres_of(which: str, profiles: Path, work: Path) -> Bank:
    """Bank of all columns or of the dry ones, made once."""
    shipped, table = Config(sensor=SENSOR, band=BAND), nodes.table(SENSOR, BAND)
    return bank.kept(
        work / f"bank-{which}.npz",
        lambda: run.atmospheres(_material(which, profiles), table, shipped),
    )


def _material(which: str, profiles: Path) -> Material:
    material = columns.of(profiles).training
    if which == "dry":
        return material.take(material.batch.total_column_water_vapour < DRY)
    return material


def described(
    experiment: Experiment, band: ThermalBand, domain: Domain, outputs: dict[str, str]
) -> dict[str, Any]:
    """Metadata of an experiment."""
    return document.document(
        experiment.name,
        "coupled" if experiment.family == "coupled" else "baseline",
        band,
        domain,
        outputs,
        experiment=experiment.document,
        training={"configuration": experiment.config.document()},
        evaluation={},
    )
