"""The mean over a footprint, against weights worked out by hand and a brute-force sum."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from lstgeo.physics import footprint

TIRS_WIDTH = 100 / 30


@pytest.mark.parametrize(
    ("width", "weights"),
    [
        (2.0, [0.5, 1, 0.5]),
        (3.0, [1, 1, 1]),
        (TIRS_WIDTH, [1 / 6, 1, 1, 1, 1 / 6]),
        (4.0, [0.5, 1, 1, 1, 0.5]),
    ],
)
def test_a_point_is_spread_by_the_overlap_of_box_and_pixels(
    width: float, weights: list[float]
) -> None:
    point = np.zeros((11, 11))
    point[5, 5] = 1.0
    line = np.zeros(11)
    half = len(weights) // 2
    line[5 - half : 6 + half] = weights
    expected = np.outer(line, line) / width**2
    np.testing.assert_allclose(footprint.average(point, width), expected, rtol=0, atol=1e-15)


def test_reach_is_the_outermost_pixel_touched() -> None:
    assert [footprint.reach(width) for width in (0.5, 1, 2, 3, TIRS_WIDTH, 4, 5)] == [
        0, 0, 1, 1, 2, 2, 2,
    ]  # fmt: skip


def test_missing_pixels_are_left_out_of_the_mean() -> None:
    values = np.random.default_rng(1).normal(300.0, 5.0, (9, 13))
    values[2:7, 3:9] = np.nan
    weights = np.array([1 / 6, 1, 1, 1, 1 / 6])
    padded = np.pad(values, 2, constant_values=np.nan)
    expected = np.full_like(values, np.nan)
    for row, column in np.ndindex(values.shape):
        window = padded[row : row + 5, column : column + 5]
        weight = np.where(np.isnan(window), 0.0, np.outer(weights, weights))
        if weight.sum():
            expected[row, column] = np.nansum(weight * window) / weight.sum()
    assert np.isnan(expected).any()
    np.testing.assert_allclose(footprint.average(values, TIRS_WIDTH), expected, rtol=1e-14)


def test_a_uniform_surface_keeps_its_value_up_to_the_edge() -> None:
    mean = footprint.average(np.full((6, 7), 0.987, np.float32), TIRS_WIDTH)
    assert mean.dtype == np.float32
    np.testing.assert_allclose(mean, 0.987, rtol=2e-7)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_pixel_has_the_same_bits_in_every_block(dtype: type) -> None:
    values: NDArray[Any] = np.random.default_rng(2).normal(300.0, 5.0, (40, 37)).astype(dtype)
    values[::7, ::5] = np.nan
    whole = footprint.average(values, TIRS_WIDTH)
    halo = footprint.reach(TIRS_WIDTH)
    for height in (1, 5, 16):
        for top in range(0, 40, height):
            first, last = max(0, top - halo), min(40, top + height + halo)
            block = footprint.average(values[first:last], TIRS_WIDTH)[top - first :][:height]
            np.testing.assert_array_equal(block, whole[top : top + height])


def test_a_width_of_one_pixel_changes_nothing() -> None:
    values = np.array([[1.0, math.nan]])
    assert footprint.average(values, 1.0) is values


def test_a_block_smaller_than_the_box_is_averaged_over_what_there_is() -> None:
    np.testing.assert_allclose(footprint.average(np.array([[1.0, 3.0]]), 5.0), [[2.0, 2.0]])
