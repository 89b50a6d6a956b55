"""A folder with every file that the pages name: a small simulated scene under many names."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import rasterio

from lstgeo.simulation import scene as simulation

LONE = "LC08_L1TP_195025_20130707_20170503_01_T1"
OTHERS = "{}LC08_L1TP_191026_20160121_20200907_02_T1"
"""Names that the pages give to the folders of scenes."""

SHAPE = (192, 192)


def made(folder: Path) -> Path:
    """Folder with the files that the pages name; made once, then copied for each page."""
    files = simulation.write(folder / ".made", shape=SHAPE, seed=3)
    other = simulation.write(folder / ".made/other", sensor="landsat9", shape=SHAPE, seed=4)
    shutil.copytree(files.scene, folder / LONE)
    for parent, scene in (("", other), ("a/", files), ("b/", other)):
        shutil.copytree(scene.scene, folder / OTHERS.format(parent))
    for name in ("wv.tif", "vapour.tif"):
        shutil.copy(files.water_vapour, folder / name)
    shutil.copy(files.air_temperature, folder / "air.tif")
    shutil.copy(files.reanalysis, folder / "era5_levels.nc")
    shutil.copy(files.emissivity, folder / "emissivity.tif")
    _dem(files.emissivity, folder / "dem.tif")
    (folder / "scenes.txt").write_text(f"{LONE}\n{OTHERS.format('')}\n", "utf-8")
    shutil.rmtree(folder / ".made")
    return folder


def _dem(like: Path, path: Path) -> None:
    """Flat ground at 120 m on the grid of another raster."""
    with rasterio.open(like) as source:
        profile = source.profile | {"dtype": "float32", "nodata": None}
        height = np.full((1, *source.shape), 120.0, np.float32)
    with rasterio.open(path, "w", **profile) as target:
        target.write(height)
