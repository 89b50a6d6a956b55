"""The continua of water vapour and carbon dioxide in the form of MT_CKD 2.5 to 3.2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import netCDF4
import numpy as np
from numpy.typing import NDArray

from lstgeo.atmosphere.spectroscopy.lines import (
    ATMOSPHERE_HPA,
    REFERENCE_TEMPERATURE,
    SECOND_RADIATION_CM,
)

if TYPE_CHECKING:
    from pathlib import Path

COLD_TEMPERATURE = 260.0
"""Temperature [K] of the second table of the self continuum."""
COEFFICIENT_UNIT = 1e-20
"""The tables hold 1e-20 cm2 molecule-1 (cm-1)-1."""


@dataclass(frozen=True)
class Continuum:
    """Continuum coefficients on a wavenumber grid [1e-20 cm2 molecule-1 (cm-1)-1].

    `warm` and `cold` are the self continuum at 296 and 260 K, `foreign` that of water in air,
    `carbon_dioxide` that of CO2 in air.
    """

    wavenumber: NDArray[np.float64]
    warm: NDArray[np.float64]
    cold: NDArray[np.float64]
    foreign: NDArray[np.float64]
    carbon_dioxide: NDArray[np.float64]

    def water_self(self, temperature: float) -> NDArray[np.float64]:
        """Cross section [cm2 molecule-1] of water in pure water vapour of density p0/T0.

        Multiply by (e / 1013.25 hPa) (296 K / T), with e the vapour's partial pressure.
        """
        place = (temperature - REFERENCE_TEMPERATURE) / (COLD_TEMPERATURE - REFERENCE_TEMPERATURE)
        table = self.warm * (self.cold / self.warm) ** place
        return np.asarray(COEFFICIENT_UNIT * table * self._radiation(temperature))

    def water_foreign(self, temperature: float) -> NDArray[np.float64]:
        """Cross section [cm2 molecule-1] of water in dry air of density p0/T0."""
        return np.asarray(COEFFICIENT_UNIT * self.foreign * self._radiation(temperature))

    def carbon_dioxide_foreign(self, temperature: float) -> NDArray[np.float64]:
        """Cross section [cm2 molecule-1] of carbon dioxide in air of density p0/T0."""
        return np.asarray(COEFFICIENT_UNIT * self.carbon_dioxide * self._radiation(temperature))

    def _radiation(self, temperature: float) -> NDArray[np.float64]:
        """Radiation term nu tanh(c2 nu / 2 T) [cm-1]."""
        return np.asarray(
            self.wavenumber * np.tanh(SECOND_RADIATION_CM * self.wavenumber / (2 * temperature))
        )


def relative_density(pressure_hpa: float, temperature: float) -> float:
    """Density of a gas relative to 1013.25 hPa and 296 K."""
    return pressure_hpa / ATMOSPHERE_HPA * REFERENCE_TEMPERATURE / temperature


def read(path: Path, wavenumber: NDArray[np.float64]) -> Continuum:
    """Continuum of a coefficient file of pyLBL, at `wavenumber` [cm-1].

    The tables are interpolated by a cubic through four points, as MT_CKD does, and the foreign
    one is corrected as there (Mlawer et al. 2012, doi:10.1098/rsta.2011.0295). The self continuum
    goes without MT_CKD's factors of 1.003-1.046 at 820-960 cm-1: the effective lines were fitted
    without them (docs/theory/radiative-transfer.md says what that means).
    """
    with netCDF4.Dataset(path) as file:
        tables = {
            name: _cubic(*_table(file[name]), wavenumber)
            for name in ("bs296", "bs260", "bfh2o", "bfco2")
        }
    return Continuum(
        wavenumber,
        tables["bs296"],
        tables["bs260"],
        tables["bfh2o"] * foreign_correction(wavenumber),
        tables["bfco2"],
    )


def foreign_correction(wavenumber: NDArray[np.float64]) -> NDArray[np.float64]:
    """Factor of the foreign continuum above 600 cm-1 (MT_CKD 2.5 to 3.2)."""
    peaks = [
        240.0**2 / ((wavenumber - v) ** 2 + 240.0**2 + ((wavenumber - v) / 57.83) ** 8)
        for v in (255.67, -255.67)
    ]
    return np.asarray(1 + (0.06 - 0.42 * sum(peaks)) / (1 + 0.3 * (wavenumber / 630.0) ** 8))


def _table(variable: Any) -> tuple[float, float, NDArray[np.float64]]:
    start = float(variable.wavenumber_lower_bound)
    return start, float(variable.wavenumber_resolution), np.asarray(variable[:], dtype=np.float64)


def _cubic(
    start: float, step: float, table: NDArray[np.float64], wavenumber: NDArray[np.float64]
) -> NDArray[np.float64]:
    position = (wavenumber - start) / step
    index = np.floor(position).astype(int)
    t = position - index
    low, left, right, high = (table[index + shift] for shift in (-1, 0, 1, 2))
    return np.asarray(
        -low * t * (t - 1) * (t - 2) / 6
        + left * (t + 1) * (t - 1) * (t - 2) / 2
        - right * (t + 1) * t * (t - 2) / 2
        + high * (t + 1) * t * (t - 1) / 6
    )
