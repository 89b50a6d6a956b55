"""The parts of a picture: limits, shares, labels, lines, caption."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from affine import Affine
from pyproj import Geod
from rasterio.crs import CRS

from lstgeo.pictures import caption, colours, frame, panels
from lstgeo.quality import Quality
from lstgeo.raster.grid import Grid
from tests.pictures import retrievals


def test_limits_are_the_first_and_last_percentile() -> None:
    values = np.concatenate([np.linspace(280, 300, 10_001), [np.nan, np.nan]])
    assert colours.limits(values, (0, 1)) == pytest.approx((280.2, 299.8), abs=1e-6)


def test_limits_leave_an_outlier_out() -> None:
    values = np.append(np.linspace(280, 300, 1000), 390)
    assert colours.limits(values, (0, 1))[1] < 301


def test_limits_of_one_value_are_1_kelvin_apart_around_it() -> None:
    assert colours.limits(np.full(9, 300.0), (0, 1)) == pytest.approx((299.5, 300.5))
    assert colours.limits(np.array([np.nan]), (0, 1)) == (0, 1)


def test_the_scale_of_temperature_grows_lighter_all_the_way() -> None:
    """Relative luminance (ITU-R BT.709) rises with temperature, so grey print keeps the order."""
    paint = colours.painted(np.linspace(0, 1, 64), colours.scale(colours.TEMPERATURE, (0, 1)))
    assert np.all(np.diff(paint @ [0.2126, 0.7152, 0.0722]) > 0)


def test_shares_are_of_the_measured_pixels() -> None:
    bits = np.array([Quality.FILL] * 50 + [0] * 30 + [Quality.WATER] * 10 + [Quality.CLOUD] * 10)
    found = {one.name: one.share for one in panels.shares(bits)}
    assert found == pytest.approx({"no flag": 0.6, "cloud": 0.2, "water": 0.2})
    assert not panels.shares(np.full(3, int(Quality.FILL)))


def test_pixel_size_on_the_ground_agrees_with_the_ellipsoid() -> None:
    """The mean sphere is within .6 % of WGS 84, whichever the direction and the latitude."""
    degrees = Grid(CRS.from_epsg(4326), Affine(0.01, 0, 10, 0, -0.01, 60), 100, 100)
    geod = Geod(ellps="WGS84")
    across = geod.inv(10.5, 59.5, 10.51, 59.5)[2]
    down = geod.inv(10.5, 59.5, 10.5, 59.49)[2]
    placed = frame.of(degrees)
    assert placed is not None
    assert placed.pixel == pytest.approx((across, down), rel=0.006)


def test_lines_cross_the_edge_where_longitude_says(tmp_path: Path) -> None:
    degrees = Grid(CRS.from_epsg(4326), Affine(0.1, 0, 179, 0, -0.1, -16), 20, 30)
    placed = frame.of(degrees)
    assert placed is not None
    found = frame.crossings(placed.columns[-1], placed.longitude[-1], 181.0)
    assert found == pytest.approx([20.0], abs=1e-6)
    assert frame.degrees(181.0, 1.0, "EW") == "179° W"


def test_a_grid_without_a_place_has_no_frame() -> None:
    assert frame.of(Grid(CRS(), Affine.identity(), 10, 10)) is None


def test_a_retrieval_in_utm_has_a_pixel_of_30_metres() -> None:
    """UTM's scale factor is .9996-1.001; the sphere adds at most .6 %."""
    placed = frame.of(retrievals.grid(200, 200))
    assert placed is not None
    assert placed.pixel == pytest.approx((30.0, 30.0), rel=0.007)


def test_caption_names_platform_band_time_scene_and_method() -> None:
    properties = {
        "platform": "landsat-7",
        "instruments": ["etm+"],
        "datetime": "2022-03-10T00:09:11Z",
        "lstgeo:scene": "LE07",
        "lstgeo:band": "B6_VCID_1",
        "lstgeo:version": "1.2",
        "lstgeo:parameters": {"method": "statistical", "method_source": "Ermida et al. 2020"},
    }
    found = caption.of({"properties": properties}, Path("lst.tif"))
    assert found.line.split(caption.SEPARATOR) == [
        "Landsat 7 ETM+ B6_VCID_1",
        "2022-03-10 00:09 UTC",
        "LE07",
    ]
    assert found.note.split(caption.SEPARATOR) == [
        "method statistical (Ermida et al. 2020)",
        "lstgeo 1.2",
    ]


def test_caption_of_a_lone_raster_is_its_name() -> None:
    assert caption.of({}, Path("folder/some.tif")).line == "some.tif"
    assert caption.acquired({"datetime": "2016-01-21T00:00:00+00:00"}) == "2016-01-21"
    assert caption.acquired({"datetime": None}) == ""
