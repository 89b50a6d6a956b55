"""The times that are read for an overpass."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstgeo.errors import InputError
from lstgeo.raster.fields import overpass

START = np.datetime64("2016-01-21T00:00", "s")


def _at(hours: float) -> np.datetime64:
    return START + np.timedelta64(round(hours * 3600), "s")


@given(st.permutations([0.0, 1.0, 6.0, 12.0, 13.5]), st.floats(0.0, 13.5))
def test_time_is_interpolated_to_itself(hours: list[float], when: float) -> None:
    """The value of a field that is the time itself is the time of the overpass."""
    found = overpass.shares("w", [_at(hour) for hour in hours], _at(when))
    assert sum(share for _, share in found.layers) == pytest.approx(1, abs=1e-12)
    assert sum(share * hours[layer] for layer, share in found.layers) == pytest.approx(
        when, abs=1 / 3600
    )
    assert found.note is None


@pytest.mark.parametrize("when", [-2.9, 14.9])
def test_a_little_beyond_the_times_the_nearest_is_used_and_noted(when: float) -> None:
    found = overpass.shares("w", [_at(0), _at(12)], _at(when))
    assert found.layers == ((0 if when < 0 else 1, 1.0),)
    assert found.note == "the nearest time is 2.9 h away"


@pytest.mark.parametrize("when", [-3.1, 15.1])
def test_far_beyond_the_times_is_refused(when: float) -> None:
    with pytest.raises(InputError, match=r"w covers 2016-01-21T00:00:00Z to .* is 3\.1 h outside"):
        overpass.shares("w", [_at(12), _at(0)], _at(when))


def test_an_only_time_is_used_as_it_is_and_noted_where_far() -> None:
    assert overpass.shares("w", [_at(0)], _at(2.9)) == overpass.Shares(((0, 1.0),))
    assert "is 9.0 h from the overpass" in str(overpass.shares("w", [_at(0)], _at(9)).note)
    assert overpass.shares("w", [None], _at(9)).note is None
    assert overpass.shares("w", [_at(0)], None).note is None


@pytest.mark.parametrize(
    ("times", "when", "said"),
    [
        ([None, None], _at(1), "whose times are not known"),
        ([_at(0), _at(0)], _at(0), "several layers for the same time"),
        ([_at(0), _at(6)], None, "the time of the scene is not known"),
    ],
)
def test_layers_that_cannot_be_chosen_from_are_refused(
    times: list[overpass.Time], when: overpass.Time, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        overpass.shares("w", times, when)
