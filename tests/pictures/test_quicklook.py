"""The quicklook shows what the rasters hold, and says in one sentence where it cannot."""

from __future__ import annotations

import itertools
import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
import rasterio
from affine import Affine
from matplotlib import colors
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image
from rasterio.crs import CRS
from rasterio.errors import NotGeoreferencedWarning

from lstgeo.errors import InputError, MetadataError, MissingFileError, OutputError, RasterError
from lstgeo.pictures import canvas, colours, panels, quicklook, source, stretch
from lstgeo.quality import Quality
from lstgeo.raster import palette
from lstgeo.raster.grid import Grid
from tests.pictures import retrievals


@dataclass(frozen=True)
class Drawn:
    """A figure that a quicklook would save, and the texts that are drawn on it."""

    figure: Figure
    texts: list[Text]

    @property
    def words(self) -> set[str]:
        return {text.get_text() for text in self.texts}

    @property
    def map_share(self) -> float:
        """Share of the figure that the map covers."""
        box = self.figure.axes[0].bbox
        return float(box.width * box.height / (self.figure.bbox.width * self.figure.bbox.height))


def drawn(lst: Path, **options: Any) -> Drawn:
    caught: list[Figure] = []
    texts: list[Text] = []
    draw = Text.draw

    def note(text: Text, renderer: Any) -> None:
        draw(text, renderer)
        if text.get_visible() and text.get_text().strip():
            texts.append(text)

    def keep(figure: Figure, target: Path) -> Path:
        caught.append(figure)
        figure.canvas.draw()
        return target

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(canvas, "save", keep)
        patch.setattr(Text, "draw", note)
        quicklook.draw(lst, **options)
    return Drawn(caught[0], texts)


USUAL, WIDE, TALL = (120, 100), (60, 360), (360, 60)


