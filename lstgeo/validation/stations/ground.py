"""Temperature of the ground as a station knows it, and what is assumed where it says nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lstgeo.errors import InputError
from lstgeo.physics.arrays import Array
from lstgeo.validation.stations import longwave, record
from lstgeo.validation.stations.record import Record

EMISSIVITY, EMISSIVITY_SIGMA = 0.97, 0.015
"""Longwave emissivity of vegetated ground and soil, and its uncertainty (1 sigma); our figures."""

LONGWAVE_SIGMA = 5.0
"""Uncertainty (1 sigma) of a pyrgeometer [W m-2], of the size usually quoted for SURFRAD's."""


@dataclass(frozen=True)
class Assumed:
    """Longwave emissivity of the ground, its uncertainty, and that of a pyrgeometer [W m-2].

    None stands for what the station's file states, or else for the house's figure.
    """

    emissivity: float | None = None
    emissivity_sigma: float | None = None
    longwave_sigma: float | None = None

    def of(self, station: Record) -> Surface:
        """What holds for a station; raises InputError where it cannot be."""
        known = station.known
        found = Surface(
            _first(self.emissivity, known.get("emissivity"), EMISSIVITY),
            _first(self.emissivity_sigma, known.get("emissivity_sigma"), EMISSIVITY_SIGMA),
            _first(self.longwave_sigma, known.get("longwave_sigma"), LONGWAVE_SIGMA),
        )
        if not 0.5 <= found.emissivity <= 1:
            raise InputError(f"longwave emissivity lies within 0.5-1, got {found.emissivity:g}")
        if not (0 <= found.emissivity_sigma <= 0.5 and 0 <= found.longwave_sigma <= 100):
            raise InputError(
                "uncertainties of emissivity lie within 0-0.5 and of longwave irradiance within "
                f"0-100 W m-2, got {found.emissivity_sigma:g} and {found.longwave_sigma:g}"
            )
        return found


@dataclass(frozen=True)
class Surface:
    """Longwave emissivity, its uncertainty, and that of a pyrgeometer [W m-2] at a station."""

    emissivity: float
    emissivity_sigma: float
    longwave_sigma: float


@dataclass(frozen=True, eq=False)
class Series:
    """Temperature of the ground or water [K] and its uncertainty by time; NaN where unknown."""

    station: Record
    temperature: Array
    sigma: Array
    surface: Surface | None


def series(station: Record, assumed: Assumed) -> Series:
    """Temperatures that a station measured, or that its irradiances mean."""
    if record.UPWELLING.name in station.values:
        surface = assumed.of(station)
        up, down = (
            station.values[quantity.name] for quantity in (record.UPWELLING, record.DOWNWELLING)
        )
        return Series(
            station,
            longwave.temperature(up, down, surface.emissivity),
            longwave.sigma(
                up, down, surface.emissivity, surface.emissivity_sigma, surface.longwave_sigma
            ),
            surface,
        )
    (temperature,) = station.values.values()
    sigma = np.nan if station.is_lake else station.known.get("lst_sigma", np.nan)
    return Series(station, temperature, np.full(temperature.shape, sigma), None)


def _first(*values: float | None) -> float:
    return next(value for value in values if value is not None)
