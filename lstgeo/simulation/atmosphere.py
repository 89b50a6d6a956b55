"""Synthetic atmosphere: a smooth field of water vapour, and what a band makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from lstgeo.errors import InputError
from lstgeo.physics import arrays
from lstgeo.sensors.platforms import ThermalBand

Values = NDArray[np.float64]
Floats = NDArray[np.float32]

STEP = 0.02
"""Step of the interpolated tables [kg m-2]."""

OPTICAL_DEPTH_RATIO = {"B10": 1.0, "B11": 1.5}
"""Optical depth of a band over that of B10 (our figure; B11 is there for the layout)."""

AIR_TEMPERATURE = 280.0
"""Temperature [K] at which the emission of the atmosphere is carried over from B10 to B11."""


@dataclass(frozen=True, eq=False)
class BandAtmosphere:
    """Transmittance, upwelling and downwelling radiance of a band against water vapour.

    Tables from 0 to :attr:`wettest`, every :data:`STEP` kg m-2; radiances in W m-2 sr-1 um-1.
    """

    tables: tuple[Values, Values, Values]

    @property
    def wettest(self) -> float:
        """Largest total column water vapour [kg m-2]."""
        return (self.tables[0].size - 1) * STEP

    def __call__(self, water_vapour: Floats) -> tuple[Floats, Floats, Floats]:
        """Transmittance, upwelling and downwelling radiance at `water_vapour` [kg m-2], float32."""
        position = water_vapour * np.float32(1 / STEP)
        transmittance, upwelling, downwelling = (
            arrays.lookup(table.astype(np.float32), position) for table in self.tables
        )
        return transmittance, upwelling, downwelling


def of_band(band: ThermalBand, reference: ThermalBand) -> BandAtmosphere:
    """Atmosphere of `band`, from the published values of `reference` (Landsat 8 B10).

    The B10 values serve Landsat 8 and 9 alike. For B11 the optical depth is multiplied by
    :data:`OPTICAL_DEPTH_RATIO`, and the radiances by the ratio of absorptances and of Planck
    radiances at :data:`AIR_TEMPERATURE`.
    """
    transmittance, upwelling, downwelling = _published()
    ratio = OPTICAL_DEPTH_RATIO[band.name]
    if ratio == 1:
        return BandAtmosphere((transmittance, upwelling, downwelling))
    scaled = transmittance**ratio
    absorbed = np.where(transmittance < 1, 1 - transmittance, 1.0)
    air = np.array([AIR_TEMPERATURE])
    planck_ratio = band.planck_table.radiance(air) / reference.planck_table.radiance(air)
    emission = (1 - scaled) / absorbed * planck_ratio
    return BandAtmosphere((scaled, upwelling * emission, downwelling * emission))


@lru_cache
def _published() -> tuple[Values, Values, Values]:
    text = resources.files(__package__).joinpath("afgl_landsat8_b10.csv").read_text("utf-8")
    rows = [line for line in text.splitlines() if line[:1].isdigit()]
    water_vapour, *columns = np.array([row.split(",") for row in rows], np.float64).T
    wanted = np.linspace(0, water_vapour[-1], round(water_vapour[-1] / STEP) + 1)
    transmittance, upwelling, downwelling = (
        monotone(water_vapour, column, wanted) for column in columns
    )
    return transmittance, upwelling, downwelling


def monotone(nodes: Values, values: Values, wanted: Values) -> Values:
    """Monotone piecewise cubic interpolation of `values` at rising `nodes`.

    Source: Fritsch and Butland 1984, doi:10.1137/0905021; secant slopes at both ends.
    """
    width, secant = np.diff(nodes), np.diff(values) / np.diff(nodes)
    slope = np.concatenate([secant[:1], np.zeros(nodes.size - 2), secant[-1:]])
    first, second = 2 * width[1:] + width[:-1], width[1:] + 2 * width[:-1]
    same = secant[:-1] * secant[1:] > 0
    harmonic = (first + second) / (
        first / np.where(same, secant[:-1], 1) + second / np.where(same, secant[1:], 1)
    )
    slope[1:-1] = np.where(same, harmonic, 0.0)
    index = np.clip(np.searchsorted(nodes, wanted, side="right") - 1, 0, nodes.size - 2)
    t = (wanted - nodes[index]) / width[index]
    low, high = values[index], values[index + 1]
    bend = t * (1 - t) * width[index]
    cubic = low + t**2 * (3 - 2 * t) * (high - low)
    return np.asarray(cubic + bend * ((1 - t) * slope[index] - t * slope[index + 1]))


@dataclass(frozen=True)
class WaterVapourField:
    """Total column water vapour over a scene: a gradient with two long waves on it, up to `limit`.

    A sum of products of functions of row and of column, so that it is cheap, smooth, and known
    everywhere, beyond the scene too. It spans `driest` to `wettest` [kg m-2] over the scene.
    """

    shape: tuple[int, int]
    driest: float
    wettest: float
    limit: float
    gradient: tuple[float, float]
    waves: tuple[tuple[float, float, float], ...]
    low: float = 0.0
    high: float = 1.0

    def __call__(self, rows: Values, columns: Values) -> Values:
        """Water vapour [kg m-2] at pixel positions that broadcast, above a fifth of the driest."""
        relative = (self.pattern(rows, columns) - self.low) / (self.high - self.low)
        water_vapour = self.driest + (self.wettest - self.driest) * relative
        return np.asarray(np.clip(water_vapour, self.driest / 5, self.limit))

    def pattern(self, rows: Values, columns: Values) -> Values:
        """Pattern of the field, in units of its own."""
        y, x = rows / self.shape[0], columns / self.shape[1]
        total = self.gradient[0] * y + self.gradient[1] * x
        for vertical, horizontal, phase in self.waves:
            a, b = vertical * y, horizontal * x + phase
            total = total + 0.12 * (np.sin(a) * np.cos(b) + np.cos(a) * np.sin(b))
        return np.asarray(total)


def water_vapour_field(
    shape: tuple[int, int], seed: int, span: tuple[float, float], wettest: float
) -> WaterVapourField:
    """Field of total column water vapour that spans `span` [kg m-2] over a scene of `shape`.

    Raises InputError where `span` does not rise within 0 and `wettest`.
    """
    driest, highest = span
    if not 0 <= driest <= highest <= wettest:
        raise InputError(
            f"water vapour of a synthetic scene must rise within 0-{wettest:g} kg m-2, got {span}"
        )
    random = np.random.default_rng([seed, 901])
    heading = random.uniform(0, 2 * np.pi)
    waves = tuple(
        (random.uniform(-6, 6), random.uniform(-6, 6), random.uniform(0, 6.3)) for _ in range(2)
    )
    gradient = (float(np.cos(heading)), float(np.sin(heading)))
    field = WaterVapourField(shape, driest, highest, wettest, gradient, waves)
    rows, columns = (np.linspace(0, size - 1, 257) for size in shape)
    pattern = field.pattern(rows[:, None], columns[None, :])
    return replace(field, low=float(pattern.min()), high=float(pattern.max()))
