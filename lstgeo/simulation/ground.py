"""The ground as the sensor sees it: under shadow, and averaged over the thermal footprint."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lstgeo.physics import footprint
from lstgeo.physics.band import PlanckTable
from lstgeo.simulation import landscape

Floats = NDArray[np.float32]

SHADOW_COOLING = 5.0
"""Fall of land temperature [K] in the shadow of an opaque cloud, ten times that of water (ours)."""

SHADOW_DARKENING = 0.55
"""Part of the reflected light that the shadow of an opaque cloud takes away (our figure)."""


def shaded(land: landscape.Surface, shadow: Floats) -> landscape.Surface:
    """Land under the darkness `shadow` of clouds: colder and darker."""
    cooling = np.float32(SHADOW_COOLING) * shadow * (1 - np.float32(0.9) * land.water)
    light = 1 - np.float32(SHADOW_DARKENING) * shadow
    return replace(
        land,
        temperature=land.temperature - cooling,
        red=land.red * light,
        near_infrared=land.near_infrared * light,
    )


def footprint_surface(
    land: landscape.Surface, width: float, planck_table: PlanckTable
) -> tuple[Floats, Floats]:
    """Temperature [K] and emissivity of a uniform surface that emits what the footprint emits."""
    emitted = mean(land.emissivity * planck_table.radiance(land.temperature), width)
    emissivity = mean(land.emissivity, width)
    return planck_table.temperature(emitted / emissivity), emissivity


def mean(values: Floats, width: float) -> Floats:
    """Mean over the footprint, `width` pixels wide."""
    averaged: Floats = footprint.average(values, width)
    return averaged


def inner(values: Floats, halo: int) -> Floats:
    """`values` without their halo."""
    return values[halo:-halo, halo:-halo]


def inner_surface(land: landscape.Surface, halo: int) -> landscape.Surface:
    """Land without its halo."""
    return landscape.Surface(
        inner(land.temperature, halo),
        inner(land.emissivity, halo),
        inner(land.red, halo),
        inner(land.near_infrared, halo),
        inner(land.water, halo),
    )
