"""The outline of a scene against the geometry of a turned rectangle."""

from __future__ import annotations

import math

import pytest

from lstgeo.simulation import frame, noise


@pytest.mark.parametrize("shape", [(1024, 1024), (780, 760), (64, 600), (600, 64)])
def test_the_frame_touches_every_side_of_its_grid(shape: tuple[int, int]) -> None:
    outline = frame.within(shape)
    inside = outline.inside(noise.Window(0, shape[0], shape[1]))
    for side in (inside[0], inside[-1], inside[:, 0], inside[:, -1]):
        # A corner of the frame, so a few pixels at most: 1 / tan + tan of the angle.
        assert 0 < side.sum() <= 1 / math.tan(outline.angle) + 2
    area = outline.across * outline.along
    assert inside.sum() == pytest.approx(area, rel=0.02)


def test_a_square_scene_is_turned_by_twelve_degrees_and_is_29_percent_fill() -> None:
    outline = frame.within((1000, 1000))
    assert math.degrees(outline.angle) == pytest.approx(12)
    # Area of the inscribed square: 1 / (sin + cos)^2 = 1 / (1 + sin 24 degrees).
    assert outline.across * outline.along / 1e6 == pytest.approx(0.7109, abs=0.0001)
