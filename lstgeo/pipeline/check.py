"""What a retrieval would do and everything that would go wrong with it, found before it starts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from lstgeo.errors import LstgeoError, SceneError
from lstgeo.pipeline import emissivity as surface_emissivity
from lstgeo.pipeline import inputs, layers, plan, preparation, write
from lstgeo.pipeline.plan import Plan
from lstgeo.pipeline.request import Request
from lstgeo.pipeline.scene import open_scene
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
) -> Plan:
    """Tell what a retrieval would do and what would go wrong, from headers and a few blocks.

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
    Plan
        What would be read, which fallbacks would be used, what it would cost; its `problems` are
        one sentence each, none where nothing was found.

    """
    problems: list[str] = []
    opened: list[xr.Dataset] = []
    with _noted(problems):
        opened.append(
            scene
            if isinstance(scene, xr.Dataset)
            else open_scene(scene, band, sensor=sensor, units=units, model=options.get("model"))
        )
    if not opened:
        return Plan(str(scene), tuple(problems))
    return _plan(opened[0], output, Request(**options))


def _plan(scene: xr.Dataset, output: str | Path | None, request: Request) -> Plan:
    problems: list[str] = []
    found = plan.of_scene(scene)
    try:
        found = plan.of(preparation.of(scene, request))
    except LstgeoError as error:
        problems += [str(error), *_problems_of_inputs(scene, request)]
    for path in found.files:
        with _noted(problems):
            intact.require_whole(path)
    with _noted(problems):
        _require_measurement(scene)
    if output is not None:
        with _noted(problems):
            _require_place(output, scene, found, request)
    return replace(found, problems=tuple(dict.fromkeys(problems)))


def _problems_of_inputs(scene: xr.Dataset, request: Request) -> list[str]:
    """What is wrong with each input for itself, where the retrieval stops at the first."""
    problems: list[str] = []
    for quantity, given in request.atmosphere.items():
        with _noted(problems):
            inputs.prepared(quantity, given, scene, units=request.units.get(quantity))
    if request.elevation is not None:
        with _noted(problems):
            inputs.ground(request.elevation, scene)
    with _noted(problems):
        band = preparation.band_of(scene, request.model)
        surface_emissivity.prepared(request.emissivity, scene, band, request.class_table)
    return problems


def _require_place(output: str | Path, scene: xr.Dataset, found: Plan, request: Request) -> None:
    """Raise OutputError where the outputs cannot be made at `output`, or would replace an input."""
    target = write.destination(output, found.scene)
    stored = layers.of(write.ENCODING, split=request.uncertainty_budget)
    write.require_no_input(target, stored, [scene.attrs["source"], *found.files])
    with commit.staged(target):
        pass


def _require_measurement(scene: xr.Dataset) -> None:
    """Raise SceneError where every pixel is fill; only a few blocks are read unless it seems so."""
    radiance = scene[AT_SENSOR_RADIANCE.name]
    with door.reading():
        if np.isfinite(align.sampled(radiance)).any():
            return
        if radiance.notnull().any().compute(scheduler="synchronous"):
            return
    raise SceneError(f"{scene.attrs['scene']} holds no measurement: every pixel is fill")


@contextmanager
def _noted(problems: list[str]) -> Iterator[None]:
    try:
        yield
    except LstgeoError as error:
        problems.append(str(error))
