"""Fitting the nodes' absorption to the basis functions of :mod:`lstgeo.atmosphere.nodes`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstgeo.atmosphere import nodes
from lstgeo.atmosphere.spectroscopy.library import MOLAR, Library
from lstgeo.physics import humidity

PRESSURES_HPA = np.linspace(1.0, 32.9, 26) ** 2
FRACTIONS = (0.0, 0.01, 0.025, 0.045)
"""Mole fractions of water that its absorption is sampled at."""
TEMPERATURES = 14
CFC12_TEMPERATURES = np.array([203.0, 220.0, 240.0, 260.0, 280.0, 293.0])
RIDGE = 1e-7
"""Penalty on coefficients, by the size of the design."""
RELATIVE = 0.001
"""Share of a node's usual error that a state may miss by 100 % for."""


@dataclass(frozen=True)
class Fit:
    """Coefficients at grid points, named as in a node table.

    `absorption` is (states, species, points).
    """

    absorption: NDArray[np.float32]
    cfc12: NDArray[np.float32]
    cfc11: NDArray[np.float32]
    nitric_acid: NDArray[np.float32]


def fit(library: Library, index: NDArray[np.int64]) -> Fit:
    """Molar absorption of all gases at the grid points `index`."""
    water, dry = _states(with_water=True), _states(with_water=False)
    water_rows, carbon_dioxide, ozone = _samples(library, index, water, dry)
    own = _least_squares(_water_design(*water), water_rows, _water_weight(*water))
    air, weight = _design(*dry[:2]), np.sqrt(dry[0])
    species = [
        *np.split(own, 3),
        _least_squares(air, carbon_dioxide, weight),
        _least_squares(air, ozone, weight),
    ]
    powers = nodes.boltzmann(np, CFC12_TEMPERATURES)[:, :3]
    cfc12 = MOLAR * np.stack([library.cfc12.at(t)[index] for t in CFC12_TEMPERATURES])
    return Fit(
        np.stack(species, axis=1).astype(np.float32),
        np.linalg.lstsq(powers, cfc12, rcond=None)[0].astype(np.float32),
        (MOLAR * library.cfc11.at(293.0)[index]).astype(np.float32),
        (MOLAR * library.nitric_acid.at(220.0)[index]).astype(np.float32),
    )


def _states(*, with_water: bool) -> tuple[NDArray[np.float64], ...]:
    """Pressure, temperature and mole fraction of the states to sample; none far oversaturated."""
    rows = []
    for pressure in PRESSURES_HPA:
        for temperature in np.linspace(*_temperature_range(pressure), TEMPERATURES):
            saturated = humidity.saturation_pressure(temperature) / 100 / pressure
            rows += [
                (pressure, temperature, fraction)
                for fraction in (FRACTIONS if with_water else (0.0,))
                if fraction <= 0.004 + 1.3 * saturated
            ]
    return tuple(np.array(rows).T)


def _temperature_range(pressure_hpa: float) -> tuple[float, float]:
    """Coldest and warmest air [K] that a fit must hold for."""
    coldest = np.interp(pressure_hpa, [0, 300, 1100], [165.0, 175.0, 195.0])
    warmest = np.interp(pressure_hpa, [0, 20, 100, 300, 600, 1100], [320, 300, 275, 285, 315, 338])
    return float(coldest), float(warmest)


def _samples(
    library: Library,
    index: NDArray[np.int64],
    water: tuple[NDArray[np.float64], ...],
    dry: tuple[NDArray[np.float64], ...],
) -> tuple[NDArray[np.float64], ...]:
    states = list(zip(*dry[:2], strict=True))
    return (
        np.stack([library.water(*state)[index] for state in zip(*water, strict=True)]),
        np.stack([library.carbon_dioxide(*state)[index] for state in states]),
        MOLAR * np.stack([library.ozone.at(*state)[index] for state in states]),
    )


def _water_weight(
    pressure: NDArray[np.float64],
    temperature: NDArray[np.float64],
    fraction: NDArray[np.float64],
) -> NDArray[np.float64]:
    """About as much water as air of this state holds, because that is what an error costs."""
    saturated = humidity.saturation_pressure(temperature) / 100 / pressure
    usual = np.clip(0.6 * saturated, 1e-5, 0.04)
    return np.asarray(np.where(fraction > 0, np.minimum(fraction, 2 * usual), usual))


def _design(pressure: NDArray[np.float64], temperature: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(nodes.states(np, pressure, nodes.boltzmann(np, temperature)))


def _water_design(
    pressure: NDArray[np.float64],
    temperature: NDArray[np.float64],
    fraction: NDArray[np.float64],
) -> NDArray[np.float64]:
    state = _design(pressure, temperature)
    own = (fraction * nodes.self_scale(np, temperature))[:, None]
    return np.concatenate([state, state * own, state * own * fraction[:, None]], axis=1)


def _least_squares(
    design: NDArray[np.float64], samples: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Ridge regression of each node over all states.

    A state counts by its `weight`, which makes absorbed amounts right, and a little by the
    inverse of its own absorption, which keeps cold dry states right within a few per cent.
    """
    size = np.sqrt(np.mean((samples * weight[:, None]) ** 2, axis=0))
    scale = np.sqrt(np.mean((design * weight[:, None]) ** 2, axis=0)) + 1e-30
    columns = []
    for sample, typical in zip(samples.T, size, strict=True):
        relative = RELATIVE * typical / np.maximum(sample, 1e-30)
        rows = np.sqrt(weight**2 + relative**2)
        matrix = design / scale * rows[:, None]
        gram = matrix.T @ matrix
        ridge = RIDGE**2 * np.trace(gram) * np.eye(gram.shape[0])
        columns.append(np.linalg.solve(gram + ridge, matrix.T @ (sample * rows)) / scale)
    return np.stack(columns, axis=1)
