"""Synthetic clouds: opaque cumulus with fuzzy edges, their shadows, and a patch of cirrus."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.simulation import noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lstgeo.simulation.frame import Frame

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


def over(
    shape: tuple[int, int], seed: int, frame: Frame, sun: tuple[float, float], pixel: float
) -> Sky:
    """Sky over a scene of `shape`; `sun` is elevation and azimuth [degree], `pixel` in m."""
    elevation, azimuth = (math.radians(angle) for angle in sun)
    throw = TOP_HEIGHT / math.tan(elevation) / pixel
    length = min(*shape, 1024)
    rows, columns = noise.node_coordinates(shape)
    inside = (rows >= 0) & (rows < shape[0]) & (columns >= 0) & (columns < shape[1])
    heaps = noise.spectral(shape, seed, 31, longest=0.09 * length, slope=2.1)
    clusters = noise.spectral(shape, seed, 32, longest=0.5 * length, slope=3.0)
    cumulus = heaps + 0.7 * clusters
    cumulus -= np.quantile(cumulus[inside], 1 - COVER)
    return Sky(
        noise.SmoothField(cumulus.astype(np.float32)),
        noise.SmoothField(_cirrus(shape, seed, frame).astype(np.float32)),
        round(throw * math.cos(azimuth)),
        -round(throw * math.sin(azimuth)),
    )


def _cirrus(shape: tuple[int, int], seed: int, frame: Frame) -> NDArray[np.float64]:
    """Streaks of cirrus within an ellipse near one of the corners of the frame."""
    random = np.random.default_rng([seed, 33])
    rows, columns = noise.node_coordinates(shape)
    height, width = shape
    low, right = random.integers(0, 2, 2)
    y, x = (rows / height - 0.27 - 0.46 * low), (columns / width - 0.27 - 0.46 * right)
    along, across = x * math.cos(frame.angle) + y, y * math.cos(frame.angle) - x
    patch = 1 - (along / 0.26) ** 2 - (across / 0.13) ** 2
    streaks = noise.spectral(
        shape, seed, 34, longest=0.12 * min(*shape, 2048), slope=1.8, stretch=(0.5, 2.5)
    )
    return np.asarray(0.9 * np.clip(patch, -1, 1) + 0.3 * streaks - 0.15)


def _smoothstep(value: Floats) -> Floats:
    t = np.clip(value, np.float32(0), np.float32(1))
    return t * t * (3 - 2 * t)
