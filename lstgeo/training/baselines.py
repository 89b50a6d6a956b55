"""Everything that the shipped model is compared with, made anew.

`python -m lstgeo.training.baselines PROFILES --output models/baselines --work WORK`
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch

from lstgeo.atmosphere import nodes
from lstgeo.model import contract
from lstgeo.sensors import platforms
from lstgeo.training import boosting, boosting_export, classical, domain, experiments
from lstgeo.training.batches import Inputs, Source
from lstgeo.training.experiments import BAND, SENSOR, Experiment

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.training.bank import Bank

TREES = (Experiment("boosting"), Experiment("boosting", augmentation="plain"))
"""The boosted trees that are made."""

SAMPLES, STOPPING = 400_000, 100_000
"""Samples that trees and formulas are fitted to, and that stop the growth of trees."""

NOISES = {
    "clean": Inputs(clean=1.0, usual=0.0, air_temperature=1.0, surface_pressure=1.0),
    "noisy": Inputs(clean=0.0, usual=1.0, air_temperature=1.0, surface_pressure=1.0),
}
"""Inputs of the refits of classical formulas."""


def main(arguments: list[str] | None = None) -> int:
    """Make every baseline that is not there yet."""
    parser = argparse.ArgumentParser(prog="python -m lstgeo.training.baselines")
    parser.add_argument("profiles", type=Path, help="folder of the collection")
    parser.add_argument("--output", type=Path, required=True, help="folder of the files")
    parser.add_argument("--work", type=Path, required=True, help="folder of unfinished things")
    parser.add_argument("--only", nargs="*", help="names of files, without their ending")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    for folder in (options.output, options.work):
        folder.mkdir(parents=True, exist_ok=True)
    for target, make in _targets(options.output).items():
        if (not options.only or target.stem in options.only) and not target.is_file():
            print(target.stem, file=sys.stderr)
            make(options.profiles, options.work, target)
    return 0


def _targets(folder: Path) -> dict[Path, Any]:
    """What makes each file, from profiles, a work folder and the file's path."""
    refits = folder / f"{SENSOR}-{BAND.lower()}-classical.json"
    networks = {
        folder / f"{each.name}.onnx": lambda *where, each=each: experiments.make(each, *where)
        for each in experiments.EXPERIMENTS
    }
    trees = {
        folder / f"{each.name}.onnx": lambda *where, each=each: _grow(each, *where)
        for each in TREES
    }
    return {refits: _refit} | trees | networks


def _refit(profiles: Path, work: Path, target: Path) -> None:
    """Write the coefficients of each classical method, fitted to clean and to noisy inputs."""
    atmospheres = experiments.atmospheres_of("all", profiles, work)
    band = platforms.sensor(SENSOR).band(BAND)
    fits = {
        noise: classical.fitted(samples(_source(atmospheres, 0.0, inputs), SAMPLES), band)
        for noise, inputs in NOISES.items()
    }
    methods = {name: {noise: fits[noise][name] for noise in fits} for name in fits["clean"]}
    training = {"samples": SAMPLES, "prior": "uniform", "columns": "those of the shipped model"}
    target.write_text(json.dumps(methods | {"training": training}, indent=1) + "\n", "utf-8")


def samples(source: Source, count: int) -> classical.Samples:
    """Samples that a formula is fitted to."""
    batch = source.batch(count, np.random.default_rng(0))
    given = batch.features.astype(float)
    return classical.Samples(
        radiance=batch.radiance.astype(float),
        emissivity=given[:, 2],
        water_vapour=given[:, 1],
        air_temperature=given[:, 3],
        surface_temperature=batch.temperature.astype(float),
        transmittance=batch.transmittance.astype(float),
        upwelling_radiance=batch.upwelling_radiance.astype(float),
    )


def _grow(experiment: Experiment, profiles: Path, work: Path, target: Path) -> None:
    """Write boosted trees, stopped by the first fold of the columns."""
    atmospheres = experiments.atmospheres_of(experiment.columns, profiles, work)
    share = experiment.config.augmentation
    stops = atmospheres.group == atmospheres.group.min()
    training = _source(atmospheres.take(~stops), share, experiment.inputs)
    stopping = _source(atmospheres.take(stops & ~atmospheres.augmented), 0.0, experiment.inputs)
    regressor = boosting.fitted(*_pairs(training, SAMPLES), *_pairs(stopping, STOPPING))
    document = experiments.described(
        experiment,
        training.band,
        domain.of(training, experiment.config.view_zenith_angle),
        {"difference": "K"},
    )
    model = boosting_export.model(regressor, {contract.PROPERTY: json.dumps(document)})
    onnx.save(model, target)


def _pairs(source: Source, count: int) -> tuple[Array, Array]:
    batch = source.batch(count, np.random.default_rng(0))
    return batch.features, batch.temperature - batch.features[:, 0]


def _source(atmospheres: Bank, augmented: float, inputs: Inputs) -> Source:
    band, table = platforms.sensor(SENSOR).band(BAND), nodes.table(SENSOR, BAND)
    return Source(atmospheres, band, table, augmented=augmented, inputs=inputs)


if __name__ == "__main__":
    sys.exit(main())
