"""Columns laid on the ground of a model, and moved to other ground."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.physics import constants, elevation
from lstgeo.profiles import cells, columns, generator, ladder, parameters
from lstgeo.profiles.columns import Columns

PRESSURE = 100.0 * np.array([1000, 925, 850, 700, 600, 500, 400, 300, 200, 100, 50, 10.0])


def _laid(surface: float, **near: float) -> Columns:
    temperature = np.maximum(288.15 * (PRESSURE / 101_325) ** 0.19, 200.0)
    moist = np.full(PRESSURE.size, 1e-6)
    return cells.laid(
        PRESSURE,
        {"temperature": temperature[None], "specific_humidity": moist[None]},
        {"pressure": np.array([surface])} | {name: np.array([v]) for name, v in near.items()},
        np.array(["here"]),
        elevation=np.zeros(1),
    )


def _drawn(count: int = 40) -> Columns:
    batch = generator.generate(count, seed=11)
    return batch.replaced(elevation=np.nan_to_num(batch.elevation))


def test_levels_under_the_ground_are_replaced_by_the_air_above_it() -> None:
    batch = _laid(90_000.0)
    assert batch.pressure[0, 0] == 90_000.0
    assert (np.diff(batch.pressure) < 0).all()
    assert batch.temperature[0, 0] == pytest.approx(288.15 * (90 / 101.325) ** 0.19, abs=0.1)


def test_what_is_known_at_the_ground_counts() -> None:
    assert _laid(90_000.0, temperature=300.0).air_temperature[0] == 300.0


def test_ground_below_the_lowest_level_is_warmer_by_the_lapse_rate() -> None:
    assert _laid(102_000.0).air_temperature[0] == pytest.approx(
        288.15 * (102 / 101.325) ** 0.19, abs=0.01
    )


def test_heights_are_those_of_the_standard_atmosphere() -> None:
    """ICAO 1993: 5574 m at 500 hPa, 3012 m at 700 hPa; dry air of T ~ p^.19 is its troposphere."""
    batch = _laid(101_325.0)
    height = cells.heights(batch)[0]
    for pressure, known in ((70_000.0, 3012.0), (50_000.0, 5574.0)):
        found = float(np.interp(-pressure, -batch.pressure[0], height))
        assert found == pytest.approx(known, abs=8.0)


def test_pressure_at_a_height_undoes_the_heights() -> None:
    batch = _drawn()
    height = cells.heights(batch)[:, 12]
    np.testing.assert_allclose(cells.pressure_at(batch, height), batch.pressure[:, 12], rtol=1e-9)


def test_below_its_ground_a_column_goes_on_by_the_lapse_rate() -> None:
    batch = _laid(90_000.0)
    depth = 500.0
    found = cells.moved(batch, -depth)
    lapse = 0.19 * constants.STANDARD_GRAVITY / elevation.GAS_CONSTANT
    warmer = found.air_temperature - batch.air_temperature
    assert warmer[0] == pytest.approx(lapse * depth, abs=0.01)
    assert found.surface_pressure[0] == pytest.approx(95_450, rel=2e-3)


def test_columns_moved_to_their_own_ground_are_themselves() -> None:
    batch = _drawn()
    moved = cells.moved(batch, batch.elevation)
    np.testing.assert_allclose(moved.surface_pressure, batch.surface_pressure, rtol=1e-12)
    np.testing.assert_allclose(
        moved.total_column_water_vapour, batch.total_column_water_vapour, rtol=1e-9
    )


def test_cutting_a_column_off_takes_away_the_water_below() -> None:
    batch = _drawn()
    moved = cells.moved(batch, batch.elevation + 700.0)
    layers = columns.layer_water(batch.pressure, batch.specific_humidity)
    for one in range(len(batch)):
        above = batch.pressure[one] < moved.surface_pressure[one]
        least = layers[one][above[:-1]].sum()
        assert least <= moved.total_column_water_vapour[one] * (1 + 1e-6)
        assert moved.total_column_water_vapour[one] < batch.total_column_water_vapour[one]


@pytest.mark.parametrize("relief", [200.0, 1000.0, 3000.0])
def test_the_polynomial_of_height_is_the_transfer_there(relief: float) -> None:
    """Absolute .003 in tau: with radiances that err alike, .02 K rms of LST, .12 K at most."""
    batch = _drawn(24)
    rungs = ladder.rungs(0.0, relief)
    climbed = [
        np.stack(parameters.of(cells.moved(batch, batch.elevation + rung), "landsat8", "B10"))
        for rung in rungs
    ]
    powers = ladder.powers(np.stack(climbed), rungs)
    for height in (0.31 * relief, 0.77 * relief):
        place = 2 * height / relief - 1
        found = sum(power * place**order for order, power in enumerate(powers))
        moved = cells.moved(batch, batch.elevation + height)
        true = np.stack(parameters.of(moved, "landsat8", "B10"))
        assert np.abs(found - true)[0].max() < 0.003
        assert np.sqrt(np.mean((found - true)[0] ** 2)) < 8e-4


def test_level_ground_has_one_rung() -> None:
    assert ladder.rungs(100.0, 100.4).tolist() == [100.2]
