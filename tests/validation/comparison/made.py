"""Results of retrieve with differences that are known, as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray

from tests import rasters

PLACE = Affine(30, 0, 5e5, 0, -30, 5e6)
SHAPE = (100, 120)

Array = NDArray[Any]


def truth() -> Array:
    """A landscape of 280 to 310 K."""
    rows, columns = np.mgrid[: SHAPE[0], : SHAPE[1]]
    return np.asarray(295 + 10 * np.sin(columns / 9) + 5 * np.cos(rows / 7), np.float32)


def result(
    path: Path,
    values: Array,
    *,
    sigma: float | None = None,
    bits: Array | None = None,
    acquired: str | None = "2021-05-03T10:00:00Z",
    place: Affine = PLACE,
) -> Path:
    """Rasters and item as `write` leaves them, as far as a comparison reads them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rasters.write(path, values.astype(np.float32), transform=place, nodata=np.nan, units="K")
    flags = np.zeros(values.shape, np.uint16) if bits is None else bits
    rasters.write(path.with_name(f"{path.stem}_qa.tif"), flags, transform=place)
    if sigma is not None:
        constant = np.full(values.shape, sigma, np.float32)
        beside = path.with_name(f"{path.stem}_uncertainty.tif")
        rasters.write(beside, constant, transform=place, nodata=np.nan, units="K")
    item = {
        "properties": {"datetime": acquired, "lstgeo:version": "1"},
        "assets": {"surface_temperature": {"href": f"./{path.name}"}},
    }
    path.with_suffix(".json").write_text(json.dumps(item))
    return path
