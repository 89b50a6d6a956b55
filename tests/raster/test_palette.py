"""The colours of pictures and of styles can be told apart, by everybody."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from matplotlib import colormaps, colors
from numpy.typing import NDArray

from lstgeo.quality import Quality
from lstgeo.raster import palette
from lstgeo.raster.palette import Ramp

Array = NDArray[Any]

SIGHTS = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
"""How linear RGB is seen: Machado, Oliveira and Fernandes 2009, severity 1."""

COMMON = (
    palette.NO_FLAG,
    *(
        palette.BITS[bit]
        for bit in (
            Quality.FILL, Quality.CLOUD, Quality.CLOUD_SHADOW, Quality.NEAR_CLOUD, Quality.WATER,
            Quality.SNOW_ICE, Quality.NO_SOLUTION,
        )
    ),
)  # fmt: skip
"""Colours of what lies side by side in most scenes."""


def lab(names: tuple[str, ...], sight: object = SIGHTS["usual"]) -> Array:
    """Colours in CIELAB (D65) as a `sight` has them, by the formulas of IEC 61966-2-1 and CIE."""
    encoded = np.array([colors.to_rgb(name) for name in names])
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ np.asarray(sight).T, 0, 1)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    ratio = seen @ to_xyz.T / np.array([0.9505, 1.0, 1.089])
    x, y, z = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116).T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


@pytest.mark.parametrize(
    ("ramp", "name"), [(palette.TEMPERATURE, "plasma"), (palette.UNCERTAINTY, "viridis")]
)
def test_a_ramp_is_the_colour_map_that_it_is_said_to_be(ramp: Ramp, name: str) -> None:
    """Between two of its colours it is straight: at most 6 of 255 levels away."""
    places = np.linspace(0, 1, 256)
    found = colors.LinearSegmentedColormap.from_list("ramp", ramp.colours)(places)
    assert np.abs(found - colormaps[name](places)).max() < 6 / 255


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("ramp", [palette.TEMPERATURE, palette.UNCERTAINTY])
def test_a_ramp_grows_lighter_evenly_for_every_sight(ramp: Ramp, sight: str) -> None:
    """Every step between two of its colours is a step up, and no step is thrice another's size."""
    shades = lab(ramp.colours, SIGHTS[sight])
    assert (np.diff(shades[:, 0]) > 0).all()
    if sight == "usual":
        steps = np.linalg.norm(np.diff(shades, axis=0), axis=1)
        assert steps.max() < 3 * steps.min()


@pytest.mark.parametrize("sight", SIGHTS)
def test_what_lies_side_by_side_in_most_scenes_is_told_apart(sight: str) -> None:
    """2.3 is the least difference in CIELAB that is seen (Mahy et al. 1994); 10 is plain."""
    shades = lab(COMMON, SIGHTS[sight])
    apart = {
        (COMMON[one], COMMON[other]): float(np.linalg.norm(shades[one] - shades[other]))
        for one, other in itertools.combinations(range(len(COMMON)), 2)
    }
    assert min(apart.values()) > 10, min(apart.items(), key=lambda found: found[1])


def test_every_bit_has_a_colour_of_its_own() -> None:
    assert set(palette.BITS) == set(Quality)
    assert len({palette.NO_FLAG, *palette.BITS.values()}) == len(Quality) + 1


def test_what_spoils_a_pixel_colours_it_before_what_it_is() -> None:
    assert palette.colour(0) == palette.NO_FLAG
    cloud_over_water = Quality.CLOUD | Quality.NEAR_CLOUD | Quality.WATER
    assert palette.colour(cloud_over_water) == palette.BITS[Quality.CLOUD]
    assert palette.label(cloud_over_water) == "cloud, near cloud, water"


def test_limits_lie_apart_even_where_all_values_are_one() -> None:
    assert palette.TEMPERATURE.limits((300.0, 300.0)) == pytest.approx((299.5, 300.5))
    assert palette.TEMPERATURE.limits((280.0, 300.0)) == (280.0, 300.0)
    assert palette.TEMPERATURE.limits(None) == (273.15, 313.15)
