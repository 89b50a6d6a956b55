"""Scenes of known truth over a set of columns, and the cases that users would make of them."""

from __future__ import annotations

import dataclasses
import math
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.atmosphere import model
from lstgeo.atmosphere.transfer import Channels
from lstgeo.profiles import parameters
from lstgeo.sensors import calibration
from lstgeo.simulation import samples, sensing, surfaces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lstgeo.atmosphere.nodes import NodeTable
    from lstgeo.physics.arrays import Array
    from lstgeo.sensors.platforms import ThermalBand
    from lstgeo.simulation.sensing import InputErrors
    from lstgeo.validation.sets import ColumnSet

SAMPLES = 100_000
"""Samples of a set, or a few more: other draws change the RMSE of a set by 1 % or less."""

FEWEST, MOST = 10, 5_000
"""Least and greatest number of surfaces under a column."""

SEED = 4
"""Seed of everything that evaluation draws."""

FULL = "W, Ta, ps"
"""The tier that is given everything."""

TIERS = {
    "W": (False, False),
    "W, Ta": (True, False),
    FULL: (True, True),
}
"""Whether air temperature and surface pressure are given, by name of what is given."""

_VIEWS, _SURFACES, _INPUTS, _NOISE, _BIASES = range(5)


@dataclass(frozen=True)
class Noise:
    """How wrong inputs are: errors of what a user gives, noise [K at 300 K], calibration.

    `nedt` None stands for the band's own; with `biased`, each column has a calibration bias of the
    band's sigma.
    """

    name: str
    errors: InputErrors
    nedt: float | None = None
    biased: bool = False

    def of_band(self, band: ThermalBand) -> float:
        """Noise of a band's radiance [K at 300 K]."""
        return band.nedt if self.nedt is None else self.nedt


NOISY = Noise("noisy", sensing.USUAL_ERRORS)
CLEAN = Noise("clean", sensing.InputErrors(0.0, 0.0, 0.0, 0.0), 0.03)
BIASED = Noise("noisy and biased", sensing.USUAL_ERRORS, biased=True)


@dataclass(frozen=True, eq=False)
class Truth:
    """What is true of samples (samples,); `column` is the index of each in its set.

    Names and units are those of the vocabulary; radiance is without noise.
    """

    set: ColumnSet
    band: ThermalBand
    column: Array
    surface_temperature: Array
    emissivity: Array
    at_sensor_radiance: Array
    transmittance: Array
    upwelling_radiance: Array
    downwelling_radiance: Array
    total_column_water_vapour: Array
    air_temperature: Array
    surface_pressure: Array
    view_zenith_angle: Array


@dataclass(frozen=True, eq=False)
class Case:
    """What a retrieval is given of samples (samples,), and how well it is told to be known.

    `air_temperature` and `surface_pressure` are None where they are not given. `truth` is there
    for the error, and for the one predictor that is given the exact atmosphere. `profile` is what
    the profile tier is told of the column, by name.
    """

    truth: Truth
    at_sensor_radiance: Array
    emissivity: Array
    total_column_water_vapour: Array
    air_temperature: Array | None
    surface_pressure: Array | None
    errors: InputErrors
    radiometric_sigma: float
    profile: Mapping[str, Array] | None = None

    @property
    def band(self) -> ThermalBand:
        """The band that measured."""
        return self.truth.band

    def of_tier(self, name: str) -> Case:
        """The case with only those inputs that a tier has."""
        warmth, pressure = TIERS[name]
        return dataclasses.replace(
            self,
            air_temperature=self.air_temperature if warmth else None,
            surface_pressure=self.surface_pressure if pressure else None,
        )


def truth(
    member: ColumnSet,
    band: ThermalBand,
    prior: str,
    size: int = SAMPLES,
    *,
    views: tuple[float, float] = samples.LANDSAT_VIEW,
    nodes: NodeTable | None = None,
) -> Truth:
    """Samples of a set, `size` or a few more: the same ones each time, under every band.

    `prior` names how surfaces are drawn, see :data:`surfaces.PRIORS`; `views` is the range of view
    zenith angles [degree], one a column; `nodes` the node table of a band that has none here.
    """
    batch, table = member.columns, nodes or parameters.table(band.sensor, band.name)
    count = min(max(math.ceil(size / len(batch)), FEWEST), MOST)
    view = _random(member, _VIEWS).uniform(*views, len(batch))
    channels = samples.transfer(batch, table, view)
    water, warmth = batch.total_column_water_vapour, batch.air_temperature
    centre = band.planck_table.response.centre
    drawn = surfaces.draw(prior, warmth, water, count, centre, _random(member, _SURFACES))
    over = Channels(*(values[:, None, :] for values in channels))
    radiance = model.at_sensor_radiance(over, table, drawn.temperature, drawn.emissivity)
    means = model.means(channels, warmth, table)
    by_column = (*means, water, warmth, batch.surface_pressure, view)
    return Truth(
        member,
        band,
        np.repeat(np.arange(len(batch)), count),
        drawn.temperature.ravel(),
        drawn.emissivity.ravel(),
        radiance.ravel(),
        *(np.repeat(values, count) for values in by_column),
    )


def given(true: Truth, noise: Noise) -> Case:
    """Case with errors of its own in every sample; the same each time, for every noise."""
    errors = _random(true.set, _INPUTS)
    exact = sensing.Inputs(
        true.total_column_water_vapour,
        true.air_temperature,
        true.surface_pressure,
        true.emissivity,
    )
    inputs = sensing.given(exact, noise.errors, errors)
    nedt = noise.of_band(true.band)
    bias = true.band.calibration_sigma if noise.biased else 0.0
    kelvin = nedt * _random(true.set, _NOISE).standard_normal(len(true.column))
    kelvin += bias * _random(true.set, _BIASES).standard_normal(len(true.set.columns))[true.column]
    return Case(
        true,
        true.at_sensor_radiance + kelvin * calibration.radiance_sigma(true.band, 1.0),
        inputs.emissivity,
        inputs.water_vapour,
        inputs.air_temperature,
        inputs.surface_pressure,
        noise.errors,
        math.hypot(nedt, bias),
    )


def _random(member: ColumnSet, purpose: int) -> np.random.Generator:
    """Random stream of one purpose in one set."""
    return np.random.default_rng([SEED, zlib.crc32(member.name.encode()), purpose])
