"""Statistical mono-window algorithm: the published coefficients, joined without steps."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from lstgeo.algorithms import coefficients, methods, statistical
from lstgeo.sensors import platforms
from tests.data import SHARED, needs_shared

SENSORS = sorted({sensor for sensor, _ in methods.METHODS["statistical"].bands})

# Ermida et al. 2020, Remote Sens. 12, 1471, Table 2, copied here by hand: sensor, middle of the
# bin [kg m-2], A, B, C.
PUBLISHED = [
    ("landsat4", 3.0, 0.9755, -205.2767, 212.0051),
    ("landsat5", 9.0, 1.0229, -235.5384, 230.0619),
    ("landsat7", 15.0, 1.0750, -259.6560, 239.6619),
    ("landsat8", 21.0, 1.1282, -279.4212, 244.0772),
    ("landsat9", 21.0, 1.1267, -279.1685, 244.2379),
]


@pytest.mark.parametrize(("sensor", "vapour", "a", "b", "c"), PUBLISHED)
def test_at_the_middle_of_a_bin_it_is_the_published_formula(
    sensor: str, vapour: float, a: float, b: float, c: float
) -> None:
    band = platforms.sensor(sensor).band()
    brightness = np.array([270.0, 290.0, 310.0])
    radiance = band.planck_table.radiance(brightness)
    given = (np.full(3, 0.96), np.full(3, vapour))
    found = statistical.temperature(radiance, *given, band=band)
    np.testing.assert_allclose(found, a * brightness / 0.96 + b / 0.96 + c, rtol=0, atol=1e-3)


@pytest.mark.parametrize("sensor", SENSORS)
def test_it_is_continuous_in_water_vapour_and_holds_its_ends(sensor: str) -> None:
    band = platforms.sensor(sensor).band()
    vapour = np.arange(0.0, 80.0, 0.01)
    radiance = np.full_like(vapour, float(band.planck_table.radiance(295.0)))
    found = statistical.temperature(radiance, np.full_like(vapour, 0.97), vapour, band=band)
    assert np.abs(np.diff(found)).max() < 0.02  # K from one .01 kg m-2 to the next
    assert np.ptp(found[vapour <= 3]) == np.ptp(found[vapour >= 57]) == 0


@needs_shared
def test_the_coefficients_that_ship_are_those_of_the_reference() -> None:
    with (SHARED / "reference" / "smw_ermida2020.csv").open(encoding="utf-8") as stream:
        rows = [tuple(row.values()) for row in csv.DictReader(stream)]
    assert len(rows) == 50
    assert [tuple(row.values()) for row in coefficients.rows("statistical")] == rows
