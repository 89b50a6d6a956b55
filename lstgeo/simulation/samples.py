"""Training samples: columns, surfaces under them, and what a sensor measures above."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.atmosphere import model
from lstgeo.atmosphere.transfer import Channels
from lstgeo.errors import InputError
from lstgeo.profiles import parameters
from lstgeo.sensors import platforms
from lstgeo.simulation import sample_places, sensing, surfaces

if TYPE_CHECKING:
    from lstgeo.atmosphere.nodes import NodeTable
    from lstgeo.atmosphere.standard import Gases
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns
    from lstgeo.sensors.platforms import ThermalBand
    from lstgeo.simulation.supply import Supply

SCENES = 512
"""Scenes of a part: parts are drawn as wholes, each from its own random streams."""

LANDSAT_VIEW = (0.0, 8.3)
"""View zenith angles [degree] across a swath of 185 km from 705 km, without roll."""

_VIEWS, _BIASES, _SURFACES, _NOISE, _INPUTS = range(5)


@dataclass(frozen=True)
class Recipe:
    """What samples are made of; equal recipes give equal samples.

    Parameters
    ----------
    sensor, band
        House names of a sensor and its band.
    seed
        Another seed gives other samples.
    prior
        How surfaces are drawn: `regimes` or `uniform`, see :func:`surfaces.draw`.
    surfaces
        Samples of a scene: surfaces under one column, seen at one angle with one calibration.
    view_zenith_angle
        Range [degree] within which the angles of scenes are even.
    errors
        Errors of what a user gives.
    """

    sensor: str
    band: str
    seed: int = 0
    prior: str = "regimes"
    surfaces: int = 10
    view_zenith_angle: tuple[float, float] = LANDSAT_VIEW
    errors: sensing.InputErrors = sensing.USUAL_ERRORS

    def __post_init__(self) -> None:
        if self.prior not in surfaces.PRIORS:
            known = ", ".join(surfaces.PRIORS)
            raise InputError(f"no prior is {self.prior!r}; there are {known}")
        if self.surfaces < 1 or self.seed < 0:
            raise InputError(
                "samples need a surface a scene or more and a seed of 0 or more; "
                f"they are {self.surfaces} and {self.seed}"
            )
        low, high = self.view_zenith_angle
        if not 0 <= low <= high <= model.STEEPEST_VIEW:
            raise InputError(
                f"view zenith angles must rise within 0-{model.STEEPEST_VIEW:g} degrees, "
                f"they are {low:g} to {high:g}"
            )

    @property
    def thermal_band(self) -> ThermalBand:
        """The band, with noise, calibration and Planck table."""
        return platforms.sensor(self.sensor).band(self.band)

    @property
    def node_table(self) -> NodeTable:
        """Absorption of the band."""
        return parameters.table(self.sensor, self.band)

    @property
    def samples_of_part(self) -> int:
        """Samples of a part."""
        return SCENES * self.surfaces


def part(recipe: Recipe, columns: Supply, index: int) -> dict[str, Array]:
    """Samples of a part (`recipe.samples_of_part`,) by name, see :data:`sample_fields.FIELDS`.

    The samples of a scene stand together. Nothing depends on which parts are asked for.
    """
    batch = columns.columns(index, SCENES)
    view = _random(recipe, index, _VIEWS).uniform(*recipe.view_zenith_angle, SCENES)
    biases = sensing.calibration_biases(
        recipe.thermal_band, SCENES, _random(recipe, index, _BIASES)
    )
    places = sample_places.of(batch, columns.sources)
    scenes = places | {
        "scene": index * SCENES + np.arange(SCENES),
        "view_zenith_angle": view,
        "calibration_bias": biases,
    }
    simulation = _Scenes(recipe, index, batch, view)
    fields = scenes | simulation.air | simulation.seen(biases) | simulation.given
    shape = (SCENES, recipe.surfaces)
    return {
        name: np.broadcast_to(values if values.ndim == 2 else values[:, None], shape).ravel()
        for name, values in fields.items()
    }


@dataclass(frozen=True, eq=False)
class _Scenes:
    """The scenes of a part: their columns, and surfaces under them."""

    recipe: Recipe
    index: int
    batch: Columns
    view: Array

    @cached_property
    def channels(self) -> Channels:
        """Transfer at the nodes, (scenes, nodes)."""
        return transfer(self.batch, self.recipe.node_table, self.view)

    @cached_property
    def surfaces(self) -> surfaces.Surfaces:
        """Surfaces (scenes, surfaces)."""
        return surfaces.draw(
            self.recipe.prior,
            self.batch.air_temperature,
            self.batch.total_column_water_vapour,
            self.recipe.surfaces,
            self.recipe.thermal_band.planck_table.response.centre,
            _random(self.recipe, self.index, _SURFACES),
        )

    @cached_property
    def air(self) -> dict[str, Array]:
        """What is true of the air of each scene."""
        band = model.means(self.channels, self.batch.air_temperature, self.recipe.node_table)
        return {
            "total_column_water_vapour": self.batch.total_column_water_vapour,
            "air_temperature": self.batch.air_temperature,
            "surface_pressure": self.batch.surface_pressure,
        } | band._asdict()

    @cached_property
    def given(self) -> dict[str, Array]:
        """What a user is given, with errors."""
        names = ("total_column_water_vapour", "air_temperature", "surface_pressure")
        moisture, warmth, pressure = (self.air[name] for name in names)
        truth = sensing.Inputs(moisture, warmth, pressure, self.surfaces.emissivity)
        random = _random(self.recipe, self.index, _INPUTS)
        values = sensing.given(truth, self.recipe.errors, random)
        return dict(zip((f"given_{name}" for name in (*names, "emissivity")), values, strict=True))

    def seen(self, biases: Array) -> dict[str, Array]:
        """Surfaces and what the sensor sees and measures of them."""
        table = self.recipe.node_table
        over = Channels(*(values[:, None, :] for values in self.channels))
        temperature, emissivity, cover, hour = self.surfaces
        radiance = model.at_sensor_radiance(over, table, temperature, emissivity)
        random = _random(self.recipe, self.index, _NOISE)
        measured = sensing.measured(radiance, biases[:, None], self.recipe.thermal_band, random)
        return {
            "surface_temperature": temperature,
            "emissivity": emissivity,
            "cover": cover,
            "hour": hour,
            "at_sensor_radiance": radiance,
            "measured_at_sensor_radiance": measured.radiance,
            "saturated": measured.saturated,
        }


def transfer(
    batch: Columns, table: NodeTable, view: Array, gases: Gases = model.AVERAGE_GASES
) -> Channels:
    """Monochromatic results (columns, nodes), of a few columns at a time that fit the cache.

    Arrays of `gases` have one row a column.
    """
    profile = parameters.profile(batch)
    step = model.COLUMNS_AT_ONCE
    pieces = [slice(start, start + step) for start in range(0, len(batch), step)]
    parts = [
        model.channels(
            profile.part(piece), table, view_zenith_angle=view[piece], gases=gases.part(piece)
        )
        for piece in pieces
    ]
    return Channels(*(np.concatenate(values) for values in zip(*parts, strict=True)))


def _random(recipe: Recipe, index: int, channel: int) -> np.random.Generator:
    """Random stream of one purpose in one part."""
    return np.random.default_rng([recipe.seed, index, channel])
