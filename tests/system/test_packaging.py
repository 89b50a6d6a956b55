"""What users meet before their first scene: citation, completion, `python -m lstgeo`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

import lstgeo
from tests import commands

CITATION = Path(__file__).parents[2] / "CITATION.cff"


def test_the_citation_is_of_this_version() -> None:
    cited = yaml.safe_load(CITATION.read_text("utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert cited["version"] == lstgeo.__version__


def test_python_m_is_the_command() -> None:
    assert commands.spawn("--version").out == f"lstgeo {lstgeo.__version__}\n"


def test_the_shell_is_told_of_commands_and_options() -> None:
    """As bash asks: the words so far and the place of the one to complete."""
    assert "retrieve" in _completed("lstgeo re", 1)
    assert "--emissivity" in _completed("lstgeo retrieve --em", 2)


def _completed(words: str, place: int) -> list[str]:
    asked = {"_LSTGEO_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(place)}
    ended = subprocess.run(
        [sys.executable, "-c", "from lstgeo.cli.app import app; app(prog_name='lstgeo')"],
        env=commands.environment() | asked, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ended.stdout.split()
