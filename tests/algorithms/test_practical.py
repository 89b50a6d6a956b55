"""Practical single-channel algorithm: continuous where its published ranges jump."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lstgeo.algorithms import coefficients, practical
from lstgeo.sensors import platforms
from tests.data import SHARED, needs_shared

BAND = platforms.sensor("landsat8").band("B10")
RADIANCE, EMISSIVITY = 8.6, 0.97
RADIANCES = np.linspace(8.6, 11.5, 7)
"""Of ground at 296 to 330 K: humid air is warm, and so is the ground under it."""

# Wang et al. 2019, J. Geophys. Res. Atmos. 124, copied here by hand.
PUBLISHED = {
    (0, 2): (-0.28009, 1.257429, 0.275109, -1.32876, -0.1696, 0.999069, 0.033453, 0.015232),
    (2, 4): (-0.60336, 1.613485, -4.98989, 2.772703, -1.04271, 1.739598, -0.54978, 0.129006),
    (4, 7): (2.280539, 0.918191, -38.3363, 13.82581, -1.75455, 5.003919, -1.62832, 0.196687),
}


def _published(grams: float, row: tuple[float, ...], radiance: float = RADIANCE) -> float:
    a0, a1, a2, a3, a4, a5, a6, a7 = row
    emitted = a0 + a1 * grams + (a2 + a3 * grams + a4 * grams**2) / EMISSIVITY
    emitted += (a5 + a6 * grams + a7 * grams**2) / EMISSIVITY * radiance
    return float(1.4387768775e4 / (10.904 * np.log1p(1.191042972e8 / (10.904**5 * emitted))))


def _temperature(grams: NDArray[np.float64], radiance: float = RADIANCE) -> NDArray[np.float64]:
    radiances, emissivity = (np.full_like(grams, value) for value in (radiance, EMISSIVITY))
    return np.asarray(practical.temperature(radiances, emissivity, 10 * grams, band=BAND))


@pytest.mark.parametrize(("middle", "row"), [(1.0, (0, 2)), (3.0, (2, 4)), (5.5, (4, 7))])
def test_inside_a_range_it_is_the_published_formula(middle: float, row: tuple[int, int]) -> None:
    found = _temperature(np.array([middle]))[0]
    assert found == pytest.approx(_published(middle, PUBLISHED[row]), abs=1e-6)


@pytest.mark.parametrize("radiance", [8.0, 8.6, 10.0, 11.5])
def test_it_is_continuous_in_water_vapour(radiance: float) -> None:
    found = _temperature(np.arange(0.0, 7.0, 0.001), radiance)
    assert np.abs(np.diff(found)).max() < 0.02  # K from one .001 g cm-2 to the next


@pytest.mark.parametrize(("border", "below", "above"), [(2, (0, 2), (2, 4)), (4, (2, 4), (4, 7))])
def test_the_published_ranges_jump_and_the_blend_lies_between_them(
    border: float, below: tuple[int, int], above: tuple[int, int]
) -> None:
    lower, upper = (
        np.array([_published(border, PUBLISHED[row], value) for value in RADIANCES])
        for row in (below, above)
    )
    assert 0.9 < np.abs(upper - lower).max() < 1.1  # the jump of up to 1 K
    found = np.array([_temperature(np.array([float(border)]), value)[0] for value in RADIANCES])
    assert np.all((found - lower) * (found - upper) <= 1e-9)


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_where_no_radiance_is_left_there_is_no_temperature() -> None:
    assert np.isnan(_temperature(np.array([1.0, 3.0]), radiance=-5.0)).all()


@needs_shared
def test_the_coefficients_that_ship_are_those_of_the_reference() -> None:
    text = (SHARED / "reference" / "psc_wang2019_landsat8_b10.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line[:1].isdigit()]
    shipped = [tuple(map(float, row.values())) for row in coefficients.rows("practical")]
    assert shipped == [tuple(map(float, line.split(","))) for line in lines]
