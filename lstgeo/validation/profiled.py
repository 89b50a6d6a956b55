"""The profile tier on the fixed sets: its model beside plain transfer and the equation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lstgeo.model import quantities
from lstgeo.physics import surface
from lstgeo.validation import claims_profile, metrics, predictors, scenes, told
from lstgeo.validation.predictors import Prediction, Predictor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from lstgeo.physics.arrays import Array
    from lstgeo.sensors.platforms import ThermalBand
    from lstgeo.validation.scenes import Case, Truth
    from lstgeo.validation.sets import Sets
    from lstgeo.validation.table import Table

SCORES = ("set", "profiles", "predictor", *metrics.Scores._fields)
BANDS = ("sensor", "band", *SCORES)

BAND_SETS = ("GFS", "ERA5", "+4 K", "generated")
"""Sets on which every band is looked at, those of them that are at hand."""


def add_scores(table: Table, true: Truth, among: Sequence[Predictor]) -> None:
    """Add scores of the tier's model and of the plain way at each level of knowledge."""
    for row in _rows(true, among):
        table.add(**row)


def add_bands(
    table: Table, known: Sets, among: Sequence[ThermalBand], models: Path, size: int
) -> None:
    """Add scores of the models of other bands, those that are in the folder `models`."""
    for band in among:
        ours = predictors.of(band, models)
        for name in BAND_SETS if any(each.name == predictors.PROFILE for each in ours) else ():
            if name in known.members:
                true = scenes.truth(known.members[name], band, "uniform", size)
                for row in _rows(true, ours):
                    table.add(sensor=band.sensor, band=band.name, **row)


def _rows(true: Truth, among: Sequence[Predictor]) -> Iterator[dict[str, Any]]:
    ours = [each for each in among if each.name == predictors.PROFILE]
    for level in told.LEVELS if ours else ():
        case = replace(scenes.given(true, level.noise), profile=told.of(true, level.errors))
        for each in (*ours, PLAIN):
            found = each.prediction(case)
            scores = metrics.scores(found.temperature - true.surface_temperature, found.sigma)
            if scores is not None:
                who = {"set": true.set.name, "profiles": level.name, "predictor": each.name}
                yield who | scores._asdict()


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
