"""Farmland: districts of rectangular parcels, each district with an alignment of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstgeo.simulation import noise

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]

ESTATE = 150.0
"""Pixels between the centres of estates, which share an alignment of their parcels."""


@dataclass(frozen=True, eq=False)
class Parcels:
    """Random numbers in [0, 1) that are constant within a parcel, and how near its border is.

    `edge` and `lane` are the distances [pixels] from the border of the parcel and of the estate.
    """

    crop: Floats
    vigour: Floats
    tillage: Floats
    edge: Floats
    lane: Floats


def at(rows: Floats, columns: Floats, seed: int) -> Parcels:
    """Parcels at (bent) pixel positions of the same shape."""
    north, east, lane = _nearest_estate(rows, columns, seed)
    angle = noise.hashed(seed + 3, north, east) * np.float32(np.pi)
    y = rows - north.astype(np.float32) * np.float32(ESTATE)
    x = columns - east.astype(np.float32) * np.float32(ESTATE)
    sine, cosine = np.sin(angle), np.cos(angle)
    u, v = x * cosine + y * sine, y * cosine - x * sine
    width = 7 + 9 * noise.hashed(seed + 4, north, east)
    row, row_edge = _cells(v, width)
    estate = (north * 7919 + east * 104729 + row * 31).astype(np.int32)
    shift, stretch = noise.hashed(seed + 5, estate), noise.hashed(seed + 6, estate)
    length = width * (np.float32(1.1) + np.float32(1.6) * stretch)
    column, column_edge = _cells(u + 40 * shift, length)
    return Parcels(
        noise.hashed(seed + 7, estate, column),
        noise.hashed(seed + 8, estate, column),
        noise.hashed(seed + 9, estate, column),
        np.minimum(row_edge, column_edge),
        lane,
    )


def _cells(position: Floats, size: Floats) -> tuple[Integers, Floats]:
    relative = position / size
    cell = np.floor(relative)
    fraction = relative - cell
    return cell.astype(np.int32), np.minimum(fraction, 1 - fraction) * size


def _nearest_estate(rows: Floats, columns: Floats, seed: int) -> tuple[Integers, Integers, Floats]:
    """Cell (north, east) of the nearest of four jittered centres, and how far its border is."""
    scale = np.float32(1 / ESTATE)
    y, x = rows * scale, columns * scale
    top, left = np.floor(y).astype(np.int32), np.floor(x).astype(np.int32)
    best = np.full(y.shape, np.inf, np.float32)
    second = best.copy()
    choice = np.zeros(y.shape, np.int32)
    for index, (down, right) in enumerate(((0, 0), (0, 1), (1, 0), (1, 1))):
        north, east = top + down, left + right
        jitter = (noise.hashed(seed + salt, north, east) - np.float32(0.5) for salt in (1, 2))
        dy = y - north - np.float32(0.55) * next(jitter)
        dx = x - east - np.float32(0.55) * next(jitter)
        distance = (dy * dy + dx * dx).astype(np.float32)
        nearer = distance < best
        second = np.where(nearer, best, np.minimum(second, distance))
        best = np.where(nearer, distance, best)
        choice = np.where(nearer, np.int32(index), choice)
    lane = (second - best) * np.float32(0.5 * ESTATE)
    return top + choice // 2, left + choice % 2, lane
