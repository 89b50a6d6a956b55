"""The classical formulas fitted anew to samples, by least squares of surface temperature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstgeo.algorithms import mono_window, practical, refit, single_channel, statistical
from lstgeo.physics import planck
from lstgeo.physics.arrays import Array
from lstgeo.physics.constants import SECOND_RADIATION
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.training import least_squares

MOIST = tuple(float(grams) for grams in range(9))
"""Nodes of water vapour [g cm-2] for the transmittance of mono-window."""

AIRS = (265.0, 285.0, 300.0)
"""Air temperatures [K] of its lines of effective temperature: three, as in its papers."""

SPARSE = 200
"""A range of water vapour with fewer samples takes the coefficients of the drier one beside it."""


@dataclass(frozen=True, eq=False)
class Samples:
    """What a fit is made from, arrays of one shape (n,).

    What a user is given, with errors or without: `radiance` [W m-2 sr-1 um-1], `emissivity`,
    `water_vapour` [kg m-2], `air_temperature` [K]. What is true: `surface_temperature` [K],
    `transmittance` and `upwelling_radiance` [W m-2 sr-1 um-1].
    """

    radiance: Array
    emissivity: Array
    water_vapour: Array
    air_temperature: Array
    surface_temperature: Array
    transmittance: Array
    upwelling_radiance: Array

    @property
    def inputs(self) -> tuple[Array, Array, Array]:
        """What every formula takes."""
        return self.radiance, self.emissivity, self.water_vapour


def fitted(samples: Samples, band: ThermalBand) -> dict[str, dict[str, Any]]:
    """Coefficients of each method in :data:`refit.MODULES`, as JSON holds them.

    Each formula is fitted in surface temperature, its result, from the inputs as they are in
    `samples`: from noisy inputs come coefficients that are best for noisy inputs.
    :func:`refit.temperature` evaluates them.
    """
    return {name: refit.plain(fit(samples, band)) for name, fit in _FITS.items()}


def _single_channel(samples: Samples, band: ThermalBand) -> single_channel.Coefficients:
    linearisation = SECOND_RADIATION / band.planck_table.response.centre

    def made(values: Array) -> single_channel.Coefficients:
        return single_channel.Coefficients(linearisation, _rows(values, 3))

    def formula(values: Array) -> Array:
        return single_channel.temperature(*samples.inputs, band=band, fit=made(values))

    return made(least_squares.affine(formula, 9, samples.surface_temperature))


def _practical(samples: Samples, band: ThermalBand) -> practical.Coefficients:
    wavelength = band.planck_table.response.centre
    borders = 10 * np.asarray(practical.BORDERS)

    def made(values: Array) -> practical.Coefficients:
        rows = _rows(values, practical.TERMS)
        return practical.Coefficients(wavelength, _continued(rows, len(borders) + 1))

    def formula(values: Array) -> Array:
        return practical.surface_radiance(*samples.inputs, made(values))

    truth = planck.radiance(wavelength, samples.surface_temperature)
    warmer = planck.radiance(wavelength, samples.surface_temperature + 1.0)
    size = _sampled(samples, borders) * practical.TERMS
    return made(least_squares.affine(formula, size, truth, sigma=warmer - truth))


def _statistical(samples: Samples, band: ThermalBand) -> statistical.Coefficients:
    bins = _sampled(samples, statistical.BIN * np.arange(1, statistical.BINS))

    def made(values: Array) -> statistical.Coefficients:
        columns = _rows(values, bins)
        return statistical.Coefficients(
            *(_continued(column, statistical.BINS) for column in columns)
        )

    def formula(values: Array) -> Array:
        return statistical.temperature(*samples.inputs, band=band, fit=made(values))

    return made(least_squares.affine(formula, 3 * bins, samples.surface_temperature))


def _mono_window(samples: Samples, band: ThermalBand) -> mono_window.Coefficients:
    """All coefficients at once, from where the relations put them that the papers fit apart."""

    def made(values: Array) -> mono_window.Coefficients:
        planck_line, *effective = _rows(values[: -len(MOIST)], 2)
        return mono_window.Coefficients(
            planck=planck_line,
            vapour=MOIST,
            transmittance_air=AIRS[:1],
            transmittance=_rows(values[-len(MOIST) :], len(MOIST)),
            effective_air=AIRS,
            effective=tuple(effective),
        )

    def formula(values: Array) -> Array:
        inputs = (*samples.inputs, samples.air_temperature)
        return mono_window.temperature(*inputs, band=band, fit=made(values))

    lines = [_linearised(samples, band), *[_effective(samples, band)] * len(AIRS)]
    start = np.concatenate([*lines, _transmittances(samples)])
    return made(least_squares.curved(formula, start, samples.surface_temperature))


def _linearised(samples: Samples, band: ThermalBand) -> Array:
    """Constant and slope of B / B' over the brightness temperatures of the samples."""
    brightness = band.planck_table.temperature(samples.radiance)
    ratio = samples.radiance / band.planck_table.slope(brightness)
    return np.polynomial.polynomial.polyfit(brightness, ratio, 1)


def _effective(samples: Samples, band: ThermalBand) -> Array:
    """Constant and slope of the effective temperature of the air, weighted by what it emits."""
    emitted = samples.upwelling_radiance / (1 - samples.transmittance)
    air = band.planck_table.temperature(emitted)
    weight = 1 - samples.transmittance
    return np.polynomial.polynomial.polyfit(samples.air_temperature, air, 1, w=weight)


def _transmittances(samples: Samples) -> Array:
    """Transmittance at the nodes of water vapour, of a quadratic of its logarithm."""
    grams = samples.water_vapour / 10
    depth = np.polynomial.polynomial.polyfit(grams, np.log(samples.transmittance), 2)
    nodes = np.minimum(MOIST, grams.max())
    return np.exp(np.polynomial.polynomial.polyval(nodes, depth))


def _sampled(samples: Samples, borders: Array) -> int:
    """Ranges between `borders` [kg m-2] up to the moistest that has samples enough."""
    counts = np.histogram(samples.water_vapour, [-np.inf, *borders, np.inf])[0]
    return int(np.flatnonzero(counts >= min(SPARSE, counts.max()))[-1]) + 1


def _continued(values: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    return values + values[-1:] * (count - len(values))


def _rows(values: Array, width: int) -> tuple[Any, ...]:
    return tuple(tuple(map(float, row)) for row in np.reshape(values, (-1, width)))


_FITS: dict[str, Callable[[Samples, ThermalBand], Any]] = {
    "single-channel": _single_channel,
    "practical": _practical,
    "statistical": _statistical,
    "mono-window": _mono_window,
}
