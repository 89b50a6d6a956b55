"""Non-negative least squares, columns and fits that the node tables are built with."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.atmosphere import layers, nodes
from lstgeo.atmosphere.build import __main__ as build
from lstgeo.atmosphere.build import coverage, fitting, making, nnls, selection, training
from lstgeo.atmosphere.spectroscopy import library, reference
from lstgeo.errors import InputError
from lstgeo.physics.band import Response
from lstgeo.sensors import platforms
from tests import bands
from tests.data import SHARED, needs_shared


def residual(matrix: np.ndarray, target: np.ndarray, chosen: np.ndarray) -> float:
    weights = np.linalg.lstsq(matrix[:, chosen], target, rcond=None)[0]
    return float(
        np.inf if np.any(weights < 0) else np.linalg.norm(matrix[:, chosen] @ weights - target)
    )


@given(seed=st.integers(0, 10_000))
def test_non_negative_least_squares_finds_the_best_subset(seed: int) -> None:
    generator = np.random.default_rng(seed)
    matrix, target = generator.standard_normal((8, 4)), generator.standard_normal(8)
    chosen, weights = nnls.solve(matrix, target, 4)
    found = np.linalg.norm(matrix[:, chosen] @ weights - target)
    subsets = (
        np.array(subset, dtype=int)
        for size in range(5)
        for subset in itertools.combinations(range(4), size)
    )
    best = min(residual(matrix, target, subset) for subset in subsets)
    assert np.all(weights > 0)
    assert found <= best + 1e-9


def test_training_columns_are_atmospheres_and_reach_the_extremes() -> None:
    columns = training.columns(150, 1)
    water = [float(layers.total_column_water_vapour(column)) for column in columns]
    for column in columns:
        assert np.all(np.diff(column.pressure_hpa) < 0)
        assert column.temperature.min() > nodes.TEMPERATURE[0]
    assert min(water) < 1.0
    assert 70.0 < max(water) < 100.0


@given(pressure=st.floats(0.3, 1090.0))
def test_splines_of_pressure_add_up_to_one(pressure: float) -> None:
    values = nodes.splines(np, np.array([pressure]))
    assert np.all(values >= 0)
    np.testing.assert_allclose(values.sum(), 1.0, rtol=1e-12)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of few columns and states."""
    monkeypatch.setattr(making, "COLUMNS", 2)
    monkeypatch.setattr(selection, "ATTEMPTS", 1)
    monkeypatch.setattr(selection, "CANDIDATES", 300)
    monkeypatch.setattr(fitting, "PRESSURES_HPA", np.array([10.0, 300.0, 900.0]))
    monkeypatch.setattr(fitting, "TEMPERATURES", 3)


