"""Which columns train, which validate, which test, and which never train: fixed, not drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.errors import InputError
from lstgeo.profiles import continents

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

TRAINING, VALIDATION, TEST, HUMID = "training", "validation", "test", "humid"

BLOCK = (15.0, 30.0)
"""Height and width of a block [degree]: neighbouring columns of a model are not independent."""

HUMID_WATER = 60.0
"""Real columns with more water vapour than this [kg m-2] are of the humid set."""

HUMID_SOURCES = ("RFMIP +4K", "CKDMIP")
"""Beginnings of the sources that are of the humid set as a whole."""

BLOCK_SOURCES = ("GFS",)
"""Beginnings of the sources that are split by blocks."""

SYNTHETIC_SOURCES = ("generated",)
"""Beginnings of the sources that are drawn from training columns, and so train."""

MIRRORED = "mirrored"
"""End of the source of a column carried to the other hemisphere, which still is of its block."""

CYCLE, TEST_FOLD, VALIDATION_FOLD = 5, 3, 1
"""Folds of the fixed split, the one that tests and the one that validates."""


def parts(batch: Columns) -> Array:
    """Part of each column: `training`, `validation`, `test` or `humid`.

    The humid set (RFMIP +4 K, CKDMIP, real columns above 6 g cm-2) never trains. GFS is split by
    blocks of 15 x 30 degrees, 3 : 1 : 1. Every other real source is a test as a whole. Generated
    columns train; they are drawn from statistics of training columns alone.
    """
    part = np.full(len(batch), TEST, dtype="U10")
    turn = folds(batch, CYCLE)
    blocked = _begins(batch, BLOCK_SOURCES)
    part[blocked & (turn != TEST_FOLD)] = TRAINING
    part[blocked & (turn == VALIDATION_FOLD)] = VALIDATION
    part[humid(batch)] = HUMID
    part[_begins(batch, SYNTHETIC_SOURCES)] = TRAINING
    return part


def humid(batch: Columns) -> Array:
    """Whether a column is of the humid extrapolation set."""
    real = ~_begins(batch, SYNTHETIC_SOURCES)
    above = batch.total_column_water_vapour > HUMID_WATER
    return _begins(batch, HUMID_SOURCES) | (real & above)


def blocks(batch: Columns) -> Array:
    """Number of the block of 15 x 30 degrees in which a column was observed."""
    row = np.clip((origin_latitude(batch) + 90) // BLOCK[0], 0, 180 / BLOCK[0] - 1)
    column = np.clip((batch.longitude + 180) // BLOCK[1], 0, 360 / BLOCK[1] - 1)
    return (np.nan_to_num(row) * (360 / BLOCK[1]) + np.nan_to_num(column)).astype(int)


def folds(batch: Columns, count: int) -> Array:
    """Fold from 0 to `count` - 1 of each column; columns of one block share it."""
    row, column = np.divmod(blocks(batch), int(360 / BLOCK[1]))
    return (row + 3 * column) % count


def leave_out(batch: Columns, continent: str) -> tuple[Array, Array]:
    """Masks of the columns that train and that test where `continent` is left out.

    Those that test are the real columns over it; those that train are what is left of every part
    but the humid one, less the columns that were carried away from the continent. Generated columns
    neither train nor test: their statistics know every continent.
    """
    if continent not in continents.NAMES:
        raise InputError(f"no continent is {continent!r}; there are {', '.join(continents.NAMES)}")
    place = continents.names(origin_latitude(batch), batch.longitude, batch.land)
    there, synthetic = place == continent, _begins(batch, SYNTHETIC_SOURCES)
    return ~there & ~humid(batch) & ~synthetic, there & ~synthetic & ~mirrored(batch)


def origin_latitude(batch: Columns) -> Array:
    """Latitude at which a column was observed, before it was mirrored."""
    return np.where(mirrored(batch), -batch.latitude, batch.latitude)


def mirrored(batch: Columns) -> Array:
    """Whether a column was carried to the other hemisphere."""
    return np.char.endswith(batch.source, MIRRORED)


def _begins(batch: Columns, beginnings: tuple[str, ...]) -> Array:
    masks = [np.char.startswith(batch.source, text) for text in beginnings]
    return np.any(masks, axis=0)
