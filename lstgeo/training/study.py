"""Every retraining that the claims of the profile tier rest on; a run that was killed goes on.

`python -m lstgeo.training.study PROFILES --output docs/validation --work WORK`
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from lstgeo.atmosphere import nodes
from lstgeo.model import contract, quantities
from lstgeo.sensors import platforms
from lstgeo.training import domain, fit, network_profile, study_page, study_plan, testing
from lstgeo.training.batches import Inputs, Source
from lstgeo.training.experiments import BAND, SENSOR
from lstgeo.training.network import Standalone
from lstgeo.training.network_profile import Profile, ProfileStandalone
from lstgeo.training.objectives import Truth
from lstgeo.training.study_columns import VARIED, Banks

if TYPE_CHECKING:
    from torch import Tensor

    from lstgeo.training.bank import Bank
    from lstgeo.training.batches import Batch
    from lstgeo.training.domain import Domain
    from lstgeo.training.fit import Network
    from lstgeo.training.study_plan import Experiment

WIDTH, STEPS, BATCH = 64, 2_000, 2_048
"""Size and effort of every network of the study, alike."""

SAMPLES = 30_000
"""Samples of a test set."""

GIVEN = Inputs(clean=0.1, usual=0.4, air_temperature=1.0, surface_pressure=1.0)
USUAL = Inputs(clean=0.0, usual=1.0, air_temperature=1.0, surface_pressure=1.0)
"""Inputs of the samples that train, and of those that test."""

RESULTS, PAGE = "study.json", "study.md"


def main(arguments: list[str] | None = None) -> int:
    """Run every experiment that has no result yet; after each, write results and page."""
    parser = argparse.ArgumentParser(prog="python -m lstgeo.training.study")
    parser.add_argument("profiles", type=Path, help="folder of the collection")
    parser.add_argument("--output", type=Path, required=True, help="folder of results and page")
    parser.add_argument("--work", type=Path, required=True, help="folder of unfinished things")
    parser.add_argument("--most", type=int, default=10_000, help="experiments of this run, at most")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    options.work.mkdir(parents=True, exist_ok=True)
    banks = Banks(options.profiles, options.work)
    known = results(options.output)
    waiting = [each for each in study_plan.experiments() if each.name not in known]
    for done, each in enumerate(waiting[: options.most]):
        print(f"{done + 1} of {len(waiting)}: {each.name}", file=sys.stderr)
        known[each.name] = {"experiment": asdict(each), "sets": result(each, banks)}
        write(options.output, known)
    write(options.output, known)
    return 0


def results(folder: Path) -> dict[str, Any]:
    """Results by name that `folder` holds."""
    path = folder / RESULTS
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}


def write(folder: Path, known: dict[str, Any]) -> None:
    """Write results, one a line, and the page that shows them."""
    order = [each.name for each in study_plan.experiments() if each.name in known]
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(known[name])}" for name in order)
    texts = {RESULTS: f"{{\n{lines}\n}}\n", PAGE: study_page.text(known)}
    for name, text in texts.items():
        part = folder / f".{name}.part"
        part.write_text(text, "utf-8")
        part.replace(folder / name)


def result(experiment: Experiment, banks: Banks, steps: int = STEPS) -> dict[str, dict[str, float]]:
    """Figures of an experiment by test set, and those of plain transfer beside them."""
    training = banks.training(experiment.columns, experiment.seed)
    network = trained(experiment, training, banks.work / f"{experiment.name}.pt", steps)
    table = platforms.sensor(SENSOR).band(BAND).planck_table
    found = {}
    for name, bank in banks.tests(experiment.columns).items():
        source = _source(experiment, bank, 0.0, USUAL)
        found[name] = testing.of(lambda batch: fit.result(network, batch, table), source, SAMPLES)
        if experiment.model == "profile":
            plain = testing.of(_first_guess, source, SAMPLES)
            found[name] |= {"plain_rmse": plain["rmse"], "plain_mae": plain["mae"]}
    return found


def trained(experiment: Experiment, bank: Bank, checkpoint: Path, steps: int = STEPS) -> Network:
    """The network of an experiment, stopped by the first group of its columns."""
    stops = bank.group == bank.group.min()
    training = _source(experiment, bank.take(~stops), experiment.share, GIVEN)
    stopping = _source(experiment, bank.take(stops & ~bank.augmented), 0.0, GIVEN)
    torch.manual_seed(experiment.seed)
    return fit.fit(
        _network(experiment, domain.of(training, VARIED.view_zenith_angle, experiment.seed)),
        training,
        stopping,
        fit.Effort(steps, BATCH, seed=experiment.seed),
        Truth(training.band.planck_table, experiment.losses),
        checkpoint=checkpoint,
    )


def _network(experiment: Experiment, where: Domain) -> Network:
    if study_plan.MODELS[experiment.model].tier == contract.COUPLED:
        return Standalone(where.bounds, WIDTH)
    if experiment.model == "levels":
        return ProfileStandalone(where.bounds, WIDTH)
    hidden = [network_profile.FIRST_GUESS] * (experiment.without == study_plan.FIRST_GUESS)
    hidden += [network_profile.LEVELS] * (experiment.model == "transfer")
    return Profile(where.bounds, WIDTH, without=hidden)


def _source(experiment: Experiment, bank: Bank, share: float, inputs: Inputs) -> Source:
    tier = study_plan.MODELS[experiment.model].tier
    band, table = platforms.sensor(SENSOR).band(BAND), nodes.table(SENSOR, BAND)
    return Source(bank, band, table, augmented=share, inputs=inputs, tier=tier)


def _first_guess(batch: Batch) -> tuple[Tensor, Tensor]:
    """The first guess itself, which knows no sigma."""
    first = batch.features[:, network_profile.INDEX[quantities.FIRST_GUESS]]
    return first, torch.zeros_like(first)


if __name__ == "__main__":
    sys.exit(main())
