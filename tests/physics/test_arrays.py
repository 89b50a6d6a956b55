"""Formulas work on whatever array library they are given."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lstgeo.physics import arrays, planck, surface
from tests import bands

TABLE = np.array([3.0, 1.0, 4.0, 1.0, 5.0])


def test_python_numbers_count_as_numpy() -> None:
    assert arrays.namespace(1.0, 2) is arrays.namespace(np.ones(1))


@given(hnp.arrays(np.float64, (4,), elements=st.floats(0, 4)))
def test_lookup_is_linear_interpolation(position: np.ndarray) -> None:
    np.testing.assert_allclose(
        arrays.lookup(TABLE, position), np.interp(position, range(5), TABLE), rtol=0, atol=1e-14
    )


@pytest.mark.parametrize("position", [-1e-9, 4 + 1e-9, np.nan, np.inf, -np.inf])
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_beyond_its_table_there_is_no_value(position: float) -> None:
    assert np.isnan(arrays.lookup(TABLE, np.array([position]))).all()


def test_lookup_keeps_shape_and_precision() -> None:
    found = arrays.lookup(TABLE.astype(np.float32), np.full((2, 3), 1.5, np.float32))
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, np.full((2, 3), 2.5))


@pytest.mark.train
def test_torch_gives_the_numbers_of_numpy_and_a_gradient() -> None:
    torch = pytest.importorskip("torch")
    table = bands.band("landsat8_b10").planck_table
    temperature = torch.tensor([300.0], dtype=torch.float64, requires_grad=True)
    radiance = surface.at_sensor_radiance(temperature, 0.96, 0.7, 2.0, 3.2, table)
    expected = surface.at_sensor_radiance(np.array([300.0]), 0.96, 0.7, 2.0, 3.2, table)
    np.testing.assert_allclose(radiance.detach().numpy(), expected, rtol=1e-14)
    radiance.sum().backward()
    slope = 0.96 * 0.7 * float(table.slope(300.0))
    assert float(temperature.grad[0]) == pytest.approx(slope, rel=1e-4)


@pytest.mark.train
def test_the_gradient_passes_through_planck_and_its_inverse() -> None:
    torch = pytest.importorskip("torch")
    temperature = torch.tensor([300.0], dtype=torch.float64, requires_grad=True)
    back = planck.temperature(10.9, planck.radiance(10.9, temperature))
    back.sum().backward()
    assert float(temperature.grad[0]) == pytest.approx(1.0, rel=1e-12)


@pytest.mark.train
def test_libraries_do_not_mix() -> None:
    torch = pytest.importorskip("torch")
    with pytest.raises(TypeError):
        planck.radiance(np.array([10.9]), torch.tensor([300.0]))
