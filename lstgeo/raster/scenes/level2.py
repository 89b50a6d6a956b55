"""The bands of a Landsat Collection 2 Level-2 surface temperature product, known by file name.

USGS states their encoding in the product guide (LSDS-1619), not in the files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import xarray as xr

_NAME = re.compile(r"_ST_([A-Z0-9]+)\.tiff?$", re.IGNORECASE)


@dataclass(frozen=True)
class Encoding:
    """How a band stores its values: value = scale x number; nodata is -9999 in all of them."""

    scale: float
    units: str


ENCODINGS: Mapping[str, Encoding] = MappingProxyType(
    {
        "TRAD": Encoding(1e-3, "W m-2 sr-1 um-1"),
        "URAD": Encoding(1e-3, "W m-2 sr-1 um-1"),
        "DRAD": Encoding(1e-3, "W m-2 sr-1 um-1"),
        "ATRAN": Encoding(1e-4, "1"),
        "EMIS": Encoding(1e-4, "1"),
        "EMSD": Encoding(1e-4, "1"),
    }
)

NODATA = -9999


def encoding(path: str | Path) -> Encoding | None:
    """Encoding of an intermediate band, such as `*_ST_ATRAN.TIF`; None for any other file."""
    found = _NAME.search(Path(path).name)
    return ENCODINGS.get(found[1].upper()) if found else None


def decoded(stored: xr.DataArray, encoding: Encoding) -> xr.DataArray:
    """Physical values of the numbers `stored` in a band, NaN for nodata."""
    return stored.where(stored != NODATA) * np.float32(encoding.scale)


def is_surface_temperature(path: str | Path) -> bool:
    """Whether the file is the surface temperature itself (`*_ST_B10.TIF`, `*_ST_B6.TIF`)."""
    found = _NAME.search(Path(path).name)
    return bool(found and found[1].upper().startswith("B"))


def is_radiance_or_foreign(path: str | Path) -> bool:
    """Whether the file is at-sensor radiance (`*_ST_TRAD.TIF`), or no intermediate band at all."""
    found = _NAME.search(Path(path).name)
    return found is None or found[1].upper() == "TRAD"
