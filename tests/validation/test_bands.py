"""Models of other bands: nadir for all, aslant for those trained for it, one by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lstgeo.atmosphere import nodes
from lstgeo.errors import InputError, MethodError, MissingFileError
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.validation import bands, predictors, scenes, sets
from lstgeo.validation.predictors import Predictor
from lstgeo.validation.table import Table
from tests import commands, models
from tests.models import needs_model
from tests.validation import fakes


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    """Scores of made models: 1 K in Landsat bands, 1.5 K in those that look to 65 degrees."""

    def shipped(band: ThermalBand, _: Path) -> Predictor:
        wide = not band.sensor.startswith("landsat")
        network = fakes.network(view_zenith_angle=(0.0, 65.0 if wide else 10.0))
        sigma = 1.5 if wide else 1.0
        return replace(fakes.off(band.sensor, sigma, sigma), network=network)

    monkeypatch.setattr(predictors, "shipped", shipped)
    table = Table(bands.COLUMNS)
    bands.add(table, fakes.columns(), Path("nowhere"), 6_000)
    return table


def test_every_band_is_seen_from_above_and_wide_swaths_aslant(table: Table) -> None:
    aslant = table.where(view="55 degrees")
    assert {row["sensor"] for row in aslant} == {"modis_terra", "modis_aqua", "ecostress"}
    assert {row["noise"] for row in aslant} == {"its own"}
    above = table.where(view=bands.NADIR, noise="its own")
    assert len(above) == 1 + len(bands.LANDSAT) + len(bands.WIDE)
    assert all(abs(row["within_1_sigma"] - 0.683) < 0.03 for row in above)


def test_ratios_are_over_landsat_8_at_nadir(table: Table) -> None:
    """6,000 draws: an RMSE is known to .9 %, so 4 % is more than three standard errors of both."""
    for row in table.where():
        expected = 1.0 if row["sensor"].startswith("landsat") else 1.5
        assert row["ratio"] == pytest.approx(expected, rel=0.04)


def test_an_angle_is_the_angle_of_every_column() -> None:
    near = scenes.truth(fakes.columns(), fakes.band(), "uniform", 120)
    far = scenes.truth(fakes.columns(), fakes.band(), "uniform", 120, views=(55.0, 55.0))
    assert (far.view_zenith_angle == 55.0).all()
    np.testing.assert_array_equal(far.surface_temperature, near.surface_temperature)
    assert (far.transmittance < near.transmittance).all()
    # Beer's law in air mass, to what correlation of absorption across the band leaves of it.
    mass = np.cos(np.radians(near.view_zenith_angle)) / np.cos(np.radians(55.0))
    np.testing.assert_allclose(far.transmittance, near.transmittance**mass, rtol=0, atol=0.02)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sets, "GENERATED", 100)


@needs_model
@pytest.mark.usefixtures("few")
def test_a_model_of_an_unknown_sensor_needs_the_table_of_its_training(tmp_path: Path) -> None:
    mine = models.patched(tmp_path, '"landsat8"', '"mysenso8"')
    with pytest.raises(MethodError, match=r"no node table ships for mysenso8 B10.*--node-table"):
        bands.of_model(mine)
    for name in ("landsat8_b10", "landsat9_b10"):
        nodes.write(nodes.load(name), tmp_path / f"{name}.npz")
    with pytest.raises(InputError, match="was not made for the response of mysenso8 B10"):
        bands.of_model(mine, node_table=tmp_path / "landsat9_b10.npz", size=10)
    with pytest.raises(MissingFileError, match="there is no node table"):
        bands.of_model(mine, node_table=tmp_path / "none.npz", size=10)
    found = bands.of_model(mine, node_table=tmp_path / "landsat8_b10.npz", size=10)
    known = bands.of_model(models.NAME, size=10)
    assert [row["rmse"] for row in found.where()] == [row["rmse"] for row in known.where()]


@needs_model
@pytest.mark.usefixtures("few")
def test_one_model_is_told_of_a_line_a_tier() -> None:
    given = ("evaluate", "--model", models.NAME, "--samples", 10)
    lines = commands.run(*given).out.splitlines()
    assert [line.partition(": RMSE")[0] for line in lines] == [
        f"landsat8 B10, nadir, {{{tier}}}" for tier in scenes.TIERS
    ]
    rows = json.loads(commands.run(*given, "--json").out)
    # An RMSE of a kelvin or two, over a hundred columns drawn from the training's statistics.
    assert all(0.5 < row["rmse"] < 2.5 for row in rows)
    assert all(f"RMSE {row['rmse']:.2f} K" in line for row, line in zip(rows, lines, strict=True))
