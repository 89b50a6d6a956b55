"""Random fields: their statistics, and that a block never changes them."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.simulation import noise

SHAPE = (200, 300)
WHOLE = noise.Window(0, 200, 300)


@pytest.mark.parametrize("first", [0, 3, 63, 170])
def test_a_block_has_the_bits_of_the_whole(first: int) -> None:
    field = noise.SmoothField(noise.spectral(SHAPE, 1, 2, longest=40.0, slope=2.0))
    block = noise.Window(first, first + 29, 300)
    for values in (
        field,
        lambda window: noise.white(window, 1, 2),
        lambda window: noise.grain(window, 1, 2),
    ):
        np.testing.assert_array_equal(values(block), values(WHOLE)[first : first + 29])


def test_a_wider_window_holds_the_narrower_one() -> None:
    field = noise.SmoothField(noise.spectral(SHAPE, 1, 2, longest=40.0, slope=2.0))
    wide = field(WHOLE.grown(7, 30))
    np.testing.assert_array_equal(wide[7:-7, 30:-30], field(WHOLE))


def test_a_smooth_field_reproduces_a_plane() -> None:
    rows, columns = noise.node_coordinates(SHAPE)
    field = noise.SmoothField((0.5 * rows - 0.25 * columns).astype(np.float32))
    window = WHOLE.grown(20, 50)
    expected = 0.5 * window.rows - 0.25 * window.columns
    np.testing.assert_allclose(field(window), expected, rtol=0, atol=1e-4)


def test_white_noise_is_standard_and_rows_are_independent() -> None:
    values = noise.white(WHOLE, 1, 2)
    assert abs(values.mean()) < 0.02  # 60,000 values: 1 sigma is .004
    assert values.std() == pytest.approx(1.0, abs=0.02)
    assert abs(np.corrcoef(values[:-1].ravel(), values[1:].ravel())[0, 1]) < 0.02
    assert not np.array_equal(values, noise.white(WHOLE, 1, 3))
    assert not np.array_equal(values, noise.white(WHOLE, 2, 2))


def test_grain_has_unit_variance() -> None:
    assert noise.grain(WHOLE, 1, 2).std() == pytest.approx(1.0, abs=0.03)


def test_hashed_numbers_are_uniform_and_depend_on_every_key() -> None:
    y, x = np.meshgrid(np.arange(-150, 150, dtype=np.int32), np.arange(-200, 200, dtype=np.int32))
    values = noise.hashed(7, y, x)
    counts = np.histogram(values, 16, (0, 1))[0]
    np.testing.assert_allclose(counts / values.size, 1 / 16, rtol=0.06)  # 1 sigma is 1.1 %
    for other in (noise.hashed(8, y, x), noise.hashed(7, x, y), np.roll(values, 1, 0)):
        assert abs(np.corrcoef(values.ravel(), other.ravel())[0, 1]) < 0.015
