"""What others wrote is here as they released it, with its licence."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import lstgeo
from lstgeo.reports import page

README = (page.LEAFLET / "README.md").read_text("utf-8")


def test_files_are_those_of_the_release() -> None:
    stated = dict(re.findall(r"`(leaflet\.\w+)` sha256 \| `([0-9a-f]{64})`", README))
    assert set(stated) == {"leaflet.js", "leaflet.css"}
    for name, sha256 in stated.items():
        assert hashlib.sha256((page.LEAFLET / name).read_bytes()).hexdigest() == sha256


def test_version_and_licence_are_told() -> None:
    version = re.search(r"\| version \| (\S+) \|", README)
    assert version is not None
    assert f"Leaflet {version[1]}" in (page.LEAFLET / "leaflet.js").read_text("utf-8")
    assert "BSD 2-Clause" in page.licence()
    notice = Path(lstgeo.__file__).parents[1] / "NOTICE"
    assert f"Leaflet {version[1]}" in notice.read_text("utf-8")
    template = (page.HERE / "templates" / "scene.html").read_text("utf-8")
    assert f"Leaflet {version[1]}" in template
