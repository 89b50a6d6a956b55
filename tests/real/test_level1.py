"""Every Level-1 scene of the shared data, from folder, metadata file and archive."""

from __future__ import annotations

import tarfile
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from affine import Affine
from rasterio.io import MemoryFile
from rio_cogeo.cogeo import cog_validate

import lstgeo
from tests import commands, models, rasters
from tests.data import SHARED, needs_shared

pytestmark = needs_shared

SCENES = SHARED / "scenes"
GULF = "LC80200392015216LGN00"
AUSTRALIA = "LC08_L1TP_090084_20160121_20170405_01_T1"
LANDSAT_7 = "LE07_L1TP_107068_20220310_20220405_02_T1"
ENTRIES = sorted(
    path.name for path in (SCENES.iterdir() if SCENES.is_dir() else ()) if "_L2SP_" not in path.name
)


def _retrieved(scene: Path, band: str | None = None, vapour: float = 20.0) -> xr.Dataset:
    return lstgeo.retrieve(lstgeo.open_scene(scene, band), water_vapour=vapour).compute()


@pytest.mark.parametrize("name", ENTRIES)
def test_every_scene_gives_plausible_land_where_it_is_clear(name: str) -> None:
    result = _retrieved(SCENES / name)
    masks = lstgeo.decode_quality(result.quality)
    temperature = result.surface_temperature.to_numpy()
    empty = (masks["fill"] | masks["no_solution"] & result.surface_temperature.isnull()).to_numpy()
    np.testing.assert_array_equal(np.isnan(temperature), empty)
    # The top of a cloud may be colder than any ground under the air that is said to be over it.
    assert (masks["fill"] | masks["cloud"] | masks["near_cloud"]).to_numpy()[empty].all()
    clear = temperature[masks["clear"].to_numpy()]
    if name.startswith("LC08_L1TP_090084"):  # New South Wales under cloud, seen at 4 km
        assert clear.size == 0
        return
    assert clear.size > 100
    # Summer days and tropics, all of them: colder than ice or hotter than any ground is wrong.
    assert 273 < np.percentile(clear, 1) < np.percentile(clear, 99) < 340


@pytest.mark.parametrize("name", ENTRIES)
def test_check_finds_nothing_wrong_with_them(name: str) -> None:
    ended = commands.run("-q", "check", SCENES / name, "--wv", "20")
    assert (ended.code, ended.out) == (0, f"{SCENES / name}: nothing found wrong\n")


def test_a_packed_scene_is_its_folder_and_the_folder_stays_as_it_was() -> None:
    before = sorted(SCENES.iterdir())
    rasters.same(
        lstgeo.open_scene(SCENES / f"{AUSTRALIA}.tar.gz").compute(),
        lstgeo.open_scene(SCENES / AUSTRALIA).compute(),
    )
    assert sorted(SCENES.iterdir()) == before


def test_landsat_9_is_read_in_its_archive() -> None:
    archive = next(SCENES.glob("LC09*.tar"))
    opened = lstgeo.open_scene(archive).compute()
    with tarfile.open(archive) as packed:
        stream = packed.extractfile(f"{archive.stem}_B10.TIF")
        assert stream is not None
        with MemoryFile(stream.read()) as file, file.open() as source:
            stored = source.read(1)
    expected = np.where(stored == 0, np.nan, 3.8e-4 * stored + 0.1)  # gain of Landsat 9, not 8
    radiance = opened.at_sensor_radiance.to_numpy()
    known = np.isfinite(radiance)
    assert known.sum() > 1000
    np.testing.assert_allclose(radiance[known], expected[known], rtol=0, atol=2e-6)
    assert opened.attrs["sensor"] == "landsat9"


@pytest.mark.parametrize("suffix", ["txt", "json", "xml"])
def test_every_format_of_the_metadata_opens_the_same_scene(suffix: str) -> None:
    folder = SCENES / LANDSAT_7
    rasters.same(_retrieved(folder / f"{LANDSAT_7}_MTL.{suffix}"), _retrieved(folder))


@pytest.mark.parametrize("name", ["LE07_L1TP_195025_20010730_20170204_01_T1", LANDSAT_7])
def test_both_gains_of_landsat_7_agree(name: str) -> None:
    low, high = (_retrieved(SCENES / name, band) for band in ("B6_VCID_1", "B6_VCID_2"))
    difference = (low.surface_temperature - high.surface_temperature).to_numpy()
    assert abs(np.nanmean(difference)) < 0.1  # K; steps of .49 and .27 K average out


def test_a_nodata_tag_that_contradicts_the_metadata_is_not_believed() -> None:
    """255 is the nodata tag of this Landsat 5 crop, and by its MTL the highest valid number."""
    result = _retrieved(SCENES / "LT05_L1TP_167055_20000309_20161214_01_T1")
    assert result.surface_temperature.notnull().all()


def test_the_gulf_coast_from_inside_its_folder(tmp_path: Path) -> None:
    vapour = _coarse_vapour(tmp_path)
    with commands.unchanged(SCENES / GULF):
        ended = commands.spawn(
            "retrieve", "--band", "B10", "--wv", vapour, "-o", tmp_path / "inside.tif",
            folder=SCENES / GULF,
        )  # fmt: skip
    assert ended.code == 0, ended.err
    assert f"method {models.default()}" in ended.out
    assert len(ended.err.splitlines()) == 1  # the stray light that nobody corrected
    assert "no stray-light correction" in ended.err
    named = commands.run(
        "retrieve", SCENES / GULF, "--band", "B10", "--wv", vapour, "-o", tmp_path / "named.tif"
    )
    assert named.code == 0
    for suffix in ("", "_uncertainty", "_qa"):
        inside, outside = (tmp_path / f"{name}{suffix}.tif" for name in ("inside", "named"))
        np.testing.assert_array_equal(rasters.read(inside), rasters.read(outside))
        assert cog_validate(inside, strict=True, quiet=True)[:2] == (True, [])
    _require_plausible(
        rasters.read(tmp_path / "inside.tif"), rasters.read(tmp_path / "inside_qa.tif")
    )


def _require_plausible(temperature: np.ndarray, quality: np.ndarray) -> None:
    """An August morning on the Gulf coast: the warmest is land over a sea of some 302 K.

    The pre-collection mask misses thin cloud, so the median of what it calls clear is too cold.
    """
    masks = lstgeo.decode_quality(quality)
    assert 0.02 < masks["cloud"].mean() < 0.5
    clear = temperature[masks["clear"]]
    assert 285 < np.median(clear) < 305
    assert 302 < np.percentile(clear, 99) < 315
    assert np.nanmedian(temperature[masks["cloud"]]) < np.median(clear) - 15


def _coarse_vapour(folder: Path) -> Path:
    values = np.linspace(38, 46, 64, dtype=np.float32).reshape(8, 8)
    transform = Affine(0.75, 0, 268.0, 0, -0.75, 33.0)  # longitudes from 0 to 360, as in reanalyses
    return rasters.write(
        folder / "w.tif", values, crs=rasters.DEGREES, transform=transform, units="kg m-2"
    )
