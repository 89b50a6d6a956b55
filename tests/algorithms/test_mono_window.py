"""Mono-window algorithm: its own equation undone, and the values that its papers print."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from lstgeo.algorithms import coefficients, mono_window
from lstgeo.sensors import platforms
from tests.data import SHARED, needs_shared

# Wang et al. 2015, Remote Sens. 7, 4268, Table 10 (MODTRAN): water vapour [g cm-2] and air near
# the ground [K] of an AFGL atmosphere, and its effective mean temperature [K].
ATMOSPHERES = [(0.85, 272.2, 267.28), (2.92, 294.2, 288.49), (4.1, 299.7, 292.84)]
SUMMER_TRANSMITTANCE = 0.6276
"""Of the mid-latitude summer atmosphere, in the same table."""

# Qin et al. 2001: a [K], b and transmittance at 1 and 2 g cm-2 under air of 18 and 35 degree C.
QIN = (-67.355351, 0.458606)
QIN_TRANSMITTANCE = {
    (1.0, 18.0): 0.982007 - 0.09611,
    (1.0, 35.0): 0.974290 - 0.08007,
    (2.0, 18.0): 1.053710 - 2 * 0.14142,
    (2.0, 35.0): 1.031412 - 2 * 0.11536,
}


@pytest.mark.parametrize(("vapour", "ground", "effective"), ATMOSPHERES)
def test_the_effective_temperature_of_a_standard_atmosphere(
    vapour: float, ground: float, effective: float
) -> None:
    for sensor in ("landsat5", "landsat8"):
        fit = mono_window.published(sensor)
        found = float(mono_window.effective_temperature(np.array(ground), fit))
        assert found == pytest.approx(effective, abs=0.03)  # K, of MODTRAN


def test_the_transmittance_of_the_standard_atmosphere_that_it_was_fitted_to() -> None:
    band = platforms.sensor("landsat8").band("B10")
    found = mono_window.transmittance(np.array(29.2), np.array(294.2), band=band)
    assert float(found) == pytest.approx(SUMMER_TRANSMITTANCE, abs=5e-4)


@pytest.mark.parametrize(("vapour", "celsius"), QIN_TRANSMITTANCE)
def test_the_transmittance_of_landsat_5(vapour: float, celsius: float) -> None:
    band = platforms.sensor("landsat5").band()
    given = np.array(10 * vapour), np.array(celsius + 273.15)
    found = float(mono_window.transmittance(*given, band=band))
    assert found == pytest.approx(QIN_TRANSMITTANCE[vapour, celsius], abs=1e-9)


@pytest.mark.parametrize("surface", [285.0, 300.0, 320.0])
@pytest.mark.parametrize("emissivity", [0.93, 0.99])
def test_it_undoes_the_equation_that_it_was_derived_from(surface: float, emissivity: float) -> None:
    """Landsat 5, w = 2 g cm-2, air of 18 degree C, so T_a = .41 of winter's and .59 of summer's.

    With Planck's law linearised as B(T') = B'(T) (a + b T + T' - T), the radiative transfer
    equation is C (a + b T + Ts - T) + D (a + b T + Ta - T) = a + b T, linear in T.
    """
    band = platforms.sensor("landsat5").band()
    a, b = QIN
    ground, tau = 291.15, QIN_TRANSMITTANCE[2.0, 18.0]
    share = (ground - 272.2) / (294.2 - 272.2)
    air = (1 - share) * (19.2704 + 0.91118 * ground) + share * (16.0110 + 0.92621 * ground)
    c = emissivity * tau
    d = (1 - tau) * (1 + (1 - emissivity) * tau)
    brightness = (c * surface + d * air - a * (1 - c - d)) / (b * (1 - c - d) + c + d)
    radiance = band.planck_table.radiance(brightness)
    given = (np.array([value]) for value in (float(radiance), emissivity, 20.0, ground))
    found = mono_window.temperature(*given, band=band)
    assert float(found[0]) == pytest.approx(surface, abs=1e-3)


@pytest.mark.parametrize("sensor", ["landsat5", "landsat8"])
def test_it_is_continuous_in_water_vapour_and_air_temperature(sensor: str) -> None:
    band = platforms.sensor(sensor).band()
    vapour, air = np.arange(0.0, 54.0, 0.01), np.arange(250.0, 315.0, 0.01)
    radiance = float(band.planck_table.radiance(292.0))
    along = mono_window.temperature(radiance, 0.97, vapour, np.full_like(vapour, 297.0), band=band)
    across = mono_window.temperature(radiance, 0.97, np.full_like(air, 25.0), air, band=band)
    assert np.abs(np.diff(along)).max() < 0.02  # K from one .01 kg m-2 to the next
    assert np.abs(np.diff(across)).max() < 0.02  # K from one .01 K to the next


@pytest.mark.parametrize("sensor", ["landsat5", "landsat8"])
@pytest.mark.parametrize("air", [280.0, 300.0, 310.0])
def test_transmittance_falls_as_water_vapour_rises(sensor: str, air: float) -> None:
    vapour = np.linspace(0.0, 70.0, 71)
    band = platforms.sensor(sensor).band()
    found = mono_window.transmittance(vapour, np.full_like(vapour, air), band=band)
    assert np.all(np.diff(found) < 0)
    assert 0 < found[-1] < found[0] < 1


@needs_shared
def test_the_coefficients_that_ship_are_those_of_the_reference() -> None:
    with (SHARED / "reference" / "mono_window.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    reference = {(float(row["value_1"]), float(row["value_2"])) for row in rows}
    shipped = {
        (float(row["first"]), float(row["second"])) for row in coefficients.rows("mono_window")
    }
    assert len(reference) == 8
    assert reference <= shipped
