"""Outputs: exact grid, both encodings, all or nothing, and an item that proves them complete."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pystac
import pytest
import rasterio
import xarray as xr
from rio_cogeo.cogeo import cog_validate

import lstgeo
from lstgeo.errors import LstgeoError, OutputError
from lstgeo.pipeline import layers
from lstgeo.quality import Quality
from lstgeo.raster.grid import Grid
from tests import commands, rasters, scenes

RASTERS = {"lst.tif", "lst_uncertainty.tif", "lst_qa.tif"}
STYLES = {"lst.qml", "lst_uncertainty.qml", "lst_qa.qml"}
NAMES = RASTERS | STYLES | {"lst.json"}


def _result(folder: Path, **options: Any) -> xr.Dataset:
    thermal = np.full(scenes.SHAPE, 25_000, np.uint16)
    thermal[:3] = 0
    thermal[10, :20] = np.arange(20_000, 24_000, 200)
    quality = np.full(scenes.SHAPE, 21824, np.uint16)
    quality[30, 3:9] = 22280
    scene = scenes.write(folder, numbers={"B10": thermal, "QA": quality}, **options)
    return lstgeo.retrieve(scene, water_vapour=15, method="statistical")


def _listing(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


def test_float32_outputs_hold_the_very_result(tmp_path: Path) -> None:
    result = _result(tmp_path / "in")
    written = lstgeo.write(result, tmp_path / "lst.tif")
    assert _listing(tmp_path) == NAMES | {"in"}
    for name, path in written.rasters.items():
        np.testing.assert_array_equal(rasters.read(path), result[name].to_numpy())
        assert cog_validate(path, strict=True, quiet=True)[:2] == (True, [])


def test_the_grid_is_exactly_that_of_the_input(tmp_path: Path) -> None:
    result = _result(tmp_path / "in")
    written = lstgeo.write(result, tmp_path / "lst.tif")
    with rasterio.open(result.attrs["inputs"][0]) as source:
        expected = Grid.of(source)
    for path in written.rasters.values():
        with rasterio.open(path) as source:
            assert Grid.of(source) == expected


def test_usgs_encoding_is_within_half_a_step_and_nodata_is_exact(tmp_path: Path) -> None:
    result = _result(tmp_path / "in").compute()
    written = lstgeo.write(result.chunk(), tmp_path / "lst.tif", encoding="usgs")
    encodings = {
        "surface_temperature": ("uint16", 0.00341802, 149.0, 0),
        "surface_temperature_uncertainty": ("int16", 0.01, 0.0, -9999),
    }
    for name, (dtype, scale, offset, nodata) in encodings.items():
        with rasterio.open(written.rasters[name]) as source:
            assert (source.dtypes[0], source.scales[0], source.offsets[0], source.nodata) == (
                dtype, scale, offset, nodata,
            )  # fmt: skip
            stored = source.read(1)
        missing = np.isnan(result[name].to_numpy())
        assert missing.sum() == 3 * scenes.SHAPE[1]
        np.testing.assert_array_equal(stored == nodata, missing)
        error = (stored * scale + offset - result[name].to_numpy())[~missing]
        assert np.abs(error).max() <= scale / 2 + 2e-5  # float32 at 300 K


@pytest.mark.parametrize("value", [148.9, 149.0, 373.1, np.nan, np.inf, -np.inf])
def test_what_an_encoding_cannot_hold_becomes_nodata(value: float) -> None:
    temperature = layers.of("usgs")[0]
    stored = temperature.stored(np.array([value], np.float32))
    assert (stored[0] == 0) == (not 149.002 < value < 373)


def test_tags_say_what_the_numbers_are(tmp_path: Path) -> None:
    written = lstgeo.write(_result(tmp_path / "in"), tmp_path / "lst.tif")
    with rasterio.open(written.rasters["surface_temperature"]) as source:
        tags = source.tags()
        assert source.units == ("K",)
        assert np.isnan(source.nodata)
    assert tags["standard_name"] == "surface_temperature"
    assert tags["method"] == "statistical"
    assert tags["software"] == f"lstgeo {lstgeo.__version__}"
    assert tags["TIFFTAG_DATETIME"] == "2016:01:21 09:50:31"


def test_the_item_proves_the_files_and_describes_them(tmp_path: Path) -> None:
    result = _result(tmp_path / "in")
    written = lstgeo.write(result, tmp_path / "lst.tif")
    document = json.loads(written.item.read_text("utf-8"))
    item = pystac.Item.from_dict(document)
    assert item.to_dict(include_self_link=False, transform_hrefs=False) == document
    assert item.datetime is not None
    assert item.datetime.isoformat() == "2016-01-21T09:50:31.123456+00:00"
    for key, asset in item.assets.items():
        content = (tmp_path / asset.href).read_bytes()
        assert asset.extra_fields["file:checksum"] == "1220" + hashlib.sha256(content).hexdigest()
        assert asset.extra_fields["file:size"] == len(content)
        assert asset.extra_fields["raster:bands"][0]["spatial_resolution"] == 100
        assert written.rasters[key].name == Path(asset.href).name
    bits = item.assets["quality"].extra_fields["classification:bitfields"]
    assert [(bit["offset"], bit["name"]) for bit in bits] == [
        (position, flag.name.lower()) for position, flag in enumerate(Quality) if flag.name
    ]
    assert len(bits) == 16
    parameters = item.properties["lstgeo:parameters"]
    assert parameters["method"] == "statistical"
    assert parameters["calibration_stray_light_correction"] == "TIRS"
    for given in item.properties["lstgeo:inputs"]:
        assert given["sha256"] == hashlib.sha256(Path(given["path"]).read_bytes()).hexdigest()
    assert item.bbox is not None
    middle = (item.bbox[0] + item.bbox[2]) / 2, (item.bbox[1] + item.bbox[3]) / 2
    assert middle == pytest.approx((scenes.LONGITUDE, scenes.LATITUDE), abs=1e-3)


def test_the_item_satisfies_the_stac_schema_where_that_ships_with_pystac(tmp_path: Path) -> None:
    written = lstgeo.write(_result(tmp_path / "in"), tmp_path / "lst.tif")
    item = pystac.Item.from_file(written.item)
    item.stac_extensions = []  # their schemas lie on the network, the core's do not
    assert item.validate()


def test_the_summary_counts_the_pixels(tmp_path: Path) -> None:
    result = _result(tmp_path / "in").compute()
    summary = lstgeo.write(result.chunk(), tmp_path / "lst.tif").summary
    masks = lstgeo.decode_quality(result.quality)
    assert summary.pixels == result.quality.size
    assert summary.clear == int(masks["clear"].sum())
    assert summary.measured == int((~masks["fill"]).sum())
    temperature = result.surface_temperature.to_numpy()[masks["clear"].to_numpy()]
    found = summary.document()["surface_temperature"]
    assert found["median"] == pytest.approx(float(np.median(temperature)), abs=0.02)  # bins: .01 K
    assert found["p1"] == pytest.approx(float(np.percentile(temperature, 1)), abs=1.0)


def test_a_folder_receives_files_named_after_the_scene(tmp_path: Path) -> None:
    written = lstgeo.write(_result(tmp_path / "in"), tmp_path / "out" / "deep")
    name = scenes.name()
    assert _listing(tmp_path / "out" / "deep") == {
        f"{name}_{other}" for other in NAMES
    }  # fmt: skip
    assert written.item.name == f"{name}_lst.json"


def test_a_failure_leaves_nothing_not_even_a_folder(tmp_path: Path) -> None:
    empty = {"B10": np.zeros(scenes.SHAPE, np.uint16)}
    result = lstgeo.retrieve(scenes.write(tmp_path / "in", numbers=empty), water_vapour=15)
    for target in ("lst.tif", "out", "out/deep"):
        with commands.unchanged(tmp_path), pytest.raises(LstgeoError, match="every pixel is fill"):
            lstgeo.write(result, tmp_path / target)


def test_a_failure_keeps_the_outputs_of_before(tmp_path: Path) -> None:
    lstgeo.write(_result(tmp_path / "in"), tmp_path / "lst.tif")
    result = _result(tmp_path / "again")
    rasters.cut(Path(result.attrs["inputs"][0]))
    with commands.unchanged(tmp_path), pytest.raises(LstgeoError, match=r"B10\.TIF"):
        lstgeo.write(result, tmp_path / "lst.tif")


def test_outputs_of_before_are_replaced(tmp_path: Path) -> None:
    first = lstgeo.write(_result(tmp_path / "in"), tmp_path / "lst.tif")
    before = {path: path.read_bytes() for path in (first.item, *first.rasters.values())}
    scene = tmp_path / "in" / scenes.name()
    lstgeo.write(lstgeo.retrieve(scene, water_vapour=40), tmp_path / "lst.tif")
    assert _listing(tmp_path) == NAMES | {"in"}
    changed = {path.name for path, content in before.items() if path.read_bytes() != content}
    assert changed >= {"lst.tif", "lst_uncertainty.tif", "lst.json"}


@pytest.mark.parametrize("name", ["e.tif", "e_qa.tif", "e_uncertainty.tif"])
@pytest.mark.parametrize("linked", [False, True])
def test_an_input_is_never_overwritten(tmp_path: Path, name: str, linked: bool) -> None:
    emissivity = np.full(scenes.SHAPE, 0.97, np.float32)
    path = tmp_path / ("elsewhere.tif" if linked else name)
    rasters.write(path, emissivity, transform=scenes.TRANSFORM)
    if linked:
        (tmp_path / name).symlink_to(path)
    scene = scenes.write(tmp_path)
    result = lstgeo.retrieve(scene, water_vapour=15, emissivity=path)
    with commands.unchanged(tmp_path), pytest.raises(OutputError, match="is an input"):
        lstgeo.write(result, tmp_path / "e.tif")


def test_an_unknown_encoding_is_answered_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="there are float32, usgs"):
        lstgeo.write(_result(tmp_path / "in"), tmp_path / "lst.tif", encoding="zip")


def test_progress_runs_to_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    lstgeo.write(
        _result(tmp_path / "in"), tmp_path / "lst.tif", progress=lambda *rows: seen.append(rows)
    )
    assert seen[-1] == (scenes.SHAPE[0], scenes.SHAPE[0])


def test_the_budget_lies_beside_the_uncertainty_and_adds_up_to_it(tmp_path: Path) -> None:
    scene = scenes.write(tmp_path / "in")
    result = lstgeo.retrieve(scene, water_vapour=15, method="statistical", uncertainty_budget=True)
    plain = lstgeo.retrieve(scene, water_vapour=15, method="statistical")
    written = lstgeo.write(result, tmp_path / "lst.tif")
    assert _listing(tmp_path) == NAMES | {"in", "lst_uncertainty_budget.tif"}
    path = written.rasters["surface_temperature_uncertainty_budget"]
    assert cog_validate(path, strict=True, quiet=True)[:2] == (True, [])
    with rasterio.open(path) as source:
        shares = source.read()
        assert source.descriptions == (
            "radiance noise", "calibration", "water vapour", "air temperature", "emissivity",
            "method",
        )  # fmt: skip
        assert set(source.units) == {"K"}
    total = rasters.read(written.rasters["surface_temperature_uncertainty"])
    np.testing.assert_allclose(np.sqrt((shares**2).sum(axis=0)), total, rtol=1e-5)
    np.testing.assert_array_equal(total, plain.surface_temperature_uncertainty)
    bands = pystac.Item.from_file(written.item).assets["surface_temperature_uncertainty_budget"]
    described = [band["description"] for band in bands.extra_fields["raster:bands"]]
    assert described == list(source.descriptions)
