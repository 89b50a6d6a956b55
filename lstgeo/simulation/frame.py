"""The rotated frame of a WRS-2 scene within its north-up grid."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstgeo.simulation.noise import Window

ROTATION = math.radians(12.0)
"""Angle between the ground track of a descending orbit and south, at middle latitudes."""


@dataclass(frozen=True)
class Frame:
    """A rectangle turned clockwise by `angle` [rad] that touches all four sides of its grid."""

    angle: float
    across: float
    along: float

    def inside(self, window: Window) -> NDArray[np.bool_]:
        """Whether each pixel of `window` was seen by the sensor."""
        x, y = window.columns + 0.5, window.rows + 0.5
        sine, cosine = math.sin(self.angle), math.cos(self.angle)
        left = x - self.along * sine
        across, along = left * cosine + y * sine, y * cosine - left * sine
        return (across >= 0) & (across <= self.across) & (along >= 0) & (along <= self.along)


def within(shape: tuple[int, int]) -> Frame:
    """Frame within a grid of `shape`; a long and narrow grid turns it by less than 12 degrees."""
    height, width = shape
    angle = min(ROTATION, math.atan(min(shape) / max(shape) / 3))
    sine, cosine, both = math.sin(angle), math.cos(angle), math.cos(2 * angle)
    across = (width * cosine - height * sine) / both
    return Frame(angle, across, (height * cosine - width * sine) / both)
