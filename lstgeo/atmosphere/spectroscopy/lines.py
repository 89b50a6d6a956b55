"""Spectral lines: read from HITRAN, effective-line and Einstein-A files, and scaled to a state."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lstgeo.physics import constants

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REFERENCE_TEMPERATURE = 296.0
"""Reference temperature of HITRAN [K]."""
ATMOSPHERE_HPA = 1013.25
"""Standard atmosphere [hPa]."""
SECOND_RADIATION_CM = constants.SECOND_RADIATION * 1e-4
"""Second radiation constant [cm K]."""
ATOMIC_MASS = 1.66053906660e-27
"""Atomic mass unit [kg] (CODATA 2018)."""

EFFECTIVE_WIDTHS = ("0.06", "0.35", "0.5")
"""Air width, self width [cm-1 atm-1] and exponent that the effective lines were fitted with."""

PARTITION_TEMPERATURES = np.arange(140.0, 361.0, 20.0)
"""Temperatures [K] of the partition sums."""
PARTITION_SUMS: dict[str, tuple[float, ...]] = {
    "h2o_161": (
        *(57.528, 70.034, 83.344, 97.415, 112.211, 127.702),
        *(143.863, 160.675, 178.121, 196.189, 214.872, 234.164),
    ),
    "co2_626": (
        *(125.129, 143.391, 162.059, 181.291, 201.242, 222.060),
        *(243.882, 266.836, 291.041, 316.611, 343.654, 372.278),
    ),
    "co2_628": (
        *(265.244, 303.996, 343.634, 384.502, 426.935, 471.251),
        *(517.748, 566.701, 618.371, 673.005, 730.839, 792.106),
    ),
}
"""Total internal partition sums at these temperatures (TIPS-2021, Gamache et al. 2021)."""


@dataclass(frozen=True)
class Lines:
    """Lines of one isotopologue: arrays of equal length in the units of HITRAN.

    `position` [cm-1], `strength` at 296 K [cm molecule-1] with natural abundance, `lower_energy`
    [cm-1], half widths `air_width`, `self_width` [cm-1 atm-1], `width_exponent`, `shift`
    [cm-1 atm-1]; `mass` of a molecule [u]; `pedestal` says whether the value at the cut-off is
    taken off, because the continuum holds it.
    """

    isotopologue: str
    mass: float
    pedestal: bool
    position: NDArray[np.float64]
    strength: NDArray[np.float64]
    lower_energy: NDArray[np.float64]
    air_width: NDArray[np.float64]
    self_width: NDArray[np.float64]
    width_exponent: NDArray[np.float64]
    shift: NDArray[np.float64]

    def strength_at(self, temperature: float) -> NDArray[np.float64]:
        """Line strengths [cm molecule-1] at `temperature` [K] (HITRAN definition)."""
        ratio = partition_sum(self.isotopologue, REFERENCE_TEMPERATURE) / partition_sum(
            self.isotopologue, temperature
        )
        inverse = 1 / temperature - 1 / REFERENCE_TEMPERATURE
        boltzmann = np.exp(-SECOND_RADIATION_CM * self.lower_energy * inverse)
        emission = np.expm1(-SECOND_RADIATION_CM * self.position / temperature) / np.expm1(
            -SECOND_RADIATION_CM * self.position / REFERENCE_TEMPERATURE
        )
        return np.asarray(self.strength * ratio * boltzmann * emission)

    def lorentz_width(
        self, pressure_hpa: float, temperature: float, mole_fraction: float
    ) -> NDArray[np.float64]:
        """Half widths [cm-1] in moist air; `mole_fraction` is that of the gas itself."""
        width = (1 - mole_fraction) * self.air_width + mole_fraction * self.self_width
        scale = (REFERENCE_TEMPERATURE / temperature) ** self.width_exponent
        return np.asarray(width * scale * pressure_hpa / ATMOSPHERE_HPA)

    def doppler_width(self, temperature: float) -> NDArray[np.float64]:
        """Doppler 1/e half widths [cm-1]."""
        speed = np.sqrt(2 * constants.BOLTZMANN * temperature / (self.mass * ATOMIC_MASS))
        return np.asarray(self.position * speed / constants.LIGHT_SPEED)


def partition_sum(isotopologue: str, temperature: float) -> float:
    """Total internal partition sum, linear in the logarithms between 140 and 360 K."""
    table = np.log(PARTITION_SUMS[isotopologue])
    return float(np.exp(np.interp(np.log(temperature), np.log(PARTITION_TEMPERATURES), table)))


def joined(parts: Sequence[Lines]) -> Lines:
    """Lines of several files of one isotopologue as one."""
    first = parts[0]
    arrays = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(Lines)[3:]
    }
    return Lines(first.isotopologue, first.mass, first.pedestal, **arrays)


def water_hitran(path: Path) -> Lines:
    """H2O lines of a HITRAN 160-column .par file (main isotopologue only)."""
    return _water(_hitran(path, " 11"))


def carbon_dioxide_hitran(path: Path) -> tuple[Lines, ...]:
    """CO2 lines of a HITRAN 160-column .par file (isotopologues 626 and 628)."""
    kinds = ((" 21", "co2_626", 43.98983), (" 23", "co2_628", 45.994076))
    return tuple(Lines(name, mass, False, *_hitran(path, code).T) for code, name, mass in kinds)


def _hitran(path: Path, code: str) -> NDArray[np.float64]:
    """Rows of position, strength, lower energy, air and self width, exponent, shift."""
    rows = [row for row in path.read_text("ascii").splitlines() if row[:3] == code]
    columns = [(3, 15), (15, 25), (45, 55), (35, 40), (40, 45), (55, 59), (59, 67)]
    table = [[float(row[start:end]) for start, end in columns] for row in rows]
    return np.array(table).reshape(-1, len(columns))


def water_effective(path: Path) -> Lines:
    """Effective H2O lines: nu, S296, lower energy and, where given, widths and exponent."""
    rows = [line.split() for line in path.read_text("utf-8").splitlines() if line[:1] != "#"]
    table = [(row if len(row) > 3 else [*row, *EFFECTIVE_WIDTHS])[:6] for row in rows]
    return _water(np.array([[*map(float, row), 0.0] for row in table]))


def carbon_dioxide_effective(path: Path) -> Lines:
    """CO2 lines in the six columns nu, S296, lower energy, air and self width, exponent."""
    table = np.loadtxt(path, comments="#")
    padded = np.concatenate([table, np.zeros((len(table), 1))], axis=1)
    return Lines("co2_626", 43.98983, False, *padded.T)


def _water(table: NDArray[np.float64]) -> Lines:
    return Lines("h2o_161", 18.010565, True, *np.ascontiguousarray(table.T))


@dataclass(frozen=True)
class LowerState:
    """Spectroscopic constants [cm-1] of the lower vibrational state of a CO2 band.

    `abundance` and `isotopologue` are those of HITRAN; `mass` is in u.
    """

    energy: float
    rotation: float
    distortion: float
    isotopologue: str = "co2_626"
    abundance: float = 0.984204
    mass: float = 43.98983


CO2_BANDS: dict[str, LowerState] = {
    "626 00 0001(1)-1000(1)": LowerState(1388.1847, 0.3901889, 1.1495e-7),
    "626 01 0001(1)-1000(2)": LowerState(1285.4083, 0.3904822, 1.5716e-7),
    "626 02 0111(1)-1110(1)": LowerState(2076.8559, 0.3904, 1.25e-7),
    "626 03 0111(1)-1110(2)": LowerState(1932.4701, 0.3907, 1.5e-7),
    "628 00 0001(1)-1000(1)": LowerState(
        1365.8438, 0.3678, 1.08e-7, "co2_628", 3.94707e-3, 45.994076
    ),
}
"""Lower states of the bands near 10 um (Rothman et al. 1992, J. Quant. Spectrosc. 48, 537)."""


def carbon_dioxide_band(path: Path) -> Lines:
    r"""Lines of a CO2 band from Einstein A coefficients (nu, A, J', J'').

    .. math:: S = I_a \frac{A g'}{8 \pi c \nu^2 Q} e^{-c_2 E''/T} (1 - e^{-c_2 \nu/T})

    Source: Simeckova et al. 2006, J. Quant. Spectrosc. 98, 130, eq. 10. Widths follow J'' as in
    HITRAN within 3 %; the exponent is .7.
    """
    state = CO2_BANDS[path.stem]
    position, einstein, upper, lower = np.loadtxt(path).T
    energy = (
        state.energy
        + state.rotation * lower * (lower + 1)
        - (state.distortion * (lower * (lower + 1)) ** 2)
    )
    scale = SECOND_RADIATION_CM / REFERENCE_TEMPERATURE
    thermal = np.exp(-scale * energy) * -np.expm1(-scale * position)
    partition = partition_sum(state.isotopologue, REFERENCE_TEMPERATURE)
    speed_cm = constants.LIGHT_SPEED * 100
    strength = einstein * (2 * upper + 1) * thermal / (8 * np.pi * speed_cm * position**2)
    width = 0.0565 + 0.42 / (lower + 10)
    exponent, shift = np.full_like(position, 0.7), np.zeros_like(position)
    return Lines(
        state.isotopologue,
        state.mass,
        False,
        position,
        state.abundance * strength / partition,
        energy,
        width,
        1.15 * width,
        exponent,
        shift,
    )
