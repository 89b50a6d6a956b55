"""Atmospheres that training draws from, and the samples drawn under them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lstgeo.physics import surface
from lstgeo.profiles import generator, parameters, perturbed
from lstgeo.training import bank, batches
from lstgeo.training.bank import Variation
from lstgeo.training.batches import Inputs
from tests.training import made

USUAL = Inputs(clean=0.0, usual=1.0, air_temperature=1.0, surface_pressure=1.0)
CLEAN = Inputs(clean=1.0, usual=0.0, air_temperature=1.0, surface_pressure=1.0)


def test_perturbed_columns_are_possible_and_as_moist_as_asked() -> None:
    columns = generator.generate(400, seed=1)
    other = perturbed.perturbed(columns, np.random.default_rng(0))
    assert other.total_column_water_vapour.max() <= perturbed.WETTEST + 1e-9
    raised = other.relative_humidity > np.maximum(columns.relative_humidity, 1.0) + 1e-9
    assert not (raised & (other.pressure > 10_000)).any()
    change = other.air_temperature - columns.air_temperature
    assert change.min() >= -3.0 - 1e-9
    assert change.max() <= 10.0 + 1e-9
    assert 2.0 < change.mean() < 4.5
    np.testing.assert_array_equal(other.pressure, columns.pressure)


def test_the_transfer_of_a_bank_is_that_of_its_columns() -> None:
    """Without continuum error and aerosol, the band means of the model itself."""
    columns = generator.generate(30, seed=2)
    found = bank.of(
        columns,
        np.zeros(30),
        made.TABLE,
        Variation((0.0, 0.0), 0.0, 0.0),
        plain=30,
        augmented=0,
        seed=0,
    )
    wanted = parameters.of(columns, "landsat8", "B10")
    order = np.argsort(found.transmittance)
    np.testing.assert_allclose(
        found.transmittance[order], np.sort(wanted.transmittance), rtol=0, atol=1e-6
    )


def test_more_continuum_and_aerosol_make_the_air_more_opaque() -> None:
    columns = generator.generate(30, seed=2)

    def transmittance(variation: Variation) -> np.ndarray:
        made_bank = bank.of(
            columns, np.zeros(30), made.TABLE, variation, plain=30, augmented=0, seed=0
        )
        return np.asarray(made_bank.transmittance)

    clear = transmittance(Variation((0.0, 0.0), 0.0, 0.0))
    hazy = transmittance(Variation((0.0, 0.0), 0.0, 1.0, 0.05))
    depth = np.log(clear / hazy)
    assert depth.min() > 0
    assert depth.mean() == pytest.approx(0.05, abs=0.03)  # the mean of 30 exponential depths


def test_a_bank_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    whole = made.atmospheres()
    whole.save(tmp_path / "bank.npz")
    again = bank.load(tmp_path / "bank.npz")
    np.testing.assert_array_equal(again.transmittance_at_nodes, whole.transmittance_at_nodes)
    assert len(again) == len(whole)
    assert [path.name for path in tmp_path.iterdir()] == ["bank.npz"]


def test_samples_close_the_radiative_transfer_equation() -> None:
    """Integrated over the nodes against band means: .2 K, what that equation costs (samples.md)."""
    batch = made.source(CLEAN).batch(2000, np.random.default_rng(0))
    table = made.BAND.planck_table
    found = surface.temperature(
        batch.clean_radiance.astype(float),
        batch.emissivity.astype(float),
        *(batch.transmittance, batch.upwelling_radiance, batch.downwelling_radiance),
        table,
    )
    assert np.abs(found - batch.temperature).max() < 0.2


def test_errors_of_the_inputs_are_those_that_are_told() -> None:
    batch = made.source(USUAL, augmented=0.0).batch(20_000, np.random.default_rng(0))
    noise = (batch.radiance - batch.clean_radiance) / made.BAND.planck_table.slope(300.0)
    assert noise.std() == pytest.approx(made.BAND.nedt, rel=0.05)
    grey = batch.features[:, 2] - batch.emissivity
    inner = batch.emissivity < 0.96
    assert grey[inner].std() == pytest.approx(0.01, rel=0.05)
    assert (batch.features[:, 8] == np.float32(made.BAND.nedt)).all()
    assert (batch.features[:, 9] == np.float32(0.1)).all()


def test_absent_inputs_are_zero_and_say_so() -> None:
    nothing = Inputs(air_temperature=0.0, surface_pressure=0.0)
    features = made.source(nothing).batch(100, np.random.default_rng(0)).features
    np.testing.assert_array_equal(features[:, [3, 4, 5, 6, 10]], 0.0)


def test_equal_seeds_give_equal_samples() -> None:
    one, other = (made.source().batch(64, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(one.features, other.features)
    assert batches.USUAL_SIGMA["water_vapour"] == 0.1
