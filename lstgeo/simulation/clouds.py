"""Synthetic clouds: opaque cumulus with fuzzy edges, their shadows, and a patch of cirrus."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstgeo.simulation import noise

Floats = NDArray[np.float32]

COVER = 0.08
"""Part of the frame that cumulus covers."""

TOP_HEIGHT = 1500.0
"""Height of the clouds above the ground [m], which puts their shadows where they are."""

TOP_TEMPERATURE = 268.0
"""Brightness temperature of an opaque cloud [K]."""

CIRRUS_TEMPERATURE = 230.0
"""Brightness temperature of cirrus, were it opaque [K]."""

CIRRUS_OPACITY = 0.12
"""Largest opacity of the cirrus patch."""

EDGE = 0.35
"""Width of a cloud's fuzzy edge, in standard deviations of the noise it is cut from."""


@dataclass(frozen=True, eq=False)
class Sky:
    """Opacity of the clouds over a scene, and how far their shadows fall [pixels]."""

    cumulus: noise.SmoothField
    cirrus: noise.SmoothField
    shadow_rows: int
    shadow_columns: int

    def opacity(self, window: noise.Window) -> Floats:
        """Opacity of cumulus, 0-1; exactly 0 where there is none."""
        return _smoothstep(self.cumulus(window) / np.float32(EDGE))

    def cirrus_opacity(self, window: noise.Window) -> Floats:
        """Opacity of cirrus; exactly 0 where there is none."""
        return np.float32(CIRRUS_OPACITY) * _smoothstep(self.cirrus(window))

    def shadow(self, window: noise.Window) -> Floats:
        """Darkness of the cloud shadows, 0-1."""
        rows, columns = abs(self.shadow_rows), abs(self.shadow_columns)
        opacity = self.opacity(window.grown(rows, columns))
        height, width = window.shape
        top, left = rows - self.shadow_rows, columns - self.shadow_columns
        return opacity[top : top + height, left : left + width]


def over(shape: tuple[int, int], seed: int, sun: tuple[float, float], pixel: float) -> Sky:
    """Sky over a scene of `shape`; `sun` is elevation and azimuth [degree], `pixel` in m."""
    elevation, azimuth = (math.radians(angle) for angle in sun)
    throw = TOP_HEIGHT / math.tan(elevation) / pixel
    length = min(*shape, 1024)
    region = math.sqrt(length * min(shape))
    rows, columns = noise.node_coordinates(shape)
    inside = (rows >= 0) & (rows < shape[0]) & (columns >= 0) & (columns < shape[1])
    heaps = noise.spectral(shape, seed, 231, longest=0.09 * length, slope=2.1)
    clusters = noise.spectral(shape, seed, 232, longest=0.5 * region, slope=3.0)
    cumulus = heaps + 0.7 * clusters
    cumulus -= np.quantile(cumulus[inside], 1 - COVER)
    return Sky(
        noise.SmoothField(cumulus.astype(np.float32)),
        noise.SmoothField(_cirrus(shape, seed).astype(np.float32)),
        round(throw * math.cos(azimuth)),
        -round(throw * math.sin(azimuth)),
    )


def _cirrus(shape: tuple[int, int], seed: int) -> Floats:
    """Streaks of cirrus within an ellipse in one of the quarters of the scene."""
    low, right = np.random.default_rng([seed, 33]).integers(0, 2, 2)
    rows, columns = noise.node_coordinates(shape)
    y = (rows / shape[0] - 0.3 - 0.4 * low) / 0.13
    x = (columns / shape[1] - 0.3 - 0.4 * right) / 0.24
    patch = np.clip(1 - x**2 - y**2, -1, 1)
    length = 0.15 * min(*shape, 2048)
    streaks = noise.spectral(shape, seed, 234, longest=length, slope=2.2, stretch=(0.8, 2.2))
    return np.asarray(0.9 * patch + 0.3 * streaks - 0.15)


def _smoothstep(value: Floats) -> Floats:
    t = np.clip(value, np.float32(0), np.float32(1))
    return t * t * (3 - 2 * t)
