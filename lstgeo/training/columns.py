"""The columns that a model learns from, and the folds that keep some of them back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.profiles import collection, levels, splits
from lstgeo.simulation import supply

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

TRAINING_FILES = ("gfs_january", "gfs_october", "june")
"""Files of the collection that training columns are made of."""

GENERATED = 12_000
"""Columns that are drawn where no profiles are given."""


@dataclass(frozen=True, eq=False)
class Material:
    """Columns with the fold of each, from 0 to 4, and the files they are of."""

    batch: Columns
    fold: Array
    provenance: dict[str, str]

    def take(self, index: Array) -> Material:
        """Columns at `index`, a mask or whole numbers."""
        return Material(self.batch.take(index), self.fold[index], self.provenance)

    def counts(self) -> dict[str, int]:
        """Number of columns by source."""
        sources, counts = np.unique(self.batch.source, return_counts=True)
        return {str(name): int(count) for name, count in zip(sources, counts, strict=True)}

    @property
    def training(self) -> Material:
        """Columns that may train, or stop a training."""
        return self.take(self.fold != splits.TEST_FOLD)

    @property
    def test(self) -> Material:
        """Columns that never train."""
        return self.take(self.fold == splits.TEST_FOLD)


def of(profiles: str | Path | None, seed: int = 0) -> Material:
    """Columns from a profile file, a folder of them, or, without either, from the generator.

    Of the project's own collection only what the fixed splits allow is used: GFS columns, those
    selected and those of the clear pool, and the built summer, without the humid ones. Columns are
    divided by blocks of 15 x 30 degrees where their places are known, else one by one.
    """
    if profiles is not None and collection.complete(profiles):
        return _collected(Path(profiles))
    columns = supply.of(profiles, seed)
    if profiles is None:
        batch = columns.columns(0, GENERATED)
        fold = np.arange(GENERATED) % splits.CYCLE
    else:
        batch = columns.columns(0, len(columns.batch))  # type: ignore[attr-defined]
        placed = np.isfinite(batch.latitude) & np.isfinite(batch.longitude)
        fold = np.where(
            placed, splits.folds(batch, splits.CYCLE), np.arange(len(batch)) % splits.CYCLE
        )
    return Material(batch, fold, columns.provenance)


def _collected(folder: Path) -> Material:
    whole = collection.load(folder)
    batch = levels.concatenated([whole.selected, whole.summer, whole.pool])
    batch = batch.take(~splits.humid(batch))
    files = [folder / collection.FILES[name] for name in TRAINING_FILES]
    provenance = {
        "profiles": ", ".join(file.name for file in files),
        "profiles_sha256": ", ".join(supply.digest(file.read_bytes()) for file in files),
    }
    return Material(batch, splits.folds(batch, splits.CYCLE), provenance)
