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
from lstgeo.training import (
    bank,
    card,
    columns,
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
from lstgeo.training.features import FEATURES
from lstgeo.training.procedure import Procedure

if TYPE_CHECKING:
    from lstgeo.atmosphere.nodes import NodeTable
    from lstgeo.physics.band import Response
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
    atmospheres = _bank(material.training, table, variation(config), place, config.seed)
    start = starting.weights(config.start)
    procedure = Procedure(config, atmospheres, band, table, place, start=start, progress=progress)
    trained = procedure.trained()
    found = _tested(trained, _held_back(material, table, band, config))
    document = _document(config, band, table, material, trained, found)
    return _written(config, output, document, trained, procedure)


def variation(config: Config) -> Variation:
    """What the configuration says of the atmospheres."""
    return Variation(
        view_zenith_angle=config.view_zenith_angle,
        continuum_sigma=config.continuum_sigma,
        aerosol_share=config.aerosol_share,
    )


def _bank(material: Material, table: NodeTable, varied: Variation, place: Path, seed: int) -> Bank:
    """Bank of the columns, or as it was kept."""
    kept = place / "bank.npz"
    if not kept.is_file():
        bank.of(
            material.batch,
            material.fold,
            table,
            varied,
            plain=PLAIN,
            augmented=AUGMENTED,
            seed=seed,
        ).save(kept)
    return bank.load(kept)


def _held_back(material: Material, table: NodeTable, band: ThermalBand, config: Config) -> Source:
    """Atmospheres of the columns that test, as they are."""
    test = material.test
    exact = Variation(config.view_zenith_angle, continuum_sigma=0.0, aerosol_share=0.0)
    count = min(TESTED, len(test.batch))
    made = bank.of(test.batch, test.fold, table, exact, plain=count, augmented=0, seed=config.seed)
    return Source(made, band, table, prior=config.prior)


def _tested(trained: Trained, source: Source) -> dict[str, Any]:
    """Figures of the student by case, and its RMSE over that of its teachers with {W, Ta}."""
    table = source.band.planck_table
    student = testing.figures(lambda batch: fit.result(trained.student, batch, table), source)
    teachers = testing.figures(trained.bag.result, source)
    ratio = student[testing.USUAL]["rmse"] / teachers[testing.USUAL]["rmse"]
    return student | {"student_over_teachers": round(ratio, 4)}


def _document(
    config: Config,
    band: ThermalBand,
    table: NodeTable,
    material: Material,
    trained: Trained,
    found: dict[str, Any],
) -> dict[str, Any]:
    """Metadata of the model, as the contract has them."""
    ranges = trained.domain.ranges
    return {
        "contract": contract.VERSION,
        "name": config.model,
        "sensor": band.sensor,
        "band": band.name,
        "tier": "coupled",
        "features": [
            {"name": name, "units": units, "range": list(ranges[name])}
            for name, units in FEATURES.items()
        ],
        "outputs": [
            {"name": name, "units": units}
            for name, units in export.outputs(trained.student).items()
        ],
        "domain": trained.domain.document(),
        "response": response_document(band.spectral_response),
        "nedt": band.nedt,
        "native_resolution": band.native_resolution,
        "calibration_sigma": band.calibration_sigma,
        "training": _training(config, table, material),
        "evaluation": found,
    }


def response_document(response: Response) -> dict[str, Any]:
    """Spectral response with its checksum."""
    return {
        "wavelength": list(response.wavelength),
        "weight": list(response.weight),
        "sha256": contract.fingerprint(response),
    }


def _training(config: Config, table: NodeTable, material: Material) -> dict[str, Any]:
    software = {name: metadata.version(name) for name in ("lstgeo", "torch", "numpy")}
    said = config.document()
    files = {name: said.pop(name) for name in ("output", "profiles", "threads")}
    del files
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
    document: dict[str, Any],
    trained: Trained,
    procedure: Procedure,
) -> Path:
    target = output / f"{config.model}.onnx"
    examples = procedure.examples(EXAMPLES)
    try:
        export.export(trained.student, target, document, np.ascontiguousarray(examples))
        card.write(target, document)
        manifest.write(output)
    except OSError as error:
        raise OutputError(f"{output} cannot be written to: {error.strerror}") from error
    work.remove(procedure.work)
    return target
