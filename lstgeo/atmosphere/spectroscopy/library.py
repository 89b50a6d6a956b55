"""All absorbers of the thermal window on one wavenumber grid, read from a folder of line files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lstgeo.atmosphere.spectroscopy import continuum, line_by_line, lines, minor_gases
from lstgeo.atmosphere.spectroscopy.line_by_line import Grid

if TYPE_CHECKING:
    from pathlib import Path

    from lstgeo.atmosphere.layers import Layers
    from lstgeo.atmosphere.standard import Gases

START, END, STEP = 796.0, 989.0, 0.005
"""The window whose lines are at hand and the step [cm-1]; one of .0005 changes no band by 1e-5."""
WINDOW = Grid.between(START, END, STEP)
NEEDED = (
    ("h2o_hitran_*.par",),
    ("co2_hitran_*.par", "co2_bands/*.dat"),
    ("h2o_continuum_mtckd3.nc",),
    ("cfc12/F12AT*",),
    ("hno3_xs_BT2",),
    ("o3_reptran_thermal_coarse.nc",),
)
"""What a folder of line files must hold at least: one of each."""
MOLAR = 6.02214076e23 * 1e-4
"""From cm2 molecule-1 to m2 mol-1."""


@dataclass(frozen=True)
class Library:
    """Absorbers on `grid`; every cross section is molar [m2 mol-1]."""

    grid: Grid
    water_lines: lines.Lines
    carbon_dioxide_lines: tuple[lines.Lines, ...]
    continuum: continuum.Continuum
    cfc11: minor_gases.CrossSections
    cfc12: minor_gases.CrossSections
    nitric_acid: minor_gases.CrossSections
    ozone: minor_gases.Ozone

    def water(
        self, pressure_hpa: float, temperature: float, fraction: float
    ) -> NDArray[np.float64]:
        """Lines and continuum of water vapour that is `fraction` of the molecules of moist air."""
        density = continuum.relative_density(pressure_hpa, temperature)
        foreign = (1 - fraction) * self.continuum.water_foreign(temperature)
        own = fraction * self.continuum.water_self(temperature)
        spectrum = line_by_line.cross_section(
            self.water_lines, self.grid, pressure_hpa, temperature, fraction
        )
        return np.asarray(MOLAR * (spectrum + density * (foreign + own)))

    def carbon_dioxide(self, pressure_hpa: float, temperature: float) -> NDArray[np.float64]:
        """Lines and continuum of carbon dioxide in dry air."""
        density = continuum.relative_density(pressure_hpa, temperature)
        spectrum = density * self.continuum.carbon_dioxide_foreign(temperature)
        for band in self.carbon_dioxide_lines:
            spectrum += line_by_line.cross_section(band, self.grid, pressure_hpa, temperature)
        return np.asarray(MOLAR * spectrum)

    def optical_depth(self, layers: Layers, gases: Gases) -> NDArray[np.float64]:
        """Vertical optical depth (layers, wavenumber) of the layers of one column."""
        rows = []
        for index in range(layers.water.size):
            pressure, temperature = layers.pressure_hpa[index], layers.temperature[index]
            dry_air = layers.dry_air[index]
            minor = (
                gases.cfc11 * dry_air * self.cfc11.at(temperature)
                + gases.cfc12 * dry_air * self.cfc12.at(temperature)
                + gases.nitric_acid * layers.nitric_acid[index] * self.nitric_acid.at(temperature)
                + gases.ozone * layers.ozone[index] * self.ozone.at(pressure, temperature)
            )
            water = self.water(pressure, temperature, layers.water_fraction[index])
            carbon_dioxide = self.carbon_dioxide(pressure, temperature)
            rows.append(
                layers.water[index] * water
                + gases.carbon_dioxide * dry_air * carbon_dioxide
                + MOLAR * minor
            )
        return np.stack(rows)


def read(folder: Path, grid: Grid | None = None) -> Library:
    """Absorbers of a folder laid out like `spectroscopy/` of the development data.

    H2O lines: `h2o_hitran_*.par` and `h2o_effective_lines_*.txt`. CO2: `co2_hitran_*.par`, or else
    `co2_bands/*.dat` and `co2_791_band_effective.txt`. The continuum, CFC-12, HNO3 and O3 as named
    there.
    """
    grid = grid or WINDOW
    wavenumber = grid.wavenumber
    water = [lines.water_hitran(path) for path in sorted(folder.glob("h2o_hitran_*.par"))]
    effective = sorted(folder.glob("h2o_effective_lines_*.txt"))
    return Library(
        grid,
        lines.joined([*water, *(lines.water_effective(path) for path in effective)]),
        _carbon_dioxide(folder),
        continuum.read(folder / "h2o_continuum_mtckd3.nc", wavenumber),
        minor_gases.cfc11(wavenumber),
        minor_gases.aer(sorted(folder.glob("cfc12/F12AT*")), wavenumber),
        minor_gases.aer([folder / "hno3_xs_BT2"], wavenumber),
        minor_gases.ozone(folder / "o3_reptran_thermal_coarse.nc", wavenumber),
    )


def _carbon_dioxide(folder: Path) -> tuple[lines.Lines, ...]:
    found = [lines.carbon_dioxide_hitran(path) for path in sorted(folder.glob("co2_hitran_*.par"))]
    if found:
        return tuple(part for parts in found for part in parts)
    bands = [lines.carbon_dioxide_band(path) for path in sorted(folder.glob("co2_bands/*.dat"))]
    effective = sorted(folder.glob("co2_791_band_effective.txt"))
    return (*bands, *(lines.carbon_dioxide_effective(path) for path in effective))
