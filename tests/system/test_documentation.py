"""What the pages tell a reader to run does run, in the order of the page, on small simulated data.

A block is left out by a comment on the line before it, `<!-- not run: REASON -->`, and only for a
reason that stands here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio

from lstgeo import quality
from tests import blocks, commands, shelf

GDAL = "needs the programs of GDAL"
REASONS = {
    "needs a download": "the one way to real data",
    "CI runs it first": "make targets, which set up environments",
    "installs": "the tests run where lstgeo is installed, and CI installs the wheel",
    "trains for minutes": "tests/training trains in small",
    "needs a cluster": "tests/batches starts workers",
    "needs a granule": "tests/raster reads granules made after the specifications",
    GDAL: "a test of their own runs them where a package of the system has them",
}
"""Why a block cannot be run here, and what stands for it."""

ELSEWHERE = {"docs/how-to/new-sensor.md": "tests/system/test_new_sensor.py"}
"""Pages whose blocks a test of their own runs."""

LONGEST = 120
"""Seconds of a block."""

PAGES = [
    name
    for name, path in blocks.PAGES.items()
    if name not in ELSEWHERE
    and any(block.language in blocks.RUN and not block.reason for block in blocks.blocks(path))
]


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shelf.stocked(tmp_path_factory.mktemp("shelf"))


@pytest.mark.parametrize("page", PAGES)
def test_the_blocks_of_a_page_run_as_printed(page: str, stock: Path, tmp_path: Path) -> None:
    path = blocks.PAGES[page]
    shelf.laid_out(stock, tmp_path, path.read_text("utf-8"))
    for block in blocks.blocks(path):
        if block.title:
            (tmp_path / block.title).write_text(block.text, "utf-8")
        if block.language in blocks.RUN and not block.reason:
            ended = _ended(block, tmp_path)
            assert ended.returncode == 0, f"{page}:{block.line}\n{ended.stdout}{ended.stderr}"


@pytest.mark.skipif(not shutil.which("gdal_calc.py"), reason="needs the Debian package gdal-bin")
def test_the_blocks_for_gdal_run_and_keep_what_is_clear(stock: Path, tmp_path: Path) -> None:
    shelf.laid_out(stock, tmp_path, "")
    for page, path in blocks.PAGES.items():
        for block in blocks.blocks(path):
            if block.reason == GDAL:
                ended = _ended(block, tmp_path)
                assert ended.returncode == 0, f"{page}:{block.line}\n{ended.stdout}{ended.stderr}"
    kelvin, bits, kept = (_read(tmp_path / name) for name in ("lst.tif", "lst_qa.tif", "clear.tif"))
    clear = ~quality.is_set(bits.data, quality.NOT_CLEAR)
    assert clear.any()
    np.testing.assert_array_equal(kept.filled(np.nan), np.where(clear, kelvin.data, np.nan))


def _read(path: Path) -> np.ma.MaskedArray[Any, Any]:
    with rasterio.open(path) as source:
        values: np.ma.MaskedArray[Any, Any] = source.read(1, masked=True)
    return values


def _ended(block: blocks.Block, folder: Path) -> subprocess.CompletedProcess[str]:
    shell = ["bash", "-euo", "pipefail", "-c", block.text]
    command = shell if block.language == "sh" else [sys.executable, "-c", block.text]
    environment = commands.environment()
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    environment["MPLBACKEND"] = "agg"
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False,
        timeout=LONGEST, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.parametrize("page", blocks.PAGES)
def test_a_block_says_what_it_is_and_why_it_is_not_run(page: str) -> None:
    for block in blocks.blocks(blocks.PAGES[page]):
        assert block.language in (*blocks.RUN, *blocks.SHOWN), f"{page}:{block.line}"
        assert block.reason is None or block.reason in REASONS, f"{page}:{block.line}"


def test_one_block_needs_a_download() -> None:
    found = [
        page
        for page, path in blocks.PAGES.items()
        for block in blocks.blocks(path)
        if block.reason == "needs a download"
    ]
    assert found == ["docs/tutorial.md"]
