"""One training from configuration to model file, card and manifest."""

from __future__ import annotations

import platform
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from lstgeo.errors import OutputError
from lstgeo.model import contract
from lstgeo.profiles import errors
from lstgeo.training import (
    bank,
    card,
    columns,
    document,
    export,
    fit,
    instrument,
    manifest,
    starting,
    testing,
    work,
)
from lstgeo.training.bank import Bank, Variation
from lstgeo.training.batches import Source
from lstgeo.training.procedure import Procedure

if TYPE_CHECKING:
    from lstgeo.atmosphere.nodes import NodeTable
    from lstgeo.profiles.errors import ProfileErrors
    from lstgeo.sensors.platforms import ThermalBand
    from lstgeo.training.columns import Material
    from lstgeo.training.config import Config
    from lstgeo.training.procedure import Trained

PLAIN, AUGMENTED = 40_000, 30_000
"""Atmospheres of a bank: of columns as they are, and of perturbed ones."""

TESTED = 10_000
"""Atmospheres of columns that never train, at most."""

EXAMPLES = 20_000
"""Samples that prove that a file says what its network says."""

Progress = Callable[[str, int, int], None]


def train(config: Config, output: Path, progress: Progress | None = None) -> Path:
    """Train the model of `config` and write it, with card and manifest, into the folder `output`.

    What takes long is kept in a hidden folder there, so that a run that was interrupted goes on.
    `progress` is called with a stage, how much of it is done and how much there is.

    Raises InputError, MissingFileError where something cannot be used, OutputError where something
    cannot be written.
    """
    torch.set_num_threads(config.threads)
    place = work.folder(config, output)
    band = instrument.band(config)
    table = instrument.node_table(config, place, progress)
    material = columns.of(config.profiles, config.seed)
    solved = bank.kept(place / "bank.npz", lambda: atmospheres(material.training, table, config))
    start = starting.weights(config.start)
    procedure = Procedure(config, solved, band, table, place, start=start, progress=progress)
    trained = procedure.trained()
    found = _tested(trained, _held_back(material, table, band, config))
    stated = document.document(
        config.model,
        config.tier,
        band,
        trained.domain,
        export.outputs(trained.student),
        training=_training(config, table, material),
        evaluation=found,
    )
    return _written(config, output, stated, trained, procedure)


def atmospheres(material: Material, table: NodeTable, config: Config) -> Bank:
    """Bank of columns, varied as the configuration says."""
    varied = Variation(
        view_zenith_angle=config.view_zenith_angle,
        continuum_sigma=config.continuum_sigma,
        aerosol_share=config.aerosol_share,
    )
    return bank.of(
        material.batch,
        material.fold,
        table,
        varied,
        plain=PLAIN,
        augmented=AUGMENTED,
        seed=config.seed,
        told=_told(config),
    )


def _told(config: Config) -> ProfileErrors | None:
    """Usual errors of profiles where the tier is told of them."""
    return errors.USUAL if config.tier == contract.PROFILE else None


def _held_back(material: Material, table: NodeTable, band: ThermalBand, config: Config) -> Source:
    """Atmospheres of the columns that test, as they are."""
    test = material.test
    exact = Variation(config.view_zenith_angle, continuum_sigma=0.0, aerosol_share=0.0)
    count = min(TESTED, len(test.batch))
    made = bank.of(
        *(test.batch, test.fold, table, exact),
        plain=count,
        augmented=0,
        seed=config.seed,
        told=_told(config),
    )
    return Source(made, band, table, prior=config.prior, tier=config.tier)


def _tested(trained: Trained, source: Source) -> dict[str, Any]:
    """Figures of the student by case, and its RMSE over that of its teachers in the usual one."""
    table = source.band.planck_table
    student = testing.figures(lambda batch: fit.result(trained.student, batch, table), source)
    teachers = testing.figures(trained.bag.result, source)
    usual, _ = testing.OF_TIER[source.tier]
    ratio = student[usual]["rmse"] / teachers[usual]["rmse"]
    return student | {"student_over_teachers": round(ratio, 4)}


def _training(config: Config, table: NodeTable, material: Material) -> dict[str, Any]:
    software = {name: metadata.version(name) for name in ("lstgeo", "torch", "numpy")}
    elsewhere = ("output", "profiles", "threads")
    said = {name: value for name, value in config.document().items() if name not in elsewhere}
    return {
        "profiles": material.training.counts(),
        "held_back": material.test.counts(),
        "files": material.provenance,
        "node_table": {"name": table.name, "source": str(table.provenance.get("source", ""))},
        "configuration": said,
        "software": software | {"python": platform.python_version()},
        "date": datetime.now(UTC).date().isoformat(),
    }


def _written(
    config: Config,
    output: Path,
    stated: dict[str, Any],
    trained: Trained,
    procedure: Procedure,
) -> Path:
    target = output / f"{config.model}.onnx"
    examples = procedure.examples(EXAMPLES)
    try:
        export.export(trained.student, target, stated, np.ascontiguousarray(examples))
        card.write(target, stated)
        manifest.write(output)
    except OSError as error:
        raise OutputError(f"{output} cannot be written to: {error.strerror}") from error
    work.remove(procedure.work)
    return target
