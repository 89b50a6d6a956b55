"""The STAC item that describes a set of outputs and proves them complete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pystac
from rasterio.warp import transform_geom

from lstgeo.quality import MEANINGS, Quality
from lstgeo.raster import commit
from lstgeo.raster.grid import WGS84, Grid
from lstgeo.vocabulary import Quantity

PROJECTION = "https://stac-extensions.github.io/projection/v2.0.0/schema.json"
RASTER = "https://stac-extensions.github.io/raster/v1.1.0/schema.json"
CLASSIFICATION = "https://stac-extensions.github.io/classification/v2.0.0/schema.json"
FILE = "https://stac-extensions.github.io/file/v2.1.0/schema.json"
COG = "image/tiff; application=geotiff; profile=cloud-optimized"

Item = pystac.Item

_SHA256_MULTIHASH = "1220"


@dataclass(frozen=True)
class Asset:
    """One output raster: its file, what it holds, how the numbers are stored, its bands by name."""

    key: str
    file: Path
    quantity: Quantity
    dtype: str
    nodata: float | None
    scale: float
    offset: float
    resolution: float
    bands: tuple[str, ...] = ()


def item(
    name: str,
    grid: Grid,
    acquired: datetime | None,
    period: tuple[datetime, datetime],
    assets: list[Asset],
    properties: Mapping[str, Any],
) -> Item:
    """STAC item of `assets`; where the time of acquisition is unknown, `period` encloses it."""
    west, south, east, north = grid.bounds
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    footprint = transform_geom(grid.crs, WGS84, {"type": "Polygon", "coordinates": [ring]})
    start, end = (None, None) if acquired else period
    made = Item(
        id=name,
        geometry=footprint,
        bbox=list(grid.geographic_bounds),
        datetime=acquired,
        start_datetime=start,
        end_datetime=end,
        properties=dict(properties)
        | {
            "created": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "proj:code": _code(grid),
            "proj:shape": list(grid.shape),
            "proj:transform": list(grid.transform)[:6],
        },
        stac_extensions=[PROJECTION, RASTER, CLASSIFICATION, FILE],
    )
    if grid.crs.to_epsg() is None:
        made.properties["proj:wkt2"] = grid.crs.to_wkt(version="WKT2_2019")
    for asset in assets:
        made.add_asset(asset.key, _asset(asset))
    return made


def write(item: Item, path: Path) -> None:
    """Write `item` as JSON; the links that pystac adds for catalogues are left out."""
    document = item.to_dict(include_self_link=False, transform_hrefs=False)
    path.write_text(json.dumps(document, indent=2, allow_nan=False) + "\n", "utf-8")


def checksums(document: Mapping[str, Any]) -> dict[str, str]:
    """SHA-256 by name of the files that an item, read as JSON, vouches for."""
    assets = document.get("assets")
    if not isinstance(assets, Mapping):
        return {}
    return {
        PurePosixPath(str(asset.get("href"))).name: str(
            asset.get("file:checksum", "")
        ).removeprefix(_SHA256_MULTIHASH)
        for asset in assets.values()
        if isinstance(asset, Mapping)
    }


def _code(grid: Grid) -> str | None:
    epsg = grid.crs.to_epsg()
    return f"EPSG:{epsg}" if epsg else None


def _asset(asset: Asset) -> pystac.Asset:
    quantity = asset.quantity
    band: dict[str, Any] = {
        "data_type": asset.dtype,
        "unit": quantity.units,
        "scale": asset.scale,
        "offset": asset.offset,
        "spatial_resolution": asset.resolution,
        "sampling": "area",
    }
    if asset.nodata is not None:
        band["nodata"] = "nan" if asset.nodata != asset.nodata else asset.nodata
    fields: dict[str, Any] = {
        "raster:bands": [band | {"description": name} for name in asset.bands] or [band],
        "file:size": asset.file.stat().st_size,
        "file:checksum": _SHA256_MULTIHASH + commit.sha256(asset.file),
    }
    if quantity.name == "quality":
        fields["classification:bitfields"] = [_bitfield(bit) for bit in Quality]
    return pystac.Asset(
        href=f"./{asset.file.name}",
        title=quantity.long_name,
        media_type=COG,
        roles=["data-mask"] if quantity.name == "quality" else ["data"],
        extra_fields=fields,
    )


def _bitfield(bit: Quality) -> dict[str, Any]:
    name = str(bit.name).lower()
    return {
        "name": name,
        "description": MEANINGS[bit],
        "offset": bit.bit_length() - 1,
        "length": 1,
        "classes": [
            {"value": 0, "name": "unset", "description": f"not: {MEANINGS[bit]}"},
            {"value": 1, "name": name, "description": MEANINGS[bit]},
        ],
    }
