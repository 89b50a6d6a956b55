"""The page in a browser: what is read at a place of the map is what the rasters hold there."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from affine import Affine
from pyproj import Transformer
from rasterio.crs import CRS

import lstgeo
from lstgeo.quality import MEANINGS, Quality
from lstgeo.raster.grid import Grid
from tests import rasters
from tests.pictures import retrievals
from tests.reports import browser
from tests.reports.browser import Shown, needs_browser

pytestmark = needs_browser

MINUS, DASH, TIMES = "\N{MINUS SIGN}", "\N{EN DASH}", "\N{MULTIPLICATION SIGN}"
SIGMA = "\N{GREEK SMALL LETTER SIGMA}"

SHAPE = (120, 100)
PLACES = {"clear": (70, 40), "cloud": (10, 90), "shadow": (40, 100), "edge": (60, 110)}
"""Column and row of pixels of `write_retrieval`."""


def _stored(folder: Path, column: int, row: int) -> tuple[float, float, int]:
    """Temperature, sigma and bits of a pixel, read without lstgeo."""
    names = ("lst.tif", "lst_uncertainty.tif", "lst_qa.tif")
    temperature, sigma, bits = (rasters.read(folder / name)[row, column] for name in names)
    return float(temperature), float(sigma), int(bits)


def _require_read_out(shown: Shown, stored: tuple[float, float, int]) -> None:
    """The read-out says what is stored: to .005 K, the step it is held in; bits exactly."""
    temperature, sigma, bits = stored
    kelvins = float(shown.text("read-other").removesuffix(" K"))
    celsius = float(shown.text("read-value").removesuffix(" °C").replace(MINUS, "-"))
    assert kelvins == pytest.approx(temperature, abs=0.0051)
    assert celsius == pytest.approx(temperature - 273.15, abs=0.0051)
    said = re.fullmatch(rf"± (\S+) K \(1 {SIGMA}\)", shown.text("read-sigma"))
    assert said is not None
    assert float(said[1]) == pytest.approx(sigma, abs=0.0051)
    told = {
        f"bit {position}: {MEANINGS[bit]}"
        for position, bit in enumerate(Quality)
        if bits & (1 << position)
    }
    assert set(shown.texts("#read-bits li")[1:]) == (told or {"no bit is set"})


def test_a_click_reads_the_pixel_under_it(tmp_path: Path) -> None:
    lst = retrievals.write_retrieval(tmp_path, *SHAPE)
    page = lstgeo.report(lst).path
    to_degrees = Transformer.from_crs("EPSG:32631", "EPSG:4326", always_xy=True)
    with browser.opened(page) as shown:
        for name, (column, row) in PLACES.items():
            shown.click_cell(column + 0.5, row + 0.5, SHAPE)
            _require_read_out(shown, _stored(tmp_path, column, row))
            assert shown.text("read-pixel") == f"column {column}, row {row}", name
            x, y = 467_400 + 30 * (column + 0.5), 5_416_800 - 30 * (row + 0.5)
            longitude, latitude = to_degrees.transform(x, y)
            told = re.findall(r"([\d.]+)° ([NE])", shown.text("read-geographic"))
            assert [letter for _, letter in told] == ["N", "E"]
            # A third of a pixel, 10 m: the mouse points at whole pixels of the screen, 6 m here.
            assert float(told[0][0]) == pytest.approx(latitude, abs=9e-5)
            assert float(told[1][0]) == pytest.approx(longitude, abs=1.4e-4)
            told_x, told_y = map(float, shown.text("read-projected").split(", "))
            assert [told_x, told_y] == pytest.approx([x, y], abs=10)


def test_a_map_of_every_nth_pixel_reads_that_very_pixel(tmp_path: Path) -> None:
    """120 x 100 pixels in at most 40 cells: every third, the one in the middle of three."""
    lst = retrievals.write_retrieval(tmp_path, *SHAPE)
    page = lstgeo.report(lst, longest_side=40).path
    cells = (40, 34)
    with browser.opened(page) as shown:
        for across, down in ((20, 15), (3, 30), (33, 39)):
            column, row = min(3 * across + 1, 99), 3 * down + 1
            shown.click_cell(across + 0.3, down + 0.5, cells)
            _require_read_out(shown, _stored(tmp_path, column, row))
            assert shown.text("read-pixel") == f"column {column}, row {row}"
        assert f"one pixel of every 3 {TIMES} 3" in shown.page.content()


def test_fill_has_no_value_and_says_why(tmp_path: Path) -> None:
    page = lstgeo.report(retrievals.write_retrieval(tmp_path, *SHAPE)).path
    with browser.opened(page) as shown:
        shown.click_cell(50, 5, SHAPE)
        assert shown.text("read-value") == "no value"
        assert shown.texts("#read-bits li") == ["not clear", f"bit 0: {MEANINGS[Quality.FILL]}"]


def test_what_is_held_stays_until_escape(tmp_path: Path) -> None:
    page = lstgeo.report(retrievals.write_retrieval(tmp_path, *SHAPE)).path
    with browser.opened(page) as shown:
        shown.click_cell(70.5, 40.5, SHAPE)
        held = shown.text("read-pixel")
        box = shown.page.locator("#map canvas").bounding_box()
        assert box is not None
        shown.page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 20)
        assert shown.text("read-pixel") == held
        shown.page.keyboard.press("Escape")
        shown.page.mouse.move(box["x"] + 30, box["y"] + box["height"] - 30)
        assert shown.text("read-pixel") != held


def test_by_keyboard_the_cross_hair_is_read(tmp_path: Path) -> None:
    page = lstgeo.report(retrievals.write_retrieval(tmp_path, *SHAPE)).path
    with browser.opened(page) as shown:
        assert shown.text("read-pixel") == "column 50, row 60"
        shown.page.locator("#map").focus()
        shown.page.keyboard.press("+")
        shown.page.wait_for_timeout(500)
        shown.page.keyboard.press("ArrowRight")
        shown.page.wait_for_timeout(500)
        column, row = map(int, re.findall(r"\d+", shown.text("read-pixel")))
        assert column > 52
        assert row == pytest.approx(60, abs=1)
        _require_read_out(shown, _stored(tmp_path, column, row))
        shown.page.keyboard.press("Enter")
        assert shown.page.locator("#map path.pinned").count() == 2


def test_the_map_shows_values_in_the_colours_of_the_bar(tmp_path: Path) -> None:
    """Without clouds and grid, no pixel of the scene is grey, and there are hundreds of colours."""
    page = lstgeo.report(retrievals.write_retrieval(tmp_path, *SHAPE)).path
    with browser.opened(page) as shown:
        veiled = shown.picture("#map canvas")
        shown.page.uncheck("#clouds")
        shown.page.uncheck("#grid")
        plain = shown.picture("#map canvas")
    lower = plain[plain.shape[0] // 2 : -60]
    assert len(np.unique(lower.reshape(-1, 3), axis=0)) > 150
    assert np.mean(np.ptp(lower, axis=-1) < 25) < 0.02
    assert np.abs(veiled - plain).max() > 60


def test_layers_and_units_are_switched(tmp_path: Path) -> None:
    page = lstgeo.report(retrievals.write_retrieval(tmp_path, *SHAPE)).path
    with browser.opened(page) as shown:
        celsius = shown.texts("#ticks span")
        temperature = shown.picture("#map canvas")
        shown.page.check("input[value=kelvin]")
        assert shown.text("bar-label") == "Land surface temperature [K]"
        assert shown.text("read-value").endswith(" K")
        assert float(shown.texts("#ticks span")[0]) - float(celsius[0]) == pytest.approx(273, abs=3)
        shown.page.check("input[value=sigma]")
        assert shown.text("bar-label") == f"Uncertainty (1 {SIGMA}) [K]"
        sigma = shown.picture("#map canvas")
        shown.page.check("input[value=quality]")
        classes = shown.texts("#classes li")
        assert "cloud" in classes
        assert "clear" in classes
        quality = shown.picture("#map canvas")
        shown.page.select_option("#bit", "2")
        assert shown.texts("#classes li") == ["cloud shadow", "without this bit"]
        bit = shown.picture("#map canvas")
    pictures = [temperature, sigma, quality, bit]
    for number, picture in enumerate(pictures):
        assert all(np.abs(picture - other).max() > 60 for other in pictures[:number])


def test_colours_follow_the_view_and_come_back(tmp_path: Path) -> None:
    """The middle of the map holds some of the 16 K of the whole."""
    page = lstgeo.report(retrievals.write_retrieval(tmp_path, *SHAPE)).path
    with browser.opened(page) as shown:
        whole = shown.texts("#ticks span")
        shown.page.locator("#map").focus()
        for _ in range(4):
            shown.page.keyboard.press("+")
            shown.page.wait_for_timeout(350)
        shown.page.click("#stretch")
        assert shown.texts("#ticks span") != whole
        shown.page.click("#reset")
        assert shown.texts("#ticks span") == whole


def test_an_old_browser_is_told_so_and_shows_the_tables(tmp_path: Path) -> None:
    page = lstgeo.report(retrievals.write_retrieval(tmp_path, *SHAPE)).path
    old = "delete window.DecompressionStream"
    with browser.opened(page, "[data-state=failed]", old) as shown:
        assert "DecompressionStream" in shown.text("trouble")
        assert shown.page.get_by_role("heading", name="Area by flag").is_visible()
        assert "DecompressionStream" in shown.complaints.pop()


def test_without_scripts_the_tables_are_there(tmp_path: Path) -> None:
    page = lstgeo.report(retrievals.write_retrieval(tmp_path, *SHAPE)).path
    with browser.opened(page, "", java_script_enabled=False) as shown:
        assert shown.page.locator("noscript").inner_text().startswith("The map needs JavaScript")
        assert shown.page.get_by_role("rowheader", name="cloud shadow").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_all_of_it_without_scrolling_sideways(tmp_path: Path, scheme: str) -> None:
    page = lstgeo.report(retrievals.write_retrieval(tmp_path, *SHAPE)).path
    size = {"width": 360, "height": 740}
    with browser.opened(page, viewport=size, color_scheme=scheme) as shown:
        assert shown.page.evaluate("document.documentElement.scrollWidth") <= 360
        ground = shown.picture("h1").mean()
        assert (ground < 90) == (scheme == "dark")


def test_a_raster_of_nothing_but_temperature_in_degrees_celsius(tmp_path: Path) -> None:
    """In geographic coordinates, across the date line, with neither sigma, bits nor item."""
    values = retrievals.wave(*SHAPE) - np.float32(273.15)
    grid = Grid(CRS.from_epsg(4326), Affine(0.01, 0, 179.5, 0, -0.01, -16), *SHAPE)
    lst = retrievals.write(tmp_path / "t.tif", values, grid, units="degC")
    with browser.opened(lstgeo.report(lst).path) as shown:
        shown.click_cell(80.5, 40.5, SHAPE)
        value = float(shown.text("read-value").removesuffix(" °C"))
        assert value == pytest.approx(float(values[40, 80]), abs=0.0051)
        # A screen pixel is a fifth of one of the raster, .002 degrees.
        told = re.findall(r"([\d.]+)° ([SW])", shown.text("read-geographic"))
        assert float(told[0][0]) == pytest.approx(16.405, abs=0.002)
        assert float(told[1][0]) == pytest.approx(360 - 179.5 - 0.805, abs=0.002)
        assert shown.text("read-sigma") == DASH
        assert shown.texts("#read-bits li") == []
        assert "No STAC item lies beside" in shown.page.content()


@pytest.mark.parametrize("bit", [Quality.FILL, Quality.CLOUD])
def test_a_scene_without_a_clear_pixel_is_shown(tmp_path: Path, bit: Quality) -> None:
    values = retrievals.wave(*SHAPE)
    if bit is Quality.FILL:
        values[:] = np.nan
    retrievals.write(tmp_path / "lst_qa.tif", np.full(SHAPE, bit, np.uint16))
    lst = retrievals.write(tmp_path / "lst.tif", values, nodata=float("nan"))
    with browser.opened(lstgeo.report(lst).path) as shown:
        assert shown.texts(".keys dd")[0] == DASH
        assert "There is no clear pixel." in shown.page.content()
        shown.click_cell(50.5, 60.5, SHAPE)
        assert shown.texts("#read-bits li") == [
            "not clear",
            f"bit {bit.bit_length() - 1}: {MEANINGS[bit]}",
        ]
        shown.page.click("#stretch")


def test_a_raster_without_a_place_is_shown_all_the_same(tmp_path: Path) -> None:
    lst = rasters.write(tmp_path / "t.tif", retrievals.wave(*SHAPE), crs=None, units="K")
    with browser.opened(lstgeo.report(lst).path) as shown:
        shown.click_cell(80.5, 40.5, SHAPE)
        assert shown.text("read-pixel") == "column 80, row 40"
        assert shown.text("read-geographic") == DASH
