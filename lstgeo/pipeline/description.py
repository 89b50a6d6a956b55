"""What the outputs say of themselves: GeoTIFF tags and the STAC item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xarray as xr

import lstgeo
from lstgeo import vocabulary
from lstgeo.pipeline import memory
from lstgeo.pipeline.layers import Layer
from lstgeo.pipeline.summary import Summary
from lstgeo.raster import align, commit, stac
from lstgeo.sensors import platforms
from lstgeo.vocabulary import Quantity

_EPOCH = "1970-01-01"
"""First day of a sensor that lstgeo knows nothing of."""

_ELSEWHERE = frozenset(
    {
        *("datetime", "inputs", "scene", "sensor", "band", "source", "model"),
        *("native_resolution", memory.SWATH),
    }
)
"""Attributes of a result that have a place of their own in the item."""


def tags(result: xr.Dataset, quantity: Quantity) -> dict[str, str]:
    """GeoTIFF tags of a variable: CF names, software, method and time."""
    names = quantity.attributes | {
        "variable": quantity.name,
        "software": f"lstgeo {lstgeo.__version__}",
        "method": str(result.attrs["method"]),
    }
    if "model" in result.attrs:
        names["model"] = result.attrs["model"]["name"]
    if "datetime" in result.attrs:
        names["TIFFTAG_DATETIME"] = _acquired(result).strftime("%Y:%m:%d %H:%M:%S")
    return names


def _first_day(result: xr.Dataset) -> datetime:
    """Day before which the sensor was not there, for a scene of unknown time."""
    known = platforms.SENSORS.get(result.attrs["sensor"])
    return datetime.fromisoformat(known.first_day if known else _EPOCH).replace(tzinfo=UTC)


def _acquired(result: xr.Dataset) -> datetime:
    return datetime.fromisoformat(result.attrs["datetime"])


def item(result: xr.Dataset, name: str, files: Mapping[Layer, Path], summary: Summary) -> stac.Item:
    """STAC item of the rasters `files` of a result."""
    assets = [
        stac.Asset(
            key=layer.quantity.name,
            file=path,
            quantity=layer.quantity,
            dtype=layer.dtype,
            nodata=layer.nodata,
            scale=layer.scale,
            offset=layer.offset,
            resolution=result.attrs["native_resolution"],
            bands=layer.bands,
        )
        for layer, path in files.items()
    ]
    grid = align.grid_of(result[vocabulary.QUALITY.name])
    return stac.item(
        name,
        grid,
        _acquired(result) if "datetime" in result.attrs else None,
        (_first_day(result), datetime.now(UTC)),
        assets,
        _properties(result, summary),
    )


def _properties(result: xr.Dataset, summary: Summary) -> dict[str, Any]:
    given = [result.attrs["source"], *result.attrs["inputs"]]
    parameters = {name: value for name, value in result.attrs.items() if name not in _ELSEWHERE}
    name = result.attrs["sensor"]
    known = platforms.SENSORS.get(name)
    instruments = {"instruments": [known.instrument]} if known else {}
    model = {"lstgeo:model": result.attrs["model"]} if "model" in result.attrs else {}
    return {
        "platform": known.platform if known else name,
        **instruments,
        "lstgeo:scene": result.attrs["scene"],
        "lstgeo:band": result.attrs["band"],
        "lstgeo:parameters": parameters,
        "lstgeo:inputs": [_checksum(given) for given in dict.fromkeys(given)],
        "lstgeo:summary": summary.document(),
        "lstgeo:version": lstgeo.__version__,
        **model,
    }


def _checksum(given: str) -> dict[str, str]:
    path = Path(given)
    return {"path": given} | ({"sha256": commit.sha256(path)} if path.is_file() else {})
