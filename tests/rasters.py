"""Small rasters written and read without lstgeo, so that tests do not trust what they test."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.errors import NotGeoreferencedWarning

UTM = "EPSG:32633"
DEGREES = "EPSG:4326"


def write(
    path: Path,
    values: NDArray[Any],
    *,
    crs: str | None = UTM,
    transform: Affine | None = None,
    nodata: float | None = None,
    units: str | None = None,
    scale: float | None = None,
    offset: float = 0.0,
    **options: Any,
) -> Path:
    """Write one band as a GeoTIFF; the path is returned."""
    height, width = values.shape
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(
            path, "w", driver="GTiff", height=height, width=width, count=1, dtype=values.dtype,
            crs=crs, transform=transform, nodata=nodata, **options,
        ) as target:  # fmt: skip
            target.write(values, 1)
            if units is not None:
                target.units = (units,)
            if scale is not None:
                target.scales, target.offsets = (scale,), (offset,)
    return path


def read(path: Path | str) -> NDArray[Any]:
    """Stored numbers of the first band."""
    with rasterio.open(path) as source:
        values: NDArray[Any] = source.read(1)
    return values


def cut(path: Path, keep: float = 0.5) -> None:
    """Cut a file off after the share `keep` of its bytes, as an interrupted download does."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])


def same(left: Any, right: Any) -> None:
    """Assert that two datasets hold the same bits under the same names."""
    assert set(left) == set(right)
    for name in left:
        np.testing.assert_array_equal(left[name].to_numpy(), right[name].to_numpy(), str(name))
