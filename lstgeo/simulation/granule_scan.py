"""How a mirror scans the ground: where the pixels of a granule lie, and how steeply they are seen.

A sphere, a circular orbit over it and an ideal mirror that turns about the direction of flight: the
detectors of a scan fan out towards its ends, where neighbouring scans overlap (the bow-tie).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.floating[Any]]

RADIUS = 6_371_000.0
"""Radius of the Earth [m]."""


@dataclass(frozen=True)
class Scanner:
    """A whiskbroom scanner: its height and what it scans in one turn of the mirror.

    `height` [m]; `columns` samples, `across` radians from each other; `lines` detectors, `along`
    radians from each other; `advance` [m] is the way on the ground from scan to scan.
    """

    height: float
    columns: int
    across: float
    lines: int
    along: float
    advance: float


SCANNERS = {
    "modis": Scanner(705_000.0, 1354, 1.4184e-3, 10, 1.4184e-3, 10_000.0),
    "ecostress": Scanner(410_000.0, 5400, 1.648e-4, 128, 1.707e-4, 8_500.0),
}
"""MODIS: 10 detectors of 1 km at nadir, +-55 degrees. ECOSTRESS: 128 rows of 70 m, +-25.5 degrees,
from a middling height of the space station (the L1B user guides)."""


@dataclass(frozen=True, eq=False)
class Scan:
    """Longitude, latitude and view zenith angle of pixels [degree], (rows, columns)."""

    longitude: Values
    latitude: Values
    view_zenith: Values


def scanned(
    scanner: Scanner, scans: int, columns: slice, place: tuple[float, float], heading: float
) -> Scan:
    """Pixels of so many `scans` in some `columns`; the middle of the track is at `place`.

    `place` is longitude and latitude, `heading` the direction of flight from north, all [degree].
    """
    frames = np.arange(scanner.columns)[columns] - (scanner.columns - 1) / 2
    track = _frame(*map(math.radians, place), heading=math.radians(heading))
    turns = (np.arange(scans) - (scans - 1) / 2) * scanner.advance / RADIUS
    parts = [_turn(scanner, float(turn), frames, track) for turn in turns]
    longitude, latitude, zenith = (np.concatenate(values) for values in zip(*parts, strict=True))
    return Scan(longitude, latitude, zenith)


def _turn(
    scanner: Scanner, turn: float, frames: Values, track: tuple[Values, Values, Values]
) -> tuple[Values, Values, Values]:
    """Longitude, latitude and view zenith angle [degree] of a scan, `turn` radians along a track.

    The line of sight is cut with the sphere; `down` is the cosine of its angle from the nadir.
    """
    up, forward, side = track
    below = np.cos(turn) * up + np.sin(turn) * forward
    ahead = np.cos(turn) * forward - np.sin(turn) * up
    lines = np.arange(scanner.lines) - (scanner.lines - 1) / 2
    phi, theta = (lines * scanner.along)[:, None, None], (frames * scanner.across)[None, :, None]
    look = np.sin(phi) * ahead + np.cos(phi) * (np.sin(theta) * side - np.cos(theta) * below)
    down = -(look @ below)
    orbit = RADIUS + scanner.height
    distance = orbit * down - np.sqrt(RADIUS**2 - orbit**2 * (1 - down**2))
    ground = (orbit * below + distance[..., None] * look) / RADIUS
    return (
        np.degrees(np.arctan2(ground[..., 1], ground[..., 0])),
        np.degrees(np.arcsin(np.clip(ground[..., 2], -1, 1))),
        np.degrees(np.arcsin(np.clip(np.sqrt(1 - down**2) * orbit / RADIUS, 0, 1))),
    )


def _frame(longitude: float, latitude: float, *, heading: float) -> tuple[Values, Values, Values]:
    """Unit vectors up, ahead and to the right at a place and heading in radians."""
    east = np.array([-np.sin(longitude), np.cos(longitude), 0.0])
    up = np.array(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    )
    north = np.cross(up, east)
    forward = np.cos(heading) * north + np.sin(heading) * east
    return up, forward, np.cross(forward, up)
