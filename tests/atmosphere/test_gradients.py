"""Gradients through the whole transfer against finite differences, with torch."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

from lstgeo.atmosphere import model, nodes
from lstgeo.atmosphere.layers import Profile
from tests.atmosphere.test_model import column

pytestmark = pytest.mark.train

B10 = nodes.table("landsat8", "B10")
NAMES = ("pressure_hpa", "temperature", "specific_humidity", "surface_pressure_hpa")


def arrays() -> dict[str, np.ndarray]:
    columns = [column(300.0, 6.5, 0.8, 1010.0), column(262.0, 4.0, 0.5, 700.0)]
    return {name: np.stack([getattr(one, name) for one in columns]) for name in NAMES}


@pytest.fixture
def torch() -> Any:
    return importlib.import_module("torch")


@pytest.fixture
def state(torch: Any) -> dict[str, Any]:
    return {name: torch.tensor(values, dtype=torch.float64) for name, values in arrays().items()}


def test_torch_gives_what_numpy_gives(state: dict[str, Any]) -> None:
    found = model.parameters(Profile(**state), B10, view_zenith_angle=30.0)
    expected = model.parameters(Profile(**arrays()), B10, view_zenith_angle=30.0)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one.numpy(), other, rtol=1e-10)


def test_gradients_by_temperature_and_humidity_are_finite_differences(
    torch: Any, state: dict[str, Any]
) -> None:

    def parameters(temperature: Any, log_humidity: Any) -> tuple[Any, ...]:
        changed = state | {"temperature": temperature, "specific_humidity": torch.exp(log_humidity)}
        return tuple(model.parameters(Profile(**changed), B10, view_zenith_angle=20.0))

    inputs = (
        state["temperature"].clone().requires_grad_(),
        torch.log(state["specific_humidity"]).requires_grad_(),
    )
    # 1e-4 of the gradient, or 1e-7 (transmittance, radiance) per kelvin or per unit of ln q
    assert torch.autograd.gradcheck(parameters, inputs, eps=1e-4, atol=1e-7, rtol=1e-4)


def test_gradient_of_radiance_by_surface_temperature_is_a_finite_difference(
    torch: Any, state: dict[str, Any]
) -> None:
    monochromatic = model.channels(Profile(**state), B10)
    surface = torch.tensor([305.0, 258.0], dtype=torch.float64, requires_grad=True)
    emissivity = torch.tensor([0.96, 0.99], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(
        lambda temperature, emitting: model.at_sensor_radiance(
            monochromatic, B10, temperature, emitting
        ),
        (surface, emissivity),
        eps=1e-3,
        atol=1e-8,
        rtol=1e-5,
    )


def test_no_gradient_is_lost_in_almost_dry_air(torch: Any, state: dict[str, Any]) -> None:
    dry = torch.full_like(state["specific_humidity"], 1e-6).requires_grad_()
    found = model.parameters(Profile(**(state | {"specific_humidity": dry})), B10)
    found.transmittance.sum().backward()
    assert bool(torch.isfinite(dry.grad).all())
    assert float(dry.grad.sum()) < 0
