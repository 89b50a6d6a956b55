"""What a synthetic sensor has measured of a granule, before it is written in a product's layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from lstgeo.simulation.granule_scan import Scan

SOLAR_ZENITH = 30.0
"""Solar zenith angle of every pixel [degree]."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Measured:
    """Pixels of a granule, (rows, columns).

    `radiance` [W m-2 sr-1 um-1] and the reflectances at the top of the atmosphere are as they come
    to the sensor, noise included; `cloud` is None where there is no mask; `missing` are the rows
    (rows,) that were not transmitted.
    """

    radiance: NDArray[np.floating[Any]]
    scan: Scan
    water: Mask
    cloud: Mask | None
    red: NDArray[np.floating[Any]]
    near_infrared: NDArray[np.floating[Any]]
    missing: Mask

    def with_missing(self, values: Any, fill: Any) -> Any:
        """`values` with `fill` in the rows that were not transmitted."""
        return np.where(self.missing[:, None], np.asarray(fill, np.asarray(values).dtype), values)
