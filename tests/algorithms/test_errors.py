"""The error that each method states of itself, against six atmospheres by another code."""

from __future__ import annotations

import csv
from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray

from lstgeo.algorithms import methods
from lstgeo.physics import surface
from lstgeo.sensors import platforms
from tests.data import SHARED, needs_shared

# Air temperature at the ground of the AFGL atmospheres [K]: Anderson et al. 1986, AFGL-TR-86-0110.
GROUND = {
    "tropical": 299.7,
    "midlatitude_summer": 294.2,
    "midlatitude_winter": 272.2,
    "subarctic_summer": 287.2,
    "subarctic_winter": 257.2,
    "us_standard_1976": 288.2,
}
TRANSFER = "lbl_mtckd3.x"
"""Line-by-line model whose band values are the truth here."""

BAND = platforms.sensor("landsat8").band("B10")


@lru_cache
def _atmospheres() -> dict[str, list[float]]:
    """Water vapour [kg m-2], transmittance, upwelling and downwelling radiance by atmosphere."""
    with (SHARED / "reference" / "afgl_landsat8_b10.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["model"] == TRANSFER]
    names = ("transmittance", "upwelling_radiance", "downwelling_radiance")
    return {
        row["atmosphere"]: [10 * float(row["tcwv_g_cm2"]), *(float(row[name]) for name in names)]
        for row in rows
    }


def _errors(method: str, atmosphere: str) -> tuple[NDArray[np.float64], float]:
    """Errors [K] over surfaces 5 K colder to 15 K warmer than the air, and the stated error [K]."""
    vapour, tau, up, down = _atmospheres()[atmosphere]
    warmer, emissivity = np.meshgrid(np.arange(-5.0, 16.0, 5.0), [0.95, 0.97, 0.99])
    truth = GROUND[atmosphere] + warmer
    radiance = surface.at_sensor_radiance(truth, emissivity, tau, up, down, BAND.planck_table)
    chosen = methods.METHODS[method]
    given = (np.full_like(radiance, value) for value in (vapour, GROUND[atmosphere]))
    inputs = (radiance, emissivity, *given)[: 2 + len(chosen.atmosphere)]
    constant, slope = chosen.error
    return chosen.temperature(*inputs, band=BAND) - truth, constant + slope * vapour


@needs_shared
@pytest.mark.parametrize("method", ["practical", "statistical", "single-channel", "mono-window"])
def test_the_stated_error_lies_above_each_atmosphere_and_touches_one(method: str) -> None:
    ratios = []
    for atmosphere in GROUND:
        errors, stated = _errors(method, atmosphere)
        ratios.append(float(np.sqrt(np.mean(errors**2))) / stated)
    assert 0.8 < max(ratios) <= 1.05


@needs_shared
@pytest.mark.parametrize("atmosphere", GROUND)
def test_the_radiative_transfer_equation_with_the_true_atmosphere_has_no_error(
    atmosphere: str,
) -> None:
    _, tau, up, down = _atmospheres()[atmosphere]
    truth = np.linspace(GROUND[atmosphere] - 5, GROUND[atmosphere] + 15, 9)
    radiance = surface.at_sensor_radiance(truth, 0.96, tau, up, down, BAND.planck_table)
    found = methods.METHODS["rte"].temperature(radiance, 0.96, tau, up, down, band=BAND)
    np.testing.assert_allclose(found, truth, rtol=0, atol=1e-3)  # 1 mK
