"""Landsat's own quality bands, of all three schemas, as house quality bits 0 to 5."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.quality import Quality

PRE_COLLECTION, COLLECTION_1, COLLECTION_2 = "pre-collection", "1", "2"

_BYTES = 2

MEDIUM, HIGH = 2, 3
"""Confidence of a two-bit field: 1 is low, 0 is not determined."""

Rule = tuple[int, int, int]
"""First bit of a field, its width, and the least value that counts."""

# USGS: Landsat 8 pre-collection QA band; Collection 1 BQA (LSDS-1368, LSDS-1618); Collection 2
# QA_PIXEL (LSDS-1619). A medium cloud confidence is not called cloud, and not clear either.
_RULES: Mapping[str, tuple[tuple[Quality, Rule], ...]] = MappingProxyType(
    {
        PRE_COLLECTION: (
            (Quality.FILL, (0, 1, 1)),
            (Quality.CLOUD, (14, 2, HIGH)),
            (Quality.NEAR_CLOUD, (14, 2, MEDIUM)),
            (Quality.NEAR_CLOUD, (12, 2, HIGH)),
            (Quality.SNOW_ICE, (10, 2, HIGH)),
            (Quality.WATER, (4, 2, MEDIUM)),
        ),
        COLLECTION_1: (
            (Quality.FILL, (0, 1, 1)),
            (Quality.CLOUD, (4, 1, 1)),
            (Quality.NEAR_CLOUD, (5, 2, MEDIUM)),
            (Quality.CLOUD_SHADOW, (7, 2, HIGH)),
            (Quality.SNOW_ICE, (9, 2, HIGH)),
            (Quality.NEAR_CLOUD, (11, 2, HIGH)),
        ),
        COLLECTION_2: (
            (Quality.FILL, (0, 1, 1)),
            (Quality.NEAR_CLOUD, (1, 1, 1)),
            (Quality.NEAR_CLOUD, (2, 1, 1)),
            (Quality.CLOUD, (3, 1, 1)),
            (Quality.CLOUD_SHADOW, (4, 1, 1)),
            (Quality.SNOW_ICE, (5, 1, 1)),
            (Quality.WATER, (7, 1, 1)),
        ),
    }
)

# These two-bit confidences are never 0 in a pixel that is not fill: they tell the schema.
_ALWAYS_SET: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {PRE_COLLECTION: (14,), COLLECTION_1: (5, 7, 9), COLLECTION_2: (8, 10, 12)}
)


def decode(band: NDArray[Any], schema: str) -> NDArray[np.uint16]:
    """House quality bits of a quality `band` in a `schema`; same shape, uint16."""
    return np.asarray(_table(schema)[numbers(band)])


def numbers(band: NDArray[Any]) -> NDArray[np.uint16]:
    """Numbers of a band of bits, stored as any type, as the 16 bits they mean.

    Signed numbers are read as bits; what is no number of 16 bits (NaN, -1.8e308) is 1, fill.
    """
    if band.dtype.kind in "iu" and band.dtype.itemsize <= _BYTES:
        return band.astype(np.uint16)
    least = -(1 << 15) if band.dtype.kind == "i" else 0
    known = (band >= least) & (band < 1 << 16)
    whole = np.where(known, band, 1).astype(np.int32)
    return np.asarray(whole.astype(np.uint16))


def schema_of(band: NDArray[Any], stated: str) -> str:
    """Schema that `band` is really coded in: the `stated` one unless another alone fits.

    Collection 2 folders with a Collection 1 quality band are in circulation.
    """
    values = numbers(band)
    values = values[(values & 1) == 0]
    fitting = [schema for schema in _ALWAYS_SET if _fits(values, schema)]
    return stated if stated in fitting or len(fitting) != 1 else fitting[0]


def saturated(band: NDArray[Any], number: str) -> NDArray[np.bool_]:
    """Whether QA_RADSAT says that thermal band `number` is saturated; TIRS has no bit in it."""
    bit = {"6": 5, "6_VCID_1": 5, "6_VCID_2": 8}.get(number)
    if bit is None:
        return np.zeros(band.shape, bool)
    return np.asarray((band >> bit) & 1 == 1)


def _fits(values: NDArray[np.uint16], schema: str) -> bool:
    if schema == COLLECTION_1 and np.any(values >> 13):
        return False
    return all(bool(np.all((values >> first) & 3)) for first in _ALWAYS_SET[schema])


@lru_cache
def _table(schema: str) -> NDArray[np.uint16]:
    values = np.arange(1 << 16, dtype=np.uint32)
    table = np.zeros(values.size, np.uint16)
    for flag, (first, width, least) in _RULES[schema]:
        table[((values >> first) & ((1 << width) - 1)) >= least] |= np.uint16(flag)
    table[values & 1 == 1] = Quality.FILL
    return table
