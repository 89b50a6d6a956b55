"""Cross sections of gases known as bands: CFC-11, CFC-12, HNO3 and O3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import netCDF4
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pathlib import Path

REPTRAN_BIN = 15.0
"""Width [cm-1] of the bands of REPTRAN coarse."""
REPTRAN_UNIT = 1e-16
"""REPTRAN's cross sections are in 1e-20 m2 molecule-1, here in cm2."""


@dataclass(frozen=True)
class CrossSections:
    """Cross sections [cm2 molecule-1] (temperature, wavenumber), linear in temperature [K]."""

    temperature: NDArray[np.float64]
    table: NDArray[np.float64]

    def at(self, temperature: float) -> NDArray[np.float64]:
        """Cross section at `temperature`, constant beyond the table."""
        if self.temperature.size == 1:
            return np.asarray(self.table[0])
        place = np.interp(temperature, self.temperature, np.arange(self.temperature.size))
        low = min(int(place), self.temperature.size - 2)
        return np.asarray(self.table[low] + (place - low) * (self.table[low + 1] - self.table[low]))


@dataclass(frozen=True)
class Ozone:
    """Ozone cross sections (temperature offset, pressure, band) of REPTRAN, at `wavenumber`."""

    wavenumber: NDArray[np.float64]
    centre: NDArray[np.float64]
    pressure_hpa: NDArray[np.float64]
    reference_temperature: NDArray[np.float64]
    offset: NDArray[np.float64]
    table: NDArray[np.float64]

    def at(self, pressure_hpa: float, temperature: float) -> NDArray[np.float64]:
        """Cross section [cm2 molecule-1], bilinear in ln p and temperature."""
        levels = np.arange(self.pressure_hpa.size)
        place = np.interp(-np.log(pressure_hpa), -np.log(self.pressure_hpa), levels)
        low = min(int(place), levels.size - 2)
        reference = np.interp(place, levels, self.reference_temperature)
        warm = np.interp(temperature - reference, self.offset, np.arange(self.offset.size))
        cool = min(int(warm), self.offset.size - 2)
        corner = self.table[cool : cool + 2, low : low + 2]
        across = corner[0] + (warm - cool) * (corner[1] - corner[0])
        bands = across[0] + (place - low) * (across[1] - across[0])
        return np.asarray(np.interp(self.wavenumber, self.centre, bands))


def aer(paths: list[Path], wavenumber: NDArray[np.float64]) -> CrossSections:
    """Cross sections of AER's (HITRAN's) files, one a temperature, at `wavenumber`; 0 outside."""
    measured = sorted((_aer_file(path, wavenumber) for path in paths), key=lambda pair: pair[0])
    return CrossSections(
        np.array([pair[0] for pair in measured]), np.stack([pair[1] for pair in measured])
    )


def _aer_file(path: Path, wavenumber: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    header, *rows = path.read_text("ascii").splitlines()
    first, last, count, temperature = (float(word) for word in header[10:].split()[:4])
    values = np.array(" ".join(rows).split(), dtype=float)[: int(count)]
    grid = np.linspace(first, last, int(count))
    return temperature, np.interp(wavenumber, grid, values, left=0.0, right=0.0)


CFC11_CENTRE, CFC11_PEAK, CFC11_WIDTHS = 847.3, 4.3e-18, (4.7, 7.7)
"""Band of CFC-11 near 847 cm-1: centre [cm-1], peak [cm2 molecule-1], half widths below and above
it [cm-1], read off the measured cross section at 293 K (HITRAN; AER-RC/cross-sections F11AT1)."""


def cfc11(wavenumber: NDArray[np.float64]) -> CrossSections:
    """CFC-11 near 847 cm-1 as a two-sided Gauss curve (band strength 5.7e-17 cm molecule-1)."""
    offset = wavenumber - CFC11_CENTRE
    width = np.where(offset < 0, *CFC11_WIDTHS)
    return CrossSections(
        np.array([293.0]), (CFC11_PEAK * np.exp(-np.log(2) * (offset / width) ** 2))[None]
    )


def ozone(path: Path, wavenumber: NDArray[np.float64]) -> Ozone:
    """Ozone of a REPTRAN coarse file: means over its 15 cm-1 bands, linear between their centres.

    The representative wavelengths of a band count equally, as their weights are not in the file.
    """
    with netCDF4.Dataset(path) as file:
        representative = 1e7 / np.asarray(file["wvl"][:], dtype=np.float64)
        table = np.asarray(file["xsec"][:, 0], dtype=np.float64)
        pressure = np.asarray(file["pressure"][:], dtype=np.float64) / 100
        reference = np.asarray(file["t_ref"][:], dtype=np.float64)
        offset = np.asarray(file["t_pert"][:], dtype=np.float64)
    band = np.floor(representative / REPTRAN_BIN).astype(int)
    wanted = np.arange(int(wavenumber[0] / REPTRAN_BIN) - 1, int(wavenumber[-1] / REPTRAN_BIN) + 2)
    means = np.stack([table[:, band == index].mean(axis=1) for index in wanted], axis=-1)
    centre = np.asarray((wanted + 0.5) * REPTRAN_BIN, dtype=np.float64)
    return Ozone(wavenumber, centre, pressure, reference, offset, means * REPTRAN_UNIT)
