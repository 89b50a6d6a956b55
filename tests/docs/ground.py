"""A folder with every file that the pages name: a small simulated scene under many names."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import rasterio
import xarray as xr
from rasterio.warp import transform

import lstgeo
from lstgeo.simulation import scene as simulation
from tests.data import SHARED

LONE = "LC08_L1TP_195025_20130707_20170503_01_T1"
OTHERS = "{}LC08_L1TP_191026_20160121_20200907_02_T1"
"""Names that the pages give to the folders of scenes."""

LEVEL_2 = "LC08_L2SP_098084_20210503_20210508_02_T1"
"""A product of the development data, where they are at hand."""

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
    shutil.copy(files.truth / "surface_temperature.tif", folder / "reference.tif")
    result = lstgeo.retrieve(lstgeo.open_scene(files.scene), water_vapour=files.water_vapour)
    lstgeo.write(result, folder / "lst.tif")
    _tower(result, folder / "towers" / "field.csv")
    if SHARED.is_dir():
        (folder / LEVEL_2).symlink_to(SHARED / "scenes" / LEVEL_2)
    shutil.rmtree(folder / ".made")
    return folder


def _tower(result: xr.Dataset, path: Path) -> None:
    """A station in the middle of a result, which measures 300 K around the overpass."""
    y, x = (float(result[axis].mean()) for axis in ("y", "x"))
    (longitude,), (latitude,) = transform(result.rio.crs, "EPSG:4326", [x], [y])
    passed = datetime.fromisoformat(result.attrs["datetime"])
    lines = [
        f"# latitude: {latitude:.6f}",
        f"# longitude: {longitude:.6f}",
        "time,upwelling_longwave [W m-2],downwelling_longwave [W m-2]",
        *(f"{passed + timedelta(minutes=step)},454.5,300.0" for step in range(-4, 5)),
    ]
    path.parent.mkdir()
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _dem(like: Path, path: Path) -> None:
    """Flat ground at 120 m on the grid of another raster."""
    with rasterio.open(like) as source:
        profile = source.profile | {"dtype": "float32", "nodata": None}
        height = np.full((1, *source.shape), 120.0, np.float32)
    with rasterio.open(path, "w", **profile) as target:
        target.write(height)
