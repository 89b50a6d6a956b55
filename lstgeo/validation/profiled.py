"""The profile tier on the fixed sets: its model beside plain transfer and the equation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lstgeo.model import quantities
from lstgeo.physics import surface
from lstgeo.validation import claims_profile, metrics, predictors, scenes, told
from lstgeo.validation.predictors import Prediction, Predictor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lstgeo.physics.arrays import Array
    from lstgeo.validation.scenes import Case, Truth
    from lstgeo.validation.table import Table

SCORES = ("set", "profiles", "predictor", *metrics.Scores._fields)


def add_scores(table: Table, true: Truth, among: Sequence[Predictor]) -> None:
    """Add scores of the tier's model and of the plain way at each level of knowledge."""
    ours = [each for each in among if each.name == predictors.PROFILE]
    for level in told.LEVELS if ours else ():
        case = replace(scenes.given(true, level.noise), profile=told.of(true, level.errors))
        for each in (*ours, PLAIN):
            found = each.prediction(case)
            scores = metrics.scores(found.temperature - true.surface_temperature, found.sigma)
            if scores is not None:
                table.add(
                    set=true.set.name,
                    profiles=level.name,
                    predictor=each.name,
                    **scores._asdict(),
                )


def _inverted(case: Case) -> Prediction:
    """The equation with what the transfer of the profile gives; NaN where it has no solution."""
    known: Mapping[str, Array] = case.profile or {}
    atmosphere = (
        known[quantities.PROFILE_TRANSMITTANCE],
        known[quantities.PROFILE_UPWELLING_RADIANCE],
        known[quantities.PROFILE_DOWNWELLING_RADIANCE],
    )
    table = case.band.planck_table
    return Prediction(
        surface.temperature(case.at_sensor_radiance, case.emissivity, *atmosphere, table)
    )


PLAIN = Predictor(claims_profile.PLAIN, (), _inverted)
