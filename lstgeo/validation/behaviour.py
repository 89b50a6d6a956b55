"""How a model behaves: its flags, whether its sigmas are true, where it errs, what moves it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.profiles import splits
from lstgeo.simulation import sensing
from lstgeo.validation import metrics, networks, scenes, trials
from lstgeo.validation.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lstgeo.physics.arrays import Array
    from lstgeo.validation.predictors import Predictor
    from lstgeo.validation.scenes import Case, Truth
    from lstgeo.validation.trials import Trial

OPAQUE = 0.3
"""Transmittance below which a result is flagged."""

DECILES = 10

DOMAIN = (
    "set", "tier", "predictor", "water_outside", "other_outside", "opaque", "no_solution",
    "rmse_inside", "rmse_outside",
)  # fmt: skip
RELIABILITY = ("set", "tier", "predictor", "predicted_sigma", "rmse", "within_1_sigma")
PLACES = ("predictor", "latitude", "longitude", "columns", "rmse", "bias")
SENSITIVITY = ("tier", "predictor", "input", "bin", "mean", "rms")

STEPS: Mapping[str, str] = {
    "radiance": "1 K of brightness temperature",
    "W": "10 % of water vapour",
    "emissivity": ".01 of emissivity",
    "Ta": "1.5 K of air temperature",
}
"""By how much each input is moved, in words."""


def add_domain(table: Table, trial: Trial) -> None:
    """Add shares of samples that a model flags, and its error without and with flagged inputs."""
    network, found = trial.predictor.network, trial.prediction
    if network is None or "domain" not in network.contract:
        return
    water, other = networks.outside(network, trial.case)
    doubtful = ~np.isfinite(found.temperature)
    if found.correction is not None and found.sigma is not None:
        doubtful = doubtful | (np.abs(found.correction) > 3 * found.sigma)
    flagged = water | other
    inside, outside = trial.scores(~flagged), trial.scores(flagged)
    table.add(
        set=trial.truth.set.name,
        tier=trial.tier,
        predictor=trial.predictor.name,
        water_outside=float(np.mean(water)),
        other_outside=float(np.mean(other)),
        opaque=None
        if found.transmittance is None
        else float(np.mean(found.transmittance < OPAQUE)),
        no_solution=float(np.mean(doubtful)),
        rmse_inside=None if inside is None else inside.rmse,
        rmse_outside=None if outside is None else outside.rmse,
    )


def add_reliability(table: Table, trial: Trial) -> None:
    """Add root mean square error beside predicted sigma in tenths of the samples by sigma."""
    sigma = trial.prediction.sigma
    if sigma is None:
        return
    edges = np.quantile(sigma, np.linspace(0, 1, DECILES + 1)[1:-1])
    tenth = np.searchsorted(edges, sigma)
    for index in range(DECILES):
        found = trial.scores(tenth == index)
        if found is not None:
            table.add(
                set=trial.truth.set.name,
                tier=trial.tier,
                predictor=trial.predictor.name,
                predicted_sigma=found.predicted_sigma,
                rmse=found.rmse,
                within_1_sigma=found.within_1_sigma,
            )


def add_places(table: Table, trial: Trial) -> None:
    """Add the errors of each block of 15 x 30 degrees, named by its middle."""
    batch = trial.truth.set.columns
    height, width = splits.BLOCK
    placed = np.isfinite(batch.latitude) & np.isfinite(batch.longitude)
    blocks = np.where(placed, splits.blocks(batch), -1)
    for block in np.unique(blocks[placed]):
        found = trial.scores((blocks == block)[trial.truth.column])
        row, column = divmod(int(block), int(360 / width))
        if found is not None:
            table.add(
                predictor=trial.predictor.name,
                latitude=-90 + (row + 0.5) * height,
                longitude=-180 + (column + 0.5) * width,
                columns=int((blocks == block).sum()),
                rmse=found.rmse,
                bias=found.bias,
            )


def add_sensitivity(table: Table, true: Truth, among: Sequence[Predictor]) -> None:
    """Add the change of surface temperature [K] for a step of each input, by water vapour.

    Central differences around exact inputs, told to be as uncertain as usual: the mean change, and
    its root mean square, over the samples of a bin.
    """
    by_water = [cut for cut in trials.cuts(true) if cut.by == "W"]
    exact = scenes.given(true, dataclasses.replace(scenes.CLEAN, nedt=0.0))
    sigma = scenes.NOISY.of_band(true.band)
    case = dataclasses.replace(exact, errors=sensing.USUAL_ERRORS, radiometric_sigma=sigma)
    for each in among:
        tier = "W, Ta" if "W, Ta" in each.tiers else each.tiers[0]
        cut_case = case.of_tier(tier)
        for name, moved in _MOVES.items():
            if name == "Ta" and cut_case.air_temperature is None:
                continue
            after, before = (each.prediction(moved(cut_case, s)).temperature for s in (1, -1))
            change = (after - before) / 2
            for cut in by_water:
                here = change[cut.mask & np.isfinite(change)]
                if here.size == 0:
                    continue
                table.add(
                    tier=tier,
                    predictor=each.name,
                    input=name,
                    bin=cut.name,
                    mean=metrics.bias(here),
                    rms=metrics.root_mean_square_error(here),
                )


def _radiance_moved(case: Case, sign: int) -> Case:
    table = case.band.planck_table
    brightness = table.temperature(case.at_sensor_radiance) + 1.0 * sign
    return dataclasses.replace(case, at_sensor_radiance=table.radiance(brightness))


def _water_moved(case: Case, sign: int) -> Case:
    water = case.total_column_water_vapour * (1 + 0.1 * sign)
    return dataclasses.replace(case, total_column_water_vapour=water)


def _emissivity_moved(case: Case, sign: int) -> Case:
    return dataclasses.replace(case, emissivity=case.emissivity + 0.01 * sign)


def _warmth_moved(case: Case, sign: int) -> Case:
    warmth: Array = case.air_temperature
    return dataclasses.replace(case, air_temperature=warmth + 1.5 * sign)


_MOVES: Mapping[str, Callable[[Case, int], Case]] = {
    "radiance": _radiance_moved,
    "W": _water_moved,
    "emissivity": _emissivity_moved,
    "Ta": _warmth_moved,
}
