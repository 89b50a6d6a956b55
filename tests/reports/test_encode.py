"""What a page holds of an array is the array: bits exactly, kelvins within half a step."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from lstgeo.reports import encode

SHAPES = st.tuples(st.integers(1, 12), st.integers(1, 12))


def _undone(text: str, shape: tuple[int, int]) -> NDArray[Any]:
    """The packed numbers, by the words of `encode`'s docstring and with Python's own numbers."""
    content = zlib.decompress(base64.b64decode(text))
    count = len(content) // 2
    zigzag = [content[place] + 256 * content[count + place] for place in range(count)]
    steps = [number // 2 if number % 2 == 0 else -(number + 1) // 2 for number in zigzag]
    rows = np.array(steps, np.int64).reshape(shape)
    return np.cumsum(rows, axis=1) % 65536


@given(st.data(), SHAPES)
def test_whole_numbers_come_back_exactly(data: st.DataObject, shape: tuple[int, int]) -> None:
    values = data.draw(arrays.arrays(np.uint16, shape))
    np.testing.assert_array_equal(_undone(encode.whole(values), shape), values)


@given(st.data(), SHAPES)
def test_kelvins_come_back_within_half_a_hundredth(
    data: st.DataObject, shape: tuple[int, int]
) -> None:
    kelvins = st.floats(0, 655, width=32) | st.just(float("nan"))
    values = data.draw(arrays.arrays(np.float32, shape, elements=kelvins))
    stored = _undone(encode.kelvins(values), shape)
    assert ((stored == 0) == np.isnan(values)).all()
    valid = stored > 0
    np.testing.assert_allclose((stored[valid] - 1) / 100, values[valid], rtol=0, atol=0.00503)


@pytest.mark.parametrize(("value", "stored"), [(-5.0, 1), (900.0, 65535), (np.inf, 0)])
def test_what_does_not_fit_is_the_nearest_that_does(value: float, stored: int) -> None:
    assert _undone(encode.kelvins(np.full((1, 1), value)), (1, 1)) == stored