@needs_shared
@pytest.mark.usefixtures("small")
def test_one_command_writes_a_table_that_tells_its_origin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "NODES", {"landsat8_b10": 5})
    folder = str(SHARED / "spectroscopy")
    arguments = [folder, "--output", str(tmp_path), "--bands", "landsat8_b10"]
    assert build.main(arguments) == 0
    assert json.loads(capsys.readouterr().out) == {"band": "landsat8_b10", "nodes": 5}
    stored = nodes.read(tmp_path / "landsat8_b10.npz")
    assert stored.weight.sum() == pytest.approx(1.0)
    assert stored.absorption.shape == (nodes.STATES, nodes.SPECIES * 5)
    assert not stored.experimental
    assert "h2o_hitran_862-926.par" in stored.provenance["inputs_sha256_16"]
    assert "HITRAN2020" in stored.provenance["source"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "cannot be read"),
        ("8.0,1\n9.0,1\n", "covers 10.11-12.56 um, but 100% of the response of mine lies beyond"),
        ("10.6,1\n11.0,1\n", "there is no folder of spectroscopy"),
    ],
)
def test_a_table_that_cannot_be_made_costs_a_sentence(
    text: str | None, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.csv"
    if text is not None:
        path.write_text(text, "utf-8")
    out = tmp_path / "out"
    assert build.main([str(tmp_path / "none"), "--response", str(path), "--output", str(out)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[-1].startswith("lstgeo: ")
    assert words in said[-1]
    assert not list(out.glob("*"))


@needs_shared
@pytest.mark.usefixtures("small")
def test_an_interrupted_table_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = Response((10.6, 10.8, 11.0), (0.0, 1.0, 0.0))
    seen: list[tuple[str, int, int]] = []

    def interrupt(stage: str, done: int, total: int) -> None:
        seen.append((stage, done, total))
        if done == 1:
            raise KeyboardInterrupt

    arguments = ("mine", response, SHARED / "spectroscopy", tmp_path)
    with pytest.raises(KeyboardInterrupt):
        making.table(*arguments, nodes=5, progress=interrupt)
    assert seen == [("spectra", 0, 2), ("spectra", 1, 2)]
    first = next(tmp_path.rglob("000.npy"))
    stamp = first.stat().st_mtime_ns
    resumed = making.table(*arguments, nodes=5, threads=2)
    assert first.stat().st_mtime_ns == stamp
    again = making.table(*arguments, nodes=5)
    np.testing.assert_array_equal(resumed.absorption, again.absorption)
    np.testing.assert_array_equal(resumed.weight, again.weight)
    # A spectrum that was cut short is computed again.
    first.write_bytes(first.read_bytes()[:1000])
    repaired = making.table(*arguments, nodes=5)
    np.testing.assert_array_equal(repaired.absorption, again.absorption)


@needs_shared
@pytest.mark.parametrize("response", bands.RESPONSES)
def test_every_band_is_covered_by_the_lines_at_hand(response: str) -> None:
    shape, band = platforms.response(response), bands.band(response)
    coverage.require(response, shape)
    assert coverage.experimental(shape) == nodes.table(band.sensor, band.name).experimental


def test_a_window_holds_what_a_response_sees_on_the_points_of_the_whole() -> None:
    shape = Response((10.59, 10.6, 11.19, 11.2), (0.0, 1.0, 1.0, 0.0))
    window = coverage.window(shape)
    seen = window.wavenumber
    assert seen[0] == pytest.approx(1e4 / 11.2, abs=0.1)  # cm-1
    assert seen[-1] == pytest.approx(1e4 / 10.59, abs=0.1)
    whole = library.WINDOW.wavenumber
    place = np.searchsorted(whole, seen[0] - 0.001)
    np.testing.assert_allclose(whole[place : place + seen.size], seen, rtol=0, atol=1e-9)
    np.testing.assert_allclose(
        reference.band_weights(shape, seen),
        reference.band_weights(shape, whole)[place : place + seen.size],
        rtol=0,
        atol=1e-7,  # of weights of 1e-4
    )


@pytest.mark.parametrize(
    ("wavelength", "share"), [((8.0, 9.0), "100%"), ((12.4, 12.8), "59%"), ((10.0, 11.0), "11%")]
)
def test_a_response_beyond_the_lines_at_hand_is_refused(
    wavelength: tuple[float, float], share: str
) -> None:
    """Shares of box responses beyond 10.11-12.56 um, by hand: .24 of .4 um, .11 of 1 um."""
    shape = Response(wavelength, (1.0, 1.0))
    with pytest.raises(InputError, match=rf"but {share} of the response of mine"):
        coverage.require("mine", shape)


@needs_shared
def test_the_spectrum_of_a_part_of_the_window_is_that_of_the_whole() -> None:
    """Lines outside the part still reach into it; rounding shows where pieces of a line meet."""
    part = coverage.window(Response((10.8, 11.0), (1.0, 1.0)))
    whole = library.read(SHARED / "spectroscopy")
    piece = library.read(SHARED / "spectroscopy", part)
    first = int(np.searchsorted(whole.grid.wavenumber, part.wavenumber[0] - 0.001))
    here = slice(first, first + part.wavenumber.size)
    for state in ((900.0, 290.0), (20.0, 220.0)):
        np.testing.assert_allclose(
            piece.water(*state, 0.01), whole.water(*state, 0.01)[here], rtol=1e-6
        )
        np.testing.assert_allclose(
            piece.carbon_dioxide(*state), whole.carbon_dioxide(*state)[here], rtol=1e-6
        )
