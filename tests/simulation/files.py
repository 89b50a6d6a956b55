"""The files of a synthetic scene, read by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray

from lstgeo.profiles.columns import Columns
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

    def coarse(self, name: str) -> NDArray[Any]:
        return read(getattr(self.paths, name))

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


def at_overpass(batch: Columns, metadata: dict[str, str]) -> Columns:
    """Columns of two hours brought to the moment of the scene."""
    first, second = np.unique(batch.time)
    moment = np.datetime64(f"{metadata['DATE_ACQUIRED']}T{metadata['SCENE_CENTER_TIME'][:11]}")
    later = float((moment - first) / (second - first))
    assert 0 < later < 1
    before, after = batch.take(batch.time == first), batch.take(batch.time == second)
    np.testing.assert_array_equal(before.pressure, after.pressure)
    return before.replaced(
        temperature=before.temperature + later * (after.temperature - before.temperature),
        specific_humidity=before.specific_humidity
        + later * (after.specific_humidity - before.specific_humidity),
    )
