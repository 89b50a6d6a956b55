"""Every code block of README and documentation runs as printed, in the order of its page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import commands
from tests.docs import blocks, ground
from tests.docs.blocks import Block

PAGES = [page for page in blocks.pages() if any(block.runs for block in blocks.of(page))]


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ground.made(tmp_path_factory.mktemp("ground"))


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of commands: `lstgeo` and `python` of this environment."""
    folder = tmp_path_factory.mktemp("tools")
    for name, command in (("lstgeo", "-m lstgeo"), ("python", "")):
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {command} "$@"\n', "utf-8")
        script.chmod(0o755)
    return folder


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(blocks.ROOT)))
def test_the_blocks_of_a_page_run_as_printed(
    page: Path, laid_out: Path, tools: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(laid_out, folder, symlinks=True)
    for block in blocks.of(page):
        if block.file:
            (folder / block.file).write_text(block.text, "utf-8")
        elif block.runs:
            _run(block, page, folder, tools)


def test_a_block_that_does_not_run_says_why() -> None:
    reasons = [block.reason for page in blocks.pages() for block in blocks.of(page)]
    downloads = [reason for reason in reasons if "download" in reason]
    assert len(downloads) == 1, "one block needs a download: the scene of the tutorial"


def test_a_file_of_a_page_is_one_that_its_code_reads() -> None:
    for page in blocks.pages():
        found = blocks.of(page)
        code = "".join(block.text for block in found if not block.file)
        assert all(block.file in code for block in found if block.file and not block.reason), page


def test_a_test_that_a_page_leaves_its_blocks_to_is_there() -> None:
    reasons = {block.reason for page in blocks.pages() for block in blocks.of(page)}
    named = {reason.removeprefix("run by ") for reason in reasons if reason.startswith("run by ")}
    assert named == {"tests/system/test_new_sensor.py"}
    assert all((blocks.ROOT / name).is_file() for name in named)


def _run(block: Block, page: Path, folder: Path, tools: Path) -> None:
    shell = ["bash", "-euo", "pipefail", "-c"]
    command = shell if block.language == "sh" else [sys.executable, "-c"]
    environment = commands.environment()
    environment["PATH"] = os.pathsep.join(
        [str(tools), str(Path(sys.executable).parent), environment["PATH"]]
    )
    ended = subprocess.run(
        [*command, block.text],
        cwd=folder, capture_output=True, text=True, check=False, timeout=240, env=environment,
    )  # fmt: skip
    assert ended.returncode == 0, f"{page}, line {block.line}: {ended.stderr}"
