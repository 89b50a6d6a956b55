"""The radiative transfer equation undone so that training can differentiate it everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from lstgeo.physics import surface

if TYPE_CHECKING:
    from torch import Tensor

    from lstgeo.physics.band import PlanckTable
    from lstgeo.training.network import Heads

COLDEST, HOTTEST = 170.0, 380.0
"""Surface temperatures [K] beyond which the inversion goes on along its tangent."""


def temperature(
    radiance: Tensor, emissivity: Tensor, heads: Heads, planck_table: PlanckTable
) -> Tensor:
    """Surface temperature [K] by `physics.surface`, on a tangent where that has none."""
    emitted: Tensor = surface.emitted_radiance(
        radiance,
        emissivity,
        heads.transmittance,
        heads.upwelling_radiance,
        heads.downwelling_radiance,
    )
    ends = torch.tensor([COLDEST, HOTTEST], dtype=emitted.dtype)
    low, high = planck_table.radiance(ends)
    inside = torch.minimum(torch.maximum(emitted, low), high)
    found: Tensor = planck_table.temperature(inside)
    beyond: Tensor = (emitted - inside) / planck_table.slope(found.detach())
    return found + beyond
