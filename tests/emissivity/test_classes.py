"""Emissivity of classes: the published values, the legends of maps, and tables of users."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from lstgeo.emissivity import classes
from lstgeo.errors import InputError
from lstgeo.quality import Quality
from lstgeo.sensors import platforms
from tests.data import SHARED, needs_shared

B10 = platforms.sensor("landsat8").band("B10")


@needs_shared
@pytest.mark.parametrize("band", ["B10", "B11"])
def test_the_table_that_ships_is_the_reference(band: str) -> None:
    text = (SHARED / "reference" / "class_emissivity_tirs.csv").read_text("utf-8")
    for sensor in ("landsat8", "landsat9"):
        found = classes.published(platforms.sensor(sensor).band(band))
        for row in csv.DictReader(text.splitlines()):
            assert found.pop(row["land_cover"]).emissivity == float(row[band.lower()])
        assert not found


def test_a_band_over_both_has_the_mean_and_is_less_sure() -> None:
    """Barren is .969 in B10 and .978 in B11; B6 reaches from 10.4 to 12.5 um, over both."""
    found = classes.published(platforms.sensor("landsat7").band())
    assert found["barren"].emissivity == pytest.approx((0.969 + 0.978) / 2)
    own = classes.published(B10)
    assert all(found[name].sigma > own[name].sigma for name in own)


@pytest.mark.parametrize("sensor", ["modis_terra", "modis_aqua", "ecostress"])
def test_a_band_near_b10_has_its_value_and_is_less_sure(sensor: str) -> None:
    """MODIS 31 is at 11.02 um and ECOSTRESS 4 at 10.52, B10 at 10.90, B11 at 12.0."""
    found, near = classes.published(platforms.sensor(sensor).band()), classes.published(B10)
    for name, known in near.items():
        assert found[name].emissivity == known.emissivity
        assert found[name].sigma == pytest.approx(np.hypot(known.sigma, 0.005))


@pytest.mark.parametrize(
    ("scheme", "code", "kind"),
    [
        ("worldcover", 10, "forest"), ("worldcover", 80, "water"), ("worldcover", 60, "barren"),
        ("worldcover", 100, "tundra"), ("igbp", 1, "forest"), ("igbp", 13, "impervious"),
        ("igbp", 17, "water"), ("nlcd", 11, "water"), ("nlcd", 42, "forest"),
        ("nlcd", 82, "cropland"),
        ("cci", 210, "water"), ("cci", 220, "snow_ice"), ("copernicus", 126, "forest"),
        ("copernicus", 40, "cropland"), ("globeland30", 60, "water"), ("globeland30", 20, "forest"),
    ],
)  # fmt: skip
def test_codes_mean_what_their_legend_says(scheme: str, code: int, kind: str) -> None:
    assert classes.of_scheme(scheme, B10)[code] == classes.published(B10)[kind]


def test_every_code_of_every_scheme_is_a_published_class() -> None:
    sizes = {name: len(classes.of_scheme(name, B10)) for name in classes.schemes()}
    assert sizes == {
        "worldcover": 11, "igbp": 17, "nlcd": 20, "cci": 37, "copernicus": 22, "globeland30": 10,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        ("ESA_WorldCover_10m_2021_v200_N48E015_Map.tif", "worldcover"),
        ("MCD12Q1.061_LC_Type1_doy2020001.tif", "igbp"),
        ("nlcd_2021_land_cover_l48.tif", "nlcd"),
        ("ESACCI-LC-L4-LCCS-Map-300m-P1Y-2015-v2.0.7.tif", "cci"),
        ("PROBAV_LC100_global_v3.0.1_2019_Discrete-Classification-map.tif", "copernicus"),
    ],
)
def test_the_name_of_a_product_shows_its_scheme(name: str, scheme: str) -> None:
    assert classes.named(None, Path(name), B10)[0] == scheme


def test_a_name_that_shows_nothing_needs_a_table() -> None:
    with pytest.raises(InputError, match="--class-table is needed, one of worldcover, igbp"):
        classes.named(None, Path("landcover.tif"), B10)
    with pytest.raises(InputError, match="class table corine is no file, and none that ships"):
        classes.named("corine", Path("landcover.tif"), B10)


def test_a_table_of_a_user_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("# ours\nClass, Emissivity,sigma\n1,.95,.02\n\n7,0.98,\n", "utf-8-sig")
    found = classes.read(path)
    assert {code: (kind.emissivity, kind.sigma) for code, kind in found.items()} == {
        1: (0.95, 0.02), 7: (0.98, classes.UNSTATED_SIGMA),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code,value\n1,.9\n", "lacks the column class and emissivity; it has code, value"),
        ("class\n1\n", "lacks the column emissivity"),
        ("", "it has none"),
        ("class,emissivity\n", "has no class"),
        ("class,emissivity\nwood,.99\n", "has 'wood,.99'"),
        ("class,emissivity\n1,\n", "whole number and fractions are needed"),
        ("class,emissivity\n1,97\n", "is it in percent?"),
        ("class,emissivity\n1,nan\n", "outside 0 to 1"),
        ("class,emissivity,sigma\n1,.97,-1\n", "outside 0 to 1"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused_in_a_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="class table") as caught:
        classes.read(path)
    assert sentence in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_snow_of_the_day_lies_on_any_class_that_is_known() -> None:
    layers = (np.array([[0.97, np.nan]], np.float32), np.array([[0.01, np.nan]], np.float32))
    quality = np.full((1, 2), Quality.SNOW_ICE, np.uint16)
    value, sigma = classes.with_snow(layers, layers[0], quality)
    np.testing.assert_allclose(value, [[0.989, np.nan]], atol=1e-7)
    np.testing.assert_allclose(sigma, [[0.006, np.nan]], atol=1e-7)
