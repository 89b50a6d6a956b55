"""Where and when a column is, as codes that results are reported by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.profiles import continents, splits
from lstgeo.simulation import sample_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns


def of(batch: Columns, sources: Sequence[str]) -> dict[str, Array]:
    """Fields of place and time of columns, (columns,), whose sources are among `sources`."""
    month = months(batch.time)
    return {
        "split": _codes(splits.parts(batch), sample_fields.SPLITS),
        "block": np.where(_placed(batch), splits.blocks(batch), sample_fields.NO_BLOCK),
        "source": _codes(batch.source, sources),
        "month": month,
        "season": seasons(month, batch.latitude),
        "latitude": batch.latitude,
        "longitude": batch.longitude,
        "continent": _continents(batch),
    }


def months(time: Array) -> Array:
    """Month of each time, 1 to 12; 0 where unknown."""
    known = ~np.isnat(time)
    number = np.where(known, time, np.datetime64(0, "s")).astype("datetime64[M]").astype(int)
    return np.where(known, number % 12 + 1, 0)


def seasons(month: Array, latitude: Array) -> Array:
    """Code of the season that a month is in a hemisphere; summer is June to August in the north."""
    northern = (month % 12) // 3
    local = np.where(latitude < 0, (northern + 2) % 4, northern)
    return np.where((month == 0) | np.isnan(latitude), 0, local + 1)


def _continents(batch: Columns) -> Array:
    names = continents.names(splits.origin_latitude(batch), batch.longitude, batch.land)
    names = np.where(names == continents.OCEAN, "sea", names)
    names = np.where(_placed(batch), names, sample_fields.UNKNOWN)
    return _codes(names, sample_fields.CONTINENTS)


def _placed(batch: Columns) -> Array:
    return np.isfinite(batch.latitude) & np.isfinite(batch.longitude)


def _codes(values: Array, names: Sequence[str]) -> Array:
    """Index of each value in `names`."""
    order = np.argsort(names)
    return order[np.searchsorted(np.asarray(names)[order], values)]
