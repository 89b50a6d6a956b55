"""Continents by coarse outlines of our own: enough to leave one out, not to draw a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array

OCEAN = ""
"""Name of what is no continent."""

Outline = tuple[tuple[float, float], ...]

# Longitude and latitude of corners, drawn by hand through the seas with two or three degrees of
# room. An earlier outline wins where two overlap. Conventions: the Urals, the Caucasus and the
# Bosporus bound Europe, Suez and the Red Sea Africa, Darien South America; Greenland is of North
# America, Iceland of Europe, New Guinea of Oceania.
OUTLINES: tuple[tuple[str, Outline], ...] = (
    ("antarctica", ((-180, -90), (180, -90), (180, -60), (-180, -60))),
    ("oceania", ((112, -48), (180, -48), (180, 0), (131, 0), (131, -10), (112, -10))),
    ("oceania", ((-180, -50), (-125, -50), (-125, 0), (-180, 0))),
    (
        "africa",
        (
            *((-26, 18), (-26, 12), (-10, 0), (5, -10), (10, -36), (30, -37), (52, -28)),
            *((58, -20), (52, 12.5), (43.3, 12.4), (39, 18), (34.5, 27.5), (32.6, 29.9)),
            *((32.3, 31.6), (24, 34), (11.5, 37.9), (0, 36.8), (-6, 35.9), (-20, 33)),
        ),
    ),
    (
        "europe",
        (
            *((-25, 62), (-25, 67), (-8, 80), (0, 82), (68, 82), (68, 77), (60, 70), (60, 51)),
            *((51, 47), (48, 42), (40, 43.5), (30, 42), (28.5, 41), (26, 40), (26.5, 37)),
            *((28.3, 35.8), (24, 34.2), (11.5, 37.9), (0, 36.8), (-6, 35.9), (-12, 36)),
        ),
    ),
    (
        "south_america",
        (
            *((-93, -3), (-80, 5), (-77.5, 8), (-76, 12.5), (-60, 13), (-33, 0), (-33, -15)),
            *((-45, -40), (-56, -60), (-80, -60), (-78, -20)),
        ),
    ),
    (
        "north_america",
        (
            *((-169, 50), (-169, 66), (-167, 72), (-140, 75), (-130, 84), (-10, 84), (-10, 80)),
            *((-26, 67), (-43, 58), (-50, 45), (-58, 13), (-76, 12.5), (-77.5, 8), (-80, 5)),
            *((-93, 5), (-125, 30), (-135, 50)),
        ),
    ),
    ("asia", ((25, -11), (180, -11), (180, 84), (25, 84))),
    ("asia", ((-180, 60), (-169, 60), (-169, 75), (-180, 75))),
)
"""Name and outline of each continent; some have two."""

NAMES = tuple(dict.fromkeys(name for name, _ in OUTLINES))
"""The seven continents."""


def names(latitude: Array, longitude: Array, land: Array | None = None) -> Array:
    """Name of the continent at each place [degree]; empty at sea.

    Where `land` (fraction) is given and below one half the place is sea; NaN leaves it to the
    outline, which holds coastal waters too.
    """
    found = np.full(np.shape(latitude), OCEAN, dtype="U16")
    for name, outline in OUTLINES[::-1]:
        found[_inside(latitude, longitude, outline)] = name
    if land is not None:
        found[np.asarray(land) < 0.5] = OCEAN
    return found


def _inside(latitude: Array, longitude: Array, outline: Outline) -> Array:
    """Whether a ray to the east crosses the outline an odd number of times."""
    inside = np.zeros(np.shape(latitude), dtype=bool)
    for (x0, y0), (x1, y1) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if y0 == y1:
            continue
        spans = (latitude >= min(y0, y1)) & (latitude < max(y0, y1))
        crossing = x0 + (latitude - y0) / (y1 - y0) * (x1 - x0)
        inside ^= spans & (longitude < crossing)
    return inside
