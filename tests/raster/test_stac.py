"""Where the STAC item says that the outputs lie, on grids of every kind."""

from __future__ import annotations

import hashlib
import json
import math
from datetime import UTC, datetime
from pathlib import Path

import pyproj
import pystac
import pytest
from affine import Affine
from pystac.extensions.classification import ClassificationExtension
from pystac.extensions.file import FileExtension
from pystac.extensions.raster import RasterExtension
from pystac.validation.stac_validator import JsonSchemaSTACValidator
from rasterio.crs import CRS

from lstgeo import vocabulary
from lstgeo.quality import Quality
from lstgeo.raster import stac
from lstgeo.raster.grid import Grid

DAY = datetime(2016, 1, 21, tzinfo=UTC)


def _item(crs: str, transform: Affine, acquired: datetime | None = DAY) -> stac.Item:
    grid = Grid(CRS.from_user_input(crs), transform, 40, 36)
    return stac.item("lst", grid, acquired, (datetime(2013, 2, 11, tzinfo=UTC), DAY), [], {})


def test_a_grid_with_a_code_states_it() -> None:
    item = _item("EPSG:32633", Affine(30, 0, 500_010, 0, -30, 5_400_030))
    assert item.properties["proj:code"] == "EPSG:32633"
    assert item.properties["proj:shape"] == [40, 36]
    assert item.properties["proj:transform"] == [30, 0, 500_010, 0, -30, 5_400_030]
    assert "proj:wkt2" not in item.properties


def test_a_grid_without_a_code_states_wkt2_that_means_the_same() -> None:
    crs = "+proj=laea +lat_0=48 +lon_0=15 +ellps=WGS84"
    item = _item(crs, Affine(30, 0, 0, 0, -30, 0))
    assert item.properties["proj:code"] is None
    text = item.properties["proj:wkt2"]
    assert text.startswith("PROJCRS[")  # ISO 19162, where WKT 1 says PROJCS
    there = pyproj.Transformer.from_crs(pyproj.CRS.from_wkt(text), pyproj.CRS(crs))
    assert there.transform(1000.0, 2000.0) == pytest.approx((1000.0, 2000.0), abs=1e-6)


@pytest.mark.parametrize("sign", [-1, 1], ids=["north up", "south up"])
def test_the_box_encloses_the_corners(sign: int) -> None:
    item = _item("EPSG:32633", Affine(30, 0, 500_010, 0, 30 * sign, 5_400_030))
    places = pyproj.Transformer.from_crs("EPSG:32633", "EPSG:4326", always_xy=True)
    corners = [
        places.transform(500_010 + x, 5_400_030 + sign * y) for x in (0, 1080) for y in (0, 1200)
    ]
    longitudes, latitudes = zip(*corners, strict=True)
    box = [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]
    assert item.bbox == pytest.approx(box, abs=1e-6)  # .1 m


def test_across_the_antimeridian_west_is_east_of_east_and_the_footprint_is_cut() -> None:
    """RFC 7946, sections 3.1.9 and 5.2."""
    item = _item("EPSG:32601", Affine(30, 0, 291_400, 0, -30, 5_710_000))
    assert item.bbox is not None
    assert item.geometry is not None
    assert item.bbox[0] > 179.9 > -179.9 > item.bbox[2]
    assert item.geometry["type"] == "MultiPolygon"


def test_without_a_time_the_item_states_a_period() -> None:
    item = _item("EPSG:32633", Affine(30, 0, 500_010, 0, -30, 5_400_030), None)
    document = item.to_dict()["properties"]
    assert document["datetime"] is None
    assert document["start_datetime"] == "2013-02-11T00:00:00Z"
    assert document["end_datetime"] == "2016-01-21T00:00:00Z"


def _with_rasters(folder: Path) -> stac.Item:
    rasters = [
        ("lst", vocabulary.SURFACE_TEMPERATURE, "float32", math.nan),
        ("uncertainty", vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY, "int16", -9999.0),
        ("qa", vocabulary.QUALITY, "uint16", None),
    ]
    assets = []
    for name, quantity, dtype, nodata in rasters:
        file = folder / f"{name}.tif"
        file.write_bytes(name.encode())
        assets.append(stac.Asset(name, file, quantity, dtype, nodata, 0.01, 0.0, 30.0))
    grid = Grid(
        CRS.from_user_input("EPSG:32633"), Affine(30, 0, 500_010, 0, -30, 5_400_030), 40, 36
    )
    return stac.item("lst", grid, DAY, (DAY, DAY), assets, {"method": "coupled"})


def test_what_is_written_meets_the_core_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """STAC's own JSON schemas, as pystac carries them: nothing is fetched."""
    monkeypatch.setattr(pystac.StacIO, "default", _no_network)
    stac.write(_with_rasters(tmp_path), tmp_path / "lst.json")
    document = json.loads((tmp_path / "lst.json").read_text("utf-8"))
    validator = JsonSchemaSTACValidator()
    validator.validate_core(document, pystac.STACObjectType.ITEM, document["stac_version"])
    del document["geometry"]
    with pytest.raises(pystac.STACValidationError, match="geometry"):
        validator.validate_core(document, pystac.STACObjectType.ITEM, document["stac_version"])


def _no_network() -> pystac.StacIO:
    raise AssertionError("a schema was to be fetched")


def test_a_reader_of_extensions_finds_numbers_bits_and_checksums(tmp_path: Path) -> None:
    stac.write(_with_rasters(tmp_path), tmp_path / "lst.json")
    read = pystac.Item.from_file(tmp_path / "lst.json")
    (band,) = RasterExtension.ext(read.assets["lst"]).bands or []
    assert (band.unit, band.nodata, band.scale) == ("K", "nan", 0.01)
    (band,) = RasterExtension.ext(read.assets["qa"]).bands or []
    assert band.nodata is None
    bitfields = ClassificationExtension.ext(read.assets["qa"]).bitfields or []
    assert {field.name: 1 << field.offset for field in bitfields} == {
        str(bit.name).lower(): bit.value for bit in Quality
    }
    checksum = FileExtension.ext(read.assets["lst"]).checksum or ""
    assert checksum.removeprefix("1220") == hashlib.sha256(b"lst").hexdigest()
