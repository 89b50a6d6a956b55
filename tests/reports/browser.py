"""A page opened from its file in headless Chromium, with no network, and everything it says."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.image import imread
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")

needs_browser = pytest.mark.skipif(
    CHROMIUM is None or importlib.util.find_spec("playwright") is None,
    reason="needs Chromium (Debian's package chromium) and playwright (the dev extra)",
)

_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


@dataclass(eq=False)
class Shown:
    """A page in the browser, the addresses it asked for, and what it complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Text of the element called `name`."""
        return str(self.page.locator(f"#{name}").inner_text())

    def texts(self, selector: str) -> list[str]:
        """Texts of the elements of a `selector` that are seen."""
        return [
            each.inner_text() for each in self.page.locator(selector).all() if each.is_visible()
        ]

    def click_cell(self, column: float, row: float, shape: tuple[int, int]) -> None:
        """Click a place of the map, counted in cells of its canvas of `shape` rows and columns."""
        self.page.locator("#map").scroll_into_view_if_needed()
        box = self.page.locator("#map canvas").bounding_box()
        assert box is not None
        self.page.mouse.click(
            box["x"] + box["width"] * column / shape[1],
            box["y"] + box["height"] * row / shape[0],
        )

    def picture(self, selector: str) -> NDArray[Any]:
        """Colours (row, column, RGB as whole numbers) of an element as it is seen."""
        content = self.page.locator(selector).screenshot()
        colours: NDArray[Any] = np.rint(255 * imread(BytesIO(content))[..., :3]).astype(int)
        return colours


@contextmanager
def opened(
    path: Path, state: str = "[data-state=ready]", script: str = "", **options: Any
) -> Iterator[Shown]:
    """Open a page; at the end it must have asked for nothing, and complained of nothing.

    The body of the page must come to match `state`; `script` runs before those of the page.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not everywhere installed

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        context = browser.new_context(offline=True, **options)
        shown = Shown(context.new_page())
        shown.page.on("request", lambda request: shown.requests.append(request.url))
        shown.page.on("console", lambda message: shown.complaints.append(message.text))
        shown.page.on("pageerror", lambda error: shown.complaints.append(str(error)))
        shown.page.on("dialog", lambda dialog: shown.complaints.append(dialog.message))
        shown.page.add_init_script(script)
        shown.page.goto(path.as_uri())
        shown.page.wait_for_selector(f"body{state}", timeout=20_000)
        yield shown
        browser.close()
    assert shown.requests == [path.as_uri()]
    assert shown.complaints == []
