"""Whether a node table was made for a band: both must make the same of a black body."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.errors import InputError
from lstgeo.physics import planck

if TYPE_CHECKING:
    from lstgeo.atmosphere.nodes import NodeTable
    from lstgeo.physics.band import PlanckTable

TEMPERATURES = np.array([230.0, 270.0, 310.0])
ALIKE = 0.01
"""How far [K] Planck's law over the nodes of a table may be from that over the response; of the
tables that ship it is .0004, with the response of another sensor's nearest band .04 or more."""


def require(table: NodeTable, title: str, law: PlanckTable) -> None:
    """Raise InputError where `table` was made for another response than that of the band `title`.

    `law` is Planck's law averaged over the band's response.
    """
    radiance = planck.radiance(table.wavelength, TEMPERATURES[:, None]) @ table.weight
    worst = float(np.abs(np.asarray(law.temperature(radiance)) - TEMPERATURES).max())
    if not worst <= ALIKE:
        raise InputError(
            f"node table {table.name} was not made for the response of {title}: the "
            f"brightness temperatures of a black body differ by {worst:.2g} K"
        )
