"""The coupled network, its inversion and its loss, against laws and finite differences."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from lstgeo.physics import surface
from lstgeo.training import domain, fit, inversion, loss
from lstgeo.training.batches import Batch, Inputs
from lstgeo.training.config import Losses
from lstgeo.training.network import Coupled, Heads, Standalone
from lstgeo.training.objectives import Truth
from tests.training import made

pytestmark = pytest.mark.train

TABLE = made.BAND.planck_table


def _network(kind: type[Coupled] | type[Standalone] = Coupled) -> Coupled | Standalone:
    torch.manual_seed(0)
    return kind(domain.of(made.source(), (0.0, 10.0)).bounds, 48)


def _exact() -> tuple[Heads, Batch]:
    """Samples that obey the band-effective equation exactly, float64, and their heads."""
    batch = fit.tensors(
        made.source(Inputs(clean=1.0, usual=0.0)).batch(500, np.random.default_rng(0))
    )
    batch = Batch(*(values.double() for values in batch))
    atmosphere = (batch.transmittance, batch.upwelling_radiance, batch.downwelling_radiance)
    radiance = surface.at_sensor_radiance(batch.temperature, batch.emissivity, *atmosphere, TABLE)
    features = batch.features.clone()
    features[:, 2] = batch.emissivity
    nothing = torch.zeros_like(radiance)
    exact = batch._replace(features=features, radiance=radiance, clean_radiance=radiance)
    return Heads(*atmosphere, nothing, nothing - 1.0), exact


def test_constraints_are_zero_on_exact_data() -> None:
    heads, batch = _exact()
    found = loss.terms(heads, batch, TABLE)
    for name in ("transmittance", "upwelling_radiance", "downwelling_radiance", "bounds"):
        assert float(found[name]) == 0.0
    assert float(found["closure"]) < 1e-12
    # The likelihood of no error is the logarithm of sigma, weighed; here log sigma is -1.
    assert float(found["temperature"]) == pytest.approx(-np.exp(-2 * loss.BETA), rel=1e-4)


def test_a_constraint_can_be_switched_off() -> None:
    heads, batch = _exact()
    found = loss.terms(heads, batch, TABLE)
    only = Losses(
        transmittance=0.0, upwelling_radiance=0.0, downwelling_radiance=0.0, closure=0.0, bounds=0.0
    )
    assert float(loss.total(found, only)) == float(found["temperature"])


def test_gradients_through_the_inversion_are_those_of_the_equation() -> None:
    """dT/dL is 1 / (tau eps B'(T)); others by central differences, to a part in a thousand."""
    heads, batch = _exact()
    inputs = [heads.transmittance, heads.upwelling_radiance, heads.downwelling_radiance]
    given = [values.clone().requires_grad_() for values in (batch.radiance, *inputs)]

    def temperature(radiance: torch.Tensor, *atmosphere: torch.Tensor) -> torch.Tensor:
        transmittance, upwelling, downwelling = atmosphere
        made_heads = Heads(transmittance, upwelling, downwelling, heads.correction, heads.log_sigma)
        return inversion.temperature(radiance, batch.emissivity, made_heads, TABLE)

    slopes = torch.autograd.grad(temperature(*given).sum(), given)
    emitted = batch.transmittance * batch.emissivity * TABLE.slope(batch.temperature)
    torch.testing.assert_close(slopes[0], 1 / emitted, rtol=1e-3, atol=0)
    for place, slope in enumerate(slopes):
        step = 1e-3 * given[place].detach().abs()
        ends = [
            temperature(*(v + sign * step if i == place else v for i, v in enumerate(given)))
            for sign in (1, -1)
        ]
        difference = (ends[0] - ends[1]).detach() / (2 * step)
        torch.testing.assert_close(slope, difference, rtol=1e-2, atol=1e-3)


def test_the_inversion_goes_on_where_the_table_ends() -> None:
    heads, batch = _exact()
    bright = batch.radiance * 100
    found = inversion.temperature(bright, batch.emissivity, heads, TABLE)
    assert torch.isfinite(found).all()
    assert (found > inversion.HOTTEST).all()


def test_transmittance_falls_with_water_vapour_by_construction() -> None:
    network = _network()
    features = torch.from_numpy(made.source().batch(200, np.random.default_rng(1)).features)
    before = network(features)
    for water in torch.linspace(0.5, 80.0, 12):
        features[:, 1] = water
        now = network(features).transmittance
        if water > 1:
            assert (now < before).all()
        before = now
        assert ((now > 0) & (now < 1)).all()


def test_the_sky_is_brighter_than_the_path_and_both_are_positive() -> None:
    heads = _network()(
        torch.from_numpy(made.source().batch(500, np.random.default_rng(1)).features)
    )
    assert (heads.upwelling_radiance > 0).all()
    assert (heads.downwelling_radiance > heads.upwelling_radiance).all()


@pytest.mark.parametrize("kind", [Coupled, Standalone])
def test_what_is_absent_is_ignored(kind: type[Coupled] | type[Standalone]) -> None:
    network = _network(kind)
    nothing = Inputs(air_temperature=0.0, surface_pressure=0.0)
    features = torch.from_numpy(made.source(nothing).batch(50, np.random.default_rng(1)).features)
    other = features.clone()
    other[:, [3, 4, 10]] = torch.tensor([300.0, 90_000.0, 2.0])
    for one, same in zip(network(features), network(other), strict=True):
        torch.testing.assert_close(one, same, rtol=0, atol=0)


@pytest.mark.parametrize("kind", [Coupled, Standalone])
def test_one_batch_can_be_learned_by_heart(kind: type[Coupled] | type[Standalone]) -> None:
    """Without noise 200 samples are learned to a quarter of a kelvin."""
    network = _network(kind)
    clean = Inputs(clean=1.0, usual=0.0, air_temperature=1.0, surface_pressure=1.0)
    batch = fit.tensors(made.source(clean).batch(200, np.random.default_rng(0)))
    truth = Truth(TABLE, Losses())
    optimiser = torch.optim.Adam(network.parameters(), 5e-3)
    for _ in range(1500):
        optimiser.zero_grad()
        truth(network, batch).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    assert fit.rmse(network, batch, TABLE) < 0.25
