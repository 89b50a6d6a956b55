"""A synthetic Landsat 8 or 9 scene with known truth, in the files and the layout of a real one."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo import vocabulary
from lstgeo.errors import InputError
from lstgeo.raster import geotiff, projection
from lstgeo.raster.grid import Grid
from lstgeo.simulation import metadata, observation, quality_band, reanalysis
from lstgeo.simulation.noise import Window

Writer = Callable[[int, NDArray[Any]], None]

ZONE, EAST, NORTH = 31, 467_400.0, 5_416_800.0
"""UTM zone and the middle of every synthetic scene in it [m]: path 199, row 26."""

LARGEST, SMALLEST = (7800, 7600), 64
"""Largest shape of a scene, and its least side [pixels]."""

MIDDLE, HALF_SPAN, FULL_SPAN = 20.0, 8.0, 1024
"""Water vapour where none is asked for: 20 +- 8 kg m-2, less across fewer than 1024 pixels."""

TAGS = {"source": metadata.ORIGIN}
"""Every raster says that it is not a measurement."""

BANDS = ("B4", "B5", "B10", "B11", "QA_PIXEL", "QA_RADSAT")

TRUTH = (
    vocabulary.SURFACE_TEMPERATURE,
    vocabulary.EMISSIVITY,
    vocabulary.TRANSMITTANCE,
    vocabulary.UPWELLING_RADIANCE,
    vocabulary.DOWNWELLING_RADIANCE,
    vocabulary.WATER_VAPOUR,
)
"""What the truth folder holds, a raster each."""


@dataclass(frozen=True)
class SyntheticScene:
    """Where the files of a synthetic scene lie.

    `scene` is the folder of the Level-1 files. `water_vapour` [kg m-2] and `air_temperature` [K]
    at the overpass are coarse grids in EPSG:4326. `reanalysis` holds, at the middles of their
    cells, the whole columns on pressure levels at the full hours before and after it. `emissivity`
    is that of the 30 m pixels, all over the grid. `truth` is a folder of rasters on the grid of the
    scene, NaN outside the frame: `surface_temperature.tif`, `emissivity.tif`, `transmittance.tif`,
    `upwelling_radiance.tif`, `downwelling_radiance.tif`, `total_column_water_vapour.tif`.

    Columns of air on a lattice of 13 x 13 nodes went through lstgeo's transfer; the true atmosphere
    of a pixel is what is interpolated between them. The grids know the air at their own points, not
    within the thermal footprint.

    A thermal pixel sees 100 m, so its true temperature and emissivity are those of its footprint:
    the emissivity averaged over the footprint, and the temperature at which a surface of that
    emissivity emits what the footprint emits. A perfect inversion finds just these two.
    """

    scene: Path
    water_vapour: Path
    air_temperature: Path
    reanalysis: Path
    emissivity: Path
    truth: Path


def write(
    folder: Path,
    *,
    sensor: str = "landsat8",
    shape: tuple[int, int] = (1024, 1024),
    seed: int = 0,
    water_vapour: tuple[float, float] | None = None,
    noise: bool = True,
    strip_rows: int = 128,
) -> SyntheticScene:
    """Simulate a Landsat scene with known truth and write it into `folder`.

    Parameters
    ----------
    folder : Path
        Where the scene's folder and the other files go; made where it does not exist.
    sensor : str
        `landsat8` or `landsat9`.
    shape : tuple of int
        Rows and columns, from 64 x 64 to 7800 x 7600.
    seed : int
        The same seed, shape and options give the same value in every pixel.
    water_vapour : tuple of float, optional
        Least and greatest total column water vapour over the grid [kg m-2], within 1-45; 12-28
        where it is left out, less across fewer than 1024 pixels.
    noise : bool
        Whether the sensor adds noise; digital numbers are rounded in any case.
    strip_rows : int
        Rows simulated at a time: a matter of memory, without effect on the values.

    Raises
    ------
    MethodError
        Where the sensor cannot be simulated.
    InputError
        Where shape, seed or water vapour are out of range.
    """
    _check(shape, seed)
    setting = observation.setting(
        sensor, shape, seed, water_vapour or _usual_water_vapour(shape), noisy=noise
    )
    product, grid = setting.acquisition.product, _grid(shape)
    files = SyntheticScene(
        folder / product,
        folder / "water_vapour.tif",
        folder / "air_temperature.tif",
        folder / "reanalysis.nc",
        folder / "emissivity.tif",
        folder / "truth",
    )
    for place in (files.scene, files.truth):
        place.mkdir(parents=True, exist_ok=True)
    _write_surroundings(files, grid, setting)
    cover = _write_strips(files, grid, setting, strip_rows)
    text = metadata.text(setting.acquisition, grid, ZONE, 100 * cover)
    (files.scene / f"{product}_MTL.txt").write_text(text, encoding="ascii")
    return files


def _check(shape: tuple[int, int], seed: int) -> None:
    if not all(SMALLEST <= size <= most for size, most in zip(shape, LARGEST, strict=True)):
        raise InputError(
            f"a synthetic scene has {SMALLEST} to {LARGEST[0]} rows and {SMALLEST} to {LARGEST[1]} "
            f"columns, got {shape[0]} x {shape[1]}"
        )
    if seed < 0:
        raise InputError(f"a seed is a whole number from 0, got {seed}")


def _usual_water_vapour(shape: tuple[int, int]) -> tuple[float, float]:
    half = HALF_SPAN * min(1.0, max(shape) / FULL_SPAN)
    return MIDDLE - half, MIDDLE + half


def _grid(shape: tuple[int, int]) -> Grid:
    """UTM grid around the middle; pixel centres lie on multiples of 30 m, as in real scenes."""
    pixel = observation.PIXEL
    west = EAST - (shape[1] // 2 + 0.5) * pixel
    north = NORTH + (shape[0] // 2 + 0.5) * pixel
    return projection.utm_grid(ZONE, west, north, pixel, shape)


def _write_surroundings(files: SyntheticScene, grid: Grid, setting: observation.Setting) -> None:
    """Write what a user would know of the air: two coarse grids and the reanalysis."""
    coarse, points = _coarse(grid)
    batch = setting.weather.air(points.rows.ravel(), points.columns.ravel()).columns
    for path, quantity, values in (
        (files.water_vapour, vocabulary.WATER_VAPOUR, batch.total_column_water_vapour),
        (files.air_temperature, vocabulary.AIR_TEMPERATURE, batch.air_temperature),
    ):
        with _open(path, coarse, quantity) as write_rows:
            write_rows(0, values.reshape(coarse.shape).astype(np.float32))
    reanalysis.write(files.reanalysis, setting.weather, points, setting.acquisition.overpass)


def _coarse(grid: Grid) -> tuple[Grid, reanalysis.Points]:
    """Grid in degrees, two cells beyond the scene, and the middles of its cells."""
    west, south, east, north = grid.geographic_bounds
    cell = min(max(round(max(east - west, north - south) / 12, 2), 0.05), 0.25)
    left, right = math.floor(west / cell) - 2, math.ceil(east / cell) + 2
    top, bottom = math.ceil(north / cell) + 2, math.floor(south / cell) - 2
    coarse = projection.geographic_grid(left * cell, top * cell, cell, (top - bottom, right - left))
    longitude = (np.arange(left, right) + 0.5) * cell
    latitude = (np.arange(top, bottom, -1) - 0.5) * cell
    positions = projection.pixel_positions(grid, *np.meshgrid(longitude, latitude))
    return coarse, reanalysis.Points(latitude, longitude, *positions)


def _write_strips(
    files: SyntheticScene, grid: Grid, setting: observation.Setting, strip_rows: int
) -> float:
    """Write all rasters strip by strip; returns the part of the frame that is cloud."""
    cloudy, seen = 0, 0
    with ExitStack() as stack:
        writers = _writers(files, grid, setting.acquisition.product, stack)
        for top in range(0, grid.height, geotiff.TILE):
            rows = min(geotiff.TILE, grid.height - top)
            tiles = _simulated(setting, Window(top, top + rows, grid.width), strip_rows)
            for name, write_rows in writers.items():
                write_rows(top, tiles[name])
            cloudy += int(np.count_nonzero(tiles["QA_PIXEL"] & quality_band.CLOUD))
            seen += int(np.count_nonzero(tiles["B10"]))
    return cloudy / seen


def _simulated(setting: observation.Setting, window: Window, rows: int) -> observation.Rasters:
    """Rasters of `window`, simulated a few `rows` at a time."""
    whole: observation.Rasters = {}
    for top in range(window.first, window.last, rows):
        part = Window(top, min(top + rows, window.last), window.width)
        for name, values in observation.rasters(setting, part).items():
            target = whole.setdefault(name, np.empty(window.shape, values.dtype))
            target[part.first - window.first : part.last - window.first] = values
    return whole


def _writers(
    files: SyntheticScene, grid: Grid, product: str, stack: ExitStack
) -> dict[str, Writer]:
    writers: dict[str, Writer] = {}
    for name in BANDS:
        path = files.scene / f"{product}_{name}.TIF"
        writers[name] = stack.enter_context(geotiff.writer(path, grid, "uint16", tags=TAGS))
    for quantity in TRUTH:
        path = files.truth / f"{quantity.name}.tif"
        writers[quantity.name] = stack.enter_context(_open(path, grid, quantity))
    emissivity = _open(files.emissivity, grid, vocabulary.EMISSIVITY)
    return writers | {"pixel_emissivity": stack.enter_context(emissivity)}


def _open(path: Path, grid: Grid, quantity: vocabulary.Quantity) -> AbstractContextManager[Writer]:
    return geotiff.writer(
        path,
        grid,
        "float32",
        nodata=math.nan,
        units=quantity.units,
        description=quantity.long_name,
        tags=TAGS,
    )
