"""Everything that would go wrong with a retrieval, found before it starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from lstgeo.errors import LstgeoError, SceneError
from lstgeo.pipeline.retrieve import retrieve
from lstgeo.pipeline.scene import open_scene
from lstgeo.pipeline.write import destination
from lstgeo.raster import align, commit, door, intact
from lstgeo.vocabulary import AT_SENSOR_RADIANCE


def check(
    scene: xr.Dataset | str | Path = ".",
    output: str | Path | None = None,
    *,
    band: str | None = None,
    sensor: str | None = None,
    units: str | None = None,
    **options: Any,
) -> list[str]:
    """Find what would go wrong, from headers and a few blocks of each file.

    Parameters
    ----------
    scene, band, sensor, units
        As for `open_scene`; `scene` may be a Dataset from it.
    output
        Where the result would be written.
    options
        As for `retrieve`.

    Returns
    -------
    list of str
        One sentence a problem; empty where none was found.

    """
    problems: list[str] = []
    opened: list[xr.Dataset] = []
    with _noted(problems):
        opened.append(_opened(scene, band, sensor, units, options.get("model")))
    for dataset in opened:
        problems += _problems(dataset, output, options)
    return problems


def _opened(
    scene: xr.Dataset | str | Path,
    band: str | None,
    sensor: str | None,
    units: str | None,
    model: str | Path | None,
) -> xr.Dataset:
    if isinstance(scene, xr.Dataset):
        return scene
    return open_scene(scene, band, sensor=sensor, units=units, model=model)


def _problems(
    scene: xr.Dataset, output: str | Path | None, options: Mapping[str, Any]
) -> list[str]:
    problems: list[str] = []
    used = scene.attrs["inputs"]
    with _noted(problems):
        used = retrieve(scene, **options).attrs["inputs"]
    for path in used:
        with _noted(problems):
            intact.require_whole(path)
    with _noted(problems):
        _require_measurement(scene)
    if output is not None:
        with _noted(problems), commit.staged(destination(output, scene.attrs["scene"])):
            pass
    return problems


def _require_measurement(scene: xr.Dataset) -> None:
    """Raise SceneError where every pixel is fill; only a few blocks are read unless it seems so."""
    radiance = scene[AT_SENSOR_RADIANCE.name]
    with door.reading():
        if np.isfinite(align.sampled(radiance)).any() or bool(radiance.notnull().any()):
            return
    raise SceneError(f"{scene.attrs['scene']} holds no measurement: every pixel is fill")


@contextmanager
def _noted(problems: list[str]) -> Iterator[None]:
    try:
        yield
    except LstgeoError as error:
        problems.append(str(error))
