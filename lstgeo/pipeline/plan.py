"""What a retrieval would read, fall back on and cost, told before it starts."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import xarray as xr

from lstgeo.pipeline import cost
from lstgeo.pipeline.cost import Cost
from lstgeo.pipeline.origin import Origin
from lstgeo.pipeline.preparation import Preparation
from lstgeo.raster import align
from lstgeo.vocabulary import AT_SENSOR_RADIANCE


@dataclass(frozen=True)
class Reading:
    """An input: where it comes from, and the share of some hundred pixels that it has a value for.

    The pixels lie in nine patches spread over the scene.
    """

    origin: Origin
    covered: float


@dataclass(frozen=True)
class Plan:
    """A retrieval before it starts: what it is made of, what it costs, and what would go wrong.

    `shape` is rows and columns, `pixel` their size in units of the grid. Where a problem hides what
    the retrieval would be, the rest is empty.
    """

    scene: str
    problems: tuple[str, ...] = ()
    sensor: str | None = None
    band: str | None = None
    acquired: str | None = None
    shape: tuple[int, int] | None = None
    pixel: float | None = None
    method: str | None = None
    model: str | None = None
    readings: tuple[Reading, ...] = ()
    emissivity: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    cost: Cost | None = None

    def document(self) -> dict[str, Any]:
        """The same as plain values, for JSON."""
        return asdict(self)


def of_scene(scene: xr.Dataset) -> Plan:
    """Plan of a scene of which no more is known than what it is."""
    grid = align.grid_of(scene[AT_SENSOR_RADIANCE.name])
    return Plan(
        scene=str(scene.attrs["scene"]),
        sensor=str(scene.attrs["sensor"]),
        band=str(scene.attrs["band"]),
        acquired=scene.attrs.get("datetime"),
        shape=grid.shape,
        pixel=grid.pixel_size[0],
        files=tuple(scene.attrs["inputs"]),
    )


def of(prepared: Preparation) -> Plan:
    """Plan of a retrieval whose inputs could be opened."""
    model = prepared.estimator.origin.get("model")
    return replace(
        of_scene(prepared.scene),
        method=prepared.estimator.name,
        model=model["name"] if model else None,
        readings=tuple(_readings(prepared)),
        emissivity=prepared.surface.sources,
        files=prepared.files,
        cost=cost.expected(prepared),
    )


def _readings(prepared: Preparation) -> list[Reading]:
    ground = prepared.ground
    missing = {given.origin: given.missing for given in prepared.atmosphere.values()}
    missing |= {ground.origin: ground.values.isnull()} if ground else {}
    return [_reading(origin, missing[origin]) for origin in prepared.origins]


def _reading(origin: Origin, missing: xr.DataArray) -> Reading:
    return Reading(origin, 1.0 - float(np.mean(align.sampled(missing))))
