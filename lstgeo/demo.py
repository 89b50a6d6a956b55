"""A demonstration without any data: simulate a scene, retrieve it, compare with the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lstgeo import quality, vocabulary
from lstgeo.errors import OutputError
from lstgeo.pictures import demonstration
from lstgeo.pictures.demonstration import Errors
from lstgeo.pipeline.retrieve import retrieve
from lstgeo.pipeline.scene import open_scene
from lstgeo.pipeline.write import Progress, write
from lstgeo.raster import door
from lstgeo.simulation import scene as simulation

SHAPE = (1536, 1536)
"""Rows and columns of the scene."""

SEED = 8
"""Seed of the scene that the documentation shows."""


@dataclass(frozen=True)
class Demonstration:
    """What a demonstration left behind."""

    scene: Path
    temperature: Path
    picture: Path
    method: str
    errors: Errors


def run(
    folder: Path,
    *,
    seed: int | None = None,
    shape: tuple[int, int] = SHAPE,
    progress: Progress | None = None,
) -> Demonstration:
    """Fill `folder` with a simulated scene, with what is retrieved from it, and with a picture.

    The scene's air is a generated column of a summer day, varied over the scene, through lstgeo's
    own radiative transfer; the published methods were fitted to neither. Raises OutputError where
    the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder} cannot be made: {error.strerror}") from error
    files = simulation.write(folder, seed=SEED if seed is None else seed, shape=shape)
    result = retrieve(
        open_scene(files.scene),
        water_vapour=files.water_vapour,
        air_temperature=files.air_temperature,
    )
    written = write(result, folder / "lst.tif", progress=progress)
    truth = files.truth / f"{vocabulary.SURFACE_TEMPERATURE.name}.tif"
    temperature = written.rasters[vocabulary.SURFACE_TEMPERATURE.name]
    picture = demonstration.draw(temperature, truth, folder / "lst.png")
    errors = compare(written.rasters, truth)
    return Demonstration(files.scene, temperature, picture, result.attrs["method"], errors)


def compare(rasters: Mapping[str, Path], truth: Path) -> Errors:
    """Errors of the written `rasters` against a `truth` raster [K] on the same grid."""
    temperature, sigma, true = (
        door.open_raster(path, mask_and_scale=True).to_numpy()
        for path in (
            rasters[vocabulary.SURFACE_TEMPERATURE.name],
            rasters[vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY.name],
            truth,
        )
    )
    bits = door.open_raster(rasters[vocabulary.QUALITY.name], mask_and_scale=False).to_numpy()
    clear = quality.clear(bits) & np.isfinite(true)
    return demonstration.errors((temperature - true)[clear], sigma[clear])
