"""The synthetic atmosphere against the published values it interpolates."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from lstgeo.sensors import platforms
from lstgeo.simulation import atmosphere
from tests.data import SHARED, needs_shared

LANDSAT8 = platforms.sensor("landsat8")
B10, B11 = LANDSAT8.band("B10"), LANDSAT8.band("B11")


@needs_shared
def test_published_atmospheres_are_met() -> None:
    with (SHARED / "reference" / "afgl_landsat8_b10.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["model"] == "lbl_mtckd3.x"]
    assert len(rows) == 6
    water = np.array([10 * float(row["tcwv_g_cm2"]) for row in rows], np.float32)
    found = atmosphere.of_band(B10, B10)(water)
    for values, name in zip(
        found, ("transmittance", "upwelling_radiance", "downwelling_radiance"), strict=True
    ):
        published = [float(row[name]) for row in rows]
        np.testing.assert_allclose(values, published, rtol=0, atol=2e-6)


@pytest.mark.parametrize("band", [B10, B11])
def test_more_water_means_less_transmittance_and_more_radiance(
    band: platforms.ThermalBand,
) -> None:
    air = atmosphere.of_band(band, B10)
    assert air.wettest == pytest.approx(41.0)
    transmittance, upwelling, downwelling = air.tables
    assert (np.diff(transmittance) < 0).all()
    assert (np.diff(upwelling) > 0).all()
    assert (np.diff(downwelling) > 0).all()
    assert (transmittance[0], upwelling[0], downwelling[0]) == (1.0, 0.0, 0.0)
    assert (downwelling[1:] > upwelling[1:]).all()


def test_b11_absorbs_half_as_much_again() -> None:
    b10, b11 = (atmosphere.of_band(band, B10).tables[0] for band in (B10, B11))
    np.testing.assert_allclose(np.log(b11[1:]) / np.log(b10[1:]), 1.5, rtol=1e-9)


def test_monotone_interpolation_keeps_straight_lines_and_steps() -> None:
    nodes = np.array([0.0, 1.0, 3.0, 4.0, 7.0])
    wanted = np.linspace(0, 7, 71)
    np.testing.assert_allclose(
        atmosphere.monotone(nodes, 2 * nodes - 1, wanted), 2 * wanted - 1, atol=1e-14
    )
    step = atmosphere.monotone(nodes, np.array([0.0, 0.0, 0.0, 1.0, 1.0]), wanted)
    assert (np.diff(step) >= 0).all()
    assert (step.min(), step.max()) == (0.0, 1.0)
