"""One predictor on one case, and the tables of scores that trials fill."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.simulation import sample_fields, sample_places
from lstgeo.validation import metrics, predictors, scenes, sets
from lstgeo.validation.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns
    from lstgeo.validation.predictors import Prediction, Predictor
    from lstgeo.validation.scenes import Case, Noise, Truth

FAIR = "standalone-noisy-augmented-all"
"""The network of equal inputs, noise, augmentation and size, with no physics in it."""

LEADING = (predictors.COUPLED, FAIR, "practical", "practical refit noisy", "statistical")
"""Predictors that are reported in every bin; the others by water vapour alone."""

WATER_EDGES = (10.0, 20.0, 30.0, 40.0, 50.0)
"""Edges of the bins of water vapour [kg m-2]."""

WARMTH_EDGES = (260.0, 270.0, 280.0, 290.0, 300.0)
"""Edges of the bins of air temperature [K]."""

SCORES = ("set", "prior", "noise", "tier", "predictor", *metrics.Scores._fields)
BINS = ("by", "bin", "columns", "noise", "tier", "predictor", *metrics.Scores._fields)


def leads(predictor: Predictor) -> bool:
    """Whether a predictor is among those that are reported on under all circumstances."""
    return predictor.name in (*LEADING, predictors.EXACT)


@dataclass(frozen=True, eq=False)
class Trial:
    """What a predictor made of a case that was given the inputs of a tier."""

    prior: str
    noise: str
    tier: str
    predictor: Predictor
    case: Case
    prediction: Prediction

    @property
    def truth(self) -> Truth:
        """Truth of the case."""
        return self.case.truth

    @cached_property
    def error(self) -> Array:
        """Predicted minus true surface temperature [K], NaN where there is none."""
        return self.prediction.temperature - self.truth.surface_temperature

    def scores(self, where: Array | None = None) -> metrics.Scores | None:
        """Scores of all samples, or of those of a mask; None where there is no result."""
        chosen = np.ones_like(self.error, dtype=bool) if where is None else where
        sigma = self.prediction.sigma
        return metrics.scores(self.error[chosen], None if sigma is None else sigma[chosen])


def of(true: Truth, prior: str, noise: Noise, among: Sequence[Predictor]) -> Iterator[Trial]:
    """Trials of every predictor in every tier it has."""
    case = scenes.given(true, noise)
    for tier in scenes.TIERS:
        cut = case.of_tier(tier)
        for each in among:
            if tier in each.tiers:
                yield Trial(prior, noise.name, tier, each, cut, each.prediction(cut))


def add_scores(table: Table, trial: Trial) -> None:
    """Add the scores of a whole set to a table of :data:`SCORES`."""
    found = trial.scores()
    if found is not None:
        table.add(
            set=trial.truth.set.name,
            prior=trial.prior,
            noise=trial.noise,
            tier=trial.tier,
            predictor=trial.predictor.name,
            **found._asdict(),
        )


def add_bins(table: Table, trial: Trial, cuts: Sequence[Cut]) -> None:
    """Add the scores of each bin to a table of :data:`BINS`: by water vapour, others if leading."""
    leading, noisy = leads(trial.predictor), trial.noise == scenes.NOISY.name
    for cut in cuts:
        wanted = (leading or noisy) if cut.by == "W" else (leading and noisy)
        found = trial.scores(cut.mask) if wanted else None
        if found is not None:
            table.add(
                by=cut.by,
                bin=cut.name,
                columns=cut.columns,
                noise=trial.noise,
                tier=trial.tier,
                predictor=trial.predictor.name,
                **found._asdict(),
            )


@dataclass(frozen=True, eq=False)
class Cut:
    """A bin: what it is by, its name, how many columns it holds, and the mask of its samples."""

    by: str
    name: str
    columns: int
    mask: Array


def cuts(true: Truth) -> list[Cut]:
    """Bins by true W [g cm-2] and Ta [K], by ground, season, continent and source of columns."""
    batch = true.set.columns
    labels = {
        "W": _ranges(batch.total_column_water_vapour, WATER_EDGES, 10.0),
        "Ta": _ranges(batch.air_temperature, WARMTH_EDGES, 1.0),
        **_places(batch),
    }
    return [
        Cut(by, name, int((names == name).sum()), (names == name)[true.column])
        for by, names in labels.items()
        for name in _ordered(names)
    ]


def _places(batch: Columns) -> dict[str, Array]:
    found = sample_places.of(batch, [str(name) for name in np.unique(batch.source)])
    ground = np.select(
        [batch.land > sets.LAND, batch.land <= sets.LAND], ["land", "sea"], "unknown"
    )
    return {
        "ground": ground,
        "season": np.asarray(sample_fields.SEASONS)[found["season"]],
        "continent": np.asarray(sample_fields.CONTINENTS)[found["continent"]],
        "source": np.array(
            [str(name).partition(":")[0].partition(" (")[0] for name in batch.source]
        ),
    }


def _ranges(values: Array, edges: Sequence[float], unit: float) -> Array:
    """Name of the range of each value: `< 10`, `10-20`, ..., `> 50`, in multiples of a unit."""
    marks = [f"{edge / unit:g}" for edge in edges]
    between = [f"{low}-{high}" for low, high in itertools.pairwise(marks)]
    names = np.array([f"< {marks[0]}", *between, f"> {marks[-1]}"])
    return names[np.searchsorted(edges, values)]


def _ordered(names: Array) -> list[str]:
    """Names that occur, ranges by their order, others by the alphabet."""
    return sorted((str(name) for name in np.unique(names)), key=lambda name: (_rank(name), name))


def _rank(name: str) -> float:
    head, _, tail = name.partition("-")
    if name.startswith("<"):
        return float("-inf")
    if name.startswith(">"):
        return float("inf")
    return float(head) if head.isdigit() and tail else 0.0
