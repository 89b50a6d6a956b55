"""A folder with all that the pages of the documentation name, small and simulated."""

from __future__ import annotations

import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import rasterio
import xarray as xr
from rasterio.warp import transform

import lstgeo
from lstgeo.simulation import scene as simulation
from tests import aster, rasters
from tests.data import SHARED

SCENE = "LC08_L1TP_199026_20230715_20230724_02_T1"
LEVEL_2 = "LC08_L2SP_098084_20210503_20210508_02_T1"
"""A product of the development data, where they are at hand."""

SHAPE = (256, 256)
_NAME = re.compile(r"\b(?:[ab]/)?L[CET]0[4-9]_L1TP_\d{6}_\d{8}_\d{8}_0[12]_T1\b(?!\.tar)")


def stocked(folder: Path) -> Path:
    """Fill `folder`: a scene, what is known of its air and ground, and what is retrieved of it."""
    files = simulation.write(folder / "lstgeo-demo", shape=SHAPE, seed=3)
    for source, name in ((files.water_vapour, "wv.tif"), (files.air_temperature, "t2m.tif")):
        shutil.copy(source, folder / name)
    _reanalysis(files.reanalysis, folder)
    _ground(files, folder)
    (folder / "ged").mkdir()
    aster.write(folder / "ged", north=49, west=2)
    result = lstgeo.retrieve(lstgeo.open_scene(files.scene), water_vapour=folder / "wv.tif")
    lstgeo.write(result, folder / "lst.tif")
    shutil.copy(files.truth / "surface_temperature.tif", folder / "reference.tif")
    _station(result, folder / "towers" / "field.csv")
    return folder


def laid_out(shelf: Path, folder: Path, page: str) -> None:
    """Copy the `shelf` into `folder`, with the scene under every name that the `page` uses."""
    shutil.copytree(shelf, folder, dirs_exist_ok=True)
    scene = folder / "lstgeo-demo" / SCENE
    if SHARED.is_dir():
        (folder / LEVEL_2).symlink_to(SHARED / "scenes" / LEVEL_2)
    names = sorted({"SCENE", SCENE, *_NAME.findall(page)})
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).symlink_to(scene)
    (folder / "scenes.txt").write_text(f"{SCENE}\n")
    (folder / "scenes.csv").write_text(f"scene,output,wv\n{SCENE},,wv.tif\n{SCENE},b.tif,15\n")


def _reanalysis(source: Path, folder: Path) -> None:
    """ERA5 as it is downloaded: levels in one file, single levels in another, twice the same."""
    with xr.open_dataset(source) as columns:
        levels = [name for name in columns if "level" in columns[name].dims]
        columns[levels].to_netcdf(folder / "era5_levels.nc")
        columns.drop_vars([*levels, "level"]).to_netcdf(folder / "era5_single.nc")
    shutil.copy(folder / "era5_single.nc", folder / "era5.nc")


def _ground(files: simulation.SyntheticScene, folder: Path) -> None:
    """Level ground at 100 m, and a class map of grass and houses, on the grid of the scene."""
    with rasterio.open(files.emissivity) as like:
        place = {"crs": like.crs, "transform": like.transform}
    heights = np.full(SHAPE, 100, np.float32)
    rasters.write(folder / "dem.tif", heights, **place)
    classes = np.where(np.indices(SHAPE).sum(0) % 64 < 32, 30, 50).astype(np.uint8)
    rasters.write(folder / "ESA_WorldCover_10m_2021.tif", classes, **place)


def _station(result: xr.Dataset, path: Path) -> None:
    """A station in the middle of a result, which measures 300 K around the overpass."""
    y, x = (float(result[axis].mean()) for axis in ("y", "x"))
    (longitude,), (latitude,) = transform(result.rio.crs, rasters.DEGREES, [x], [y])
    passed = datetime.fromisoformat(result.attrs["datetime"])
    lines = [
        f"# latitude: {latitude:.6f}",
        f"# longitude: {longitude:.6f}",
        "time,upwelling_longwave [W m-2],downwelling_longwave [W m-2]",
        *(f"{passed + timedelta(minutes=step)},454.5,300.0" for step in range(-4, 5)),
    ]
    path.parent.mkdir()
    path.write_text("\n".join(lines) + "\n", "utf-8")
