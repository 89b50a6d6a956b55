"""How the variables of a result are stored on disk, in each encoding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo import vocabulary
from lstgeo.errors import OutputError
from lstgeo.retrieval import budget
from lstgeo.vocabulary import Quantity


@dataclass(frozen=True)
class Layer:
    """How one variable of a result is stored on disk."""

    quantity: Quantity
    suffix: str
    dtype: str
    nodata: float | None
    scale: float = 1.0
    offset: float = 0.0
    bands: tuple[str, ...] = ()

    @property
    def overviews(self) -> str:
        """Resampling of the overviews: bits cannot be averaged."""
        return "nearest" if self.quantity is vocabulary.QUALITY else "average"

    def stored(self, values: NDArray[Any]) -> NDArray[Any]:
        """Numbers that stand for `values`; those out of the range of the type become nodata."""
        if self.dtype == "float32" or self.nodata is None:
            return values.astype(self.dtype)
        with np.errstate(invalid="ignore"):
            numbers = np.rint((values.astype(np.float64) - self.offset) / self.scale)
            bounds = np.iinfo(self.dtype)
            fits = (numbers >= bounds.min) & (numbers <= bounds.max) & (numbers != self.nodata)
        return np.where(fits, numbers, self.nodata).astype(self.dtype)


_QUALITY = Layer(vocabulary.QUALITY, "_qa", "uint16", None)
_LAYERS: Mapping[str, tuple[Layer, ...]] = {
    "float32": (
        Layer(vocabulary.SURFACE_TEMPERATURE, "", "float32", float("nan")),
        Layer(vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY, "_uncertainty", "float32", float("nan")),
        _QUALITY,
    ),
    "usgs": (
        Layer(vocabulary.SURFACE_TEMPERATURE, "", "uint16", 0.0, 0.00341802, 149.0),
        Layer(vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY, "_uncertainty", "int16", -9999.0, 0.01),
        _QUALITY,
    ),
}


BUDGET = Layer(
    vocabulary.UNCERTAINTY_BUDGET,
    "_uncertainty_budget",
    "float32",
    float("nan"),
    bands=budget.SOURCES,
)
"""The split of the uncertainty by source, a band each, in every encoding."""


def of(encoding: str, *, split: bool = False) -> tuple[Layer, ...]:
    """Layers of an `encoding`, `float32` or `usgs`, with the `split` of the uncertainty if wanted.

    Raises OutputError for any other encoding.
    """
    if encoding not in _LAYERS:
        raise OutputError(f"encoding {encoding!r} is not known; there are {', '.join(_LAYERS)}")
    return (*_LAYERS[encoding], BUDGET) if split else _LAYERS[encoding]
