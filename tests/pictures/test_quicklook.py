"""The quicklook shows what the rasters hold, and says in one sentence where it cannot."""

from __future__ import annotations

import warnings
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
import rasterio
from affine import Affine
from matplotlib import colors
from rasterio.crs import CRS
from rasterio.errors import NotGeoreferencedWarning

from lstgeo.errors import InputError, MetadataError, MissingFileError, OutputError, RasterError
from lstgeo.pictures import colours, quicklook
from lstgeo.quality import Quality
from lstgeo.raster.grid import Grid
from tests.pictures import retrievals


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


def test_nodata_and_shadow_cover_their_share_of_the_map(tmp_path: Path) -> None:
    """The map covers 5.6 x 6.72 of 10 x 8.4 inches: .448 of the picture (100 x 120 pixels).

    A quarter of it is border; the thumbnail of the uncertainty adds at most a fifth of that.
    """
    lst = retrievals.write_retrieval(tmp_path)
    picture = quicklook.draw(lst, width=800)
    assert retrievals.share_of(picture, colors.to_rgb(colours.NO_DATA)) == pytest.approx(
        0.25 * 0.448 * 1.1, abs=0.25 * 0.448 * 0.12
    )
    shadow = np.asarray(colors.to_rgb(colours.SHADOW))
    assert retrievals.share_of(picture, shadow, within=20) > 0.5 * 0.17 * 0.448 * 0.9


def test_clouds_are_pale_even_where_the_temperature_is_masked(tmp_path: Path) -> None:
    bits = np.full((40, 40), Quality.CLOUD, np.uint16)
    bits[:, :4] = 0
    temperature = np.where(bits == 0, retrievals.wave(40, 40), np.float32(np.nan))
    lst = retrievals.write(tmp_path / "lst.tif", temperature, nodata=np.nan, units="K")
    retrievals.write(tmp_path / "lst_qa.tif", bits)
    paint = colours.veiled(colours.painted(temperature, colours.scale("plasma", (280, 300))), bits)
    assert paint[:, 5:].min() > 0.93
    picture = quicklook.draw(lst, width=600)
    assert retrievals.share_of(picture, paint[20, 20]) > 0.3


@pytest.mark.parametrize("celsius", [True, False])
def test_a_scene_without_a_clear_pixel_is_drawn(tmp_path: Path, celsius: bool) -> None:
    lst = retrievals.write(tmp_path / "lst.tif", retrievals.wave(40, 50), units="K")
    retrievals.write(tmp_path / "lst_qa.tif", np.full((40, 50), Quality.CLOUD, np.uint16))
    assert np.std(retrievals.pixels(quicklook.draw(lst, width=500, celsius=celsius))) > 5


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


def test_a_companion_of_another_grid_is_left_out(tmp_path: Path) -> None:
    lst = retrievals.write(tmp_path / "lst.tif", retrievals.wave(40, 40), units="K")
    alone = retrievals.pixels(quicklook.draw(lst, width=500))
    retrievals.write(tmp_path / "lst_qa.tif", np.full((30, 30), Quality.CLOUD, np.uint16))
    np.testing.assert_array_equal(retrievals.pixels(quicklook.draw(lst, width=500)), alone)
