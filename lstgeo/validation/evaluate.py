"""Everything at hand on every fixed set: `run` gives the tables that are written and drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lstgeo.errors import MissingFileError
from lstgeo.sensors import platforms
from lstgeo.validation import bands, behaviour, claims, predictors, profiled, scenes, sets, trials
from lstgeo.validation.table import Table

if TYPE_CHECKING:
    from lstgeo.sensors.platforms import ThermalBand
    from lstgeo.validation.predictors import Predictor
    from lstgeo.validation.scenes import Truth
    from lstgeo.validation.sets import ColumnSet, Sets

Progress = Callable[[int, int], None]

PRIORS = ("uniform", "regimes")
"""How surfaces are drawn: as in training, and otherwise."""

SETS = ("set", "title", "columns", "samples", "least_water", "mean_water", "most_water")

_PLAN = tuple(
    (prior, noise)
    for prior in PRIORS
    for noise in (scenes.NOISY, scenes.CLEAN, scenes.BIASED)
    if prior == PRIORS[0] or noise is scenes.NOISY
)


@dataclass(frozen=True)
class Results:
    """What was evaluated, and the tables by name."""

    about: dict[str, Any]
    tables: dict[str, Table]

    @property
    def document(self) -> dict[str, Any]:
        """The results as JSON holds them."""
        return {"about": self.about} | {name: table.document for name, table in self.tables.items()}


def models_at_hand() -> Path:
    """Folder of the models that come with lstgeo; it may be absent."""
    return Path(str(resources.files("lstgeo"))) / "models"


def run(
    profiles: str | Path | None = None,
    *,
    models: str | Path | None = None,
    sensor: str = "landsat8",
    band: str | None = None,
    size: int = scenes.SAMPLES,
    progress: Progress | None = None,
) -> Results:
    """Evaluate what predicts surface temperature of a band on fixed simulated sets.

    Parameters
    ----------
    profiles : path, optional
        Folder of the development profiles; without it columns are generated.
    models : path, optional
        Folder of model files with the experiments in its `baselines`; those of lstgeo if left out.
    sensor, band : str
        Names in any spelling; the first band if left out.
    size : int
        Samples of a set, at least.
    progress : callable, optional
        Called with the steps that are done and those there are.

    Raises
    ------
    MissingFileError
        A folder that is not there.
    """
    folder = models_at_hand() if models is None else Path(models)
    if models is not None and not folder.is_dir():
        raise MissingFileError(f"there is no folder of models {folder}")
    return of(
        sets.of(profiles),
        predictors.of(platforms.sensor(sensor).band(band), folder),
        platforms.sensor(sensor).band(band),
        folder,
        size,
        progress or _silent,
    )


def of(
    known: Sets,
    among: Sequence[Predictor],
    band: ThermalBand,
    models: Path,
    size: int = scenes.SAMPLES,
    progress: Progress | None = None,
) -> Results:
    """Results of predictors on sets; `models` is where those of other bands are looked for."""
    tables = _empty()
    steps = [(member, prior, noise) for member in known.members.values() for prior, noise in _PLAN]
    leading = [each for each in among if trials.leads(each)]
    for done, (member, prior, noise) in enumerate(steps):
        (progress or _silent)(done, len(steps))
        true = scenes.truth(member, band, prior, size)
        if (prior, noise) == _PLAN[0]:
            _add_set(tables["sets"], member, true)
            profiled.add_scores(tables["profile"], true, among)
        usual = prior == PRIORS[0] and noise is not scenes.BIASED
        cuts = trials.cuts(true) if usual and member.name == known.pooled else []
        for trial in trials.of(true, prior, noise, among if usual else leading):
            trials.add_scores(tables["scores"], trial)
            trials.add_bins(tables["bins"], trial, cuts)
            if (prior, noise) == _PLAN[0]:
                _add_behaviour(tables, trial, bool(cuts) and trial.predictor is leading[0])
    pooled = scenes.truth(known.members[known.pooled], band, PRIORS[0], size)
    inputs = [each for each in leading if each.name != predictors.EXACT]
    behaviour.add_sensitivity(tables["sensitivity"], pooled, inputs)
    bands.add(tables["bands"], known.members[known.pooled], models, size)
    tables["margins"] = claims.margins(tables["scores"])
    tables["claims"] = claims.judged(tables, _card(among))
    return Results(_about(known, among, band), tables)


def _empty() -> dict[str, Table]:
    columns = {
        "sets": SETS,
        "scores": trials.SCORES,
        "bins": trials.BINS,
        "domain": behaviour.DOMAIN,
        "reliability": behaviour.RELIABILITY,
        "places": behaviour.PLACES,
        "sensitivity": behaviour.SENSITIVITY,
        "bands": bands.COLUMNS,
        "profile": profiled.SCORES,
    }
    return {name: Table(each) for name, each in columns.items()}


def _add_set(table: Table, member: ColumnSet, true: Truth) -> None:
    water = member.columns.total_column_water_vapour
    table.add(
        set=member.name,
        title=member.title,
        columns=len(member.columns),
        samples=len(true.column),
        least_water=float(water.min()),
        mean_water=float(water.mean()),
        most_water=float(water.max()),
    )


def _add_behaviour(tables: dict[str, Table], trial: trials.Trial, mapped: bool) -> None:
    """Flags of the shipped model, reliability of what leads, and its places where `mapped`."""
    if trial.predictor.name == predictors.COUPLED:
        behaviour.add_domain(tables["domain"], trial)
    usual = trial.tier == "W, Ta" or trial.predictor.tiers == ("W",)
    if trial.predictor.name in trials.LEADING and usual:
        behaviour.add_reliability(tables["reliability"], trial)
        if mapped:
            behaviour.add_places(tables["places"], trial)


def _card(among: Sequence[Predictor]) -> dict[str, Any]:
    """What the shipped model says of its own evaluation."""
    found = [each.network for each in among if each.name == predictors.COUPLED]
    return dict(found[0].contract.get("evaluation") or {}) if found and found[0] else {}


def _about(known: Sets, among: Sequence[Predictor], band: ThermalBand) -> dict[str, Any]:
    names = [each.name for each in among]
    return {
        "lstgeo": metadata.version("lstgeo"),
        "band": band.title,
        "seed": scenes.SEED,
        "independent": known.independent,
        "pooled": known.pooled,
        "humid": known.humid,
        "profiles": dict(known.provenance),
        "models": {each.name: each.network.sha256 for each in among if each.network},
        "predictors": names,
        "absent": [name for name in claims.WANTED if name not in names],
    }


def _silent(done: int, steps: int) -> None:
    del done, steps
