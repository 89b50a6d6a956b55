"""A granule as its sensor scanned it: where its pixels lie and what was measured in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lstgeo import vocabulary
from lstgeo.errors import SceneError
from lstgeo.quality import Quality
from lstgeo.raster.swaths.names import Name
from lstgeo.vocabulary import Quantity

Floats = NDArray[np.float32]
Bits = NDArray[np.uint16]
Shape = tuple[int, int]

ALWAYS = (vocabulary.AT_SENSOR_RADIANCE, vocabulary.VIEW_ZENITH_ANGLE)
"""What a sensor has of each pixel beside its quality bits."""

BY_DAY = (vocabulary.RED_REFLECTANCE, vocabulary.NEAR_INFRARED_REFLECTANCE)
"""What a sensor with reflective bands has too."""


@dataclass(frozen=True, eq=False)
class Positions:
    """Longitude and latitude of the middles of pixels [degree], NaN where they are not known."""

    longitude: Floats
    latitude: Floats


class Granule(Protocol):
    """A granule whose headers have been read. Pickles.

    `lines` are the rows that one turn of the mirror scans; `gain` is the radiance of a step of the
    stored numbers [W m-2 sr-1 um-1], 0 for real numbers.
    """

    @property
    def name(self) -> Name:
        """What its name says."""

    @property
    def files(self) -> tuple[Path, ...]:
        """Paths of all its files, the radiance first."""

    @property
    def shape(self) -> Shape:
        """Rows and columns."""

    @property
    def lines(self) -> int:
        """Rows of a scan."""

    @property
    def gain(self) -> float:
        """Radiance of a step of the stored numbers."""

    @property
    def sun_elevation(self) -> float | None:
        """Elevation of the sun in the middle [degree], None where it is not known."""

    @property
    def calibration_sigma(self) -> float | None:
        """Calibration uncertainty (1 sigma) at 300 K [K] where it is not that of the band."""

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """What it holds of each pixel beside its quality bits."""

    def positions(self) -> Positions:
        """Where its pixels lie."""

    def pixels(self) -> NDArray[Any]:
        """Its pixels, of :func:`pixel_type`, row by row, and then one that stands for none."""


def pixel_type(quantities: tuple[Quantity, ...]) -> np.dtype[Any]:
    """Type of a pixel: `quantities` and the quality bits by their house names."""
    return np.dtype([*((q.name, "f4") for q in quantities), (vocabulary.QUALITY.name, "u2")])


def packed(values: Mapping[Quantity, Floats], bits: Bits) -> NDArray[Any]:
    """Pixels of `values` and quality `bits`, one after another, and then one that stands for none.

    What has no radiance is fill; of its bits, that of saturation stays.
    """
    pixels = np.empty(bits.size + 1, pixel_type(tuple(values)))
    for quantity, array in values.items():
        pixels[quantity.name][:-1] = array.reshape(-1)
        pixels[quantity.name][-1] = np.nan
    empty = np.isnan(values[vocabulary.AT_SENSOR_RADIANCE])
    kept = np.where(empty, Quality.FILL | (bits & np.uint16(Quality.SATURATED)), bits)
    pixels[vocabulary.QUALITY.name][:-1] = kept.reshape(-1)
    pixels[vocabulary.QUALITY.name][-1] = Quality.FILL
    return pixels


def raised(bit: Quality, where: NDArray[np.bool_]) -> Bits:
    """Quality bits with `bit` set `where` it holds."""
    return where * np.uint16(bit)


def require_same_shape(path: Path, shape: Shape, other: Path, found: tuple[int, ...]) -> None:
    """Raise SceneError where two files of a granule differ in shape."""
    if shape != found:
        own, theirs = (" x ".join(map(str, size)) for size in (shape, found))
        raise SceneError(f"{path} has {own} pixels and {other} has {theirs}: not one granule")
