"""The STAC item that describes a set of outputs and proves them complete."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pystac
from pystac.extensions.classification import Bitfield, Classification, ClassificationExtension
from pystac.extensions.file import FileExtension
from pystac.extensions.projection import ProjectionExtension
from pystac.extensions.raster import DataType, NoDataStrings, RasterBand, RasterExtension, Sampling
from rasterio.warp import transform_geom

from lstgeo.quality import MEANINGS, Quality
from lstgeo.raster import commit
from lstgeo.raster.grid import WGS84, Grid
from lstgeo.vocabulary import Quantity

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
        },
    )
    _project(made, grid)
    for asset in assets:
        _add(made, asset)
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


def _project(item: Item, grid: Grid) -> None:
    epsg = grid.crs.to_epsg()
    ProjectionExtension.ext(item, add_if_missing=True).apply(
        code=f"EPSG:{epsg}" if epsg else None,
        wkt2=None if epsg else grid.crs.to_wkt(version="WKT2_2019"),
        shape=list(grid.shape),
        transform=list(grid.transform)[:6],
    )


def _add(item: Item, asset: Asset) -> None:
    """Give `item` the asset; a version of an extension is what pystac knows of it."""
    is_quality = asset.quantity.name == "quality"
    added = pystac.Asset(
        href=f"./{asset.file.name}",
        title=asset.quantity.long_name,
        media_type=COG,
        roles=["data-mask"] if is_quality else ["data"],
    )
    item.add_asset(asset.key, added)
    bands = [_band(asset, name) for name in asset.bands] or [_band(asset)]
    RasterExtension.ext(added, add_if_missing=True).apply(bands)
    FileExtension.ext(added, add_if_missing=True).apply(
        checksum=_SHA256_MULTIHASH + commit.sha256(asset.file), size=asset.file.stat().st_size
    )
    if is_quality:
        bitfields = [_bitfield(bit) for bit in Quality]
        ClassificationExtension.ext(added, add_if_missing=True).apply(bitfields=bitfields)


def _band(asset: Asset, name: str | None = None) -> RasterBand:
    nodata = asset.nodata
    band = RasterBand.create(
        data_type=DataType(asset.dtype),
        nodata=NoDataStrings.NAN if nodata is not None and math.isnan(nodata) else nodata,
        unit=asset.quantity.units,
        scale=asset.scale,
        offset=asset.offset,
        spatial_resolution=asset.resolution,
        sampling=Sampling.AREA,
    )
    if name:
        band.properties["description"] = name
    return band


def _bitfield(bit: Quality) -> Bitfield:
    name = str(bit.name).lower()
    meaning = MEANINGS[bit]
    return Bitfield.create(
        name=name,
        description=meaning,
        offset=bit.bit_length() - 1,
        length=1,
        classes=[
            Classification.create(value=0, name="unset", description=f"not: {meaning}"),
            Classification.create(value=1, name=name, description=meaning),
        ],
    )
