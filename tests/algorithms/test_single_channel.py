"""Generalised single-channel algorithm, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.algorithms import single_channel
from lstgeo.sensors import platforms


def test_a_value_worked_out_by_hand() -> None:
    """Landsat 8, w = 2 g cm-2, brightness temperature 295 K, emissivity .97.

    Jimenez-Munoz et al. 2014: psi 1 = .04019 x 4 + .02916 x 2 + 1.01523 = 1.23431,
    psi 2 = -.38333 x 4 - 1.50294 x 2 + .20324 = -4.33596,
    psi 3 = .00918 x 4 + 1.36072 x 2 - .27514 = 2.48302.
    """
    band = platforms.sensor("landsat8").band("B10")
    radiance = float(band.planck_table.radiance(295.0))
    gamma = 295.0**2 / (1324 * radiance)
    delta = 295.0 - 295.0**2 / 1324
    expected = gamma * ((1.23431 * radiance - 4.33596) / 0.97 + 2.48302) + delta
    given = (np.array([value]) for value in (radiance, 0.97, 20.0))
    found = single_channel.temperature(*given, band=band)
    assert float(found[0]) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(
    ("sensor", "psi"),
    [
        ("landsat8", (1.08458, -1.68303, 1.09476)),
        ("landsat7", (1.09918, -1.68379, 1.10672)),
        ("landsat5", (1.10215, -1.74050, 1.15129)),
    ],
)
def test_the_atmospheric_functions_at_one_gram(sensor: str, psi: tuple[float, ...]) -> None:
    """At w = 1 g cm-2 each psi is the sum of its three published coefficients."""
    found = single_channel.atmospheric_functions(np.array(10.0), single_channel.published(sensor))
    assert [float(value) for value in found] == pytest.approx(psi, abs=1e-9)


@pytest.mark.parametrize("sensor", ["landsat5", "landsat7", "landsat8"])
def test_transmittance_falls_as_water_vapour_rises(sensor: str) -> None:
    band = platforms.sensor(sensor).band()
    transmittance = single_channel.transmittance(np.linspace(2.0, 40.0, 39), band=band)
    assert np.all(np.diff(transmittance) < 0)
    assert 0.3 < transmittance[-1] < transmittance[0] < 1
