"""Atmospheres that training draws from: columns solved once at the nodes of a band."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.atmosphere import model
from lstgeo.atmosphere.standard import Gases
from lstgeo.atmosphere.transfer import Channels
from lstgeo.profiles import levels, perturbed
from lstgeo.simulation import samples
from lstgeo.training import reanalysis

if TYPE_CHECKING:
    from lstgeo.atmosphere.nodes import NodeTable
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns
    from lstgeo.profiles.errors import ProfileErrors


@dataclass(frozen=True)
class Variation:
    """How atmospheres differ from what columns alone would give.

    Parameters
    ----------
    view_zenith_angle
        Range [degree] within which angles are even.
    continuum_sigma
        Standard deviation of ln of the factor on the water vapour self continuum.
    aerosol_share, aerosol_depth
        Share of atmospheres with thin aerosol, and the mean of its optical depth of absorption,
        which is exponential.
    """

    view_zenith_angle: tuple[float, float]
    continuum_sigma: float
    aerosol_share: float
    aerosol_depth: float = 0.01


@dataclass(frozen=True, eq=False)
class Bank:
    """Atmospheres (n,) with their monochromatic results (n, nodes), float32, in house units.

    `group` is the number of the group of columns that share an origin, by which a training is
    stopped; `augmented` says which atmospheres are of perturbed columns, `column` which column each
    is of. `given` (n, reanalyses, fields) is what the profile tier is told, see `reanalysis`.
    """

    transmittance_at_nodes: Array
    upwelling_radiance_at_nodes: Array
    downwelling_radiance_at_nodes: Array
    transmittance: Array
    upwelling_radiance: Array
    downwelling_radiance: Array
    total_column_water_vapour: Array
    air_temperature: Array
    surface_pressure: Array
    view_zenith_angle: Array
    group: Array
    augmented: Array
    column: Array
    given: Array

    def __len__(self) -> int:
        return len(self.group)

    def take(self, index: Array) -> Bank:
        """Atmospheres at `index` (whole numbers or a mask)."""
        return Bank(*(getattr(self, field.name)[index] for field in fields(self)))

    def channels(self, index: Array) -> Channels:
        """Monochromatic results of the atmospheres at `index`."""
        return Channels(
            self.transmittance_at_nodes[index],
            self.upwelling_radiance_at_nodes[index],
            self.downwelling_radiance_at_nodes[index],
        )

    def save(self, path: Path) -> None:
        """Write the bank, whole or not at all."""
        part = path.with_suffix(".part.npz")
        np.savez(part, **{field.name: getattr(self, field.name) for field in fields(self)})
        part.replace(path)


def load(path: Path) -> Bank:
    """Bank that was written by :meth:`Bank.save`."""
    with np.load(path) as stored:
        return Bank(*(stored[field.name] for field in fields(Bank)))


def kept(path: Path, make: Callable[[], Bank]) -> Bank:
    """Bank that was kept at `path`, made first where there is none."""
    if not path.is_file():
        make().save(path)
    return load(path)


def of(
    batch: Columns,
    group: Array,
    table: NodeTable,
    variation: Variation,
    *,
    plain: int,
    augmented: int,
    seed: int,
    told: ProfileErrors | None = None,
) -> Bank:
    """Bank of `plain` atmospheres of `batch` as it is, and `augmented` ones of it perturbed.

    `group` (columns,) numbers what must not be divided between training and stopping. With `told`,
    the usual errors of profiles, there are reanalyses of every atmosphere.
    """
    random = np.random.default_rng(seed)
    rounds = -(-plain // len(batch))
    order = np.concatenate([random.permutation(len(batch)) for _ in range(rounds)])[:plain]
    origin = np.concatenate([order, random.integers(0, len(batch), augmented)])
    parts = [batch.take(order)]
    if augmented:
        parts.append(perturbed.perturbed(batch.take(origin[plain:]), random))
    made = levels.concatenated(parts)
    labels = (group[origin], np.arange(len(origin)) >= plain, origin)
    return _solved(made, labels, table, variation, told, random)


def _solved(
    batch: Columns,
    labels: tuple[Array, Array, Array],
    table: NodeTable,
    variation: Variation,
    told: ProfileErrors | None,
    random: np.random.Generator,
) -> Bank:
    count = len(batch)
    view = random.uniform(*variation.view_zenith_angle, count)
    continuum = np.exp(variation.continuum_sigma * random.standard_normal(count))
    aerosol = random.exponential(variation.aerosol_depth, count)
    aerosol *= random.random(count) < variation.aerosol_share
    gases = Gases(self_continuum=continuum[:, None], aerosol=aerosol[:, None])
    channels = samples.transfer(batch, table, view, gases)
    means = model.means(channels, batch.air_temperature, table)
    known = (batch.total_column_water_vapour, batch.air_temperature, batch.surface_pressure, view)
    single = [np.asarray(values, np.float32) for values in (*channels, *means, *known)]
    given = reanalysis.none(count)
    if told is not None:
        given = reanalysis.of(batch, view, table, told, random)
    names = (field.name for field in fields(Bank))
    return Bank(**dict(zip(names, (*single, *labels, given), strict=True)))