@pytest.mark.parametrize(("shape", "options"), [
    (USUAL, {"width": 400}), (WIDE, {"width": 400}), (TALL, {"width": 400}),
    (USUAL, {"width": 1600}), (WIDE, {"width": 1600}), (TALL, {"width": 1600}),
    (USUAL, {"width": 900}), (USUAL, {"width": 4000}), (USUAL, {"width": 1600, "dpi": 80}),
    (USUAL, {"width": 800, "dpi": 300}), (USUAL, {"width": 1600, "lines": "metres"}),
    (USUAL, {"width": 400, "lines": "metres", "units": "K"}),
    (USUAL, {"width": 500, "panels": False}), (WIDE, {"width": 1600, "panels": False}),
])  # fmt: skip
def test_no_two_texts_overlap_and_none_leaves_the_picture(
    tmp_path: Path, options: dict[str, Any], shape: tuple[int, int]
) -> None:
    found = drawn(retrievals.write_retrieval(tmp_path, *shape), **options)
    figure = found.figure
    placed = [(text.get_text(), text.get_window_extent()) for text in found.texts]
    assert len(placed) > 15 or not options.get("panels", True)
    point = figure.dpi / 72
    for name, box in placed:
        assert box.x0 > 0, name
        assert box.y0 > 0, name
        assert box.x1 < figure.bbox.x1 + point, name
        assert box.y1 < figure.bbox.y1, name
    for (one, first), (other, second) in itertools.combinations(placed, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        up = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert min(across, up) < point, (one, other)


def test_a_picture_of_the_asked_width_lies_beside_the_raster(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    picture = quicklook.draw(lst, width=800)
    assert picture == tmp_path / "lst.png"
    assert retrievals.pixels(picture).shape[1] == 800
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "lst.json",
        "lst.png",
        "lst.tif",
        "lst_qa.tif",
        "lst_uncertainty.tif",
    ]


def test_the_stac_item_means_the_raster_beside_it(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    by_raster = quicklook.draw(lst, tmp_path / "a.png", width=600)
    by_item = quicklook.draw(tmp_path / "lst.json", tmp_path / "b.png", width=600)
    np.testing.assert_array_equal(retrievals.pixels(by_raster), retrievals.pixels(by_item))


def test_cloud_shadow_and_nodata_cover_their_share_of_the_map(tmp_path: Path) -> None:
    """A quarter of the 100 x 120 pixels is border, a sixth cloud, a twelfth its shadow."""
    lst = retrievals.write_retrieval(tmp_path)
    options: dict[str, Any] = {"width": 800, "panels": False, "lines": "none"}
    picture = quicklook.draw(lst, **options)
    whole = drawn(lst, **options).map_share
    shares = {Quality.FILL: 1 / 4, Quality.CLOUD: 1 / 6, Quality.CLOUD_SHADOW: 1 / 12}
    for bit, share in shares.items():
        found = retrievals.share_of(picture, colors.to_rgb(palette.BITS[bit]), within=0)
        assert found / whole == pytest.approx(share, abs=0.01)  # the scale bar lies on cloud


def test_near_cloud_two_colours_of_three_stay_those_of_the_temperature(tmp_path: Path) -> None:
    paint = np.full((300, 300, 3), colours.rgb("#cc4778"), np.uint8)
    found = colours.hatched(paint, np.ones((300, 300), bool), 160)
    assert 0.6 < np.mean((found == paint).all(axis=-1)) < 0.8
    assert len(np.unique(found.reshape(-1, 3), axis=0)) == 2
    untouched = colours.hatched(paint, np.zeros((300, 300), bool), 160)
    np.testing.assert_array_equal(untouched, paint)


def test_masked_cloud_is_shown_as_cloud_and_not_as_nodata(tmp_path: Path) -> None:
    bits = np.full((40, 40), Quality.CLOUD, np.uint16)
    bits[:, :4] = 0
    temperature = np.where(bits == 0, retrievals.wave(40, 40), np.float32(np.nan))
    lst = retrievals.write(tmp_path / "lst.tif", temperature, nodata=np.nan, units="K")
    retrievals.write(tmp_path / "lst_qa.tif", bits)
    picture = quicklook.draw(lst, width=600)
    assert retrievals.share_of(picture, colors.to_rgb(palette.BITS[Quality.CLOUD]), within=0) > 0.3
    assert retrievals.share_of(picture, colors.to_rgb(colours.NO_DATA), within=0) == 0
    words = drawn(lst, width=600).words
    assert "cloud" in words
    assert "no data" not in words


@pytest.mark.parametrize("units", ["C", "K"])
def test_a_scene_without_a_clear_pixel_is_drawn(tmp_path: Path, units: str) -> None:
    lst = retrievals.write(tmp_path / "lst.tif", retrievals.wave(40, 50), units="K")
    retrievals.write(tmp_path / "lst_qa.tif", np.full((40, 50), Quality.CLOUD, np.uint16))
    assert np.std(retrievals.pixels(quicklook.draw(lst, width=500, units=units))) > 5


@pytest.mark.parametrize("shape", [(1, 1), (20, 20), (300, 40), (30, 400)])
def test_a_lone_raster_of_any_shape_is_drawn_with_many_colours(
    tmp_path: Path, shape: tuple[int, int]
) -> None:
    lst = retrievals.write(tmp_path / "plain.tif", retrievals.wave(*shape), units="K")
    found = np.unique(retrievals.pixels(quicklook.draw(lst, width=600)).reshape(-1, 3), axis=0)
    assert len(found) > 100


def test_a_raster_without_any_temperature_is_drawn_empty(tmp_path: Path) -> None:
    nothing = np.full((30, 30), np.nan, np.float32)
    lst = retrievals.write(tmp_path / "plain.tif", nothing, nodata=np.nan, units="K")
    picture = quicklook.draw(lst, width=600)
    assert retrievals.share_of(picture, colors.to_rgb(colours.NO_DATA)) > 0.3


def test_kelvin_celsius_and_the_usgs_encoding_give_the_same_map(tmp_path: Path) -> None:
    """One step of the encoding is 3.4 mK: less than a colour, so at most one level of it apart."""
    kelvin = retrievals.wave(60, 60)
    numbers = np.rint((kelvin.astype(float) - 149) / 0.00341802).astype(np.uint16)
    pictures = []
    for name, values, options in (
        ("kelvin", kelvin, {"units": "K"}),
        ("celsius", kelvin - np.float32(273.15), {"units": "degC"}),
        ("usgs", numbers, {"units": "K", "scale": 0.00341802, "offset": 149, "nodata": 0}),
    ):
        (tmp_path / name).mkdir()
        path = retrievals.write(tmp_path / name / "t.tif", values, **options)
        pictures.append(retrievals.pixels(quicklook.draw(path, width=600)))
    for other in pictures[1:]:
        assert np.mean(np.abs(other - pictures[0]).max(axis=-1) > 4) < 0.002


def test_a_geographic_raster_and_one_without_a_place_are_drawn(tmp_path: Path) -> None:
    degrees = Grid(CRS.from_epsg(4326), Affine(0.05, 0, 179, 0, -0.05, -16), 40, 60)
    lst = retrievals.write(tmp_path / "degrees.tif", retrievals.wave(40, 60), degrees)
    assert np.std(retrievals.pixels(quicklook.draw(lst, width=600))) > 5
    with pytest.raises(InputError, match="no projection in metres"):
        quicklook.draw(lst, lines="metres")
    nowhere = tmp_path / "nowhere.tif"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(
            nowhere, "w", driver="GTiff", width=60, height=40, count=1, dtype="float32"
        ) as target:
            target.write(retrievals.wave(40, 60), 1)
    assert np.std(retrievals.pixels(quicklook.draw(nowhere, width=600))) > 5


def test_the_style_of_the_user_neither_matters_nor_changes(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    plain = retrievals.pixels(quicklook.draw(lst, width=500))
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "image.origin": "lower"}):
        other = retrievals.pixels(quicklook.draw(lst, width=500))
        assert mpl.rcParams["font.size"] == 30
    np.testing.assert_array_equal(plain, other)


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    lst = retrievals.write(tmp_path / "t.tif", retrievals.wave(20, 20), units="K")
    with pytest.raises(MissingFileError, match="does not exist"):
        quicklook.draw(tmp_path / "none.tif")
    text = tmp_path / "text.tif"
    text.write_text("not a raster")
    with pytest.raises(RasterError, match="cannot be read as a raster"):
        quicklook.draw(text)
    with pytest.raises(OutputError, match="folder"):
        quicklook.draw(lst, tmp_path / "missing" / "a.png")
    with pytest.raises(InputError, match="pixels wide"):
        quicklook.draw(lst, width=10)
    with pytest.raises(InputError, match=r"400 pixels at 600 dpi are 0\.6667"):
        quicklook.draw(lst, width=400, dpi=600)
    with pytest.raises(InputError, match=r"map.pdf does not end in .png"):
        quicklook.draw(lst, tmp_path / "map.pdf")
    with pytest.raises(InputError, match="units 'F' are not known; there are C, K"):
        quicklook.draw(lst, units="F")
    with pytest.raises(InputError, match="range needs a lower and a higher number, got 30 20"):
        quicklook.draw(lst, limits=(30, 20))
    with pytest.raises(InputError, match="percentiles lie within 0 and 100, got -1 99"):
        quicklook.draw(lst, percentiles=(-1, 99))
    radiance = retrievals.write(tmp_path / "r.tif", retrievals.wave(9, 9), units="W m-2")
    with pytest.raises(InputError, match="in W m-2"):
        quicklook.draw(radiance)
    numbers = retrievals.write(tmp_path / "dn.tif", np.full((9, 9), 44_000, np.uint16))
    with pytest.raises(InputError, match="around 44000"):
        quicklook.draw(numbers)
    (tmp_path / "t.json").write_text("{")
    with pytest.raises(MetadataError, match="not a readable STAC item"):
        quicklook.draw(lst)
    assert not list(tmp_path.glob("*.png"))
    assert not list(tmp_path.glob(".*"))


def test_the_resolution_is_written_and_text_follows_it(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    with Image.open(quicklook.draw(lst, width=1050, dpi=300)) as picture:
        assert picture.width == 1050
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert drawn(lst, width=1600).figure.get_size_inches()[0] == pytest.approx(10)
    assert drawn(lst, width=1600, dpi=80).figure.get_size_inches()[0] == pytest.approx(20)


def test_each_panel_is_there_where_its_raster_is(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    sigma, quality = "Uncertainty", "Quality"
    for missing, expected in (
        ("lst.json", {sigma, quality}),
        ("lst_uncertainty.tif", {quality}),
        ("lst_qa.tif", set()),
    ):
        (tmp_path / missing).unlink()
        words = drawn(lst, width=700).words
        assert words & {sigma, quality} == expected
        assert ("All pixels" in words) == (missing == "lst_qa.tif")
    lone = drawn(retrievals.write_retrieval(tmp_path), width=700, panels=False)
    assert not lone.words & {sigma, quality}


def test_the_quality_panel_counts_each_pixel_once(tmp_path: Path) -> None:
    bits = np.array([0] * 50 + [int(Quality.CLOUD | Quality.NEAR_CLOUD)] * 30 + [32] * 20)
    found = {one.name: one.share for one in panels.shares(bits)}
    assert found == pytest.approx({"no flag": 0.5, "cloud": 0.3, "water": 0.2})
    many = panels.shares(np.array([0, *(int(bit) for bit in Quality if bit is not Quality.FILL)]))
    assert [one.name for one in many][0::6] == ["no flag", "other"]
    assert sum(one.share for one in many) == pytest.approx(1)


def test_the_range_that_is_asked_for_is_that_of_the_colours(tmp_path: Path) -> None:
    """Of 290, 300 and 310 K within 17-27 deg C the first is coldest, the others are the warmest."""
    values = np.repeat(np.array([290.0, 300.0, 310.0], np.float32), 20)[None].repeat(60, axis=0)
    lst = retrievals.write(tmp_path / "t.tif", values, units="K")
    options: dict[str, Any] = {"width": 600, "limits": (17, 26.8), "panels": False}
    picture = quicklook.draw(lst, **options)
    whole = drawn(lst, **options).map_share
    coldest, warmest = (colors.to_rgb(palette.TEMPERATURE.colours[end]) for end in (0, -1))
    assert retrievals.share_of(picture, warmest) / whole == pytest.approx(2 / 3, abs=0.03)
    assert retrievals.share_of(picture, coldest) / whole == pytest.approx(1 / 3, abs=0.03)


def test_percentiles_move_the_ends_of_the_colour_bar(tmp_path: Path) -> None:
    values = np.linspace(280, 300, 10_000, dtype=np.float32).reshape(100, 100)
    lst = retrievals.write(tmp_path / "t.tif", values, units="K")
    found = source.read(lst, 100)
    for percentiles, expected in ((None, (280.2, 299.8)), ((10.0, 90.0), (282, 298))):
        scale = stretch.temperature(found, None, percentiles, 0.0)
        assert scale.get_clim() == pytest.approx(expected, abs=0.01)


def test_the_limits_are_those_that_the_item_states_of_this_very_raster(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path)
    item = json.loads((tmp_path / "lst.json").read_text("utf-8"))
    summary = {"surface_temperature": {"p1": 288.5, "median": 295.0, "p99": 301.5}}
    item["properties"] |= {"lstgeo:summary": summary, "proj:shape": [120, 100]}
    (tmp_path / "lst.json").write_text(json.dumps(item))
    scale = stretch.temperature(source.read(lst, 100), None, None, 0.0)
    assert scale.get_clim() == (288.5, 301.5)
    item["properties"]["proj:shape"] = [7800, 7600]
    (tmp_path / "lst.json").write_text(json.dumps(item))
    scale = stretch.temperature(source.read(lst, 100), None, None, 0.0)
    assert scale.get_clim() != (288.5, 301.5)


def test_longitudes_go_on_across_the_antimeridian(tmp_path: Path) -> None:
    for place in (
        Grid(CRS.from_epsg(4326), Affine(0.01, 0, 178.5, 0, -0.01, -16), 300, 300),
        Grid(CRS.from_epsg(32760), Affine(1000, 0, 660_000, 0, -1000, 8_230_000), 300, 320),
    ):
        lst = retrievals.write(tmp_path / "t.tif", retrievals.wave(*place.shape), place, units="K")
        assert drawn(lst, width=1600).words >= {"179° E", "180°", "179° W"}


def test_around_a_pole_the_lines_are_those_of_the_projection(tmp_path: Path) -> None:
    place = Grid(CRS.from_epsg(3031), Affine(3000, 0, -480_000, 0, -3000, 450_000), 300, 320)
    lst = retrievals.write(tmp_path / "t.tif", retrievals.wave(300, 320), place, units="K")
    words = drawn(lst, width=1600).words
    assert words >= {"0 m E", "0 m N", "200 000 m N", "\N{MINUS SIGN}200 000 m N"}


def test_a_raster_without_an_item_says_what_its_tags_say(tmp_path: Path) -> None:
    tags = {"TIFFTAG_DATETIME": "2016:01:21 09:50:31", "method": "rte", "software": "lstgeo 0.1.0"}
    lst = retrievals.write(tmp_path / "t.tif", retrievals.wave(50, 50), units="K", tags=tags)
    words = drawn(lst, width=1600).words
    assert words >= {"2016-01-21 09:50 UTC  ·  t.tif", "method rte  ·  lstgeo 0.1.0"}


def test_a_companion_of_another_grid_is_left_out(tmp_path: Path) -> None:
    lst = retrievals.write(tmp_path / "lst.tif", retrievals.wave(40, 40), units="K")
    alone = retrievals.pixels(quicklook.draw(lst, width=500))
    retrievals.write(tmp_path / "lst_qa.tif", np.full((30, 30), Quality.CLOUD, np.uint16))
    np.testing.assert_array_equal(retrievals.pixels(quicklook.draw(lst, width=500)), alone)
