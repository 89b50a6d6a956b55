"""The profile tier: what is drawn, what its network may change, and that its file says the same."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from lstgeo.errors import ModelError
from lstgeo.model import contract, quantities, shipped
from lstgeo.profiles import errors, generator
from lstgeo.training import bank, document, domain, export, fit, inversion, reanalysis, starting
from lstgeo.training.bank import Bank, Variation
from lstgeo.training.batches import Inputs, Source
from lstgeo.training.config import Config, Losses
from lstgeo.training.features import PROFILE
from lstgeo.training.network_profile import INDEX, Profile, ProfileStandalone
from lstgeo.training.objectives import Truth
from lstgeo.training.procedure import Procedure
from tests.training import made

pytestmark = pytest.mark.train

CLEAN, USUAL = Inputs(clean=1.0, usual=0.0), Inputs(clean=0.0, usual=1.0)
TABLE = made.BAND.planck_table


@lru_cache
def _bank(variation: Variation = made.EXACT) -> Bank:
    columns = generator.generate(200, seed=6)
    return bank.of(
        *(columns, np.arange(200) % 5, made.TABLE, variation),
        plain=200,
        augmented=60,
        seed=0,
        told=errors.USUAL,
    )


def _source(inputs: Inputs | None = None) -> Source:
    return Source(_bank(), made.BAND, made.TABLE, inputs=inputs or Inputs(), tier=contract.PROFILE)


def _network() -> Profile:
    torch.manual_seed(0)
    return Profile(domain.of(_source(), (0.0, 10.0)).bounds, 32)


def test_the_right_reanalysis_gives_the_atmosphere_that_is_true() -> None:
    """Nothing varied: its transfer is that of the truth, in single precision."""
    given = _bank().given[:, reanalysis.EXACT[0]]
    for name, true in (
        (quantities.PROFILE_TRANSMITTANCE, _bank().transmittance),
        (quantities.PROFILE_DOWNWELLING_RADIANCE, _bank().downwelling_radiance),
        ("total_column_water_vapour", _bank().total_column_water_vapour),
    ):
        np.testing.assert_array_equal(given[:, reanalysis.FIELDS.index(name)], true)


def test_a_varied_continuum_is_not_told() -> None:
    varied = _bank(Variation((0.0, 10.0), continuum_sigma=0.1, aerosol_share=0.0))
    place = reanalysis.FIELDS.index(quantities.PROFILE_TRANSMITTANCE)
    told = varied.given[:, reanalysis.EXACT[0], place]
    assert np.abs(told - varied.transmittance).max() > 0.005


def test_samples_are_told_sigmas_of_their_kind() -> None:
    for inputs, temperature, noise in ((CLEAN, 0.0, 0.03), (USUAL, 1.0, made.BAND.nedt)):
        drawn = _source(inputs).batch(300, np.random.default_rng(0)).features
        assert drawn.shape == (300, len(PROFILE))
        assert (drawn[:, INDEX[quantities.PROFILE_TEMPERATURE_SIGMA]] == temperature).all()
        np.testing.assert_allclose(drawn[:, INDEX[contract.RADIOMETRIC_SIGMA]], noise, rtol=1e-6)


def test_the_first_guess_of_exact_inputs_is_the_surface() -> None:
    """But for the noise, over transmittance, and .18 K of a band: docs/theory/samples.md."""
    batch = _source(CLEAN).batch(2_000, np.random.default_rng(0))
    error = batch.features[:, INDEX[quantities.FIRST_GUESS]] - batch.temperature
    seen = batch.transmittance > 0.5
    assert np.abs(error[seen]).max() < 0.2 + 5 * 0.03 / 0.5


def test_nothing_is_amended_where_the_profile_is_exact() -> None:
    batch = fit.tensors(_source(CLEAN).batch(400, np.random.default_rng(0)))
    with torch.no_grad():
        heads = _network()(batch.features)
    # Single precision, after an exponential and a logarithm.
    torch.testing.assert_close(heads.transmittance, batch.transmittance, rtol=2e-5, atol=0)
    radiance = batch.upwelling_radiance
    torch.testing.assert_close(heads.upwelling_radiance, radiance, rtol=2e-5, atol=0)
    assert float(heads.correction.abs().max()) < 1.0


def test_a_wrong_profile_is_amended() -> None:
    batch = fit.tensors(_source(USUAL).batch(400, np.random.default_rng(0)))
    with torch.no_grad():
        heads = _network()(batch.features)
    told = batch.features[:, INDEX[quantities.PROFILE_TRANSMITTANCE]]
    assert float((heads.transmittance - told).abs().max()) > 1e-4
    assert ((heads.transmittance > 0) & (heads.transmittance < 1)).all()


def test_the_error_of_temperature_reaches_what_amends_the_atmosphere() -> None:
    """The derivative of the mean temperature by a bias, against a central difference [K]."""
    network, batch = _network().double(), _source(USUAL).batch(200, np.random.default_rng(0))
    exact = fit.tensors(batch)
    exact = exact._replace(features=exact.features.double(), radiance=exact.radiance.double())

    def mean() -> torch.Tensor:
        given = exact.features[:, 2]
        heads = network(exact.features)
        return inversion.temperature(exact.radiance, given, heads, TABLE).mean()

    mean().backward()  # type: ignore[no-untyped-call]
    bias, step = network.heads.bias, 1e-4
    assert bias.grad is not None
    for head in (0, 1, 2):
        with torch.no_grad():
            bias[head] += step
            more = mean()
            bias[head] -= 2 * step
            less = mean()
            bias[head] += step
        wanted = float(more - less) / (2 * step)
        # The Planck table's inverse has a step in its second derivative between its entries.
        assert float(bias.grad[head]) == pytest.approx(wanted, rel=2e-3)
        assert abs(wanted) > 1e-3


def test_a_file_says_what_its_network_says_and_is_one_of_the_tier(tmp_path: Path) -> None:
    student, path = _network(), tmp_path / "model.onnx"
    where = domain.of(_source(), (0.0, 10.0))
    stated = document.document(
        *("landsat8-b10-profile-v1", contract.PROFILE, made.BAND, where),
        export.outputs(student),
        training={},
        evaluation={},
    )
    examples = np.ascontiguousarray(_source().batch(500, np.random.default_rng(1)).features)
    export.export(student, path, stated, examples)
    assert export.parity(student, path, examples) <= export.PARITY
    assert path.stat().st_size < 60_000
    opened = shipped.opened(path, made.BAND, contract.PROFILE)
    assert [known.name for known in opened.contract.features] == list(PROFILE)
    with pytest.raises(ModelError, match="of the profile tier"):
        shipped.opened(path, made.BAND)


def test_another_band_begins_with_the_weights_of_a_file(tmp_path: Path) -> None:
    test_a_file_says_what_its_network_says_and_is_one_of_the_tier(tmp_path)
    weights = starting.weights(tmp_path / "model.onnx")
    assert weights is not None
    layers = {
        name: values
        for name, values in _network().state_dict().items()
        if not name.startswith("preparation.")
    }
    for name, values in layers.items():
        torch.testing.assert_close(weights[name], values, rtol=0, atol=0)


def test_hidden_numbers_do_not_matter() -> None:
    bounds = domain.of(_source(), (0.0, 10.0)).bounds
    torch.manual_seed(0)
    blind = ProfileStandalone(bounds, 16)
    features = torch.from_numpy(_source().batch(100, np.random.default_rng(0)).features)
    moved = features.clone()
    for name in (quantities.FIRST_GUESS, quantities.PROFILE_TRANSMITTANCE):
        moved[:, INDEX[name]] *= 0.9
    for first, second in zip(blind(features), blind(moved), strict=True):
        torch.testing.assert_close(first, second, rtol=0, atol=0)


def test_a_short_training_beats_the_plain_way(tmp_path: Path) -> None:
    source, stopping = _source(), replace(_source(USUAL), augmented=0.0)
    network = fit.fit(
        _network(),
        source,
        stopping,
        fit.Effort(steps=300, batch=512),
        Truth(TABLE, Losses()),
    )
    batch = stopping.batch(5_000, np.random.default_rng(3))
    ours = fit.rmse(network, fit.tensors(batch), TABLE)
    first = batch.features[:, INDEX[quantities.FIRST_GUESS]]
    theirs = float(np.sqrt(np.mean((first - batch.temperature) ** 2)))
    assert ours < 0.8 * theirs


def test_the_whole_way_to_a_student(tmp_path: Path) -> None:
    config = Config(
        sensor="landsat8",
        band="B10",
        tier="profile",
        teachers=2,
        steps=20,
        distillation_steps=20,
        batch=256,
        width=16,
    )
    assert config.model == "landsat8-b10-profile-v1"
    trained = Procedure(config, _bank(), made.BAND, made.TABLE, tmp_path).trained()
    assert isinstance(trained.student, Profile)
    assert list(trained.domain.ranges) == list(PROFILE)
    assert trained.domain.ranges[quantities.PROFILE_TEMPERATURE_SIGMA] == (0.0, 2.0)
