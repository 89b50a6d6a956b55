"""A page in one file: template, styles and scripts put together, and nothing fetched."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

import lstgeo
from lstgeo.errors import InputError, OutputError
from lstgeo.pictures import panels
from lstgeo.raster import commit

HERE = Path(__file__).parent

LEAFLET = HERE / "vendor" / "leaflet"

_SUFFIXES = {".html", ".htm"}
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*\n?", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """A script or style sheet as it stands in a page, and its SHA-256 for the page's policy."""

    text: str
    hash: str


def rendered(template: str, styles: Sequence[Path], scripts: Sequence[Path], **content: Any) -> str:
    """Text of a page. All of `content` is escaped; only the scripts given here may run.

    The policy of the page forbids every request, and every script or style that is not its own.
    """
    parts = {
        "styles": [_part(path) for path in styles],
        "scripts": [_part(path) for path in scripts],
    }
    software = f"lstgeo {lstgeo.__version__}"
    return _environment().get_template(template).render(software=software, **parts, **content)


def write(text: str, target: Path) -> Path:
    """Write a page: the whole of it, or nothing; raises OutputError."""
    if not target.parent.is_dir():
        raise OutputError(f"folder {target.parent} does not exist")
    if target.is_dir():
        raise OutputError(f"{target} is a folder; a file name is needed")
    with commit.staged(target) as folder:
        (folder / target.name).write_text(text, "utf-8", errors="replace")
        commit.publish(folder, [target.name], target.parent)
    return target


def require_name(target: Path) -> Path:
    """`target` where its name is that of a page; InputError otherwise."""
    if target.suffix.lower() not in _SUFFIXES:
        raise InputError(f"a report is a page, NAME.html; {target} is not")
    return target


def asset(name: str) -> Path:
    """A script or style sheet of lstgeo."""
    return HERE / "assets" / name


def licence() -> str:
    """Licence of the library that draws the map."""
    return (LEAFLET / "LICENSE").read_text("utf-8")


@lru_cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["percent"] = panels.percent
    return made


def _part(path: Path) -> Part:
    text = _SOURCE_MAP.sub("", path.read_text("utf-8"))
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return Part(text, f"sha256-{digest}")
