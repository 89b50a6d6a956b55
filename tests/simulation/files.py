"""The files of a synthetic scene, read by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray

from lstgeo.simulation import scene

SHAPE = (400, 360)


@dataclass(frozen=True)
class Files:
    """The files of a scene, read by name."""

    paths: scene.SyntheticScene

    @property
    def product(self) -> str:
        return self.paths.scene.name

    def band(self, name: str) -> NDArray[Any]:
        return read(self.paths.scene / f"{self.product}_{name}.TIF")

    def truth(self, name: str) -> NDArray[Any]:
        return read(self.paths.truth / f"{name}.tif")

    @property
    def metadata(self) -> dict[str, str]:
        lines = (self.paths.scene / f"{self.product}_MTL.txt").read_text("ascii").splitlines()
        pairs = (line.split(" = ") for line in lines if " = " in line)
        return {key.strip(): value.strip().strip('"') for key, value in pairs}

    @property
    def clear(self) -> NDArray[np.bool_]:
        return np.isin(self.band("QA_PIXEL"), (21824, 21952))


def read(path: Path) -> NDArray[Any]:
    with rasterio.open(path) as source:
        return np.asarray(source.read(1))
