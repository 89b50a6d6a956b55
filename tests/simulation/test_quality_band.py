"""QA_PIXEL values against those that USGS states for Collection 2."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.simulation import quality_band

NO = np.zeros((1, 1), np.bool_)
YES = ~NO


@pytest.mark.parametrize(
    ("masks", "value"),
    [
        (set(), 21824),
        ({"water"}, 21952),
        ({"cloud", "dilated"}, 22280),
        ({"dilated"}, 21762),
        ({"dilated", "water"}, 21890),
        ({"shadow"}, 23888),
        ({"shadow", "water"}, 24016),
        ({"cirrus"}, 54596),
        ({"cirrus", "cloud", "dilated"}, 55052),
        ({"cloud", "dilated", "shadow"}, 22280),
    ],
)
def test_values_are_those_of_the_product(masks: set[str], value: int) -> None:
    names = ("cloud", "dilated", "shadow", "cirrus", "water")
    given = {name: YES if name in masks else NO for name in names}
    assert quality_band.encode(YES, **given)[0, 0] == value
    assert quality_band.encode(NO, **given)[0, 0] == 1


def test_dilation_grows_a_pixel_to_a_square() -> None:
    mask = np.zeros((20, 21), np.bool_)
    mask[10, 9] = True
    grown = quality_band.dilated(mask)
    assert grown.shape == (14, 15)
    assert grown.sum() == 49
    assert grown[4:11, 3:10].all()
