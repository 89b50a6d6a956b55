"""What turns radiance, emissivity and atmosphere into temperature, sigma and flags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lstgeo.quality import Quality
from lstgeo.vocabulary import Quantity

LOW_TRANSMITTANCE = 0.3

Array = NDArray[np.float32]
Flags = NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class Pixels:
    """Measured pixels, each array (n,) in house units.

    `atmosphere` is by house name; NaN where an input that may be missing is. `filled` says where
    water vapour was missing and is a typical value.
    """

    radiance: Array
    emissivity: Array
    emissivity_sigma: Array
    atmosphere: Mapping[str, Array]
    filled: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Estimate:
    """Surface temperature [K], its total sigma [K], and the bits that the estimator raises.

    Temperature is NaN where there is none.
    """

    temperature: Array
    sigma: Array
    flags: Flags


class Estimator(Protocol):
    """A way to estimate surface temperature of pixels, chosen once for a scene. Pickles."""

    @property
    def name(self) -> str:
        """Name of the method."""

    @property
    def source(self) -> str:
        """Where the method comes from."""

    @property
    def needs(self) -> tuple[Quantity, ...]:
        """What of the atmosphere it cannot do without."""

    @property
    def takes(self) -> tuple[Quantity, ...]:
        """What it makes use of where it is there."""

    @property
    def origin(self) -> Mapping[str, Any]:
        """What else the outputs must say of it."""

    def estimate(self, pixels: Pixels) -> Estimate:
        """Temperature, sigma and bits of `pixels`."""

    def changes(self, pixels: Pixels, temperature: Array) -> Mapping[str, Array]:
        """What one sigma of each input changes `temperature` by [K], by source of the budget."""


def flags(found: Mapping[Quality, NDArray[np.bool_]], shape: tuple[int, ...]) -> Flags:
    """Bits, each set where its array is true."""
    raised = np.zeros(shape, np.uint16)
    for bit, here in found.items():
        if here.any():
            raised[here] |= np.uint16(bit)
    return raised


def outside(value: Array, bounds: tuple[float, float]) -> NDArray[np.bool_]:
    """Whether a value is outside `bounds`, which belong to the inside."""
    return np.asarray((value < bounds[0]) | (value > bounds[1]))
