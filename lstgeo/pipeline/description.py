"""What the outputs say of themselves: GeoTIFF tags and the STAC item."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xarray as xr

import lstgeo
from lstgeo import vocabulary
from lstgeo.pipeline.layers import Layer
from lstgeo.pipeline.summary import Summary
from lstgeo.raster import align, commit, stac
from lstgeo.sensors import platforms
from lstgeo.vocabulary import Quantity


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


def _acquired(result: xr.Dataset) -> datetime:
    return datetime.fromisoformat(result.attrs["datetime"])


def item(result: xr.Dataset, name: str, files: Mapping[Layer, Path], summary: Summary) -> stac.Item:
    """STAC item of the rasters `files` of a result."""
    band = platforms.sensor(result.attrs["sensor"]).band(result.attrs["band"])
    first_day = datetime.fromisoformat(platforms.SENSORS[band.sensor].first_day).replace(tzinfo=UTC)
    assets = [
        stac.Asset(
            key=layer.quantity.name,
            file=path,
            quantity=layer.quantity,
            dtype=layer.dtype,
            nodata=layer.nodata,
            scale=layer.scale,
            offset=layer.offset,
            resolution=band.native_resolution,
        )
        for layer, path in files.items()
    ]
    grid = align.grid_of(result[vocabulary.QUALITY.name])
    return stac.item(
        name,
        grid,
        _acquired(result) if "datetime" in result.attrs else None,
        (first_day, datetime.now(UTC)),
        assets,
        _properties(result, summary),
    )


def _properties(result: xr.Dataset, summary: Summary) -> dict[str, Any]:
    left_out = {"datetime", "inputs", "scene", "sensor", "band", "source", "model"}
    given = [result.attrs["source"], *result.attrs["inputs"]]
    parameters = {name: value for name, value in result.attrs.items() if name not in left_out}
    sensor = platforms.SENSORS[result.attrs["sensor"]]
    model = {"lstgeo:model": result.attrs["model"]} if "model" in result.attrs else {}
    return {
        "platform": sensor.name.replace("landsat", "landsat-"),
        "instruments": [sensor.instrument],
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
